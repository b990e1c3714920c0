/** `npm run new-rule -- NAME [--kind KIND] [--group GROUP]`: the files of a rule of ours, to be filled in. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import * as LintRule from "@pipewright/core/LintRule"
import * as Suggest from "@pipewright/core/Suggest"
import * as RuleFiles from "./internal/ruleFiles.ts"

const root = join(import.meta.dirname, "../../..")
const sources = join(root, "packages/sources/src")

const oneOf = (what: string, word: string, known: ReadonlyArray<string>): string | undefined =>
  known.includes(word) ? undefined : `there is no ${what} ${word}; ${Suggest.help(word, known)}`

/** Writes the files, or says why there are none. */
const write = (): string | undefined => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: "string" }, group: { type: "string", default: "tables" } },
  })
  const [name = "", ...others] = positionals
  const { kind, group } = values
  const kinds = readdirSync(sources).filter((it) => existsSync(join(sources, it, "cases/minimal")))
  const problem =
    (others.length > 0 ? "one rule at a time" : RuleFiles.problem(name)) ??
    (kind === undefined ? undefined : oneOf("kind", kind, kinds)) ??
    oneOf("group", group, LintRule.groups)
  if (problem !== undefined) return problem
  // A page of a rule about any kind may name none, and a store of objects has a type that is no kind's name.
  const program = readFileSync(join(sources, kind ?? "object-storage", "cases/minimal/main.pipe"), "utf8")
  const files = [...RuleFiles.files({ name, kind, group, program })]
  const taken = files.find(([path]) => existsSync(join(root, path)))
  if (taken !== undefined) return `${taken[0]} is there already`
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(path)
  }
  console.log(`
Fill them in, and then:

npm run generate
npm test -- packages/tooling/test/lint/Rules.test.ts -t "${name}"`)
  return undefined
}

const refused = write()
if (refused !== undefined) {
  console.error(refused)
  process.exitCode = 64
}
