import * as LintRule from "@pipewright/core/LintRule"
import { allow, at, edit, noteOf } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "no-snapshot-again",
  group: "databases",
  severity: "warning",
  preset: "recommended",
  summary: "An edit leaves the tables alone that a pipe has copied, and has none of them copied again.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    edit: (edited) => {
      const { place, change } = edited
      const { differences, blocked } = change
      if (change.action === "replace" || (blocked !== undefined && blocked.code !== "all-tables-changed"))
        return []
      return differences.flatMap((difference) => {
        if (difference.impact._tag !== "resnapshot") return []
        const words = edit(edited, difference)
        return [
          {
            ...(difference.origin === undefined ? place : at({ origin: difference.origin })),
            message: `${words}: that cannot be changed in a table that is read, so all rows of \`${difference.row}\` are read again`,
            help:
              blocked?.help ??
              `put it back if that is not meant; ${noteOf(edited, "resnapshot-fills")}; ${allow("resnapshot")}`,
          },
        ]
      })
    },
  },
})
