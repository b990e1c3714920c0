import { describe, expect, it } from "vitest"
import * as MarkdownCases from "../src/MarkdownCases.ts"

const page = (...lines: ReadonlyArray<string>): string => lines.join("\n")

describe("MarkdownCases", () => {
  it("yields each block with its language, headings, line and content", () => {
    const blocks = MarkdownCases.parse(
      page(
        "# Guide",
        "",
        "## First pipe ##",
        "",
        "```pipe",
        "pipe a {",
        "}",
        "```",
        "",
        "## Second",
        "~~~",
        "x",
        "~~~",
      ),
    )
    expect(blocks).toEqual([
      {
        language: "pipe",
        info: "pipe",
        attributes: {},
        headings: ["Guide", "First pipe"],
        line: 5,
        content: "pipe a {\n}\n",
      },
      { language: "", info: "", attributes: {}, headings: ["Guide", "Second"], line: 11, content: "x\n" },
    ])
  })

  it("reads attributes as flags, values and quoted values", () => {
    const [block] = MarkdownCases.parse(
      page('```sh no-run exit=2 title="two words" note=\'a "b"\' empty=', "```"),
    )
    expect(block?.attributes).toEqual({
      "no-run": "",
      exit: "2",
      title: "two words",
      note: 'a "b"',
      empty: "",
    })
    expect(block?.language).toBe("sh")
    expect(block?.content).toBe("")
  })

  it("leaves a heading of the same level when the next one begins", () => {
    const blocks = MarkdownCases.parse(
      page("# A", "### B", "```", "```", "## C", "```", "```", "# D", "```", "```"),
    )
    expect(blocks.map((block) => block.headings)).toEqual([["A", "B"], ["A", "C"], ["D"]])
  })

  it("keeps shorter fences and other fences inside a block as content", () => {
    const [block, ...rest] = MarkdownCases.parse(
      page("````md", "```pipe", "pipe a {}", "```", "~~~~~", "# not a heading", "````"),
    )
    expect(block?.content).toBe("```pipe\npipe a {}\n```\n~~~~~\n# not a heading\n")
    expect(rest).toEqual([])
  })

  it("accepts a closing fence that is longer than the opening one", () => {
    expect(MarkdownCases.parse(page("```", "x", "`````  ", "after"))[0]?.content).toBe("x\n")
  })

  it("does not close a block at a fence that carries an info string", () => {
    expect(MarkdownCases.parse(page("```", "```js", "```"))[0]?.content).toBe("```js\n")
  })

  it("yields the same blocks from CRLF as from LF", () => {
    const text = page("# A", "```pipe fixed", "one", "", "two", "```")
    expect(MarkdownCases.parse(text.replaceAll("\n", "\r\n"))).toEqual(MarkdownCases.parse(text))
  })

  it("takes the indentation of a fence in a list item off its content", () => {
    const [block] = MarkdownCases.parse(page("1. Do this:", "", "   ```sh", "   a", "     b", "", "   ```"))
    expect(block?.content).toBe("a\n  b\n\n")
    const nested = MarkdownCases.parse(page("- a", "  - b", "", "    ```sh", "    x", "    ```"))
    expect(nested.map((each) => each.content)).toEqual(["x\n"])
  })

  it("passes over fences in indented code, in comments and on one line", () => {
    expect(
      MarkdownCases.parse(
        page(
          "text",
          "",
          "    ```",
          "    x",
          "    ```",
          "<!--",
          "```",
          "y",
          "```",
          "-->",
          "```inline``` code",
        ),
      ),
    ).toEqual([])
  })

  it("passes over front matter", () => {
    const blocks = MarkdownCases.parse(page("---", "# title: no heading", "---", "# Yes", "```", "```"))
    expect(blocks.map((block) => block.headings)).toEqual([["Yes"]])
  })

  it("names the file and line of a fence that is never closed", () => {
    expect(() => MarkdownCases.parse(page("a", "```pipe", "x"), "guide.md")).toThrow(
      "guide.md:2: the fence ``` is never closed",
    )
  })
})
