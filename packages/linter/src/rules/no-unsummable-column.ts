import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { tableOf } from "../internal/tables.ts"

/** Of what is none of these the engine adds up some, such as tuples and states of aggregates. */
const unsummable =
  /^(String|FixedString|UUID|Enum8|Enum16|Date|Date32|DateTime|DateTime64|Time|Time64|Bool|IPv4|IPv6|Array|JSON|Variant|Dynamic)$/

/** Columns of pairs, which the engine adds up by their keys. */
const isMap = (name: string): boolean => name.split(".")[0]!.endsWith("Map")

export const rule = LintRule.make({
  name: "no-unsummable-column",
  group: "tables",
  severity: "error",
  preset: "recommended",
  summary: "What a table adds up is a number.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/summingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const { summed, columns } = tableOf(pipe, subject)
      return summed.flatMap((value) => {
        const name = Ir.literal(value)
        const column = typeof name === "string" ? columns.get(name) : undefined
        if (column === undefined || isMap(column.name)) return []
        const { family } = ClickHouseType.base(column.type)
        if (family === undefined || !unsummable.test(family)) return []
        return [
          {
            file: value.origin.file,
            span: value.origin.span,
            message: `\`${column.name}\` of the type \`${column.type.text}\` is never added up: the table keeps the value of one of the rows`,
            help: "name columns of numbers, or give this one the type of a number",
            related: [{ message: "its type is here", file: column.typed.file, span: column.typed.span }],
          },
        ]
      })
    },
  },
})
