/** The table that a pipe writes, with its columns as they are written. */
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as ColumnTypes from "@pipewright/core/ColumnTypes"
import * as Destination from "@pipewright/core/Destination"
import * as Ir from "@pipewright/core/Ir"
import * as KeyExpression from "@pipewright/core/KeyExpression"
import * as LintRule from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"
import type { Fix } from "@pipewright/language/Diagnostic"
import * as Removal from "@pipewright/language/Removal"
import type { Source } from "@pipewright/language/Source"
import { rows } from "./places.ts"

export interface Column extends ColumnTypes.Column {
  readonly type: ClickHouseType.Known
}

/** A member of a key, and where it is written. */
export interface Member extends KeyExpression.Part {
  readonly origin: Ir.Origin
}

export interface Table {
  /** Absent where the table exists already: what it is like is then not in the program. */
  readonly engine: string | undefined
  readonly definition: Ir.Block | undefined
  readonly version: Ir.Value | undefined
  /** The columns to add up that are named. */
  readonly summed: ReadonlyArray<Ir.Value>
  readonly order: ReadonlyArray<Member>
  readonly partition: ReadonlyArray<Member>
  readonly primary: ReadonlyArray<Member>
  readonly columns: ReadonlyMap<string, Column>
}

type Files = ReadonlyArray<Ast.File>

/** A value worked out once for each object. */
const once = <K extends object, A>(make: (key: K) => A): ((key: K) => A) => {
  const made = new WeakMap<K, A>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

const sources = once(
  (files: Files): ReadonlyMap<string, Source> =>
    new Map(files.map(({ source }) => [source.file, source] as const)),
)

const items = (value: Ir.Value | undefined): ReadonlyArray<Ir.Value> =>
  value?._tag === "List" ? value.items : value === undefined ? [] : [value]

const columnsOf = (pipe: Ir.Pipe, files: Files): ReadonlyMap<string, Column> =>
  new Map(
    ColumnTypes.ofPipe(pipe, files).map(
      (it) => [it.name, { ...it, type: ClickHouseType.read(it.node) }] as const,
    ),
  )

const membersOf = (value: Ir.Value | undefined, known: ReadonlyMap<string, Column>): ReadonlyArray<Member> =>
  items(value).flatMap((item) => {
    const sql = Ir.literal(item)
    if (typeof sql !== "string") return []
    const parts = known.has(sql)
      ? [{ text: sql, column: sql, names: [sql], calls: [] }]
      : (KeyExpression.parse(sql) ?? [])
    return parts.map((part) => ({ ...part, origin: item.origin }))
  })

const read = (pipe: Ir.Pipe, files: Files): Table => {
  const definition = Ir.get(pipe.destination, "tableDefinition")
  const field = (...path: ReadonlyArray<string>) =>
    definition?._tag === "Block" ? Ir.get(definition, ...path) : undefined
  const engine = Ir.literal(field("engine", "type"))
  const found = columnsOf(pipe, files)
  return {
    engine: typeof engine === "string" ? engine : undefined,
    definition: definition?._tag === "Block" ? definition : undefined,
    version: field("engine", "versionColumnId"),
    summed: items(field("engine", "columnIds")),
    order: membersOf(field("sortingKey"), found),
    partition: membersOf(field("partitionBy"), found),
    primary: membersOf(field("primaryKey"), found),
    columns: found,
  }
}

/** That of the pipe that was asked about last: many rules ask in turn, and all tables together are as large as the program. */
let last: { readonly pipe: Ir.Pipe; readonly files: Files; readonly table: Table } | undefined

/** The one table that a pipe writes; of a pipe that copies many nothing is in it. */
export const tableOf = (pipe: Ir.Pipe, { files }: LintRule.Subject): Table => {
  if (last?.pipe !== pipe || last.files !== files) last = { pipe, files, table: read(pipe, files) }
  return last.table
}

/** Whether the engine makes one row of those with one key. */
export const merges = ({ engine }: Table): boolean =>
  engine === Destination.replacing || engine === Destination.summing

/** Where the engine of a table is named that keeps rows and has no key. */
export const withoutKey = ({ engine, definition }: Table): Ir.Origin | undefined => {
  if (engine === undefined || engine === "Null") return undefined
  const key = definition?.fields.get("sortingKey")
  return key === undefined || (key._tag === "List" && key.items.length === 0)
    ? definition?.fields.get("engine")?.origin
    : undefined
}

export const sourceOf = ({ files }: LintRule.Subject, file: string): Source | undefined =>
  sources(files).get(file)

/** What a `PARTITION BY` is made of, of the table that a pipe writes or of one that it copies. */
export interface Partition {
  readonly member: KeyExpression.Part
  readonly value: Ir.Value
  /** Nothing else splits the table. */
  readonly alone: boolean
  /** Of the column that is named alone; what a copied table has is known to its source. */
  readonly type: ClickHouseType.Known | undefined
}

export const partitions = (pipe: Ir.Pipe, subject: LintRule.Subject): ReadonlyArray<Partition> => {
  const { definition, partition, columns } = tableOf(pipe, subject)
  const own = definition?.fields.get("partitionBy")
  const parts = (value: Ir.Value, members: ReadonlyArray<KeyExpression.Part>) =>
    members.map(
      (member): Partition => ({
        member,
        value,
        alone: members.length === 1,
        type: columns.get(member.column ?? "")?.type,
      }),
    )
  return [
    ...(own === undefined ? [] : parts(own, partition)),
    ...rows(pipe).flatMap(({ block }) => {
      const value = block.fields.get("partitionByExpr")
      const sql = Ir.literal(value)
      return value === undefined || typeof sql !== "string"
        ? []
        : parts(value, KeyExpression.parse(sql) ?? [])
    }),
  ]
}

/** The one function that a member is, and the column that it is given first. */
export const calledOn = ({ text, calls }: KeyExpression.Part): KeyExpression.Call | undefined => {
  const [call, ...others] = calls
  return call?.of !== undefined && others.length === 0 && text.startsWith(`${call.name} ( ${call.of} `)
    ? call
    : undefined
}

/** Puts the month of a column in the place of an expression. */
export const byMonth = (
  { value, alone }: Partition,
  column: string | undefined,
): { readonly fixes?: ReadonlyArray<Fix> } => {
  if (column === undefined || !/^[A-Za-z_]\w*$/.test(column) || !alone) return {}
  const text = `"toYYYYMM(${column})"`
  return LintRule.isWrittenHere(value.origin)
    ? { fixes: [{ title: `Write \`${text}\``, safe: false, edits: [{ span: value.origin.span, text }] }] }
    : {}
}

/** Whether a type says by itself that it has few values. */
export const hasFew = ({ family, inner }: ClickHouseType.Known): boolean =>
  /^(LowCardinality|Enum8|Enum16|Bool)$/.test(family ?? "") ||
  (family === "Nullable" && inner[0] !== undefined && hasFew(inner[0]))

/** The type without a `Nullable` around it. */
export const present = (node: Ast.Type): Ast.Type => {
  const [inner] = node.arguments ?? []
  return ClickHouseType.family(node.name.text) === "Nullable" && inner?._tag === "Type" ? inner : node
}

/** Takes one item out of a list; nothing where it is not written at its place, or is the only one. */
export const withoutItem = (
  subject: LintRule.Subject,
  list: Ir.Value | undefined,
  origin: Ir.Origin,
  name: string,
): { readonly fixes?: ReadonlyArray<Fix> } => {
  if (list?._tag !== "List") return {}
  const origins = list.items.map((it) => it.origin)
  const source = sourceOf(subject, list.origin.file)
  const isHere = [list.origin, ...origins].every(
    (it) => LintRule.isWrittenHere(it) && it.file === list.origin.file,
  )
  if (source === undefined || !isHere) return {}
  const edit = Removal.item(
    source,
    origins.map(({ span }) => span),
    origins.indexOf(origin),
  )
  return edit === undefined ? {} : { fixes: [{ title: `Take \`${name}\` out`, safe: false, edits: [edit] }] }
}
