import type { Diagnostic, Fix } from "@pipewright/language/Diagnostic"
import * as Fixer from "@pipewright/linter/Fixer"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const finding = (start: number, end: number, text: string, safe = true, code = "some-rule"): Diagnostic => ({
  code,
  severity: "warning",
  message: `at ${start}`,
  file: "a",
  span: { start, end },
  fixes: [{ title: text, safe, edits: [{ span: { start, end }, text }] }],
})

/** Every `x` is a finding that wants to be something else; every `!` is an error. */
const find =
  (by: (index: number) => string, safe = true) =>
  (texts: Fixer.Texts): ReadonlyArray<Diagnostic> =>
    [...texts.get("a")!].flatMap((letter, index) => {
      if (letter === "x") return [finding(index, index + 1, by(index), safe)]
      return letter === "!"
        ? [
            {
              code: "wrong",
              severity: "error",
              message: "!",
              file: "a",
              span: { start: index, end: index + 1 },
            } as const,
          ]
        : []
    })

const fix = (text: string, given: Fixer.Given["find"], isWanted = (_: Fix) => true) => {
  const { texts, taken, refused, diagnostics } = Fixer.fix({
    texts: new Map([["a", text]]),
    find: given,
    isWanted,
  })
  return { text: texts.get("a"), taken: taken.length, refused: refused.length, left: diagnostics.length }
}

describe("Fixes", () => {
  it("are all taken where they leave each other alone", () => {
    expect(
      fix(
        "x-x-x",
        find(() => "y"),
      ),
    ).toEqual({ text: "y-y-y", taken: 3, refused: 0, left: 0 })
  })

  it("that touch each other are taken one after the other", () => {
    expect(
      fix(
        "xxx",
        find(() => "yz"),
      ),
    ).toEqual({ text: "yzyzyz", taken: 3, refused: 0, left: 0 })
  })

  it("that follow from fixes are taken too, and those that never end are left", () => {
    const once = new Set<number>()
    const twice = (index: number) => (once.size === once.add(index).size ? "y" : "x")
    expect(fix("x", find(twice)).text).toBe("y")
    expect(
      fix(
        "x",
        find(() => "x"),
      ),
    ).toMatchObject({ text: "x", left: 1 })
  })

  it("that never end are told, and those that end are not", () => {
    const unstable = (by: string) =>
      Fixer.fix({ texts: new Map([["a", "x"]]), find: find(() => by), isWanted: () => true }).unstable
    expect([unstable("x"), unstable("y")]).toEqual([true, false])
  })

  it("that would bring an error are not taken, and the others are", () => {
    const by = (index: number) => (index === 2 ? "!" : "y")
    expect(fix("x-x-x-x", find(by))).toEqual({ text: "y-x-y-y", taken: 3, refused: 1, left: 1 })
  })

  it("are taken where errors were there before, as long as no more come", () => {
    expect(
      fix(
        "!-x",
        find(() => "y"),
      ).text,
    ).toBe("!-y")
  })

  it("that bring one mistake in the place of another are not taken", () => {
    const of = (texts: Fixer.Texts): ReadonlyArray<Diagnostic> => {
      const wrong = texts.get("a") ?? ""
      const at = { file: "a", span: { start: 0, end: 1 } }
      const fixes = [{ title: "?", safe: true, edits: [{ span: at.span, text: "?" }] }]
      const message = `${wrong} is wrong`
      return [{ code: "wrong", severity: "error", message, ...at, ...(wrong === "!" ? { fixes } : {}) }]
    }
    expect(fix("!", of)).toEqual({ text: "!", taken: 0, refused: 1, left: 1 })
  })

  it("may bring findings that are no mistakes, however severe they are", () => {
    const { texts } = Fixer.fix({
      texts: new Map([["a", "x"]]),
      find: find(() => "!"),
      isWanted: () => true,
      isMistake: ({ code }) => code !== "wrong",
    })
    expect(texts.get("a")).toBe("!")
  })

  it("that nobody wants are left", () => {
    expect(
      fix(
        "x",
        find(() => "y", false),
        ({ safe }) => safe,
      ),
    ).toMatchObject({ text: "x", taken: 0, left: 1 })
  })

  it("change nothing but what they are about, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("x", "-", "."), { maxLength: 40 }),
        fc.string({ maxLength: 3 }),
        (letters, by) => {
          const plain = by.replace(/[x!]/g, "")
          const { text } = fix(
            letters.join(""),
            find(() => plain),
          )
          expect(text).toBe(letters.map((it) => (it === "x" ? plain : it)).join(""))
        },
      ),
    )
  })
})
