import * as LintRule from "@pipewright/core/LintRule"
import { allow, nameOf, noteOf } from "../internal/edits.ts"

export const rule = LintRule.make({
  name: "no-removal",
  group: "safety",
  severity: "warning",
  preset: "recommended",
  summary: "What is there stays declared: pipes, endpoints, and the tables that a pipe copies.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    edit: (edited) => {
      const { isGone, place, change } = edited
      if (isGone) {
        const { blocked } = change
        return [
          {
            ...place,
            message: `${nameOf(edited)} is no longer declared here, so ${blocked === undefined ? "it is deleted" : "it would have to be deleted, and its `protect` forbids that"}`,
            help: blocked?.help ?? removal(edited),
          },
        ]
      }
      return change.differences.flatMap(({ path, edit, row, after }) =>
        edit !== "delta" || row === undefined || after !== undefined || !path.endsWith(`[${row}]`)
          ? []
          : [
              {
                ...place,
                message: `the table \`${row}\` is no longer declared in ${nameOf(edited)}, so what happens to it from now on is not copied`,
                help: "put it back if that is not meant; the table that it was copied into stays as it is",
              },
            ],
      )
    },
  },
})

const removal = (edited: LintRule.Edited): string => {
  const tables = noteOf(edited, "tables-stay")
  const moved =
    edited.of === "endpoint"
      ? ""
      : `; a pipe that goes on under another name says \`moved from ${JSON.stringify(edited.change.name)}\``
  return `put it back if that is not meant${moved}; ${tables === undefined ? "" : `${tables}; `}${allow("delete")}`
}
