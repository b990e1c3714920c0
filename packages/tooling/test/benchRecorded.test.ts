import { describe, expect, it } from "vitest"
import type { Figure } from "../src/bench/figure.ts"
import { figures } from "../src/bench/figures.ts"
import type { Counted, Measured } from "../src/bench/measure.ts"
import { parse } from "../src/bench/options.ts"
import { comparison, load, type Recorded, update, worse } from "../src/bench/recorded.ts"
import { render } from "../src/internal/benchmarksPage.ts"

const conditions = { node: "24.21.0", platform: "linux-x64", runs: 15 }

const measured = (name: string, ratio: number, low: number, high: number): Measured => ({
  state: "measured",
  name,
  against: "node -e 0",
  ours: { median: ratio, low: ratio, high: ratio },
  baseline: { median: 1, low: 1, high: 1 },
  ratio,
  spread: { low, high },
})

const counted = (name: string, unit: Counted["unit"], amount: number): Counted => ({
  state: "counted",
  name,
  unit,
  amount,
})

const recorded: Recorded = {
  ...conditions,
  figures: [
    { name: "lint", against: "node -e 0", ratio: 2, low: 1.9, high: 2.15 },
    { name: "requests", unit: "requests", amount: 100 },
    { name: "memory", unit: "MB", amount: 500 },
  ],
}

const worseNames = (...results: ReadonlyArray<Measured | Counted>) =>
  worse(recorded, results).map(({ name }) => name)

describe("recorded benchmarks", () => {
  it("find a ratio worse that is a tenth higher and lies apart from the recorded turns", () => {
    expect(worseNames(measured("lint", 2.3, 2.2, 2.4))).toEqual(["lint against node -e 0"])
  })

  it("take a ratio for noise whose turns reach into the recorded ones", () => {
    expect(worseNames(measured("lint", 2.3, 2.1, 2.9))).toEqual([])
  })

  it("take a ratio for noise that is not a tenth higher, however close its turns are", () => {
    expect(worseNames(measured("lint", 2.18, 2.17, 2.19))).toEqual([])
  })

  it("say nothing of a ratio that is better, or of one that was never recorded", () => {
    expect(worseNames(measured("lint", 1, 1, 1), measured("fmt", 9, 9, 9))).toEqual([])
  })

  it("find one request more worse, and memory from a tenth on", () => {
    expect(worseNames(counted("requests", "requests", 101))).toEqual(["requests"])
    expect(worseNames(counted("requests", "requests", 100))).toEqual([])
    expect(worseNames(counted("memory", "MB", 551))).toEqual(["memory"])
    expect(worseNames(counted("memory", "MB", 549))).toEqual([])
  })

  it("warn with both ratios and how far their turns lie apart", () => {
    expect(comparison(recorded, conditions, [measured("lint", 2.3, 2.2, 2.4)])).toEqual([
      "Of 1 figure recorded with Node 24.21.0 on linux-x64, 1 is worse beyond noise:",
      "  lint against node -e 0: 2.30 (2.20–2.40), and it was 2.00 (1.90–2.15)",
    ])
  })

  it("say that nothing is worse, of as many figures as were recorded", () => {
    const results = [measured("lint", 2, 2, 2), measured("fmt", 9, 9, 9), counted("memory", "MB", 500)]
    expect(comparison(recorded, conditions, results)).toEqual([
      "Of 2 figures recorded with Node 24.21.0 on linux-x64, none is worse beyond noise.",
    ])
  })

  it("compare nothing with another line of Node or another platform", () => {
    const results = [measured("lint", 9, 9, 9)]
    const told = ["Not compared: what is recorded is of Node 24.21.0 on linux-x64."]
    expect(comparison(recorded, { ...conditions, node: "22.1.0" }, results)).toEqual(told)
    expect(comparison(recorded, { ...conditions, platform: "darwin-arm64" }, results)).toEqual(told)
    expect(comparison(recorded, { ...conditions, node: "24.22.0" }, results)).not.toEqual(told)
  })

  it("compare nothing of which too few turns were measured", () => {
    const results = [measured("lint", 9, 9, 9)]
    const told = ["Not compared: fewer than 3 turns do not tell noise."]
    expect(comparison(recorded, { ...conditions, runs: 2 }, results)).toEqual(told)
    expect(comparison(recorded, { ...conditions, runs: 3 }, results)).not.toEqual(told)
  })

  it("record what was measured, keep what was not, and drop what is no figure any more", () => {
    const names = ["lint against node -e 0", "memory"]
    const results = [
      measured("lint", 2.12345, 2, 2.2),
      { state: "absent", name: "memory", reason: "no" } as const,
    ]
    expect(update(recorded, { ...conditions, runs: 3 }, results, names)).toEqual({
      ...conditions,
      runs: 3,
      figures: [
        { name: "lint", against: "node -e 0", ratio: 2.123, low: 2, high: 2.2 },
        { name: "memory", unit: "MB", amount: 500 },
      ],
    })
  })

  it("are shown on a page by kind, with the goals of the figures", () => {
    const known: ReadonlyArray<Figure> = [
      {
        kind: "command",
        name: "lint",
        against: "node -e 0",
        goal: 1.5,
        prepare: () => ({ run: { args: [] }, baseline: { args: [] } }),
      },
      { kind: "count", name: "requests", unit: "requests", count: async () => ({ amount: 100 }) },
      { kind: "count", name: "memory", unit: "MB", goal: 500, count: async () => ({ amount: 500 }) },
    ]
    const page = render(recorded, known)
    expect(page).toContain("measured with Node 24.21.0 on linux-x64")
    expect(page).toContain("| lint | node -e 0 | 2.00 | 1.90–2.15 | ≤ 1.5 NOT MET |\n")
    expect(page).toContain("| requests | 100 requests |  |\n| memory | 500 MB | ≤ 500 met |\n")
    expect(page).not.toContain("## The emulator")
  })

  it("are of figures that there are", () => {
    const { figures: kept } = load()
    const names = figures.map((it) => `${it.name}|${"against" in it ? it.against : ""}`)
    expect(kept.length).toBeGreaterThan(0)
    for (const it of kept) expect(names).toContain(`${it.name}|${"against" in it ? it.against : ""}`)
  })

  it("have a name each, by which they are found again", () => {
    const names = figures.map((it) => `${it.name}|${"against" in it ? it.against : ""}`)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe("the options of the benchmarks", () => {
  it("are as many runs as a rough or a thorough look takes, unless it is said", () => {
    expect(parse([])).toMatchObject({ asked: { runs: 15, quick: false, record: false, only: "" } })
    expect(parse(["--quick"])).toMatchObject({ asked: { runs: 3, quick: true } })
    expect(parse(["--quick", "--runs", "5"])).toMatchObject({ asked: { runs: 5 } })
  })

  it("say what is wrong with one that is not known, has no value, or no number", () => {
    expect(parse(["--frob"])).toEqual({ state: "wrong", reason: "Unknown option '--frob'." })
    expect(parse(["lint"])).toMatchObject({ reason: expect.stringContaining("'lint'") })
    expect(parse(["--only"])).toMatchObject({ reason: expect.stringContaining("--only") })
    for (const runs of ["0", "2.5", "many", ""])
      expect(parse(["--runs", runs])).toEqual({
        state: "wrong",
        reason: `--runs takes a whole number from 1, not "${runs}".`,
      })
  })

  it("refuse to record a rough look", () => {
    expect(parse(["--quick", "--record"])).toMatchObject({ state: "wrong" })
  })

  it("ask for help whatever else there is", () => {
    expect(parse(["--quick", "--help"])).toEqual({ state: "help" })
  })
})
