import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { tableOf, withoutItem } from "../internal/tables.ts"

export const rule = LintRule.make({
  name: "no-version-in-key",
  group: "tables",
  severity: "error",
  preset: "recommended",
  summary: "The column that says which row is newer does not sort the rows.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/replacingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const { definition, version, order } = tableOf(pipe, subject)
      const name = Ir.literal(version)
      if (version === undefined || typeof name !== "string") return []
      return order
        .filter(({ column }) => column === name)
        .map(({ origin }) => ({
          file: origin.file,
          span: origin.span,
          message: `\`${name}\` says which of two rows with one key is newer, and as a part of the key it makes them two keys`,
          help: "take it out of `orderBy`, so that the newer row takes the place of the older one",
          related: [
            { message: "the version is named here", file: version.origin.file, span: version.origin.span },
          ],
          ...withoutItem(subject, definition?.fields.get("sortingKey"), origin, name),
        }))
    },
  },
})
