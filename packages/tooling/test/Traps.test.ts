import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { traps } from "./traps.ts"

const root = join(import.meta.dirname, "../../..")

/** Whether a file of tests has a title, in any of the quotes that a text may stand in. */
const has = (file: string, title: string): boolean => {
  const path = join(root, file)
  if (!existsSync(path)) return false
  const text = readFileSync(path, "utf8")
  return ['"', "'", "`"].some((quote) => text.includes(`${quote}${title}${quote}`))
}

describe("The traps", () => {
  it("are all of the 61, each once and in order", () => {
    expect(traps.map(({ number }) => number)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  })

  it.each(traps)("have for $number the tests that they name, or where these belong", ({ proofs, area }) => {
    expect(proofs.filter(({ file, title }) => !has(file, title))).toEqual([])
    expect(proofs.length > 0 || area !== undefined).toBe(true)
  })

  it("are told in whole sentences", () => {
    expect(traps.filter(({ is }) => !/^[A-Z`].*\.$/.test(is))).toEqual([])
  })
})
