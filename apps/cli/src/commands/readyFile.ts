/** A file that is there as long as something is ready. Whoever sees it sees all of it. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"

/** Takes away what a killed process has left: nothing is ready yet. */
export const clear = (file: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.remove(file, { force: true }))

/** Writes the file until the scope closes. */
export const hold = (file: string, text: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) =>
    Effect.acquireRelease(
      Effect.zipRight(
        fs.writeFileString(`${file}.tmp`, text, { mode: 0o600 }),
        fs.rename(`${file}.tmp`, file),
      ),
      () => Effect.ignore(fs.remove(file)),
    ),
  )
