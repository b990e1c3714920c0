import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { contentOf } from "../src/bench/content.ts"
import { type Command, type CommandFigure, NotHere } from "../src/bench/figure.ts"
import { type Measured, measure, type Options, type Result } from "../src/bench/measure.ts"
import { renderTable, toJson } from "../src/bench/report.ts"
import { statisticsOf } from "../src/bench/statistics.ts"

const options: Options = { root: ".", node: process.execPath, runs: 2, env: process.env }
const conditions = { node: "24.0.0", platform: "linux-x64", runs: 2 }

const measured = (name: string, median: number, baseline: number, goal?: number): Measured => ({
  state: "measured",
  name,
  against: "node -e 0",
  ours: { median, low: median, high: median },
  baseline: { median: baseline, low: baseline, high: baseline },
  ratio: median / baseline,
  spread: { low: median / baseline, high: median / baseline },
  ...(goal === undefined ? {} : { goal }),
})

const command = (run: Command, baseline: Command = { args: ["-e", "0"] }): CommandFigure => ({
  kind: "command",
  name: "a",
  against: "another",
  prepare: () => ({ run, baseline }),
})

describe("benchmarks", () => {
  it("take the median and the tenths of samples in any order", () => {
    expect(statisticsOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 1.4, high: 4.6 })
    expect(statisticsOf([2, 4]).median).toBe(3)
  })

  it("measure a command against another one", async () => {
    const waits = { args: ["-e", "setTimeout(() => {}, 150)"] }
    const result = await measure({ ...command(waits), goal: 2 }, options)
    expect(result).toMatchObject({ state: "measured", against: "another", goal: 2 })
    // A timer may be a millisecond early.
    expect(result.state === "measured" && result.ours.median).toBeGreaterThan(148)
  })

  it("count the time of a command as often as the other does its work", async () => {
    const idle = { args: ["-e", "0"] }
    const result = await measure(command(idle, { ...idle, times: 1e6 }), options)
    expect(result.state === "measured" && result.ratio).toBeLessThan(0.01)
  })

  it("measure what servers do by their own samples, and end them", async () => {
    let isOpen = true
    const samples = [40, 10, 20]
    const result = await measure(
      {
        kind: "served",
        name: "memory",
        against: "before",
        unit: "MB",
        prepare: async () => ({
          run: async () => samples.shift() ?? 0,
          baseline: async () => 10,
          close: () => {
            isOpen = false
          },
        }),
      },
      options,
    )
    expect(result).toMatchObject({
      ours: { median: 15 },
      ratio: 1.5,
      spread: { low: 1.1, high: 1.9 },
      unit: "MB",
    })
    expect(renderTable(conditions, [result])).toContain("memory, in MB")
    expect(isOpen).toBe(false)
  })

  it("say why a command failed, and accept the exit codes that a figure expects", async () => {
    const args = ["-e", "console.error('no such pipe'); process.exit(2)"]
    expect(await measure(command({ args }), options)).toEqual({
      state: "failed",
      name: "a against another",
      reason: "ended with 2: no such pipe",
    })
    const accepted = await measure(command({ args, exitCodes: [2] }), options)
    expect(accepted.state).toBe("measured")
  })

  it("end what a command needs beside it, also where the command fails", async () => {
    let isOpen = true
    const close = () => {
      isOpen = false
    }
    const run = { args: ["-e", "process.exit(1)"] }
    const figure = { ...command(run), prepare: () => ({ run, baseline: run, close }) }
    expect((await measure(figure, options)).state).toBe("failed")
    expect(isOpen).toBe(false)
  })

  it("measure a function against another on equal terms", async () => {
    const work = (size: number) => () =>
      Array.from({ length: size }, (_, index) => index).reduce((a, b) => a + b, 0)
    const result = await measure(
      {
        kind: "function",
        name: "sum",
        against: "a ten thousandth",
        prepare: () => ({ run: work(50_000), baseline: work(5) }),
      },
      options,
    )
    expect(result.state === "measured" && result.ratio).toBeGreaterThan(2)
  })

  it("tell of what cannot be had, and are no failure for it", async () => {
    const result = await measure(
      {
        kind: "function",
        name: "pad",
        against: "left-pad",
        prepare: () => Promise.reject(new NotHere("left-pad could not be fetched from npm: no network")),
      },
      options,
    )
    expect(result).toEqual({
      state: "absent",
      name: "pad against left-pad",
      reason: "left-pad could not be fetched from npm: no network",
    })
    expect(renderTable(conditions, [result])).toContain(
      "not measured: pad against left-pad\n  left-pad could not",
    )
  })

  it("hold a program beside the same names and values as JSON", () => {
    const text =
      'pipe "p" {\n  from s { a = [1, b], c = x("y") }\n  into d.t { columns { id UInt64, n Map(A, B) from "m" } }\n}\n'
    const { file } = Parser.parse(Source.make("main.pipe", text))
    expect(JSON.parse(contentOf(file))).toEqual([
      {
        Pipe: {
          name: "p",
          from: { s: { a: [1, "b"], c: { x: ["y"] } } },
          into: { "d.t": { columns: { id: "UInt64", n: { type: "Map(A, B)", from: "m" } } } },
        },
      },
    ])
  })

  it("print aligned tables with the goals, and the failures below", () => {
    const results: ReadonlyArray<Result> = [
      measured("pipewright --version", 44, 40, 1.3),
      measured("short", 1234.5, 40, 2.7),
      measured("without", 20, 40),
      { state: "counted", name: "requests", unit: "requests", amount: 1, goal: 1, words: "1 list" },
      { state: "counted", name: "memory", unit: "MB", amount: 1234.5, goal: 1000 },
      { state: "counted", name: "size", unit: "MB", amount: 2.2904, goal: 2 },
      { state: "failed", name: "broken", reason: "ended with 1:\nwhy" },
    ]
    expect(renderTable(conditions, results)).toBe(
      [
        "Node 24.0.0 on linux-x64, 2 runs by turns, times in ms",
        "",
        "figure                median  against    median  ratio      10–90 %  goal",
        "pipewright --version    44.0  node -e 0    40.0   1.10    1.10–1.10  ≤ 1.3 met",
        "short                   1235  node -e 0    40.0  30.86  30.86–30.86  ≤ 2.7 NOT MET",
        "without                 20.0  node -e 0    40.0   0.50    0.50–0.50",
        "",
        "counted      amount  goal",
        "requests  1 request  ≤ 1 met          1 list",
        "memory     1,235 MB  ≤ 1,000 NOT MET",
        "size        2.29 MB  ≤ 2 NOT MET",
        "",
        "failed: broken",
        "  ended with 1:",
        "  why",
        "",
        "2 of 5 goals are met",
      ].join("\n"),
    )
  })

  it("fail where nothing can be counted", async () => {
    const count = () => Promise.reject(new Error("nothing goes on"))
    expect(await measure({ kind: "count", name: "memory", unit: "MB", count }, options)).toEqual({
      state: "failed",
      name: "memory",
      reason: "nothing goes on",
    })
  })

  it("write the same results as data", () => {
    expect(JSON.parse(toJson(conditions, [measured("a", 2, 1, 3)]))).toMatchObject({
      node: "24.0.0",
      unit: "ms",
      figures: [{ name: "a", ratio: 2, goal: 3 }],
    })
  })
})
