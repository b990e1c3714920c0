import { describe, expect, it } from "vitest"
import type { Standing } from "../src/standing.ts"
import * as Redraw from "../src/views/redraw.ts"
import * as Changes from "../src/views/status.changes.ts"
import * as Human from "../src/views/status.human.ts"

const standing = (name: string, state: string | undefined, id = `id-${name}`): Standing => ({
  name,
  type: "s3",
  ...(state === undefined ? {} : { state, id }),
  condition: state === undefined ? "missing" : "well",
  means: "all is well",
  next: "nothing",
  commands: [],
  isOurs: true,
  declared: undefined,
})

describe("The changes between two looks", () => {
  const said = (before: ReadonlyArray<Standing> | undefined, after: ReadonlyArray<Standing>) =>
    Changes.moved(before, after).map((it) => Changes.line(it, "12:00", false))

  it("are all pipes at the first look", () => {
    expect(said(undefined, [standing("a", "Running"), standing("b", undefined)])).toEqual([
      "12:00 a: Running, all is well\n",
      "12:00 b: not there, all is well\n",
    ])
  })

  it("are the pipes of another state or id, those that came and those that went", () => {
    const before = [
      standing("a", "Setup"),
      standing("b", "Running"),
      standing("c", undefined),
      standing("d", "Paused"),
    ]
    const after = [
      standing("a", "Running"),
      standing("b", "Running"),
      standing("c", "Provisioning"),
      standing("d", undefined),
    ]
    expect(said(before, after)).toEqual([
      "12:00 a: Setup → Running, all is well\n",
      "12:00 c: Provisioning, all is well\n",
      "12:00 d: not there, all is well\n",
    ])
    expect(said(after, after)).toEqual([])
    expect(said([standing("a", "Running", "id-old")], [standing("a", "Running")])).toHaveLength(1)
  })
})

describe("A text that is drawn anew", () => {
  it("goes up as many rows as the one before took, broken lines and all", () => {
    const screen = { columns: 10, rows: 24 }
    expect(Redraw.rowsOf("short\n\u001B[31m0123456789\u001B[0m\n01234567890\n\n", screen)).toBe(5)
    expect(Redraw.rowsOf("01234567890\n", { columns: undefined, rows: undefined })).toBe(1)
    expect(Redraw.over(0, "a\n")).toBe("\r\u001B[Ja\n")
    expect(Redraw.over(3, "a\n")).toBe("\u001B[3A\r\u001B[Ja\n")
  })

  it("never takes more rows than there are", () => {
    const screen = { columns: 10, rows: 4 }
    expect(Redraw.cut("a\nb\nc\n", screen)).toBe("a\nb\nc\n")
    expect(Redraw.cut("a\nb\nc\nd\n", screen)).toBe("a\nb\n(2 more lines)\n")
    expect(Redraw.cut("a\n01234567890\nc\nd\n", screen)).toBe("a\n(3 more lines)\n")
  })
})

describe("A status on a terminal", () => {
  const session = {
    target: "prod",
    api: "https://api.example",
    service: { organizationId: "o", serviceId: "s" },
    embedded: false,
    program: { target: undefined, endpoints: [], pipes: [] },
  }
  const means = "it came to an end with an error and can be started again"
  const failed = { ...standing("a-pipe-with-a-name", "Failed"), condition: "ill" as const, means }
  const text = (columns: number | undefined) =>
    Human.status(
      { session, place: () => "", standings: [{ ...failed, next: "x".repeat(80) }], inFlight: 1, now: 0 },
      { color: false, columns },
    )

  it("is no wider but for what is to be pasted, and says what a state means to its end", () => {
    const lines = text(60).split("\n")
    expect(lines.filter((line) => line.length > 60 && !line.includes("xxx"))).toEqual([])
    expect(lines).toContain("      it came to an end with an error and can be started")
    expect(lines).toContain("A run died with 1 request on the way; the next apply finds")
  })

  it("says it once where there is room", () => {
    expect(text(undefined).split(means)).toHaveLength(2)
  })
})

describe("A time", () => {
  it.each([
    ["2026-11-24T11:59:01Z", "just now"],
    ["2026-11-24T12:00:05Z", "just now"],
    ["2026-11-24T11:59:00Z", "1 min ago"],
    ["2026-11-24T10:00:01Z", "1 h ago"],
    ["2026-11-22T12:00:00Z", "2 d ago"],
    ["yesterday", "yesterday"],
  ])("%s is told as %s", (time, words) => {
    expect(Human.ago(time, Date.parse("2026-11-24T12:00:00Z"))).toBe(words)
  })
})
