/**
 * `npm run growth`: how the work on a text grows when it becomes four times as long, for texts that are made to be slow,
 * and for programs in one file: by four where it follows the length, by sixteen where it follows its square. It ends with 1 where it grows by ten or
 * more. It is no test, since it measures: in processor time of this thread, which other processes lengthen little.
 *
 *   --size N      the length of the shorter text (50000); programs have ten times as much
 *   --only TEXT   the rows whose name contains TEXT
 */
import { parseArgs } from "node:util"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as General from "@pipewright/linter/Rules"
import { catalog } from "@pipewright/sources/Kinds"
import * as OfKinds from "@pipewright/sources/LintRules"
import { program } from "./bench/programs.ts"
import { slowTexts } from "./campaign/slowTexts.ts"
import { find } from "./internal/findings.ts"

const { values } = parseArgs({
  options: { size: { type: "string", default: "50000" }, only: { type: "string", default: "" } },
})
const size = Number(values.size)

/** Below this, in microseconds, a measurement says nothing of growth. */
const noise = 12_500

const tooMuch = 10

type Work = (text: string) => unknown

const bound = (text: string): Bind.Bound =>
  Bind.bind([Parser.parse(Source.make("main.pipe", text)).file], catalog)

const format: Work = (text) => Formatter.format(Source.make("main.pipe", text))

const lint = find([...General.rules, ...OfKinds.rules], "all")

const stages: Readonly<Record<string, Work>> = {
  format,
  bind: bound,
  lint: (text) => lint(new Map([["main.pipe", text]])),
  build: (text) =>
    Compile.steps(bound(text).program, Compile.noIds)
      .flat()
      .map(({ body }) => JSON.stringify(Evaluate.show(body))),
}

const ordinary = (length: number): string => program(Math.ceil(length / program(1).length))

/** Programs in which many things have to do with each other. */
const programs: Readonly<Record<string, (length: number) => string>> = {
  "an ordinary program": ordinary,
  "pipes of one name": (length) => ordinary(length).replace(/^pipe "[^"]*"/gm, 'pipe "orders"'),
  "findings that comments let pass": (length) =>
    ordinary(length)
      .replace(
        /^ +address .*$/gm,
        "      // pipewright-ignore no-type-alias: as the source has it\n      address TEXT",
      )
      .replace(/^pipe/gm, "// pipewright-ignore-block no-nullable: as the source has it\npipe"),
}

interface Row {
  readonly name: string
  readonly make: (length: number) => string
  readonly work: Work
  readonly size: number
}

const rows: ReadonlyArray<Row> = [
  ...Object.entries(slowTexts).map(([name, make]) => ({
    name,
    make,
    size,
    work: (text: string) => [bound(text), format(text)],
  })),
  ...Object.entries(programs).flatMap(([of, make]) =>
    Object.entries(stages).map(([stage, work]) => ({ name: `${stage} ${of}`, make, work, size: 10 * size })),
  ),
]

const worked = (work: Work, text: string): number => {
  const started = process.threadCpuUsage()
  work(text)
  const { user, system } = process.threadCpuUsage(started)
  return user + system
}

/** Collecting garbage falls to one run or the other, so the least of several is taken. */
const least = (work: Work, text: string): number =>
  Math.min(worked(work, text), worked(work, text), worked(work, text))

const chosen = rows.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0 || !Number.isInteger(size) || size < 1) {
  console.error("growth: --only has to be a part of a name, and --size a whole number from 1")
  process.exitCode = 64
}
for (const { name, make, work, size } of chosen) {
  const growth = least(work, make(4 * size)) / Math.max(least(work, make(size)), noise)
  const isTooMuch = growth >= tooMuch
  console.log(`${growth.toFixed(1).padStart(6)}  ${name}${isTooMuch ? "  << more than linear" : ""}`)
  if (isTooMuch) process.exitCode = 1
}
