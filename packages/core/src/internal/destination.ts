/** `into …`: the sugar of the language to the API's `destination` and `fieldMappings`. */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Extras } from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"
import * as ClickHouseType from "../ClickHouseType.ts"
import * as Destination from "../Destination.ts"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import * as Deferred from "./deferred.ts"
import { inRows } from "./keyFindings.ts"
import * as References from "./references.ts"
import * as TableKeys from "./tableKeys.ts"
import * as Values from "./values.ts"

/** What `into` comes to. */
export interface Bound {
  readonly destination: Ir.Block
  readonly fieldMappings?: Ir.List
}

// The fields as they are written; their facts are those of what they become.
const { roles } = Destination.table
const definition = Destination.table.tableDefinition!.type as Field.BlockType
const { sortingKey, partitionBy, primaryKey } = definition.fields

const tableSugar: Field.Fields = {
  engine: Field.oneOf(Destination.engines, {
    doc: "The table engine.",
    edit: "replace",
    example: "MergeTree",
  }),
  orderBy: { ...sortingKey!, example: "id" },
  partitionBy: { ...partitionBy!, example: "toYYYYMM(created_at)" },
  primaryKey: primaryKey!,
  columns: { ...Destination.table.columns!, type: { _tag: "Block", fields: {} } },
  roles: roles!,
}

export const bind = (
  context: Context,
  shape: "table" | "database",
  into: Blocks.Clause<Ast.Into>,
  raw: Ir.Block | undefined,
): Bound | undefined => (shape === "table" ? bindTable(context, into, raw) : bindDatabase(context, into))

const pathSpan = (into: Ast.Into): Span => ({
  start: into.path[0]!.span.start,
  end: into.path.at(-1)!.span.end,
})

const misshapen = (
  context: Context,
  into: Sourced<Ast.Into>,
  why: string,
  usage: string,
  fixes?: Extras["fixes"],
): undefined => {
  const extras = fixes === undefined ? {} : { fixes }
  context.diagnostics.push(
    Findings.report("destination-shape", at(into, pathSpan(into.node)), { why, usage }, extras),
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
    { roles: roles! },
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
  const columns = bindColumns(context, into, entries, broken || isGiven("destination", "columns"))
  const engine = bindEngine(context, entries, columns)
  // `columns` and `engine` have shapes of their own and are bound above; here they only count as known.
  const rest = Blocks.bind(context, tableSugar, {
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
    !entries.some((it) => named(it, "engine"))
  ) {
    context.diagnostics.push(
      Findings.report("missing-field", at(into, pathSpan(into.node)), {
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
  if (named(entry, "columns") && node._tag === "Section") {
    return within(entry, { ...node, block: { ...node.block, entries: [] } })
  }
  if (named(entry, "columns") && node._tag === "Attribute" && node.value._tag === "Object") {
    const block = { ...node.value.block, entries: [] }
    return within(entry, { ...node, value: { ...node.value, block } })
  }
  if (named(entry, "engine") && node._tag === "Attribute") {
    return within(entry, {
      ...node,
      value: { _tag: "Word" as const, span: node.value.span, text: "MergeTree" },
    })
  }
  return entry
}

const named = ({ node }: Sourced<Ast.Entry>, name: string): boolean =>
  (node._tag === "Attribute" || node._tag === "Section") && node.name.text === name

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

interface Columns {
  readonly list: Ir.List | undefined
  readonly mappings: Ir.List | undefined
  readonly types: ReadonlyMap<string, Ast.Type>
  /** All rows parsed, so a name that is not among them does not exist. */
  readonly complete: boolean
}

const bindColumns = (
  context: Context,
  into: Sourced<Ast.Into>,
  entries: ReadonlyArray<Blocks.Written>,
  broken: boolean,
): Columns => {
  const section = entries.find((entry) => named(entry, "columns") && entry.node._tag === "Section")
  if (section === undefined || section.node._tag !== "Section") {
    if (!broken && !entries.some((entry) => named(entry, "columns"))) {
      context.diagnostics.push(
        Findings.report("columns-expected", at(into, pathSpan(into.node)), {
          table: into.node.path.at(-1)!.text,
        }),
      )
    }
    return { list: undefined, mappings: undefined, types: new Map(), complete: false }
  }
  const { block } = section.node
  const rows = new Map<string, Sourced<Ast.Column>>()
  let complete = !block.broken
  for (const written of section.merged ?? Blocks.entriesOf(within(section, block))) {
    const entry = written.node
    if (entry._tag !== "Column") {
      context.diagnostics.push(
        Findings.report("column-row-expected", at(written, entry.span), undefined, rowFix(entry)),
      )
      complete = false
      continue
    }
    const name = References.nameText(context, within(written, entry.name))
    if (name === undefined) {
      complete = false
      continue
    }
    const row = within(written, {
      ...entry,
      name: { _tag: "Name", span: entry.name.span, text: name },
    } as const)
    const first = rows.get(name)
    if (first !== undefined) {
      context.diagnostics.push(
        Findings.report(
          "duplicate-column",
          at(row, entry.name.span),
          { name },
          {
            related: [related("first here", within(first, first.node.name))],
          },
        ),
      )
      continue
    }
    const emptyName = entry.name.text === "" ? entry.name : undefined
    const emptySource = entry.from?.parts.every((part) => part === "") === true ? entry.from : undefined
    for (const empty of [emptyName, emptySource]) {
      if (empty === undefined) continue
      const parameters = { name: "columns", claim: "rows of names that are not empty" }
      context.diagnostics.push(Findings.report("text-does-not-fit", at(row, empty.span), parameters))
    }
    for (const problem of ClickHouseType.check(entry.type)) {
      context.diagnostics.push(ofType(row, problem))
    }
    rows.set(name, row)
  }
  if (rows.size === 0 && complete) {
    context.diagnostics.push(
      Findings.report("columns-expected", at(section, section.node.name.span), {
        table: into.node.path.at(-1)!.text,
      }),
    )
  }
  const pair = (
    row: Sourced<Ast.Column>,
    first: [string, Ir.Value],
    second: [string, Ir.Value],
  ): Ir.Block => ({
    _tag: "Block",
    fields: new Map([first, second]),
    origin: origin(row),
  })
  const literal = (row: Sourced<Ast.Column>, value: string, node: { readonly span: Span }): Ir.Literal => ({
    _tag: "Literal",
    value,
    origin: origin(within(row, node)),
  })
  const all = [...rows.values()]
  const list: Ir.List = {
    _tag: "List",
    origin: origin(within(section, block)),
    items: all.map((row) =>
      pair(
        row,
        ["name", literal(row, row.node.name.text, row.node.name)],
        ["type", literal(row, ClickHouseType.print(row.node.type), row.node.type)],
      ),
    ),
  }
  const renamed = all.some((row) => row.node.from !== undefined)
  const mappings: Ir.List | undefined = renamed
    ? {
        _tag: "List",
        origin: origin(within(section, block)),
        items: all.map((row) => {
          const from = row.node.from
          const field =
            from === undefined ? row.node.name.text : (References.text(context, within(row, from)) ?? "")
          return pair(
            row,
            ["sourceField", literal(row, field, from ?? row.node.name)],
            ["destinationField", literal(row, row.node.name.text, row.node.name)],
          )
        }),
      }
    : undefined
  const types = new Map([...rows].map(([name, { node }]) => [name, node.type]))
  return { list, mappings, types, complete }
}

/** `id = UInt64` is a row once it has no sign. */
const rowFix = (entry: Ast.Entry): Pick<Extras, "fixes"> => {
  if (entry._tag !== "Attribute" || (entry.value._tag !== "Word" && entry.value._tag !== "Call")) return {}
  const gap = { start: entry.name.span.end, end: entry.value.span.start }
  return { fixes: [{ title: "Remove the `=`", safe: true, edits: [{ span: gap, text: " " }] }] }
}

const ofType = (row: Sourced<unknown>, problem: ClickHouseType.Problem): Diagnostic => {
  const { code, span, parameters, first } = problem
  const extras = first === undefined ? {} : { related: [{ message: "first here", ...at(row, first) }] }
  // Code and parameters belong together by the type of `Problem`, which is lost when they are taken apart.
  return Findings.report(code, at(row, span), parameters as never, extras)
}

const engineUsage: Readonly<Record<string, string>> = {
  MergeTree: "engine = MergeTree",
  ReplacingMergeTree: "engine = ReplacingMergeTree(version_column)",
  SummingMergeTree: "engine = SummingMergeTree(column, other_column)",
  Null: "engine = Null",
}

/** `engine = ReplacingMergeTree(updated_at)`: the arguments are the column that decides or the columns to add up. */
const bindEngine = (
  context: Context,
  entries: ReadonlyArray<Sourced<Ast.Entry>>,
  columns: Columns,
): Ir.Block | undefined => {
  const entry = entries.find((it) => named(it, "engine"))
  if (entry === undefined || entry.node._tag !== "Attribute") return undefined
  const found = References.resolve(context, within(entry, entry.node.value))
  if (found === undefined) return undefined
  const { node } = found
  const quoted = node._tag === "String" && node.parts.length === 1 ? String(node.parts[0]) : ""
  if (Destination.engines.includes(quoted.replace(/\(.*$/s, ""))) {
    context.diagnostics.push(
      Findings.report(
        "quoted-member",
        at(found, node.span),
        { name: quoted },
        { fixes: [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text: quoted }] }] },
      ),
    )
    return undefined
  }
  if (node._tag === "Call" && Deferred.functions.includes(node.name.text)) {
    context.diagnostics.push(
      Findings.report("deferred-not-allowed", at(found, node.span), { name: "engine" }),
    )
    return undefined
  }
  const engine = node._tag === "Word" ? node.text : node._tag === "Call" ? node.name.text : undefined
  if (engine === undefined) {
    context.diagnostics.push(
      Findings.report("wrong-type", at(found, node.span), {
        name: "engine",
        expected: "a table engine",
        found: Values.describe(node),
      }),
    )
    return undefined
  }
  if (!Destination.engines.includes(engine)) {
    const span = node._tag === "Call" ? node.name.span : node.span
    context.diagnostics.push(
      Findings.report("unknown-engine", at(found, span), { name: engine, known: Destination.engines }),
    )
    return undefined
  }
  const from = origin(found)
  const fields = new Map<string, Ir.Value>([["type", { _tag: "Literal", value: engine, origin: from }]])
  const names: Array<Ir.Literal> = []
  for (const argument of node._tag === "Call" ? node.arguments : []) {
    const column =
      argument._tag === "Word"
        ? argument.text
        : argument._tag === "String"
          ? References.text(context, within(found, argument))
          : undefined
    if (column === undefined) {
      context.diagnostics.push(
        Findings.report("engine-arguments", at(found, argument.span), {
          name: engine,
          usage: engineUsage[engine]!,
        }),
      )
      return undefined
    }
    names.push({ _tag: "Literal", value: column, origin: origin(within(found, argument)) })
  }
  const most =
    engine === Destination.replacing ? 1 : engine === Destination.summing ? Number.POSITIVE_INFINITY : 0
  if (names.length > most) {
    context.diagnostics.push(
      Findings.report("engine-arguments", at(found, node.span), {
        name: engine,
        usage: engineUsage[engine]!,
      }),
    )
    return undefined
  }
  if (columns.complete) for (const it of names) unknownColumn(context, it, columns.types)
  if (names.length > 0) {
    if (engine === Destination.replacing) fields.set("versionColumnId", names[0]!)
    else fields.set("columnIds", { _tag: "List", items: names, origin: from })
  }
  return { _tag: "Block", fields, origin: from }
}

const unknownColumn = (context: Context, value: Ir.Value, types: ReadonlyMap<string, Ast.Type>): void => {
  const column = Ir.literal(value)
  if (typeof column !== "string" || types.has(column)) return
  const { file, span } = value.origin
  context.diagnostics.push(
    Findings.report("unknown-column", { file, span }, { name: column, known: [...types.keys()] }),
  )
}
