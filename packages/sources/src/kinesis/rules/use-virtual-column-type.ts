import * as LintRule from "@pipewright/core/LintRule"
import * as VirtualColumns from "../../shared/virtualColumns.ts"

const columns: VirtualColumns.VirtualColumns = {
  _key: "String",
  _timestamp: "DateTime64(3)",
  _stream: "String",
  _sequence_number: "String",
  _raw_message: "String",
}

export const rule = LintRule.make({
  name: "kinesis/use-virtual-column-type",
  group: "streaming",
  severity: "warning",
  preset: "strict",
  summary: "A column that the service fills by itself has the type that the service recommends.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kinesis",
  checks: { pipe: VirtualColumns.useType(columns) },
})
