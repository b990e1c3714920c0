/** The page of the recorded figures, with the goals that the figures have now. */
import { type Figure, nameOf } from "../bench/figure.ts"
import { figures as known } from "../bench/figures.ts"
import type { Recorded, RecordedCount, RecordedFigure, RecordedRatio } from "../bench/recorded.ts"
import { amountWords, goalWords } from "../bench/report.ts"
import { notes as served } from "../bench/served.ts"
import { notes as stages } from "../bench/stages.ts"
import { cell } from "./fieldTable.ts"

export const path = "docs/reference/benchmarks.md"

export const render = (recorded: Recorded, figures: ReadonlyArray<Figure> = known): string => {
  const ofKind = (kind: Figure["kind"]) =>
    recorded.figures.flatMap((it) => {
      const figure = figures.find((other) => nameOf(other) === nameOf(it))
      return figure?.kind === kind ? [{ recorded: it, goal: figure.goal }] : []
    })
  return [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Benchmarks\n\n",
    "What is fast enough is said as a ratio: a time of ours, divided by the time of something that everyone has. A ratio\n",
    "holds on another machine too, and milliseconds do not. The goal is the highest ratio that the project wants to see.\n\n",
    `These were measured with Node ${recorded.node} on ${recorded.platform}, with ${recorded.runs} turns of each; what takes seconds had\n`,
    "three of them. Where work is to grow with its size and no faster, the goal is 1.2, since a larger heap takes longer to\n",
    "look through.\n\n",
    "```sh no-run\nnpm run setup\nnpm run binary\nnpm run bench\n```\n\n",
    "measures all of them again in less than ten minutes. `--help` says what else there is.\n\n",
    method,
    section(
      "Commands",
      [
        "A whole command, from its start to its end, with what it prints. `node -e 0` is a Node that starts and does nothing.",
        "A file of one pipe has 45 lines, and so has the file of each other linter, in its own language and without a finding.",
        "Ten thousand pipes in as many files, 100 in a folder, have no finding either. Ten times 1,000 has ten starts of the",
        "command in it.",
      ],
      ofKind("command"),
    ),
    section("Within a process", stages, ofKind("function")),
    section("The emulator", served, ofKind("served")),
    section(
      "What is counted",
      [
        "Requests are counted by the emulator, in a time of its own. Memory is the most that the process held at any time, in",
        "millions of bytes.",
      ],
      ofKind("count"),
    ),
  ].join("")
}

const method = [
  "## How it is measured\n\n",
  "- Ours and the other take turns, so that whatever slows the machine down slows both. Before that, each runs once and is\n",
  "  not counted, unless that takes seconds: files and compiled code are where a second run finds them.\n",
  "- The ratio is the median of ours divided by the median of the other. Beside it stands how far the ratios of single\n",
  "  turns lie apart: a tenth of them is below, and a tenth above.\n",
  "- Work within a process is done for a second before it is timed, until it is compiled with optimisation. What takes much\n",
  "  memory comes last, in a process of its own, since a full heap slows down what comes after.\n",
  "- Other tools are no dependencies of the project. They are fetched from npm into `node_modules/.cache`, in the versions\n",
  "  that the tables name. A tool that cannot be had is said to be missing, and no more comes of it.\n",
  "- `NODE_EXTRA_CA_CERTS` is taken out of the environment, because Node reads such a file at every start.\n\n",
  "Each run is compared with what is recorded here, where platform and line of Node are the same. A ratio counts as worse\n",
  "if it is more than a tenth above the recorded one and the turns lie apart: nine of ten of the run are above nine of ten of\n",
  "the record. Memory counts as worse from a tenth on, and requests from one on. That is a warning, and so is a goal that\n",
  "is not met; only what cannot run makes the run fail. `--record` keeps the figures of a run, and writes this page.\n",
].join("")

interface Row {
  readonly recorded: RecordedFigure
  readonly goal: number | undefined
}

const section = (title: string, notes: ReadonlyArray<string>, rows: ReadonlyArray<Row>): string => {
  if (rows.length === 0) return ""
  const counts = rows.some(({ recorded }) => "amount" in recorded)
  return [
    `\n## ${title}\n\n${notes.join("\n")}\n\n`,
    counts
      ? "| figure | amount | goal |\n| --- | --- | --- |\n"
      : "| figure | against | ratio | 10–90 % | goal |\n| --- | --- | --- | --- | --- |\n",
    ...rows.map(({ recorded, goal }) =>
      "amount" in recorded ? countRow(recorded, goal) : ratioRow(recorded, goal),
    ),
  ].join("")
}

const ratioRow = (it: RecordedRatio, goal: number | undefined): string =>
  row([
    it.name,
    it.against,
    it.ratio.toFixed(2),
    `${it.low.toFixed(2)}–${it.high.toFixed(2)}`,
    goalWords(it.ratio, goal),
  ])

const countRow = (it: RecordedCount, goal: number | undefined): string =>
  row([
    it.name,
    it.words === undefined ? amountWords(it) : `${amountWords(it)}: ${it.words}`,
    goalWords(it.amount, goal),
  ])

const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |\n`
