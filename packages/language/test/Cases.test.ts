import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { expectBaseline } from "@pipewright/testing/Baselines"
import { describe, expect, it } from "vitest"
import { tokensText, treeText } from "./stages.ts"
import { rendered } from "./texts.ts"

const folder = join(import.meta.dirname, "cases")

describe.each(readdirSync(folder))("the case %s", (name) => {
  const text = readFileSync(join(folder, name, "main.pipe"), "utf8").replaceAll("\r\n", "\n")
  const source = Source.make("main.pipe", text)
  const baseline = (file: string, actual: string) => expectBaseline(join(folder, name, file), actual)

  it("has the tokens that are kept beside it", () => {
    baseline("main.tokens.txt", tokensText(source))
  })

  it("has the tree that is kept beside it", () => {
    baseline("main.tree.txt", treeText(Parser.parse(source).file))
  })

  it("has the findings that are kept beside it", () => {
    baseline("main.findings.txt", `${rendered(text) || "no findings"}\n`)
  })

  it("is laid out as is kept beside it, and what is laid out stays so", () => {
    const formatted = Formatter.format(source)
    baseline("main.formatted.pipe", formatted.text)
    expect(Formatter.format(Source.make("main.pipe", formatted.text)).text).toBe(formatted.text)
  })
})
