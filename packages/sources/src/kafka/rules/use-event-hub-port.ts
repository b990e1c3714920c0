import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"
import { isEventHub } from "../brokers.ts"

const port = ":9093"

export const rule = LintRule.make({
  name: "kafka/use-event-hub-port",
  group: "streaming",
  severity: "error",
  preset: "recommended",
  summary: "A namespace of Azure Event Hubs is reached at port 9093.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/faq",
  checks: {
    pipe: ({ source }, subject) =>
      Lint.texts(source, "brokers").flatMap((given) => {
        const all = given.text.split(",")
        const wrong = all.find((broker) => isEventHub(broker) && !broker.endsWith(port))
        if (wrong === undefined) return []
        const mended = all.map((broker) =>
          isEventHub(broker) ? broker.replace(/(:[0-9]*)?$/, port) : broker,
        )
        return [
          {
            ...at(given.value),
            message: `Event Hubs speaks the protocol of Kafka at port 9093, and \`${wrong}\` has ${/:[0-9]+$/.test(wrong) ? "another one" : "none"}`,
            help: `write \`${port}\` after the host`,
            ...Lint.rewrite(subject, given, mended.join(","), false),
          },
        ]
      }),
  },
})
