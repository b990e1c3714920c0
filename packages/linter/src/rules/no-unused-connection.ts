import * as LintRule from "@pipewright/core/LintRule"

export const rule = LintRule.make({
  name: "no-unused-connection",
  group: "style",
  severity: "warning",
  preset: "recommended",
  summary: "A connection that no pipe reads from is not declared.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    files: (files) => {
      // What does not parse may be what reads from it.
      if (files.some(({ brokenNames }) => brokenNames.length > 0)) return []
      const used = new Set(
        files.flatMap(({ declarations }) =>
          declarations.flatMap((it) =>
            it._tag === "Pipe" || it._tag === "Template"
              ? it.items.flatMap((item) => (item._tag === "From" ? [item.source.text] : []))
              : [],
          ),
        ),
      )
      return files.flatMap(({ source: { file }, declarations }) =>
        declarations.flatMap((it) =>
          it._tag !== "Connection" || used.has(it.name.text)
            ? []
            : [
                {
                  file,
                  span: it.name.span,
                  message: `no pipe reads from the connection \`${it.name.text}\``,
                  help: `take it away, or write \`from ${it.name.text} { … }\` in a pipe`,
                },
              ],
        ),
      )
    },
  },
})
