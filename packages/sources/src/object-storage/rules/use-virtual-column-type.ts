import * as LintRule from "@pipewright/core/LintRule"
import * as VirtualColumns from "../../shared/virtualColumns.ts"

const columns: VirtualColumns.VirtualColumns = {
  _file: "String",
}

export const rule = LintRule.make({
  name: "object-storage/use-virtual-column-type",
  group: "objects",
  severity: "warning",
  preset: "strict",
  summary: "A column that the service fills by itself has the type that the service recommends.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: { pipe: VirtualColumns.useType(columns) },
})
