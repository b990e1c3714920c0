import * as LintRule from "@pipewright/core/LintRule"
import { references } from "../internal/nodes.ts"

export const rule = LintRule.make({
  name: "no-unused-param",
  group: "style",
  severity: "warning",
  preset: "recommended",
  summary: "A parameter that nothing reads is not declared.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    files: (files) => {
      // What does not parse may be what reads it.
      if (files.some(({ brokenNames }) => brokenNames.length > 0)) return []
      const read = new Set(
        references(files).flatMap(({ path: [first, second] }) =>
          first?.text === "param" && second !== undefined ? [second.text] : [],
        ),
      )
      return files.flatMap(({ source: { file }, declarations }) =>
        declarations.flatMap((it) =>
          it._tag !== "Param" || read.has(it.name.text)
            ? []
            : [
                {
                  file,
                  span: it.name.span,
                  message: `nothing reads the parameter \`${it.name.text}\``,
                  help: `take it away, and what targets say of it, or use it as \`param.${it.name.text}\``,
                },
              ],
        ),
      )
    },
  },
})
