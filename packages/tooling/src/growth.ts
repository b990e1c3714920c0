/**
 * `npm run growth`: how the work on a text grows when it becomes four times as long, for texts that are made to be slow:
 * by four where it follows the length, by sixteen where it follows its square. It ends with 1 where it grows by ten or
 * more. It is no test, since it measures: in processor time of this thread, which other processes lengthen little.
 *
 *   --size N      the length of the shorter text (50000)
 *   --only TEXT   the texts whose name contains TEXT
 */
import { parseArgs } from "node:util"
import * as Bind from "@pipewright/core/Bind"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import { program } from "./bench/programs.ts"
import { slowTexts } from "./campaign/slowTexts.ts"

const { values } = parseArgs({
  options: { size: { type: "string", default: "50000" }, only: { type: "string", default: "" } },
})
const size = Number(values.size)

/** Below this, in microseconds, a measurement says nothing of growth. */
const noise = 12_500

const tooMuch = 10

const texts = {
  ...slowTexts,
  "an ordinary program": (length: number) => program(Math.ceil(length / program(1).length)),
}

const worked = (text: string): number => {
  const source = Source.make("main.pipe", text)
  const started = process.threadCpuUsage()
  Bind.bind([Parser.parse(source).file], catalog)
  Formatter.format(source)
  const { user, system } = process.threadCpuUsage(started)
  return user + system
}

/** Collecting garbage falls to one run or the other, so the least of several is taken. */
const least = (text: string): number => Math.min(worked(text), worked(text), worked(text))

const chosen = Object.entries(texts).filter(([name]) => name.includes(values.only))
if (chosen.length === 0 || !Number.isInteger(size) || size < 1) {
  console.error("growth: --only has to be a part of a name, and --size a whole number from 1")
  process.exitCode = 64
}
for (const [name, make] of chosen) {
  const growth = least(make(4 * size)) / Math.max(least(make(size)), noise)
  const isTooMuch = growth >= tooMuch
  console.log(`${growth.toFixed(1).padStart(6)}  ${name}${isTooMuch ? "  << more than linear" : ""}`)
  if (isTooMuch) process.exitCode = 1
}
