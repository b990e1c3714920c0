import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, lacks } from "../../shared/checks.ts"

export const rule = LintRule.make({
  name: "kafka/use-schema-registry",
  group: "streaming",
  severity: "warning",
  preset: "strict",
  summary: "Messages in Avro and Protobuf have a schema registry.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/schema-registries",
  checks: {
    pipe: ({ source }) => {
      const format = Ir.get(source, "format")
      const name = Ir.literal(format)
      // `AvroConfluent` without one is a finding of its own.
      if (format === undefined || (name !== "Avro" && name !== "Protobuf")) return []
      if (!lacks(source, "schemaRegistry")) return []
      return [
        {
          ...at(format),
          message: `without a registry a message in \`${name}\` has to bring along what it is made of`,
          help: "add `schemaRegistry`, unless the messages do",
        },
      ]
    },
  },
})
