/** What may stand in a row of `tables { a.b -> c { … } }`. No field of a row can be edited once the pipe exists. */
import * as Field from "@pipewright/core/Field"

const { columnName } = Field

export const tableEngine: Field.Field = Field.oneOf(["MergeTree", "ReplacingMergeTree", "Null"], {
  doc: "The engine of the table that is made: one that keeps the newest version of each row, one that appends, or one that only feeds materialized views.",
  edit: "replace",
  default: "ReplacingMergeTree",
})

export const partitionKey: Field.Field = Field.string({
  doc: "The indexed column by which the first read is split among workers. It has nothing to do with partitions in ClickHouse.",
  edit: "replace",
  example: "id",
})

export const partitionByExpr: Field.Field = Field.string({
  doc: "The PARTITION BY expression of the table that is made, in SQL.",
  edit: "replace",
  pattern: { source: "\\S", claim: "an expression in SQL" },
  example: "toYYYYMM(created_at)",
})

/** For sources whose columns are known. */
export const columns: Field.Fields = {
  excludedColumns: Field.set(columnName, {
    doc: "Columns that are not read.",
    edit: "replace",
  }),
  useCustomSortingKey: Field.boolean({
    doc: "Whether `sortingKeys` takes the place of the primary key of the source.",
    edit: "replace",
    default: false,
  }),
  sortingKeys: Field.list(columnName, {
    doc: "The columns of ORDER BY, in order, in place of the primary key of the source. `useCustomSortingKey` is sent along.",
    edit: "replace",
    implies: { useCustomSortingKey: true },
  }),
  tableEngine,
}

/** The rows themselves. */
export const tables = (options: {
  readonly source: readonly [string, string]
  readonly fields: Field.Fields
  readonly doc: string
  readonly example: string
  readonly edit?: Field.Edit
}): Field.Field =>
  Field.mappings(
    { key: "tableMappings", source: options.source, fields: options.fields },
    { doc: options.doc, edit: options.edit ?? "delta", required: true, example: options.example },
  )
