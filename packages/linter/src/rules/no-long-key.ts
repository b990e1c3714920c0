import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { tableOf } from "../internal/tables.ts"

/** More members hardly let a query skip more. */
const most = 5

export const rule = LintRule.make({
  name: "no-long-key",
  group: "tables",
  severity: "info",
  preset: "strict",
  summary: "The index of a table has no more than five members.",
  link: "https://clickhouse.com/docs/best-practices/choosing-a-primary-key",
  checks: {
    pipe: (pipe, subject) => {
      const { definition, order, primary } = tableOf(pipe, subject)
      const [name, members] = primary.length > 0 ? ["primaryKey", primary] : ["sortingKey", order]
      const value = definition?.fields.get(name as string)
      if (value === undefined || members.length <= most) return []
      return [
        {
          ...at(value),
          message: `the index has ${members.length} members, and those after the fifth hardly help a query`,
          help: "sort by fewer columns, or name the first few in `primaryKey`",
        },
      ]
    },
  },
})
