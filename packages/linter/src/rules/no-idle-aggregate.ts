import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as Destination from "@pipewright/core/Destination"
import * as LintRule from "@pipewright/core/LintRule"
import { tableOf } from "../internal/tables.ts"

/** Engines that keep rows as they come, or one of several whole. */
const keeping: ReadonlySet<string | undefined> = new Set(["MergeTree", Destination.replacing])

export const rule = LintRule.make({
  name: "no-idle-aggregate",
  group: "types",
  severity: "warning",
  preset: "recommended",
  summary: "A column that is aggregated is in a table that aggregates.",
  link: "https://clickhouse.com/docs/sql-reference/data-types/simpleaggregatefunction",
  checks: {
    pipe: (pipe, subject) => {
      const { engine, columns } = tableOf(pipe, subject)
      if (!keeping.has(engine)) return []
      return [...columns.values()].flatMap(({ name, type, node, typed: { file, span } }) =>
        // What the engine refuses is told of by itself.
        type.family !== "SimpleAggregateFunction" || ClickHouseType.check(node).some(ClickHouseType.isRefusal)
          ? []
          : [
              {
                file,
                span,
                message: `\`${name}\` is never aggregated: a \`${engine}\` keeps the rows that it is given`,
                help: `give it the type \`${type.inner[0]?.text ?? "String"}\`, or the table \`engine = ${Destination.summing}\``,
              },
            ],
      )
    },
  },
})
