import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import { columnOf } from "../../shared/virtualColumns.ts"

export const rule = LintRule.make({
  name: "kafka/no-raw-message-of-bytes",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "The whole message is kept in a column only where messages are JSON.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/reference",
  checks: {
    pipe: (pipe) => {
      const format = Ir.literal(Ir.get(pipe.source, "format"))
      const column = columnOf(pipe, "_raw_message")
      if (column === undefined || format === undefined || format === "JSONEachRow") return []
      return [
        {
          ...at(column),
          message: `the service fills \`_raw_message\` from messages in JSON only, and these are in \`${format}\``,
          help: "take the column away, and have one for each field that is needed",
        },
      ]
    },
  },
})
