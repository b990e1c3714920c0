import * as LintRule from "@pipewright/core/LintRule"
import * as VirtualColumns from "../../shared/virtualColumns.ts"

const columns: VirtualColumns.VirtualColumns = {
  _key: "String",
  _timestamp: "DateTime64(3)",
  _partition: "Int32",
  _offset: "Int64",
  _topic: "String",
  _header_keys: "Array(String)",
  _header_values: "Array(String)",
  _raw_message: "String",
}

export const rule = LintRule.make({
  name: "kafka/use-virtual-column-type",
  group: "streaming",
  severity: "warning",
  preset: "strict",
  summary: "A column that the service fills by itself has the type that the service recommends.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/reference",
  checks: { pipe: VirtualColumns.useType(columns) },
})
