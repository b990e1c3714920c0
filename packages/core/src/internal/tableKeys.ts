/** The engine of a table and its keys together, by the rules of ClickHouse 26.7 with its default settings. */
import type * as Ast from "@pipewright/language/Ast"
import * as ClickHouseType from "../ClickHouseType.ts"
import { Findings } from "../errors.ts"
import * as Ir from "../Ir.ts"
import * as KeyExpression from "../KeyExpression.ts"
import type { Context, Sourced } from "./context.ts"
import * as Mends from "./keyMends.ts"

export interface Table {
  /** With `type`, `versionColumnId` and `columnIds`. */
  readonly engine: Ir.Block | undefined
  readonly orderBy: Ir.Value | undefined
  readonly partitionBy: Ir.Value | undefined
  readonly primaryKey: Ir.Value | undefined
  readonly columns: ReadonlyMap<string, Sourced<Ast.Type>>
  /** All columns are there, so that a name that is not among them does not exist. */
  readonly complete: boolean
  /** What is written of the table, for mends that take some of it out. */
  readonly entries: ReadonlyArray<Sourced<Ast.Attribute>>
}

type Clause = "orderBy" | "partitionBy" | "primaryKey"

/** A member of a key, and where it is written. */
interface Member extends KeyExpression.Part {
  readonly clause: Clause
  readonly origin: Ir.Origin
}

export const check = (context: Context, table: Table): void => {
  const engine = Ir.literal(table.engine?.fields.get("type"))
  if (engine === "Null") {
    withoutKeys(context, table)
    return
  }
  const read = (clause: Clause) => keyOf(context, table, clause)
  const [order, partition, primary] = [read("orderBy"), read("partitionBy"), read("primaryKey")]
  for (const { members } of [order, partition, primary])
    for (const member of members) checkMember(context, table, member)
  twice(context, table.orderBy, order.members)
  if (order.members.length > 0 && order.whole && primary.whole)
    prefix(context, order.members, primary.members)
  if (engine === "ReplacingMergeTree") version(context, table)
  if (engine === "SummingMergeTree") summed(context, table, [...order.members, ...partition.members])
}

/** What can be read of a key; where that is not the whole of it, nothing is said that rests on all its members. */
interface Key {
  readonly members: ReadonlyArray<Member>
  readonly whole: boolean
}

const keyOf = (context: Context, table: Table, clause: Clause): Key => {
  const value = table[clause]
  const items = value === undefined ? [] : value._tag === "List" ? value.items : [value]
  const found = items.map((item) => {
    const sql = Ir.literal(item)
    if (typeof sql !== "string") return undefined
    // The name of a column may be anything, also what would be an expression.
    const parts = table.columns.has(sql) ? [named(sql)] : KeyExpression.parse(sql)
    if (
      clause === "orderBy" &&
      /^[`"]/.test(sql.trim()) &&
      parts?.length === 1 &&
      parts[0]?.column !== undefined
    )
      context.diagnostics.push(
        Findings.report("text-does-not-fit", item.origin, { name: clause, claim: unquoted }),
      )
    return parts?.map((part): Member => ({ ...part, clause, origin: item.origin }))
  })
  return { members: found.flatMap((it) => it ?? []), whole: found.every((it) => it !== undefined) }
}

// The service once made a table without any order of a name that came with quotes.
const unquoted = "the plain name of a column, without quotes of SQL around it"

const named = (column: string): KeyExpression.Part => ({ text: column, column, names: [column], calls: [] })

/** An engine that keeps no rows has nothing to sort. */
const withoutKeys = (context: Context, table: Table): void => {
  for (const name of ["orderBy", "partitionBy", "primaryKey"] as const) {
    const value = table[name]
    if (value !== undefined && !(value._tag === "List" && value.items.length === 0))
      context.diagnostics.push(
        Findings.report(
          "keys-without-rows",
          value.origin,
          { name },
          Mends.withoutEntry(context, table.entries, name, value.origin),
        ),
      )
  }
}

const checkMember = (context: Context, table: Table, member: Member): void => {
  const { clause, origin, calls, names } = member
  const shifting = KeyExpression.shiftingCall(member)
  if (shifting !== undefined) {
    context.diagnostics.push(Findings.report("shifting-key", origin, { call: shifting, clause }))
    return
  }
  for (const { name } of calls) {
    const right = KeyExpression.respelled(name)
    if (right !== undefined)
      context.diagnostics.push(Findings.report("misspelt-function", origin, { name, right }))
  }
  // The primary key is the start of the sorting key, where the same is said.
  if (clause === "primaryKey") return
  if (names.length === 0 && calls.length === 0) {
    context.diagnostics.push(Findings.report("constant-key", origin, { text: member.text, clause }))
    return
  }
  if (!table.complete) return
  for (const name of names) unknown(context, table, member, name)
  types(context, table, member)
  for (const call of calls) argument(context, table, member, call)
  if (clause === "partitionBy") float(context, table, member)
}

const typeOf = (table: Table, column: string): ClickHouseType.Known | undefined => {
  const type = table.columns.get(column)
  return type === undefined ? undefined : ClickHouseType.read(type.node)
}

/** Words of intervals, which stand where names do. */
const units = /^(nanosecond|microsecond|millisecond|second|minute|hour|day|week|month|quarter|year)s?$/i

const unknown = (context: Context, table: Table, { origin }: Member, name: string): void => {
  const starts = name.split(".").map((_, index, all) => all.slice(0, index + 1).join("."))
  if (starts.some((it) => table.columns.has(it)) || units.test(name)) return
  context.diagnostics.push(
    Findings.report("unknown-column", origin, { name, known: [...table.columns.keys()] }),
  )
}

/** Types that have no order, at any depth. */
const orderless = /^(JSON|Dynamic|Variant|AggregateFunction|QBit)$/

const withoutOrder = (type: ClickHouseType.Known, clause: Clause): string | undefined => {
  if (type.family === undefined) return undefined
  if (/^(Nested|Geometry)$/.test(type.family)) return type.text
  if (clause === "orderBy" && type.family === "SimpleAggregateFunction") return type.text
  const inside = (it: ClickHouseType.Known): boolean =>
    it.family !== undefined && (orderless.test(it.family) || it.inner.some(inside))
  return inside(type) ? type.text : undefined
}

const types = (context: Context, table: Table, member: Member): void => {
  const { clause, origin, column, names } = member
  if (column !== undefined) {
    const type = typeOf(table, column)
    const text = type === undefined ? untyped(table, column) : withoutOrder(type, clause)
    if (text !== undefined) {
      context.diagnostics.push(
        Findings.report("key-without-order", origin, { name: column, type: text, clause }),
      )
      return
    }
  }
  const absent = KeyExpression.passesNull(member)
    ? names.find((name) => {
        const type = typeOf(table, name)
        return type !== undefined && ClickHouseType.mayBeNull(type)
      })
    : undefined
  if (absent !== undefined)
    context.diagnostics.push(
      Findings.report(
        "nullable-key",
        origin,
        { name: absent, clause },
        Mends.neverNull(table.columns.get(absent)!, origin),
      ),
    )
}

/** A path of JSON that its column says no type for. */
const untyped = (table: Table, path: string): string | undefined => {
  const [column, ...rest] = path.split(".")
  const type = table.columns.get(column!)?.node
  if (type === undefined || rest.length === 0 || ClickHouseType.read(type).family !== "JSON") return undefined
  const wanted = rest.join(".")
  const isTyped = (type.arguments ?? []).some(
    (it) => it._tag === "TypeElement" && it.path.map(({ text }) => text).join(".") === wanted,
  )
  return isTyped ? undefined : "Dynamic"
}

const dates = /^(Date|Date32|DateTime|DateTime64)$/

const argument = (context: Context, table: Table, { origin }: Member, call: KeyExpression.Call): void => {
  const { name, of } = call
  const type = of === undefined || !KeyExpression.ofDates.has(name) ? undefined : typeOf(table, of)
  if (type === undefined) return
  const { family } = ClickHouseType.base(type)
  if (family !== undefined && !dates.test(family))
    context.diagnostics.push(
      Findings.report("date-expected", origin, { call: name, name: of!, type: type.text }),
    )
}

/** Functions that give a fraction for a fraction. */
const rounding = /^(floor|ceil|ceiling|round|trunc|truncate|abs)$/

const float = (context: Context, table: Table, { origin, column, calls }: Member): void => {
  const [call] = calls
  const rounded = calls.length === 1 && rounding.test(call!.name) ? call!.of : undefined
  const name = column ?? rounded
  const type = name === undefined ? undefined : typeOf(table, name)
  if (type !== undefined && /^B?Float\d+$/.test(ClickHouseType.base(type).family ?? ""))
    context.diagnostics.push(Findings.report("float-partition", origin, { name: name!, type: type.text }))
}

const twice = (context: Context, list: Ir.Value | undefined, order: ReadonlyArray<Member>): void => {
  const seen = new Map<string, Ir.Origin>()
  for (const { text, origin } of order) {
    const first = seen.get(text)
    seen.set(text, first ?? origin)
    if (first === undefined) continue
    const related = [{ message: "first here", file: first.file, span: first.span }]
    context.diagnostics.push(
      Findings.report(
        "duplicate-key",
        origin,
        { text },
        { related, ...Mends.withoutItem(context, list, origin) },
      ),
    )
  }
}

const prefix = (context: Context, order: ReadonlyArray<Member>, primary: ReadonlyArray<Member>): void => {
  const wrong = primary.find(({ text }, index) => text !== order[index]?.text)
  if (wrong === undefined) return
  const related = [
    { message: "the sorting key starts here", file: order[0]!.origin.file, span: order[0]!.origin.span },
  ]
  context.diagnostics.push(
    Findings.report(
      "primary-key-not-prefix",
      wrong.origin,
      { text: wrong.text },
      { related, ...Mends.written(wrong.origin, order.slice(0, primary.length)) },
    ),
  )
}

const versions = /^(U?Int\d+|B?Float\d+|Bool|Date|Date32|DateTime|DateTime64|Time|Time64)$/

const version = (context: Context, table: Table): void => {
  const value = table.engine?.fields.get("versionColumnId")
  const column = Ir.literal(value)
  if (value === undefined || typeof column !== "string") return
  const type = typeOf(table, column)
  // An unknown type is reported by itself.
  const family = type === undefined ? undefined : ClickHouseType.aggregated(type).family
  if (type !== undefined && family !== undefined && !versions.test(family))
    context.diagnostics.push(
      Findings.report("unsuited-version", value.origin, { name: column, type: type.text }),
    )
}

const summed = (context: Context, table: Table, keys: ReadonlyArray<Member>): void => {
  const list = table.engine?.fields.get("columnIds")
  const seen = new Set<string>()
  for (const value of list?._tag === "List" ? list.items : []) {
    const column = Ir.literal(value)
    if (typeof column !== "string") continue
    const key = keys.find(({ names }) => names.includes(column))
    if (key !== undefined) {
      const related = [{ message: "here", file: key.origin.file, span: key.origin.span }]
      context.diagnostics.push(
        Findings.report("summed-key", value.origin, { name: column, clause: key.clause }, { related }),
      )
    }
    if (seen.has(column))
      context.diagnostics.push(Findings.report("summed-twice", value.origin, { name: column }))
    seen.add(column)
  }
}
