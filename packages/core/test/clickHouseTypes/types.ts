/** A type on its own, as the row of a column would have it. */
import type * as Ast from "@pipewright/language/Ast"
import type { Fix } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"

const before = 'pipe "p" {\n  into t {\n    columns {\n      c '
const after = "\n    }\n  }\n}\n"

/** The tree of a type; `undefined` where the text is not the syntax of one type. */
export const parse = (text: string): Ast.Type | undefined => {
  const { file, diagnostics } = Parser.parse(Source.make("types.pipe", `${before}${text}${after}`))
  const rows = typesOf(file)
  return diagnostics.length === 0 && rows.length === 1 ? rows[0] : undefined
}

/** Whatever types a text leads to, its mistakes notwithstanding. */
export const parseAny = (text: string): ReadonlyArray<Ast.Type> =>
  typesOf(Parser.parse(Source.make("types.pipe", `${before}${text}${after}`)).file)

const typesOf = (file: Ast.File): ReadonlyArray<Ast.Type> =>
  file.declarations.flatMap((it) =>
    it._tag === "Pipe" ? it.items.flatMap((item) => ("block" in item ? inBlock(item.block) : [])) : [],
  )

const inBlock = (block: Ast.Block | undefined): ReadonlyArray<Ast.Type> =>
  (block?.entries ?? []).flatMap((it) =>
    it._tag === "Column" ? [it.type] : it._tag === "Section" ? inBlock(it.block) : [],
  )

/** The text of a span of a type that was parsed. */
export const textAt = (text: string, span: Source.Span): string =>
  text.slice(span.start - before.length, span.end - before.length)

/** The text of a type with a fix of it made. */
export const mended = (text: string, { edits }: Fix): string =>
  edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce(
      (now, { span, text: by }) =>
        now.slice(0, span.start - before.length) + by + now.slice(span.end - before.length),
      text,
    )
