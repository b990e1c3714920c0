/** The tables of findings that the sources of the repository have. */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

interface Table {
  readonly codes: ReadonlyArray<string>
}

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && "codes" in value && "report" in value

/** The codes of all of them. A module that has a table has to export it. */
export const codes = async (root: string): Promise<ReadonlyArray<string>> => {
  const modules = globSync("{packages,apps}/*/src/**/*.ts", { cwd: root })
    .map((path) => join(root, path))
    .filter((path) => /= Diagnostic\.table\(/.test(readFileSync(path, "utf8")))
  const found = await Promise.all(
    modules.map(async (path) => {
      const values = Object.values((await import(path)) as Record<string, unknown>)
      const own = values.filter(isTable).flatMap((table) => table.codes)
      if (own.length === 0) throw new Error(`${path} does not export its table`)
      return own
    }),
  )
  return found.flat()
}
