/** A first program for whoever has none: trees made from what is known of a source, for the printer to write. */
import type * as Ast from "@pipewright/language/Ast"
import { make as source, span } from "@pipewright/language/Source"
import type * as Field from "./Field.ts"
import type { SourceKind, Start } from "./SourceKind.ts"

export interface Starter {
  /** The pipe, its fields with their documentation. */
  readonly pipe: Ast.File
  /** The names of the secrets that it asks for. */
  readonly secrets: ReadonlyArray<string>
}

const nowhere = span(0, 0)

const name = (text: string): Ast.Name => ({ _tag: "Name", span: nowhere, text })
const string = (text: string): Ast.StringValue => ({ _tag: "String", span: nowhere, parts: [text] })
const word = (text: string): Ast.WordValue => ({ _tag: "Word", span: nowhere, text })
const list = (...items: ReadonlyArray<Ast.Value>): Ast.ListValue => ({ _tag: "List", span: nowhere, items })
const call = (called: string, argument: string): Ast.CallValue => ({
  _tag: "Call",
  span: nowhere,
  name: name(called),
  arguments: [string(argument)],
})
const block = (entries: ReadonlyArray<Ast.Entry>): Ast.Block => ({
  _tag: "Block",
  span: nowhere,
  entries,
  broken: false,
})
const attribute = (named: string, value: Ast.Value, doc?: string): Ast.Attribute => ({
  _tag: "Attribute",
  span: nowhere,
  ...(doc === undefined ? {} : { doc }),
  name: name(named),
  value,
})
const column = (named: string, type: string): Ast.Column => ({
  _tag: "Column",
  span: nowhere,
  name: name(named),
  type: { _tag: "Type", span: nowhere, name: name(type) },
})

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
    given === undefined ? call("env", variable) : string(given)
  return file({
    _tag: "Target",
    span: nowhere,
    doc: "The service that the pipes belong to.",
    name: name(named),
    block: block([
      attribute("organization", id(ids.organization, variables.organization)),
      attribute("service", id(ids.service, variables.service)),
    ]),
  })
}

/** The variables that a target reads its ids from. */
export const variables = { organization: "CLICKHOUSE_ORG_ID", service: "CLICKHOUSE_SERVICE_ID" }

/** A pipe with what the API requires, and what its kind says a first one of the type has besides. */
export const pipe = (kind: SourceKind, type: string, named: string): Starter => {
  const secrets: Array<string> = []
  const prefix = named
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
  const secret = (field: string): string => {
    const own = field.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()
    const wanted = /^[A-Z]/.test(prefix) ? `${prefix}_${own}` : own
    if (!secrets.includes(wanted)) secrets.push(wanted)
    return wanted
  }
  const entries = (fields: Field.Fields, start: Start): ReadonlyArray<Ast.Entry> =>
    Object.entries(fields)
      .filter(([key, field]) => field.required === true || start[key] !== undefined)
      .map(([key, field]) => entry(key, field, start[key] ?? true))
  const entry = (key: string, field: Field.Field, start: Start[string]): Ast.Entry => {
    const doc = wrapped(field.doc)
    const { type: of } = field
    if (of._tag === "Block" || of._tag === "Mappings") {
      const inner =
        of._tag === "Block" ? entries(of.fields, typeof start === "object" ? start : {}) : [mapping(field)]
      return { _tag: "Section", span: nowhere, doc, name: name(key), block: block(inner) }
    }
    if (field.secret === true) return attribute(key, call("secret", secret(key)), doc)
    return attribute(key, value(field, typeof start === "object" ? true : start), doc)
  }
  const from = block(entries(kind.fields, kind.start?.(type) ?? {}))
  const declaration: Ast.Pipe = {
    _tag: "Pipe",
    span: nowhere,
    doc: kind.summary,
    name: string(named),
    items: [
      { _tag: "From", span: nowhere, source: name(type), block: from },
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

const intoTable = (table: string): Ast.Into => ({
  _tag: "Into",
  span: nowhere,
  existing: false,
  path: [name("default"), name(table)],
  everything: false,
  block: block([
    attribute("engine", word("MergeTree")),
    attribute("orderBy", list(word("id"))),
    {
      _tag: "Section",
      span: nowhere,
      doc: "The columns that the pipe writes, each with its ClickHouse type.",
      name: name("columns"),
      block: block([column("id", "UInt64"), column("message", "String")]),
    },
  ]),
})

const intoDatabase: Ast.Into = {
  _tag: "Into",
  span: nowhere,
  existing: false,
  path: [name("default")],
  everything: true,
}

const value = (field: Field.Field, start: true | string | number): Ast.Value => {
  const { type } = field
  const given = start === true ? undefined : start
  const shown = given ?? field.example ?? field.default
  switch (type._tag) {
    case "Enum":
      return word(String(shown ?? type.members[0]))
    case "Number":
      return { _tag: "Number", span: nowhere, value: Number(shown ?? type.minimum ?? 1) }
    case "Boolean":
      return { _tag: "Boolean", span: nowhere, value: shown === true || shown === "true" }
    case "List":
      return list(string(String(shown ?? "")))
    default:
      return string(String(shown ?? ""))
  }
}

/** `public.users -> users` of the example of a field, as a row. */
const mapping = (field: Field.Field): Ast.Mapping => {
  const [from = "", to = ""] = (field.example ?? "").split("->").map((side) => side.trim())
  return { _tag: "Mapping", span: nowhere, from: from.split(".").map(name), to: [name(to)] }
}

/** Documentation in lines that fit beside what it documents. */
const wrapped = (text: string): string => {
  const lines: Array<string> = []
  for (const part of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + part.length >= 90) lines.push(part)
    else lines[lines.length - 1] = `${last} ${part}`
  }
  return lines.join("\n")
}
