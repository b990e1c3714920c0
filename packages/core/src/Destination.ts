/** What the API holds below `destination`, the same for every kind with a destination of the same shape. */
import * as Field from "./Field.ts"

const identifier = Field.columnName

/** The engine that takes a column which says what is newer, and the one that takes columns to add up. */
export const replacing = "ReplacingMergeTree"
export const summing = "SummingMergeTree"

/** The table engines that ClickPipes creates. */
export const engines: ReadonlyArray<string> = ["MergeTree", replacing, summing, "Null"]

export const defaultDatabase = "default"

const engine: Field.Fields = {
  type: Field.oneOf(engines, {
    doc: "The table engine. The API may echo it with parentheses; they say nothing.",
    edit: "replace",
    required: true,
  }),
  versionColumnId: Field.string({
    doc: "The column that says which of two equal rows of a ReplacingMergeTree is newer.",
    edit: "replace",
    writeOnly: true,
  }),
  columnIds: Field.set(identifier, {
    doc: "The columns that a SummingMergeTree adds up.",
    edit: "replace",
    writeOnly: true,
  }),
}

const tableDefinition: Field.Fields = {
  engine: Field.block(engine, { doc: "The engine of the table.", edit: "replace", required: true }),
  sortingKey: Field.list(identifier, { doc: "The columns of ORDER BY, in order.", edit: "replace" }),
  partitionBy: Field.string({
    doc: "The PARTITION BY expression, in SQL.",
    edit: "replace",
    untold: true,
  }),
  primaryKey: Field.string({ doc: "The PRIMARY KEY expression, in SQL.", edit: "replace", untold: true }),
}

/** The service has two roles that go by its own name. */
const role: Field.Type = {
  _tag: "String",
  pattern: {
    source: "^(?!clickpipes(_system)?$)[\\s\\S]*\\S",
    claim: "the name of a role of yours; `clickpipes` and `clickpipes_system` are those of the service",
  },
}

const roles = Field.set(role, {
  doc: "ClickHouse roles for the user that ClickPipes creates, in place of `default_role`. They have to allow everything the pipe does.",
  edit: "replace",
  writeOnly: true,
})

const database = Field.string({
  doc: "The database of the destination.",
  edit: "replace",
  default: defaultDatabase,
  example: "analytics",
})

/** For kinds that write into one table. */
export const table: Field.Fields = {
  database,
  table: Field.string({ doc: "The table that receives the rows.", edit: "replace", required: true }),
  managedTable: Field.boolean({
    doc: "Whether ClickPipes creates the table. `into existing` says no.",
    edit: "replace",
    required: true,
  }),
  tableDefinition: Field.block(tableDefinition, {
    doc: "The table that ClickPipes creates, if it creates one.",
    edit: "replace",
    untold: true,
  }),
  columns: Field.keyed(
    ["name"],
    {
      name: Field.string({ doc: "The name of the column.", edit: "live", required: true }),
      type: Field.string({
        doc: "Its ClickHouse type, in canonical spelling.",
        edit: "live",
        required: true,
        holds: "type",
      }),
    },
    {
      doc: "The columns that the pipe writes. An edit changes the pipe and not the table.",
      edit: "live",
      required: true,
    },
  ),
  roles,
}

/** What stands in the block of `into`, as it is written; the facts are those of what it becomes. */
export const written: Field.Fields = {
  engine: Field.oneOf(engines, { doc: "The table engine.", edit: "replace", example: "MergeTree" }),
  orderBy: { ...tableDefinition.sortingKey!, example: "id" },
  partitionBy: { ...tableDefinition.partitionBy!, example: "toYYYYMM(created_at)" },
  primaryKey: tableDefinition.primaryKey!,
  columns: { ...table.columns!, type: { _tag: "Block", fields: {} } },
  roles,
}

/** For kinds that make tables from mappings. */
export const databaseOnly: Field.Fields = { database, roles }

/** Pairs of a field of the source and a column; complete if it is there at all. */
export const fieldMappings: Field.Field = Field.keyed(
  ["destinationField"],
  {
    sourceField: Field.string({
      doc: "The field of the source, dotted for nested ones.",
      edit: "live",
      required: true,
    }),
    destinationField: Field.string({ doc: "The column that it goes to.", edit: "live", required: true }),
  },
  { doc: "Which field of the source goes to which column, when the names differ.", edit: "live" },
)
