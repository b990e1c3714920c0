/** Tests that other files name by their titles. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../..")

/** A file of tests, and the title of one as it is written there. */
export interface Proof {
  readonly file: string
  readonly title: string
}

/** Whether the file has the title, in any of the quotes that a text may stand in. */
export const has = ({ file, title }: Proof): boolean => {
  const path = join(root, file)
  if (!existsSync(path)) return false
  const text = readFileSync(path, "utf8")
  return ['"', "'", "`"].some((quote) => text.includes(`${quote}${title}${quote}`))
}
