import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Lint from "../../shared/lint.ts"
import { kafka } from "../kafka.ts"

/** Where a pipe reads: which topic, at which broker, in which group. */
const places = ({ source }: Ir.Pipe): ReadonlyArray<string> => {
  // One string may hold several, as the API has it.
  const texts = (name: string): ReadonlyArray<string> =>
    Lint.texts(source, name).flatMap(({ text }) => text.split(",").map((it) => it.trim()))
  const group = Ir.literal(Ir.get(source, "consumerGroup"))
  if (group === undefined) return []
  return texts("brokers").flatMap((broker) =>
    texts("topics").map((topic) => JSON.stringify([broker, topic, group])),
  )
}

export const rule = LintRule.make({
  name: "kafka/no-shared-group",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "Two pipes that read one topic do not share a consumer group.",
  link: "https://kafka.apache.org/documentation/#intro_consumers",
  checks: {
    program: ({ program }) => {
      const first = new Map<string, Ir.Pipe>()
      return program.pipes
        .filter(({ kind }) => kind.name === kafka.name)
        .flatMap((pipe) => {
          const found = places(pipe)
          const other = found.map((place) => first.get(place)).find((it) => it !== undefined)
          for (const place of found) if (!first.has(place)) first.set(place, pipe)
          const group = Ir.get(pipe.source, "consumerGroup")
          if (other === undefined || group === undefined) return []
          const theirs = Ir.get(other.source, "consumerGroup")
          return [
            {
              file: group.origin.file,
              span: group.origin.span,
              message: `\`${pipe.name}\` and \`${other.name}\` read the same topic as one group, so each gets a part of the messages`,
              help: "give each pipe a group of its own, or leave `consumerGroup` out",
              ...(theirs === undefined
                ? {}
                : {
                    related: [
                      {
                        message: "the other one is here",
                        file: theirs.origin.file,
                        span: theirs.origin.span,
                      },
                    ],
                  }),
            },
          ]
        })
    },
  },
})
