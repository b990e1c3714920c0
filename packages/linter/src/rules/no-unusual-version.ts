import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { tableOf } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "no-unusual-version",
  group: "tables",
  severity: "warning",
  preset: "strict",
  summary: "What says which row is newer is of a type that the engine is documented to take.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const { version, columns } = tableOf(pipe, subject)
      const column = columns.get(String(Ir.literal(version)))
      if (version === undefined || column === undefined) return []
      const { family } = ClickHouseType.aggregated(column.type)
      if (!/^(Int\d+|B?Float\d+|Bool|Date32|Time|Time64)$/.test(family ?? "")) return []
      return [
        {
          ...at(version),
          message: `the engine takes \`${column.name}\` of the type \`${column.type.text}\` as a version, and nothing says that it goes on to`,
          help: "use a number without a sign, a `Date`, a `DateTime` or a `DateTime64`",
          related: [{ message: "its type is here", file: column.typed.file, span: column.typed.span }],
        },
      ]
    },
  },
})
