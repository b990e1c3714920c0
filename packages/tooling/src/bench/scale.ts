/** Whole commands on ten thousand pipes: how their time grows, and how much memory they take. */
import { bundle } from "./commands.ts"
import { type Command, type CommandFigure, type CountFigure, linear } from "./figure.ts"
import { peakOf } from "./memory.ts"
import * as Peers from "./peers.ts"
import { prismaLint } from "./prismaLint.ts"
import { program } from "./programs.ts"
import { folder } from "./scratch.ts"

const thousands = (count: number): string => count.toLocaleString("en")

/** A program in one file, by the rules that run where nothing is configured. */
const inOneFile = (words: "build" | "lint --no-cache", pipes: number): Command => ({
  ...bundle.command(...words.split(" "), "main.pipe"),
  cwd: folder(`file-of-${pipes}`, () => ({ "main.pipe": program(pipes), "pipewright.json": "{}\n" })),
})

/** Without the types that some rule of `all` has a word on: what it prints is not what is measured. */
const beyondReproach = (index: number): string =>
  program(1, index)
    .replace("Array(Tuple(sku String, amount UInt32))", "Array(String)")
    .replaceAll(/Nullable\((.*)\)/g, "$1")
    .replace("JSON(max_dynamic_paths = 8)", "JSON")

/** As many files as pipes, by all rules. */
const inFiles = (pipes: number): Command => ({
  ...bundle.command("lint", "--no-cache", "."),
  cwd: folder(`files-${pipes}`, () => ({
    "pipewright.json": '{ "lint": { "preset": "all" } }\n',
    ...Object.fromEntries(
      Array.from({ length: pipes }, (_, index) => [
        // As many in a folder as people bear.
        `shops-${Math.floor(index / 100)}/shop-${index}.pipe`,
        beyondReproach(index),
      ]),
    ),
  })),
})

const files = (pipes: number): string => `${thousands(pipes)} pipes in as many files`
const file = (pipes: number): string => `${thousands(pipes)} pipes in one file`

/** Each run takes seconds. */
const large = { kind: "command", atMost: 3, isSlow: true } as const

export const scaleFigures: ReadonlyArray<CommandFigure> = [
  {
    ...large,
    name: `lint ${files(10_000)}, all rules`,
    against: `10 × ${thousands(1_000)}`,
    goal: linear,
    prepare: () => ({ run: inFiles(10_000), baseline: { ...inFiles(1_000), times: 10 } }),
  },
  {
    ...large,
    name: `build ${file(10_000)}`,
    against: `10 × ${thousands(1_000)}`,
    goal: linear,
    prepare: () => ({
      run: inOneFile("build", 10_000),
      baseline: { ...inOneFile("build", 1_000), times: 10 },
    }),
  },
  {
    ...large,
    name: `lint ${file(10_000)}`,
    against: `${Peers.shown(Peers.prisma)} lint`,
    goal: 2,
    prepare: () => ({ run: inOneFile("lint --no-cache", 10_000), baseline: prismaLint(10_000) }),
  },
]

const peak = (name: string, goal: number, command: () => Command): CountFigure => ({
  kind: "count",
  name: `peak memory of ${name}`,
  unit: "MB",
  goal,
  count: async () => ({ amount: peakOf(command()) }),
})

export const peakFigures: ReadonlyArray<CountFigure> = [
  peak(`lint ${files(10_000)}, all rules`, 500, () => inFiles(10_000)),
  peak(`lint ${file(10_000)}`, 1_000, () => inOneFile("lint --no-cache", 10_000)),
]
