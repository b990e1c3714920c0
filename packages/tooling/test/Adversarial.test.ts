import * as Bind from "@pipewright/core/Bind"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { slowTexts } from "../src/campaign/slowTexts.ts"

describe.each(Object.entries(slowTexts))("%s", (_, make) => {
  const text = make(20_000)

  it("give a tree and findings within the text, and a layout that stays", () => {
    const { file, diagnostics } = Parser.parse(Source.make("main.pipe", text))
    const bound = Bind.bind([file], catalog)
    for (const { span } of [...diagnostics, ...bound.diagnostics]) {
      expect(span.start).toBeGreaterThanOrEqual(0)
      expect(span.end).toBeLessThanOrEqual(text.length)
    }
    const formatted = Formatter.format(Source.make("main.pipe", text)).text
    if (diagnostics.length > 0) expect(formatted).toBe(text)
    else expect(Formatter.format(Source.make("main.pipe", formatted)).text).toBe(formatted)
  })
})
