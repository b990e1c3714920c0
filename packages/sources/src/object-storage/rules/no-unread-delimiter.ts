import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"

const separated = /^(CSV|TabSeparated)/

export const rule = LintRule.make({
  name: "object-storage/no-unread-delimiter",
  group: "objects",
  severity: "warning",
  preset: "recommended",
  summary: "A delimiter is given only for a format that has one.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source }) => {
      const delimiter = Ir.get(source, "delimiter")
      const format = Ir.literal(Ir.get(source, "format"))
      if (delimiter === undefined || typeof format !== "string" || separated.test(format)) return []
      return [
        {
          ...at(delimiter),
          message: `\`${format}\` has no delimiter, so nothing reads this one`,
          help: "take `delimiter` away, or write the format that the files have",
        },
      ]
    },
  },
})
