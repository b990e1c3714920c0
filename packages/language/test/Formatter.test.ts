import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Formatter from "@pipewright/language/Formatter"
import * as Source from "@pipewright/language/Source"
import * as MarkdownCases from "@pipewright/testing/MarkdownCases"
import { describe, expect, it } from "vitest"

const format = (text: string): Formatter.Formatted => Formatter.format(Source.make("main.pipe", text))

const here = dirname(fileURLToPath(import.meta.url))

const blocks = MarkdownCases.read(join(here, "Formatter.cases.md"))

describe("the formatter", () => {
  for (const [index, before] of blocks.entries()) {
    if (before.language !== "before") continue
    const after = blocks[index + 1]
    it(before.headings.slice(1).join(": "), () => {
      expect(after?.language).toBe("after")
      expect(format(before.content)).toEqual({ text: after?.content, diagnostics: [] })
      expect(format(after?.content ?? "")).toEqual({ text: after?.content, diagnostics: [] })
    })
  }

  it("keeps the line ending that most lines have, takes off the mark, and ends with one line end", () => {
    expect(format("\uFEFFparam a: int\r\nparam  b: int\r\n\n").text).toBe("param a: int\r\nparam b: int\r\n")
    expect(format("param a: int\nparam  b: int\r\nparam c: int\n").text).toBe(
      "param a: int\nparam b: int\nparam c: int\n",
    )
    expect(format("param a: int").text).toBe("param a: int\n")
  })

  it("makes no line of nothing", () => {
    expect(format("").text).toBe("")
    expect(format("\n\n \n").text).toBe("")
    expect(format("  // alone").text).toBe("// alone\n")
  })

  it("keeps the lines of a text when the file has Windows line ends", () => {
    const text = 'param a: string = """\r\n  x\r\n  y\r\n  """\r\n'
    expect(format(text)).toEqual({ text, diagnostics: [] })
  })

  it("leaves a text with mistakes as it is and reports them", () => {
    const text = "param   a: int\nparam b\n"
    const { text: result, diagnostics } = format(text)
    expect(result).toBe(text)
    expect(diagnostics.map(({ code }) => code)).toEqual(["unexpected-token"])
  })

  it("counts code points, so that a name with an emoji is aligned", () => {
    expect(format("target t {\n  `👍` = 1\n  abcd = 2\n}\n").text).toBe(
      "target t {\n  `👍`  = 1\n  abcd = 2\n}\n",
    )
  })

  it("takes a deep nest of lists and types in its stride", () => {
    const deep = `param a: int = ${"[".repeat(90)}${`"${"x".repeat(120)}"`}${"]".repeat(90)}\n`
    const { text, diagnostics } = format(deep)
    expect(diagnostics).toEqual([])
    expect(format(text).text).toBe(text)
  })
})
