/**
 * `npm run oracle`: compares what this project says of ClickHouse types with what an engine says of them, on types
 * that nobody listed. It installs the engine on its first run, so that it is a command and no part of the tests.
 *
 *   --count N      so many random types (20000)
 *   --seed N       which ones (1)
 *   --types FILE   the types of a file instead, one a line; what follows a tab is passed over
 *   --show N       so many types of each difference, the shortest first (5)
 *   --folder DIR   where the engine is or is to be installed
 *   --table        print each type with what the engine says of it, a tab between, and compare nothing
 */
import { readFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Answer, ask, chdbVersion, install, vocabulary } from "./oracle/engine.ts"
import { judge } from "./oracle/ours.ts"
import { types } from "./oracle/types.ts"

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    types: { type: "string" },
    show: { type: "string", default: "5" },
    folder: { type: "string", default: join(homedir(), ".cache", "pipewright", `chdb-${chdbVersion}`) },
    table: { type: "boolean", default: false },
  },
})

const chunk = 10_000

const listed = (path: string): ReadonlyArray<string> =>
  readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split("\t")[0]!)
    .filter((line) => line !== "" && !line.startsWith("#"))

interface Difference {
  readonly type: string
  readonly theirs: Answer
  readonly ours: Answer
}

const same = (a: Answer, b: Answer): boolean =>
  "text" in a ? "text" in b && a.text === b.text : "refused" in b

/** What differences have in common: both spell it, or one refuses it and why. */
const classOf = ({ theirs, ours }: Difference): string => {
  if ("text" in theirs)
    return "text" in ours ? "spelled in another way" : `taken, and refused here: ${ours.refused}`
  return `refused, and taken here: ${/\(([A-Z_0-9]+)\)\s*$/.exec(theirs.refused)?.[1] ?? theirs.refused.slice(0, 40)}`
}

const shown = (answer: Answer): string => ("text" in answer ? answer.text : `refused: ${answer.refused}`)

const main = async (): Promise<number> => {
  install(values.folder)
  const known = await vocabulary(values.folder)
  const all = new Set(values.types === undefined ? [] : listed(values.types))
  if (values.types === undefined) {
    for (const type of types(known, Number(values.seed))) {
      if (all.size >= Number(values.count)) break
      all.add(type)
    }
  }
  console.error(`oracle: ${all.size} different types, ClickHouse ${known.engine}`)
  const differences: Array<Difference> = []
  let taken = 0
  let asked: Array<string> = []
  const compare = async () => {
    const ours = new Map(asked.map((type) => [type, judge(type)]))
    const likely = asked.filter((type) => "text" in ours.get(type)!)
    const others = asked.filter((type) => "refused" in ours.get(type)!)
    const theirs = new Map([
      ...(await ask(values.folder, likely, true)).map((answer, at) => [likely[at]!, answer] as const),
      ...(await ask(values.folder, others, false)).map((answer, at) => [others[at]!, answer] as const),
    ])
    for (const type of asked) {
      const answer = theirs.get(type)!
      if (values.table) console.log(`${type}\t${"text" in answer ? answer.text : ""}`)
      if ("text" in answer) taken += 1
      if (!same(answer, ours.get(type)!)) differences.push({ type, theirs: answer, ours: ours.get(type)! })
    }
    asked = []
  }
  for (const type of all) {
    asked.push(type)
    if (asked.length === chunk) await compare()
  }
  await compare()
  if (values.table) return 0
  report(all.size, taken, differences)
  return differences.length === 0 ? 0 : 1
}

const report = (count: number, taken: number, differences: ReadonlyArray<Difference>): void => {
  console.log(`${count} types: the engine takes ${taken} and refuses ${count - taken}`)
  console.log(`${count - differences.length} agree, ${differences.length} differ`)
  const classes = new Map<string, Array<Difference>>()
  for (const it of differences) {
    const name = classOf(it)
    classes.set(name, [...(classes.get(name) ?? []), it])
  }
  for (const [name, members] of [...classes].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n${members.length} ${name}`)
    const shortest = members.toSorted((a, b) => a.type.length - b.type.length).slice(0, Number(values.show))
    for (const { type, theirs, ours } of shortest) {
      console.log(`  ${JSON.stringify(type)}`)
      console.log(`    engine: ${shown(theirs).slice(0, 200)}`)
      console.log(`    here:   ${shown(ours).slice(0, 200)}`)
    }
  }
}

process.exitCode = await main()
