import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import { isMilliseconds } from "../moment.ts"

export const rule = LintRule.make({
  name: "kinesis/no-milliseconds",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "The moment at which reading starts is in seconds.",
  link: "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html",
  checks: {
    pipe: ({ source }) => {
      const value = Ir.get(source, "timestamp")
      const moment = Ir.literal(value)
      if (value === undefined || typeof moment !== "number" || !isMilliseconds(moment)) return []
      const seconds = String(Math.floor(moment / 1000))
      return [
        {
          ...at(value),
          message: `\`${moment}\` is taken as seconds, and that is thousands of years from now`,
          help: `write \`${seconds}\`, if it is meant as milliseconds`,
          ...(LintRule.isWrittenHere(value.origin)
            ? {
                fixes: [
                  {
                    title: `Write \`${seconds}\``,
                    safe: false,
                    edits: [{ span: value.origin.span, text: seconds }],
                  },
                ],
              }
            : {}),
        },
      ]
    },
  },
})
