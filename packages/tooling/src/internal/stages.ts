/** Where findings have their pages: beside the stage, or the kind of source, that reports them. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { Stage } from "./findingPages.ts"

/** The stages in the order in which a text comes to them; the kinds are last. */
export const stages = (root: string): ReadonlyArray<Stage> => {
  const sources = join(root, "packages/sources/src")
  const kinds = readdirSync(sources)
    .filter((name) => name !== "shared" && existsSync(join(sources, name, "findings")))
    .sort()
  return [
    { title: "Configuration file", folder: join(root, "apps/cli/src/program/findings") },
    { title: "Syntax", folder: join(root, "packages/language/src/findings") },
    { title: "Meaning", folder: join(root, "packages/core/src/findings") },
    { title: "Comments for the linter", folder: join(root, "packages/linter/src/findings") },
    { title: "Sources", folder: join(sources, "shared/findings") },
    ...kinds.map((name) => ({ title: `Source ${name}`, folder: join(sources, name, "findings") })),
  ]
}
