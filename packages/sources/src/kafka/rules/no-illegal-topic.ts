import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"

const longest = 249

const problem = (topic: string): string | undefined => {
  if (topic === "." || topic === "..") return "this name is kept for the folders of the broker"
  if (topic.length > longest) return `a name has at most ${longest} characters`
  if (/^[A-Za-z0-9._-]+$/.test(topic)) return undefined
  return topic === "" ? "it is empty" : "a name has only letters, digits, `.`, `_` and `-`"
}

export const rule = LintRule.make({
  name: "kafka/no-illegal-topic",
  group: "streaming",
  severity: "error",
  preset: "recommended",
  summary: "A topic has a name that Kafka allows.",
  link: "https://kafkawize.com/2021/01/26/kafka-topic-naming-conventions/",
  checks: {
    pipe: ({ source }) =>
      Lint.texts(source, "topics").flatMap(({ text, value }) =>
        // One string may hold several, as the API has it.
        text.split(",").flatMap((item) => {
          const topic = item.trim()
          const why = problem(topic)
          return why === undefined
            ? []
            : [
                {
                  ...at(value),
                  message: `there can be no topic \`${topic}\`: ${why}`,
                  help: "write the name of the topic as the broker has it",
                },
              ]
        }),
      ),
  },
})
