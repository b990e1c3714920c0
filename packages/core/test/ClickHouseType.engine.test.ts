import { readFileSync } from "node:fs"
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import { describe, expect, it } from "vitest"
import { mended, parse } from "./clickHouseTypes/types.ts"

interface Said {
  readonly type: string
  /** `undefined` where the type is refused. */
  readonly canonical: string | undefined
}

const engine: ReadonlyArray<Said> = readFileSync(
  new URL("./clickHouseTypes/engine.tsv", import.meta.url),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [type, canonical] = line.split("\t")
    return { type: type!, canonical: canonical === "" ? undefined : canonical! }
  })

const ours = (text: string): string | undefined => {
  const type = parse(text)
  return type === undefined || ClickHouseType.check(type).some(ClickHouseType.isRefusal)
    ? undefined
    : ClickHouseType.print(type)
}

const declaration = "the engine reads this as a type and more of a column, which a row does not have"

/** Where we do not say what the engine says, and why. */
const exempt: Readonly<Record<string, string>> = {
  "Int8 NULL": declaration,
  "String CODEC(ZSTD)": declaration,
  "Enum8('a'=+1)": "the language has no sign before a positive number",
}

describe("a type", () => {
  it("is taken, and spelled, as the engine does it", () => {
    const different = engine
      .filter(({ type }) => exempt[type] === undefined)
      .map(({ type, canonical }) => ({ type, engine: canonical, ours: ours(type) }))
      .filter((it) => it.engine !== it.ours)
    expect(different).toEqual([])
  })

  it("that is mended has no more problems than before", () => {
    const worse = engine.flatMap(({ type: text }) => {
      const type = parse(text)
      const problems = type === undefined ? [] : ClickHouseType.check(type)
      return problems.flatMap(({ fix }) => {
        if (fix === undefined) return []
        const by = mended(text, fix)
        const again = parse(by)
        const left = again === undefined ? Number.POSITIVE_INFINITY : ClickHouseType.check(again).length
        return left <= problems.length && by !== text ? [] : [`${text} => ${by}`]
      })
    })
    expect(worse).toEqual([])
  })

  it("that is exempt is one where the engine says something else", () => {
    const said = new Map(engine.map(({ type, canonical }) => [type, canonical]))
    const stale = Object.keys(exempt).filter((type) => !said.has(type) || said.get(type) === ours(type))
    expect(stale).toEqual([])
  })

  it("is told on the page of types as it is here", () => {
    const page = readFileSync(new URL("../../../docs/language/types.md", import.meta.url), "utf8")
    // The table of names is made from the code itself.
    const [rest] = page.split("\n## Names\n")
    const rows = [...rest!.matchAll(/^\| `([^`]+)` +\| (.*?) +\|$/gm)].map(([, type, told]) => [type!, told!])
    const spelled = rows.filter(([, told]) => /^`[^`]+`$/.test(told!))
    expect(spelled.length).toBeGreaterThan(10)
    expect(spelled).toEqual(spelled.map(([type]) => [type, `\`${ours(type!)}\``]))
    expect(Object.fromEntries(rows.filter((row) => !spelled.includes(row)))).toEqual(exempt)
  })

  it("keeps the spelling that the engine gave it", () => {
    const spelled = engine.flatMap(({ canonical }) => (canonical === undefined ? [] : [canonical]))
    expect(spelled.filter((it) => ours(it) !== it)).toEqual([])
  })

  it("is compared in a number that says something", () => {
    const taken = engine.filter(({ canonical }) => canonical !== undefined).length
    expect([engine.length > 1000, taken > 400, engine.length - taken > 400]).toEqual([true, true, true])
  })
})
