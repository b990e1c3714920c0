/**
 * All that the language spells otherwise than the API. The table is closed: every other field has the API's own name and
 * stands at its place in the body of the request.
 */

export interface Sugar {
  /** How it is written. */
  readonly written: string
  /** Where it stands in the body; `*` is the key of the kind, `[]` an element. */
  readonly paths: ReadonlyArray<string>
  /** What is to be known besides. */
  readonly note?: string
}

const definition = "destination.tableDefinition"

/** One spelling for each path; a table may have more that it takes its values from. */
export const table: ReadonlyArray<Sugar> = [
  { written: 'pipe "name"', paths: ["name"] },
  {
    written: "from TYPE",
    paths: ["source.*.type"],
    note: "not sent where a source has one type, nor for the type that the service assumes",
  },
  {
    written: "into database.table",
    paths: ["destination.database"],
    note: "`into database.*` for sources that make tables of their own",
  },
  { written: "into table", paths: ["destination.table"] },
  { written: "into existing", paths: ["destination.managedTable"], note: "`false` with it, `true` without" },
  { written: "engine", paths: [`${definition}.engine.type`] },
  { written: "engine = ReplacingMergeTree(column)", paths: [`${definition}.engine.versionColumnId`] },
  { written: "engine = SummingMergeTree(column)", paths: [`${definition}.engine.columnIds`] },
  { written: "orderBy", paths: [`${definition}.sortingKey`] },
  { written: "partitionBy", paths: [`${definition}.partitionBy`], note: "in the `into` block itself" },
  { written: "primaryKey", paths: [`${definition}.primaryKey`], note: "in the `into` block itself" },
  {
    written: "columns { name Type }",
    paths: ["destination.columns[].name", "destination.columns[].type"],
    note: "the type in the [spelling of the engine](types.md#how-a-type-is-spelled)",
  },
  {
    written: 'columns { name Type from "field" }',
    paths: ["fieldMappings[].sourceField", "fieldMappings[].destinationField"],
    note: "if one row has it, there is a mapping for every row",
  },
  {
    written: "tables { a.b -> c }",
    paths: ["source.*.tableMappings[].targetTable"],
    note: "the two parts before the arrow stand under the names that the source has for them",
  },
]

/** How a path of the body is written, if not by its own name. */
export const written = (path: string): string | undefined =>
  table.find(({ paths }) => paths.some((it) => matches(it, path)))?.written

/** Whether a path is one that the pattern means. */
export const matches = (pattern: string, path: string): boolean => {
  const [wanted, own] = [pattern, path].map((it) => it.replace(/\[\d*\]/g, "[]").split("."))
  return (
    wanted?.length === own?.length &&
    wanted?.every((part, index) => part === "*" || part === own?.[index]) === true
  )
}
