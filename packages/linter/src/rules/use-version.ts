import * as Destination from "@pipewright/core/Destination"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { tableOf } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "use-version",
  group: "tables",
  severity: "warning",
  preset: "strict",
  summary: "A table that keeps one of several rows says which of them is newer.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const { engine, version, definition } = tableOf(pipe, subject)
      const block = definition?.fields.get("engine")
      if (engine !== Destination.replacing || version !== undefined || block === undefined) return []
      return [
        {
          ...at(block),
          message:
            "of two rows with one key the one that was inserted last stays, which need not be the newer one",
          help: "name a column that grows with each change: `ReplacingMergeTree(updated_at)`",
        },
      ]
    },
  },
})
