/** What the stages of this package make of a text, each token and each node under the line that it is on. */
import type * as Ast from "@pipewright/language/Ast"
import * as Source from "@pipewright/language/Source"
import { underLines } from "@pipewright/testing/Baselines"
import * as Scan from "../src/internal/scan.ts"

const underSource = (
  source: Source.Source,
  notes: ReadonlyArray<{ readonly start: number; readonly text: string }>,
): string =>
  underLines(
    source.lineStarts.map((_, line) => Source.lineText(source, line)),
    notes.map(({ start, text }) => ({ line: Source.lineIndex(source, start), text })),
  )

const column = (source: Source.Source, offset: number): number => Source.position(source, offset).column

/** `column:Token`, one line for each line of the text; the first token of a declaration stands behind a `|`. */
export const tokensText = (source: Source.Source): string => {
  const { comments, diagnostics }: Scan.Beside = { comments: [], diagnostics: [] }
  const slices = [...Scan.slices(source, { comments, diagnostics })]
  const all = [
    ...slices.flatMap(({ tokens }) =>
      tokens.map((token, index) => ({
        start: token.startOffset,
        text: `${index === 0 ? " |" : ""} ${column(source, token.startOffset)}:${token.tokenType.name}`,
      })),
    ),
    ...comments.map(({ span }) => ({ start: span.start, text: ` ${column(source, span.start)}:Comment` })),
  ].sort((a, b) => a.start - b.start)
  const lines = new Map<number, { readonly start: number; readonly text: string }>()
  for (const { start, text } of all) {
    const line = Source.lineIndex(source, start)
    lines.set(line, { start, text: (lines.get(line)?.text ?? "") + text })
  }
  return underSource(source, [...lines.values()])
}

interface Node {
  readonly _tag: string
  readonly span: Source.Span
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "_tag" in value && "span" in value

/** Columns from 1, the end left out; a node of several lines has none. */
const range = (source: Source.Source, { start, end }: Source.Span): string => {
  const isOnOneLine = Source.lineIndex(source, start) === Source.lineIndex(source, end)
  return `[${column(source, start)}:${isOnOneLine ? column(source, end) : ""})`
}

/** A line for each node: where it is, how it is called, and all of it that is no node. */
export const treeText = (file: Ast.File): string => {
  const { source } = file
  const notes: Array<{ readonly start: number; readonly text: string }> = []
  const write = (node: Node, label: string, depth: number): void => {
    const { _tag, span, ...rest } = node
    const said: Array<string> = []
    const inner: Array<readonly [label: string, node: Node]> = []
    for (const [key, value] of Object.entries(rest as Readonly<Record<string, unknown>>)) {
      if (isNode(value)) inner.push([key, value])
      else if (Array.isArray(value)) {
        if (value.length === 0) said.push(`${key}: []`)
        value.forEach((item: unknown, index) => {
          if (isNode(item)) inner.push([`${key}[${index}]`, item])
          else said.push(JSON.stringify(item))
        })
      } else if (value === true) said.push(key)
      else if (value !== false)
        said.push(
          key === "text" || key === "value" ? JSON.stringify(value) : `${key}: ${JSON.stringify(value)}`,
        )
    }
    const text = [`${label}${label === "" ? "" : " "}${_tag}`, ...said, range(source, span)].join(" ")
    notes.push({ start: span.start, text: `${"  ".repeat(depth)} ${text}` })
    for (const [name, child] of inner) write(child, name, depth + 1)
  }
  for (const declaration of file.declarations) write(declaration, "", 0)
  const broken =
    file.brokenNames.length === 0 ? "" : `names of what is broken: ${file.brokenNames.join(", ")}\n\n`
  return broken + underSource(source, notes)
}
