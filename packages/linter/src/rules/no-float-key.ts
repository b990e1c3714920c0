import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as LintRule from "@pipewright/core/LintRule"
import { tableOf } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "no-float-key",
  group: "tables",
  severity: "warning",
  preset: "strict",
  summary: "No fraction in floating point sorts the rows of a table.",
  link: "https://clickhouse.com/docs/best-practices/choosing-a-primary-key",
  checks: {
    pipe: (pipe, subject) => {
      const { order, columns } = tableOf(pipe, subject)
      return order.flatMap(({ column, origin }) => {
        const type = columns.get(column ?? "")?.type
        if (type === undefined || !/^B?Float\d+$/.test(ClickHouseType.base(type).family ?? "")) return []
        return [
          {
            file: origin.file,
            span: origin.span,
            message: `\`${column}\` of the type \`${type.text}\` sorts the rows, and few of its values are ever equal`,
            help: "sort by a column that queries ask for, or make it a `Decimal`",
          },
        ]
      })
    },
  },
})
