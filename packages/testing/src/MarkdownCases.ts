/**
 * The fenced code blocks of a markdown page, so that documentation can be run as tests.
 *
 * Reads the part of CommonMark that decides where a block begins and ends: fences of backticks or tildes of any
 * length, blocks inside list items, HTML comments and front matter. Headings are the `#` ones.
 */
import { readFileSync } from "node:fs"

export interface CodeBlock {
  /** The first word after the fence; empty where there is none. */
  readonly language: string
  /** All that stands after the fence. */
  readonly info: string
  /** What follows the language: `key=value`, `key="two words"`, or a word alone, which has the value `""`. */
  readonly attributes: Readonly<Record<string, string>>
  /** The headings that the block stands under, outermost first. */
  readonly headings: ReadonlyArray<string>
  /** The line of the opening fence, counted from 1; the content begins on the next. */
  readonly line: number
  /** The lines between the fences, each ended by one `\n`. */
  readonly content: string
}

interface OpenFence {
  readonly marker: string
  readonly indent: number
  readonly info: string
  readonly line: number
}

const fencePattern = /^( *)(`{3,}|~{3,})(.*)$/
const headingPattern = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/
const listItemPattern = /^( *(?:[-*+]|\d{1,9}[.)]) +)\S/

/** The blocks of the file at `path`; an error names the file. */
export const read = (path: string): ReadonlyArray<CodeBlock> => parse(readFileSync(path, "utf8"), path)

/** The blocks of a page. A fence that is never closed is an error, because it hides all blocks after it. */
export const parse = (text: string, path = "markdown"): ReadonlyArray<CodeBlock> => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  const blocks: Array<CodeBlock> = []
  const headings: Array<{ readonly level: number; readonly title: string }> = []
  let fence: OpenFence | undefined
  let content: Array<string> = []
  let inComment = false
  // The column where the text of the innermost list item begins: its blocks may be indented that far.
  let listIndent = 0

  for (let index = frontMatterLength(lines); index < lines.length; index += 1) {
    const line = lines[index] ?? ""
    if (fence !== undefined) {
      if (closes(fence, line)) {
        blocks.push(makeBlock(fence, content, headings))
        fence = undefined
      } else {
        content.push(withoutIndent(line, fence.indent))
      }
      continue
    }
    if (inComment || /^ {0,3}<!--/.test(line)) {
      inComment = !line.includes("-->")
      continue
    }
    const opening = openFence(line, index + 1, listIndent)
    if (opening !== undefined) {
      fence = opening
      content = []
      continue
    }
    const heading = headingPattern.exec(line)
    if (heading !== null) {
      const level = heading[1]?.length ?? 1
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop()
      headings.push({ level, title: heading[2] ?? "" })
    }
    listIndent = nextListIndent(line, listIndent)
  }
  if (fence !== undefined) throw new Error(`${path}:${fence.line}: the fence ${fence.marker} is never closed`)
  return blocks
}

const frontMatterLength = (lines: ReadonlyArray<string>): number => {
  if (lines[0] !== "---") return 0
  return lines.indexOf("---", 1) + 1
}

const openFence = (line: string, lineNumber: number, listIndent: number): OpenFence | undefined => {
  const match = fencePattern.exec(line)
  if (match === null) return undefined
  const [, spaces = "", marker = "", info = ""] = match
  // Four columns further in than the surrounding text it is indented code that shows a fence.
  if (spaces.length >= listIndent + 4) return undefined
  // Backticks that open and close on one line are inline code.
  if (marker.startsWith("`") && info.includes("`")) return undefined
  return { marker, indent: spaces.length, info: info.trim(), line: lineNumber }
}

const closes = (fence: OpenFence, line: string): boolean => {
  const text = line.trim()
  const character = fence.marker.charAt(0)
  return text.length >= fence.marker.length && text === character.repeat(text.length)
}

const withoutIndent = (line: string, indent: number): string => {
  let taken = 0
  while (taken < indent && line[taken] === " ") taken += 1
  return line.slice(taken)
}

const nextListIndent = (line: string, current: number): number => {
  if (line.trim() === "") return current
  const item = listItemPattern.exec(line)
  if (item !== null) return item[1]?.length ?? current
  const indent = line.length - line.trimStart().length
  return indent >= current ? current : 0
}

const makeBlock = (
  fence: OpenFence,
  content: ReadonlyArray<string>,
  headings: ReadonlyArray<{ readonly title: string }>,
): CodeBlock => {
  const language = /^\S*/.exec(fence.info)?.[0] ?? ""
  return {
    language,
    info: fence.info,
    attributes: parseAttributes(fence.info.slice(language.length)),
    headings: headings.map((heading) => heading.title),
    line: fence.line,
    content: content.map((line) => `${line}\n`).join(""),
  }
}

const parseAttributes = (text: string): Readonly<Record<string, string>> => {
  const attributes: Record<string, string> = {}
  for (const match of text.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S*)))?/g)) {
    const [, key = "", double, single, bare] = match
    attributes[key] = double ?? single ?? bare ?? ""
  }
  return attributes
}

/** The targets of the links in a page, in order; those in code do not count. */
export const links = (path: string): ReadonlyArray<string> => {
  const prose = readFileSync(path, "utf8")
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, "")
    .replace(/`[^`\n]*`/g, "")
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "")
}
