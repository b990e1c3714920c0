import * as LintRule from "@pipewright/core/LintRule"
import { at, edit } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "no-pause",
  group: "safety",
  severity: "info",
  preset: "strict",
  summary: "An edit reaches a pipe while it runs.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    edit: (edited) => {
      const { place, change } = edited
      if (change.action !== "update") return []
      const first = change.differences.find(({ impact }) => impact._tag === "pauses")
      if (first === undefined) return []
      return [
        {
          ...(first.origin === undefined ? place : at({ origin: first.origin })),
          message: `${edit(edited, first)}: the pipe is stopped for that and started again`,
          help: "merge it when a pause harms nobody; what comes in the meantime is read after it",
        },
      ]
    },
  },
})
