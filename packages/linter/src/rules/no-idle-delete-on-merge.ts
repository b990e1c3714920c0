import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, rows } from "../internal/places.ts"

export const rule = LintRule.make({
  name: "no-idle-delete-on-merge",
  group: "databases",
  severity: "warning",
  preset: "recommended",
  summary: "`deleteOnMerge` stands where a table can delete when it merges.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree",
  checks: {
    pipe: (pipe) => {
      const flag = Ir.get(pipe.source, "settings", "deleteOnMerge")
      const tables = rows(pipe)
      if (flag === undefined || Ir.literal(flag) !== true || tables.length === 0) return []
      const can = tables.some(({ block }) =>
        ["ReplacingMergeTree", undefined].some((it) => it === Ir.literal(block.fields.get("tableEngine"))),
      )
      return can
        ? []
        : [
            {
              ...at(flag),
              message:
                "no table of this pipe has the engine `ReplacingMergeTree`, so none deletes when it merges",
              help: "remove `deleteOnMerge`, or the `tableEngine` of a table that should delete",
            },
          ]
    },
  },
})
