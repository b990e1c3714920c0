import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"
import { isEventHub } from "../brokers.ts"

const problem = (broker: string): string | undefined => {
  if (broker === "") return "it is empty"
  if (broker.includes("://")) return "a broker has no scheme before it"
  if (/\s/.test(broker)) return "there is a blank in it"
  const port = /:([0-9]+)$/.exec(broker)?.[1]
  if (port === undefined) return isEventHub(broker) ? undefined : "it has no port"
  if (Number(port) < 1 || Number(port) > 65_535) return "a port is a number from 1 to 65535"
  return /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]+$/.test(broker)
    ? undefined
    : "what stands before the port is no host"
}

/** Without blanks around it, a scheme before it or a slash after it. */
const trimmed = (broker: string): string =>
  broker
    .trim()
    .replace(/^[A-Za-z][A-Za-z0-9+_-]*:\/\//, "")
    .replace(/\/$/, "")

export const rule = LintRule.make({
  name: "kafka/use-host-and-port",
  group: "streaming",
  severity: "error",
  preset: "recommended",
  summary: "A broker is written as a host and a port, once.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/faq",
  checks: {
    pipe: ({ source }, subject) => {
      const seen = new Set<string>()
      return Lint.texts(source, "brokers").flatMap((given): ReadonlyArray<LintRule.Found> => {
        // One string may hold several, as the API has it.
        const all = given.text.split(",")
        const wrong = all.flatMap((broker) => {
          const why = problem(broker)
          return why === undefined ? [] : [{ broker, why }]
        })
        const again = all.find((broker, index) => seen.has(broker) || all.indexOf(broker) !== index)
        for (const broker of all) seen.add(broker)
        const first = wrong[0]
        if (first === undefined)
          return again === undefined
            ? []
            : [
                {
                  ...at(given.value),
                  severity: "warning",
                  message: `the broker \`${again}\` is there twice`,
                  help: "name each broker once",
                },
              ]
        const mended = all.map(trimmed)
        const mends = mended.every((broker) => problem(broker) === undefined)
        return [
          {
            ...at(given.value),
            message: `the service cannot connect to \`${first.broker}\`: ${first.why}`,
            help: "write a host and a port, such as `broker.example.com:9092`",
            ...(mends ? Lint.rewrite(subject, given, mended.join(","), false) : {}),
          },
        ]
      })
    },
  },
})
