/** `into …`: the sugar of the language to the API's `destination` and `fieldMappings`. */
import type * as Ast from "@pipewright/language/Ast"
import type { Extras } from "@pipewright/language/Diagnostic"
import * as Destination from "../Destination.ts"
import { Findings } from "../errors.ts"
import * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import * as Columns from "./columns.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"
import * as Engine from "./engine.ts"
import { inRows } from "./keyFindings.ts"
import * as References from "./references.ts"
import * as TableKeys from "./tableKeys.ts"

/** What `into` comes to. */
export interface Bound {
  readonly destination: Ir.Block
  readonly fieldMappings?: Ir.List
}

export const bind = (
  context: Context,
  shape: "table" | "database",
  into: Blocks.Clause<Ast.Into>,
  raw: Ir.Block | undefined,
): Bound | undefined => (shape === "table" ? bindTable(context, into, raw) : bindDatabase(context, into))

const misshapen = (
  context: Context,
  into: Sourced<Ast.Into>,
  why: string,
  usage: string,
  fixes?: Extras["fixes"],
): undefined => {
  const extras = fixes === undefined ? {} : { fixes }
  context.diagnostics.push(
    Findings.report("destination-shape", at(into, Columns.pathSpan(into.node)), { why, usage }, extras),
  )
  return undefined
}

const bindDatabase = (context: Context, into: Blocks.Clause<Ast.Into>): Bound | undefined => {
  const { path, everything, existing } = into.node
  const first = path[0]!
  if (!everything || path.length > 1) {
    return misshapen(
      context,
      into,
      "a database pipe writes many tables, so it goes into a database",
      `into ${first.text}.*`,
    )
  }
  if (existing)
    return misshapen(
      context,
      into,
      "the tables of a database pipe are made by its mappings",
      `into ${first.text}.*`,
    )
  const database = name(context, into, first)
  if (database === undefined) return undefined
  const ofTable = into.entries.filter(({ node }) => "name" in node && inRows.has(node.name.text))
  for (const entry of ofTable) {
    const { name: field } = entry.node as Ast.Attribute
    context.diagnostics.push(
      Findings.report("not-for-database", at(entry, field.span), {
        name: field.text,
      }),
    )
  }
  const more = Blocks.bind(
    context,
    { roles: Destination.table.roles! },
    {
      place: "the destination of a database pipe",
      origin: origin(into),
      entries: into.entries.filter((entry) => !ofTable.includes(entry)),
      partial: into.broken,
    },
  )
  const fields = new Map<string, Ir.Value>([["database", database], ...more.fields])
  return { destination: { _tag: "Block", fields, origin: origin(into) } }
}

const bindTable = (
  context: Context,
  into: Blocks.Clause<Ast.Into>,
  raw: Ir.Block | undefined,
): Bound | undefined => {
  const { path, everything, existing } = into.node
  const last = path.at(-1)!
  if (everything) {
    return misshapen(
      context,
      into,
      "this pipe writes one table, so `into` names it",
      `into ${last.text}.my_table`,
    )
  }
  if (path.length > 2)
    return misshapen(context, into, "a table is named by its database and its name", "into db.table")
  if (path.length === 1 && last.template === undefined && /^\w+\.\w+$/.test(last.text)) {
    return misshapen(
      context,
      into,
      "a database and its table are two names, not one with a dot in it",
      `into ${last.text}`,
      [{ title: `Write \`${last.text}\``, safe: false, edits: [{ span: last.span, text: last.text }] }],
    )
  }
  const database = path.length === 2 ? name(context, into, path[0]!) : undefined
  const table = name(context, into, last)
  if (table === undefined || (path.length === 2 && database === undefined)) return undefined

  const { entries, broken } = into
  const isGiven = (...path: ReadonlyArray<string>) => raw !== undefined && Ir.get(raw, ...path) !== undefined
  const columns = Columns.bind(context, into, entries, broken || isGiven("destination", "columns"))
  const engine = Engine.bind(context, entries, columns)
  // `columns` and `engine` have shapes of their own and are bound above; here they only count as known.
  const rest = Blocks.bind(context, Destination.written, {
    place: "the destination",
    origin: origin(into),
    entries: entries.map((entry) => known(entry)),
    partial: true,
  })
  const found = (field: string) => rest.fields.get(field)
  if (existing) {
    for (const field of ["engine", "orderBy", "partitionBy", "primaryKey"]) {
      const entry = entries.find(({ node }) => node._tag === "Attribute" && node.name.text === field)
      if (entry !== undefined && "name" in entry.node) {
        context.diagnostics.push(
          Findings.report("not-for-existing-table", at(entry, entry.node.name.span), { name: field }),
        )
      }
    }
  } else if (
    engine === undefined &&
    !broken &&
    !isGiven("destination", "tableDefinition", "engine") &&
    !entries.some((it) => Blocks.isNamed(it, "engine"))
  ) {
    context.diagnostics.push(
      Findings.report("missing-field", at(into, Columns.pathSpan(into.node)), {
        name: "engine",
        place: "a table that ClickPipes creates",
        example: "engine = MergeTree",
      }),
    )
  }
  const order = found("orderBy")
  if (!existing) {
    TableKeys.check(context, {
      engine,
      orderBy: order,
      partitionBy: found("partitionBy"),
      primaryKey: found("primaryKey"),
      columns: columns.types,
      complete: columns.complete,
      entries: entries.filter((it): it is Sourced<Ast.Attribute> => it.node._tag === "Attribute"),
    })
  }

  const block_ = (fields: ReadonlyArray<readonly [string, Ir.Value | undefined]>): Ir.Block => ({
    _tag: "Block",
    fields: new Map(fields.filter((it): it is readonly [string, Ir.Value] => it[1] !== undefined)),
    origin: origin(into),
  })
  const literal = (value: boolean): Ir.Literal => ({ _tag: "Literal", value, origin: origin(into) })
  const tableDefinition = block_([
    ["engine", engine],
    ["sortingKey", order],
    ["partitionBy", found("partitionBy")],
    ["primaryKey", found("primaryKey")],
  ])
  return {
    destination: block_([
      ["database", database],
      ["table", table],
      ["managedTable", literal(!existing)],
      ["tableDefinition", existing ? undefined : tableDefinition],
      ["columns", columns.list],
      ["roles", found("roles")],
    ]),
    ...(columns.mappings === undefined ? {} : { fieldMappings: columns.mappings }),
  }
}

/** The entries that have a shape of their own look to the general binding like something it takes. */
const known = (entry: Sourced<Ast.Entry>): Sourced<Ast.Entry> => {
  const { node } = entry
  if (Blocks.isNamed(entry, "columns") && node._tag === "Section") {
    return within(entry, { ...node, block: { ...node.block, entries: [] } })
  }
  if (Blocks.isNamed(entry, "columns") && node._tag === "Attribute" && node.value._tag === "Object") {
    const block = { ...node.value.block, entries: [] }
    return within(entry, { ...node, value: { ...node.value, block } })
  }
  if (Blocks.isNamed(entry, "engine") && node._tag === "Attribute") {
    return within(entry, {
      ...node,
      value: { _tag: "Word" as const, span: node.value.span, text: "MergeTree" },
    })
  }
  return entry
}

const name = (context: Context, into: Sourced<Ast.Into>, node: Ast.Name): Ir.Literal | undefined => {
  const value = References.nameText(context, within(into, node))
  if (value !== "")
    return value === undefined
      ? undefined
      : { _tag: "Literal", value, origin: References.nameOrigin(context, within(into, node)) }
  context.diagnostics.push(
    Findings.report("text-does-not-fit", at(into, node.span), {
      name: "into",
      claim: "a name that is not empty",
    }),
  )
  return undefined
}
