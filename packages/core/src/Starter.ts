/** A first program for whoever has none: trees made from what is known of a source, for the printer to write. */
import type * as Ast from "@pipewright/language/Ast"
import { make as source } from "@pipewright/language/Source"
import type * as Field from "./Field.ts"
import { wrapped } from "./internal/lines.ts"
import * as Nodes from "./internal/nodes.ts"
import * as Variables from "./internal/variables.ts"
import type { SourceKind, Start } from "./SourceKind.ts"

export interface Starter {
  /** The pipe, its fields with their documentation. */
  readonly pipe: Ast.File
  /** The names of the secrets that it asks for. */
  readonly secrets: ReadonlyArray<string>
}

const file = (declaration: Ast.Declaration): Ast.File => ({
  _tag: "File",
  source: source("", ""),
  declarations: [declaration],
  comments: [],
  brokenNames: [],
})

/** A target; an id that is not given comes from the environment. */
export const target = (
  named: string,
  ids: { readonly organization: string | undefined; readonly service: string | undefined },
): Ast.File => {
  const id = (given: string | undefined, variable: string) =>
    given === undefined ? Nodes.call("env", [Nodes.string(variable)]) : Nodes.string(given)
  return file({
    _tag: "Target",
    span: Nodes.span,
    doc: "The service that the pipes belong to.",
    name: Nodes.name(named),
    block: Nodes.block([
      Nodes.attribute("organization", id(ids.organization, variables.organization)),
      Nodes.attribute("service", id(ids.service, variables.service)),
    ]),
  })
}

/** The variables that a target reads its ids from. */
export const variables = { organization: "CLICKHOUSE_ORG_ID", service: "CLICKHOUSE_SERVICE_ID" }

/** A pipe with what the API requires, and what its kind says a first one of the type has besides. */
export const pipe = (kind: SourceKind, type: string, named: string): Starter => {
  const secrets: Array<string> = []
  const prefix = Variables.prefixes([named]).get(named) ?? ""
  const secret = (path: ReadonlyArray<string>): Ast.Value => {
    const wanted = Variables.name(prefix, kind.fields, path)
    if (!secrets.includes(wanted)) secrets.push(wanted)
    return Nodes.call("secret", [Nodes.string(wanted)])
  }
  const entries = (
    fields: Field.Fields,
    start: Start,
    above: ReadonlyArray<string>,
  ): ReadonlyArray<Ast.Entry> =>
    Object.entries(fields)
      .filter(([key, field]) => field.required === true || start[key] !== undefined)
      .map(([key, field]) => entry(field, start[key] ?? true, [...above, key]))
  const entry = (field: Field.Field, start: Start[string], path: ReadonlyArray<string>): Ast.Entry => {
    const key = path.at(-1)!
    const doc = wrapped(field.doc)
    if (field.type._tag === "Block") {
      const inner = entries(field.type.fields, typeof start === "object" ? start : {}, path)
      return { ...Nodes.section(key, inner), doc }
    }
    if (field.type._tag === "Mappings") return { ...Nodes.section(key, [mapping(field)]), doc }
    const held = field.secret === true ? secret(path) : value(field, typeof start === "object" ? true : start)
    return { ...Nodes.attribute(key, held), doc }
  }
  const from = Nodes.block(entries(kind.fields, kind.start?.(type) ?? {}, []))
  const declaration: Ast.Pipe = {
    _tag: "Pipe",
    span: Nodes.span,
    doc: kind.summary,
    name: Nodes.string(named),
    items: [
      { _tag: "From", span: Nodes.span, source: Nodes.name(type), block: from },
      kind.destination === "table" ? intoTable(tableName(named)) : intoDatabase,
    ],
    broken: false,
  }
  return { pipe: file(declaration), secrets }
}

/** A name for a table that needs no quotes in SQL. */
const tableName = (named: string): string => {
  const plain = named
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
  return /^[a-z]/.test(plain) ? plain : `pipe_${plain}`.replace(/_$/, "")
}

const column = (named: string, type: string): Ast.Column => ({
  _tag: "Column",
  span: Nodes.span,
  name: Nodes.name(named),
  type: { _tag: "Type", span: Nodes.span, name: Nodes.name(type) },
})

const intoTable = (table: string): Ast.Into => ({
  _tag: "Into",
  span: Nodes.span,
  existing: false,
  path: [Nodes.name("default"), Nodes.name(table)],
  everything: false,
  block: Nodes.block([
    Nodes.attribute("engine", Nodes.word("MergeTree")),
    Nodes.attribute("orderBy", Nodes.list([Nodes.word("id")])),
    {
      ...Nodes.section("columns", [column("id", "UInt64"), column("message", "String")]),
      doc: "The columns that the pipe writes, each with its ClickHouse type.",
    },
  ]),
})

const intoDatabase: Ast.Into = {
  _tag: "Into",
  span: Nodes.span,
  existing: false,
  path: [Nodes.name("default")],
  everything: true,
}

const value = (field: Field.Field, start: true | string | number): Ast.Value => {
  const { type } = field
  const given = start === true ? undefined : start
  const shown = given ?? field.example ?? field.default
  switch (type._tag) {
    case "Enum":
      return Nodes.word(String(shown ?? type.members[0]))
    case "Number":
      return Nodes.number(Number(shown ?? type.minimum ?? 1))
    case "Boolean":
      return Nodes.boolean(String(shown) === "true")
    case "List":
      return Nodes.list([Nodes.string(String(shown ?? ""))])
    default:
      return Nodes.string(String(shown ?? ""))
  }
}

/** `public.users -> users` of the example of a field, as a row. */
const mapping = (field: Field.Field): Ast.Mapping => {
  const [from = "", to = ""] = (field.example ?? "").split("->").map((side) => side.trim())
  return { _tag: "Mapping", span: Nodes.span, from: from.split(".").map(Nodes.name), to: [Nodes.name(to)] }
}
