import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import { keyOf, patterns } from "../patterns.ts"

export const rule = LintRule.make({
  name: "object-storage/no-whole-bucket",
  group: "objects",
  severity: "info",
  preset: "strict",
  summary: "A pattern of files has a folder or an ending.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source }) =>
      patterns(source).flatMap((given) => {
        const key = keyOf(given)
        if (key === undefined || !/^[*?/]+$/.test(key)) return []
        return [
          {
            ...at(given.value),
            message: "this takes in every file that is there and every file that will be, whatever is in it",
            help: "name a folder, or an ending such as `*.json`",
          },
        ]
      }),
  },
})
