import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Evaluate from "@pipewright/core/Evaluate"
import { isError } from "@pipewright/language/Diagnostic"
import * as Formatter from "@pipewright/language/Formatter"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { irText } from "./irText.ts"
import { cases, type Program, read, render } from "./programs.ts"

const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name.endsWith(".pipe"))
    .map((it) => join(it.parentPath, it.name))

const root = join(import.meta.dirname, "../../..")

const programs = [
  ...cases.map(({ path }) => join(path, "main.pipe")).filter(existsSync),
  ...filesOf(join(import.meta.dirname, "mistakes")),
  ...filesOf(join(root, "examples")),
].map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, "utf8") }))

/** As a checkout on Windows has it. */
const onWindows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`

/** What people and machines are told of a program, with every place as line and column. */
const told = (program: Program) => ({
  shown: render(program),
  places: program.diagnostics.map(({ code, span, related = [], fixes = [] }) => ({
    code,
    at: [span, ...related.map((it) => it.span)].map(({ start, end }) => [
      Source.position(program.source, start),
      Source.position(program.source, end),
    ]),
    fixes: fixes.map(({ title }) => title),
  })),
})

describe.each(programs)("the program $path", ({ text }) => {
  const [here, there] = [read(text), read(onWindows(text))]

  it("means the same with line ends of Windows and a byte order mark", () => {
    expect(irText(there)).toBe(irText(here))
    expect(there.requests.map(({ body }) => Evaluate.show(body))).toEqual(
      here.requests.map(({ body }) => Evaluate.show(body)),
    )
  })

  it("has the same findings at the same lines and columns", () => {
    expect(told(there)).toEqual(told(here))
  })

  it("is formatted alike, and keeps its line ends", () => {
    const format = (it: string) => Formatter.format(Source.make("main.pipe", it))
    const { text: formatted, diagnostics } = format(text)
    // A file with mistakes of syntax is left as it is, with its mark.
    const expected = diagnostics.some(isError) ? onWindows(text) : formatted.replaceAll("\n", "\r\n")
    expect(format(onWindows(text)).text).toBe(expected)
  })
})
