import { Ir, isWrittenHere, type LintRule } from "pipewright/lint"

export const rule: LintRule = {
  name: "own/kafka/use-named-group",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "A consumer group has the name of the pipe that reads as it.",
  link: "https://wiki.example.com/streams/consumer-groups",
  checks: {
    pipe: (pipe) => {
      const group = Ir.get(pipe.source, "consumerGroup")
      const name = Ir.literal(group)
      // What is read later, such as `env("GROUP")`, is no literal, and nobody knows yet what it will be.
      if (group === undefined || name === undefined || name === pipe.name) return []
      const { file, span } = group.origin
      const text = JSON.stringify(pipe.name)
      return [
        {
          file,
          span,
          message: `the consumer group of \`${pipe.name}\` is called \`${name}\``,
          help: `call it \`${pipe.name}\`, so that the broker shows who reads`,
          // Another group reads from where `offset` says and not from where this one got to.
          fixes: isWrittenHere(group.origin)
            ? [{ title: `Call the group \`${pipe.name}\``, safe: false, edits: [{ span, text }] }]
            : [],
        },
      ]
    },
  },
}
