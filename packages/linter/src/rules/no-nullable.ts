import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as LintRule from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"
import { tableOf } from "../internal/tables.ts"

/** The `Nullable` around the values of a column, which may stand in a `LowCardinality`. */
const nullable = (node: Ast.Type): { readonly outer: Ast.Type; readonly inner: Ast.Type } | undefined => {
  const family = ClickHouseType.family(node.name.text)
  const [inner] = node.arguments ?? []
  if (inner?._tag !== "Type") return undefined
  if (family === "Nullable") return { outer: node, inner }
  return family === "LowCardinality" ? nullable(inner) : undefined
}

export const rule = LintRule.make({
  name: "no-nullable",
  group: "tables",
  severity: "info",
  preset: "all",
  summary: "A column of a table that is made is never NULL.",
  link: "https://clickhouse.com/docs/best-practices/select-data-types",
  checks: {
    pipe: (pipe, subject) => {
      const { engine, columns } = tableOf(pipe, subject)
      // The types of a table that exists are not chosen here.
      if (engine === undefined) return []
      return [...columns.values()].flatMap(({ name, node, typed }) => {
        const found = nullable(node)
        if (found === undefined) return []
        const { outer, inner } = found
        const edits = [
          { span: { start: outer.span.start, end: inner.span.start }, text: "" },
          { span: { start: inner.span.end, end: outer.span.end }, text: "" },
        ]
        return [
          {
            file: typed.file,
            span: typed.span,
            message: `\`${name}\` keeps beside each value whether there is one, which costs room and time`,
            help: "leave `Nullable` out where NULL means the same as an empty text or 0",
            ...(LintRule.isWrittenHere(typed)
              ? { fixes: [{ title: "Remove `Nullable`", safe: false, edits }] }
              : {}),
          },
        ]
      })
    },
  },
})
