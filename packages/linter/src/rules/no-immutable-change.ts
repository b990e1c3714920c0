import * as LintRule from "@pipewright/core/LintRule"
import { allow, at, edit, noteOf } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "no-immutable-change",
  group: "safety",
  severity: "warning",
  preset: "recommended",
  summary: "An edit reaches the pipe that is there, and does not take a new one.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    edit: (edited) => {
      const { of, place, change } = edited
      const { differences, blocked } = change
      const what = of === "endpoint" ? "an endpoint" : "a pipe"
      const fixed = differences.filter((it) => it.edit === "replace")
      const isDone = fixed.length === 0 && change.action === "replace"
      return (isDone ? differences.slice(0, 1) : fixed).map((difference) => {
        const words = edit(edited, difference)
        return {
          ...(difference.origin === undefined ? place : at({ origin: difference.origin })),
          message: isDone
            ? `${words}: once it has read everything, it takes no edits, and this one needs a new pipe`
            : `${words}: that cannot be changed in ${what} that is there, so it takes a new one`,
          help:
            blocked?.help ??
            `put it back if that is not meant; ${noteOf(edited, "replace-leaves") ?? "pipes go over to the new one"}; ${allow("replace")}`,
        }
      })
    },
  },
})
