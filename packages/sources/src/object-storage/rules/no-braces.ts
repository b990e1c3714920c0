import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"
import { patterns } from "../patterns.ts"

const braces = /\{[^{}]*\}/
const brackets = /\[[^\]]+\]/

export const rule = LintRule.make({
  name: "object-storage/no-braces",
  group: "objects",
  severity: "error",
  preset: "recommended",
  summary: "A pattern of files has no wildcards in braces or brackets.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source }, subject) =>
      patterns(source).flatMap((given) => {
        const wrong = (braces.exec(given.text) ?? brackets.exec(given.text))?.[0]
        if (wrong === undefined) return []
        const isKnown = wrong.startsWith("{")
        return [
          {
            ...at(given.value),
            ...(isKnown ? {} : { severity: "warning" }),
            message: isKnown
              ? `\`${wrong}\` stands for nothing here: the service knows only \`?\`, \`*\` and \`**\``
              : `the service documents only \`?\`, \`*\` and \`**\`, so \`${wrong}\` may stand for itself`,
            help: "write `*` where any of them will do, or a pipe for each",
            ...Lint.rewrite(
              subject,
              given,
              given.text.replace(new RegExp(braces, "g"), "*").replace(new RegExp(brackets, "g"), "?"),
              false,
            ),
          },
        ]
      }),
  },
})
