/** The topics of the reference as it lies in the repository. */
import { readdirSync, readFileSync } from "node:fs"
import { join, sep } from "node:path"
import { read } from "./pages.ts"
import type { Topic } from "./topic.ts"

export const topicsIn = (folder: string): ReadonlyArray<Topic> =>
  read(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md"))
      .sort()
      .map((path) => ({
        path: path.split(sep).join("/"),
        text: readFileSync(join(folder, path), "utf8").replaceAll("\r\n", "\n"),
      })),
  )
