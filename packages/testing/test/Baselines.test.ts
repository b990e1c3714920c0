import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import * as Baselines from "../src/Baselines.ts"
import { unifiedDiff } from "../src/internal/diff.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baselines-"))
  vi.stubEnv("UPDATE_BASELINES", "")
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  vi.unstubAllEnvs()
})

const messageOf = (program: () => void): string => {
  try {
    program()
  } catch (error) {
    return (error as Error).message
  }
  return ""
}

describe("Baselines", () => {
  it("passes when the text is the kept one, with either line end", () => {
    const path = join(folder, "tree.txt")
    writeFileSync(path, "a\r\nb\r\n")
    expect(() => Baselines.expectBaseline(path, "a\nb\n")).not.toThrow()
  })

  it("shows a unified diff when the text differs and leaves the file alone", () => {
    const path = join(folder, "tree.txt")
    writeFileSync(path, "a\nb\nc\n")
    const message = messageOf(() => Baselines.expectBaseline(path, "a\nB\nc\n"))
    expect(message).toContain("differs from what is generated now")
    expect(message).toContain("UPDATE_BASELINES=1")
    expect(message).toContain("@@ -1,3 +1,3 @@\n a\n-b\n+B\n c")
    expect(readFileSync(path, "utf8")).toBe("a\nb\nc\n")
  })

  it("fails when the file is missing, in CI too", () => {
    vi.stubEnv("CI", "true")
    const message = messageOf(() => Baselines.expectBaseline(join(folder, "new.txt"), "a\n"))
    expect(message).toContain("does not exist")
    expect(message).toContain("@@ -0,0 +1,1 @@\n+a")
  })

  it("writes the file, and the folders it is in, when it is told to", () => {
    vi.stubEnv("UPDATE_BASELINES", "1")
    const path = join(folder, "case", "deep", "tree.txt")
    Baselines.expectBaseline(path, "a\n")
    expect(readFileSync(path, "utf8")).toBe("a\n")
    Baselines.expectBaseline(path, "b\n")
    expect(readFileSync(path, "utf8")).toBe("b\n")
  })
})

describe("the diff of two texts", () => {
  const diff = (before: string, after: string): string => unifiedDiff(before, after, { from: "x", to: "y" })

  it("parts changes that lie far from each other into hunks", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`)
    const after = lines.with(1, "second").toSpliced(17, 1)
    expect(diff(`${lines.join("\n")}\n`, `${after.join("\n")}\n`).split("\n")).toEqual([
      "--- x",
      "+++ y",
      "@@ -1,5 +1,5 @@",
      " line 1",
      "-line 2",
      "+second",
      " line 3",
      " line 4",
      " line 5",
      "@@ -15,6 +15,5 @@",
      " line 15",
      " line 16",
      " line 17",
      "-line 18",
      " line 19",
      " line 20",
    ])
  })

  it("keeps the lines that both texts share", () => {
    expect(diff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n").split("\n").slice(3)).toEqual([
      "-a",
      "-b",
      " c",
      "+b",
      " a",
      " b",
      "-b",
      " a",
      "+c",
    ])
  })

  it("shows a line end that is missing", () => {
    expect(diff("a\n", "a")).toContain("-a\n+a (no line end)")
  })

  it("replaces all of a text that shares nothing and is long", () => {
    const text = (prefix: string): string =>
      Array.from({ length: 1500 }, (_, n) => `${prefix}${n}\n`).join("")
    const lines = diff(text("a"), text("b")).split("\n")
    expect(lines).toHaveLength(3003)
    expect(lines[2]).toBe("@@ -1,1500 +1,1500 @@")
  })

  it("yields edits that turn every text into the other", () => {
    const words = ["a", "b", "c"]
    let seed = 7
    const next = (limit: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return Math.floor((seed / 2147483648) * limit)
    }
    const text = (): ReadonlyArray<string> => Array.from({ length: next(9) }, () => words[next(3)] ?? "a")
    for (let round = 0; round < 300; round += 1) {
      const [before, after] = [text(), text()]
      const body = diff(before.map((l) => `${l}\n`).join(""), after.map((l) => `${l}\n`).join(""))
        .split("\n")
        .slice(2)
        .filter((line) => !line.startsWith("@@"))
      if (body.length === 0) {
        expect(after).toEqual(before)
        continue
      }
      const shown = (without: string) =>
        body.filter((line) => line[0] !== without).map((line) => line.slice(1))
      // Texts this short fall into one hunk, less the lines further than three from a change.
      expect(before.join("\n")).toContain(shown("+").join("\n"))
      expect(after.join("\n")).toContain(shown("-").join("\n"))
      expect(before.length - shown("+").length).toBe(after.length - shown("-").length)
    }
  })
})

describe("Notes", () => {
  it("stand below the line they are about, in the order given", () => {
    const notes = [
      { line: 2, text: "last" },
      { line: 0, text: "first" },
      { line: 0, text: "second" },
    ]
    expect(Baselines.underLines(["a", "b", "c", ""], notes)).toBe("a\n//@first\n//@second\nb\nc\n//@last\n")
    expect(Baselines.underLines([], [])).toBe("\n")
  })
})
