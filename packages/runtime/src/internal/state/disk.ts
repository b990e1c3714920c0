/** Files whose content is on the disk, and not only on its way there, when a write returns. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"

/** What is in these files is nobody else's business. */
const fileMode = 0o600
const folderMode = 0o700

export const make = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path

  const put = (file: string, text: string, flag: "a" | "w") =>
    Effect.scoped(
      Effect.gen(function* () {
        const open = yield* fs.open(file, { flag, mode: fileMode })
        yield* open.writeAll(new TextEncoder().encode(text))
        yield* open.sync
      }),
    )

  /** A name that came or went is on the disk once its folder is. Windows knows no such thing of a folder. */
  const settle = (file: string) =>
    process.platform === "win32"
      ? Effect.void
      : Effect.scoped(Effect.flatMap(fs.open(path.dirname(file), { flag: "r" }), (open) => open.sync))

  const absent = <A, E extends { readonly _tag: string; readonly reason?: unknown }>(
    effect: Effect.Effect<A, E>,
  ) =>
    Effect.catchIf(
      effect,
      (error) => error._tag === "SystemError" && error.reason === "NotFound",
      () => Effect.succeed(undefined),
    )

  const remove = (file: string) => Effect.zipRight(absent(fs.remove(file)), settle(file))

  return {
    folder: (folder: string) => fs.makeDirectory(folder, { recursive: true, mode: folderMode }),
    /** `undefined` if there is none. */
    read: (file: string) => absent(fs.readFileString(file)),
    append: (file: string, text: string) =>
      Effect.gen(function* () {
        const isNew = !(yield* fs.exists(file))
        yield* put(file, text, "a")
        if (isNew) yield* settle(file)
      }),
    /** Readers see the old text or the new one. */
    replace: (file: string, text: string) =>
      Effect.gen(function* () {
        yield* put(`${file}.new`, text, "w")
        yield* fs.rename(`${file}.new`, file)
        yield* settle(file)
      }),
    /** Whether it was made; it is not if there is one of the name, and never seen half. `id` is nobody else's. */
    create: (file: string, text: string, id: string) =>
      Effect.gen(function* () {
        const draft = `${file}.${id}.new`
        yield* put(draft, text, "w")
        const made = yield* fs.link(draft, file).pipe(
          Effect.as(true),
          Effect.catchIf(
            (error) => error._tag === "SystemError" && error.reason === "AlreadyExists",
            () => Effect.succeed(false),
          ),
          // One that stays behind is in nobody's way.
          Effect.ensuring(Effect.ignore(fs.remove(draft))),
        )
        if (made) yield* settle(file)
        return made
      }),
    /** It may be gone already. */
    remove,
  }
})

export type Disk = Effect.Effect.Success<typeof make>
