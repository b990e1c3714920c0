import * as Diagnostic from "@pipewright/language/Diagnostic"
import { describe, expect, it } from "vitest"

const Findings = Diagnostic.table({
  "leaky-hose": ({ name }: { name: string }) => ({ message: `\`${name}\` leaks`, help: "mend it" }),
  "dry-lawn": () => ({ message: "the lawn is dry", severity: "warning" as const }),
})

const at = (file: string, start: number, end = start + 1) => ({ file, span: { start, end } })

const leak = (file: string, start: number, name = "a") =>
  Findings.report("leaky-hose", at(file, start), { name })

describe("Diagnostic.table", () => {
  it("says what an entry says of its parameters, as an error", () => {
    expect(leak("a", 3)).toEqual({
      code: "leaky-hose",
      severity: "error",
      message: "`a` leaks",
      help: "mend it",
      file: "a",
      span: { start: 3, end: 4 },
    })
  })

  it("takes another severity from the entry, and has no help where there is none", () => {
    const found = Findings.report("dry-lawn", at("a", 0), undefined)
    expect(found.severity).toBe("warning")
    expect(found).not.toHaveProperty("help")
    expect(Diagnostic.isError(found)).toBe(false)
    expect(Diagnostic.isError(leak("a", 0))).toBe(true)
  })

  it("carries related places and fixes along", () => {
    const related = [{ ...at("b", 1), message: "here" }]
    expect(Findings.report("dry-lawn", at("a", 0), undefined, { related }).related).toBe(related)
  })

  it("lists its codes", () => {
    expect(Findings.codes).toEqual(["leaky-hose", "dry-lawn"])
  })
})

describe("Diagnostic.sort", () => {
  it("orders by file, then by place, and keeps the order within one place", () => {
    const all = [leak("b", 1), leak("a", 9), leak("a", 2, "first"), leak("a", 2, "second")]
    expect(Diagnostic.sort(all).map((it) => `${it.file}${it.span.start}${it.message}`)).toEqual([
      "a2`first` leaks",
      "a2`second` leaks",
      "a9`a` leaks",
      "b1`a` leaks",
    ])
  })
})

describe("Diagnostic.unique", () => {
  it("says once what has the same code, words and place", () => {
    expect(Diagnostic.unique([leak("a", 1), leak("a", 1)])).toHaveLength(1)
  })

  it.each([
    ["place", leak("a", 2)],
    ["end", { ...leak("a", 1), span: { start: 1, end: 9 } }],
    ["file", leak("b", 1)],
    ["words", leak("a", 1, "b")],
    ["code", { ...leak("a", 1), code: "other" }],
  ])("keeps what differs in its %s", (_, other) => {
    expect(Diagnostic.unique([leak("a", 1), other])).toHaveLength(2)
  })
})
