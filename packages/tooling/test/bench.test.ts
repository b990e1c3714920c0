import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { contentOf } from "../src/bench/content.ts"
import { type Measured, measure, type Options } from "../src/bench/measure.ts"
import { NotFetched } from "../src/bench/peers.ts"
import { renderTable, toJson } from "../src/bench/report.ts"
import { statisticsOf } from "../src/bench/statistics.ts"

const options: Options = { root: ".", node: process.execPath, runs: 2, env: process.env }
const conditions = { node: "24.0.0", platform: "linux-x64", runs: 2 }

const measured = (name: string, median: number, baseline: number): Measured => ({
  state: "measured",
  name,
  against: "node -e 0",
  ours: { median, low: median, high: median },
  baseline: { median: baseline, low: baseline, high: baseline },
  ratio: median / baseline,
})

describe("benchmarks", () => {
  it("take the median and the tenths of samples in any order", () => {
    expect(statisticsOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 1.4, high: 4.6 })
    expect(statisticsOf([2, 4]).median).toBe(3)
  })

  it("measure a command against a Node that does nothing", async () => {
    const result = await measure(
      { kind: "command", name: "wait", args: ["-e", "setTimeout(() => {}, 150)"] },
      options,
    )
    expect(result).toMatchObject({ state: "measured", against: "node -e 0" })
    expect(result.state === "measured" && result.ratio).toBeGreaterThan(1)
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
    expect(result).toMatchObject({ ours: { median: 15 }, ratio: 1.5, unit: "MB" })
    expect(renderTable(conditions, [result])).toContain("memory, in MB")
    expect(isOpen).toBe(false)
  })

  it("say why a command failed, and accept the exit codes that a figure expects", async () => {
    const args = ["-e", "console.error('no such pipe'); process.exit(2)"]
    expect(await measure({ kind: "command", name: "a", args }, options)).toEqual({
      state: "failed",
      name: "a",
      reason: "ended with 2: no such pipe",
    })
    const accepted = await measure({ kind: "command", name: "a", args, exitCodes: [2] }, options)
    expect(accepted.state).toBe("measured")
  })

  it("measure a function against another on equal terms", async () => {
    const work = (size: number) => () =>
      Array.from({ length: size }, (_, index) => index).reduce((a, b) => a + b, 0)
    const result = await measure(
      {
        kind: "function",
        name: "sum",
        against: "a tenth",
        prepare: () => ({ run: work(5000), baseline: work(50) }),
      },
      options,
    )
    expect(result.state === "measured" && result.ratio).toBeGreaterThan(2)
  })

  it("tell of what cannot be fetched, and are no failure for it", async () => {
    const against = { name: "left-pad", version: "0.0.0-none" }
    const result = await measure(
      {
        kind: "function",
        name: "pad",
        against: "left-pad",
        prepare: () => Promise.reject(new NotFetched(against, "no network")),
      },
      options,
    )
    expect(result).toEqual({
      state: "absent",
      name: "pad",
      against: "left-pad",
      reason: "left-pad 0.0.0-none could not be fetched from npm: no network",
    })
    expect(renderTable(conditions, [result])).toContain("not measured: pad\n  left-pad 0.0.0-none could not")
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

  it("print an aligned table with the failures below", () => {
    const results = [
      measured("pipewright --version", 44, 40),
      measured("short", 1234.5, 40),
      { state: "failed", name: "broken", reason: "ended with 1:\nwhy" } as const,
    ]
    expect(renderTable(conditions, results)).toBe(
      [
        "Node 24.0.0 on linux-x64, 2 runs by turns, times in ms",
        "",
        "figure                median    10–90 %  against    median  ratio",
        "pipewright --version    44.0  44.0–44.0  node -e 0    40.0   1.10",
        "short                   1235  1235–1235  node -e 0    40.0  30.86",
        "not measured: broken",
        "  ended with 1:",
        "  why",
      ].join("\n"),
    )
  })

  it("print what is counted below what is measured", () => {
    const results = [
      measured("a", 2, 1),
      { state: "counted", name: "requests of a plan", words: "1 list" } as const,
    ]
    expect(renderTable(conditions, results)).toMatch(/ 2\.00\n\nrequests of a plan: 1 list$/)
  })

  it("fail where what is counted is more than there may be", async () => {
    const count = () => Promise.reject(new Error("2,000 MiB at most, and 1,024 are allowed"))
    expect(await measure({ kind: "count", name: "memory", count }, options)).toEqual({
      state: "failed",
      name: "memory",
      reason: "2,000 MiB at most, and 1,024 are allowed",
    })
  })

  it("write the same results as data", () => {
    expect(JSON.parse(toJson(conditions, [measured("a", 2, 1)]))).toMatchObject({
      node: "24.0.0",
      unit: "ms",
      figures: [{ name: "a", ratio: 2 }],
    })
  })
})
