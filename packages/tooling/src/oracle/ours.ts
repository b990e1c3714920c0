/** What this project says of a type. */
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import type * as Ast from "@pipewright/language/Ast"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import type { Answer } from "./engine.ts"

/** The tree of a type as the row of a column has it; nothing where the text is not the syntax of one type. */
const parse = (text: string): Ast.Type | undefined => {
  const { file, diagnostics } = Parser.parse(Source.make("type.pipe", `target t {\n  c ${text}\n}\n`))
  const [target, ...more] = file.declarations
  if (diagnostics.some(Diagnostic.isError) || target?._tag !== "Target" || more.length > 0) return undefined
  const [row, ...rows] = target.block.entries
  return row?._tag === "Column" && row.from === undefined && rows.length === 0 ? row.type : undefined
}

export const judge = (text: string): Answer => {
  try {
    return judged(text)
  } catch (cause) {
    throw new Error(`the type ${JSON.stringify(text)} throws`, { cause })
  }
}

const judged = (text: string): Answer => {
  const type = parse(text)
  if (type === undefined) return { refused: "syntax" }
  const codes = ClickHouseType.check(type)
    .filter(ClickHouseType.isRefusal)
    .map((it) => it.code)
  return codes.length === 0
    ? { text: ClickHouseType.print(type) }
    : { refused: [...new Set(codes)].sort().join(" ") }
}
