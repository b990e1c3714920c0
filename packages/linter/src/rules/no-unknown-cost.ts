import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"

export const rule = LintRule.make({
  name: "no-unknown-cost",
  group: "safety",
  severity: "info",
  preset: "all",
  summary: "What a pipe costs has a public price, so that a plan can tell it.",
  link: "https://clickhouse.com/docs/cloud/reference/billing/clickpipes",
  checks: {
    pipe: ({ name, type, kind, scaling, origin }) =>
      kind.priced !== undefined
        ? []
        : [
            {
              ...at(scaling ?? { origin }),
              message: `\`${name}\` reads from \`${type}\`, for which no price is public, so \`plan\` does not say what it costs`,
              help: "ask for the price before the first apply, or look at the bill after it",
            },
          ],
  },
})
