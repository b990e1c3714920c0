/** Values back to how an author writes them. */
import type * as Ast from "@pipewright/language/Ast"
import * as Field from "../Field.ts"
import * as Ir from "../Ir.ts"
import * as Unit from "../Unit.ts"
import * as Nodes from "./nodes.ts"

/** What to call a secret that stands in the text itself, by the keys that lead to it. It is not written again. */
export type Naming = (path: ReadonlyArray<string>) => string

export const entries = (
  fields: Field.Fields,
  block: Ir.Block,
  naming: Naming,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<Ast.Entry> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const found = block.fields.get(key)
    return found === undefined ? [] : [entry(name, field, found, naming, [...path, key])]
  })

const entry = (
  name: string,
  { type }: Field.Field,
  found: Ir.Value,
  naming: Naming,
  path: ReadonlyArray<string>,
): Ast.Entry => {
  if (type._tag === "Mappings" && found._tag === "List")
    return Nodes.section(
      name,
      found.items.flatMap((it) => (it._tag === "Block" ? [mapping(type, it, naming, path)] : [])),
    )
  if (type._tag === "Block" && found._tag === "Block")
    return Nodes.section(name, entries(type.fields, found, naming, path))
  return Nodes.attribute(name, value(type, found, naming, path))
}

const mapping = (
  type: Field.MappingsType,
  row: Ir.Block,
  naming: Naming,
  path: ReadonlyArray<string>,
): Ast.Mapping => {
  const part = (key: string) => Nodes.name(String(Ir.literal(row.fields.get(key)) ?? ""))
  const more = entries(type.fields, row, naming, path)
  return {
    _tag: "Mapping",
    span: Nodes.span,
    from: type.source.map(part),
    to: [part("targetTable")],
    ...(more.length === 0 ? {} : { block: Nodes.block(more) }),
  }
}

/** The value of a field that is not a block. */
export const value = (
  type: Field.Type,
  found: Ir.Value,
  naming: Naming,
  path: ReadonlyArray<string>,
): Ast.Value => {
  switch (found._tag) {
    case "Literal":
      return literal(type, found.value)
    case "Deferred":
      return deferred(found, naming, path)
    case "Pending":
      return Nodes.pending(found)
    case "List": {
      const item = type._tag === "List" ? type.item : Field.anyString
      return Nodes.list(found.items.map((it) => value(item, it, naming, path)))
    }
    case "Block":
      return Nodes.object(entries(type._tag === "Block" ? type.fields : {}, found, naming, path))
  }
}

const literal = (type: Field.Type, value: string | number | boolean): Ast.Value => {
  if (typeof value === "boolean") return Nodes.boolean(value)
  if (typeof value === "number") return number(value, type._tag === "Number" ? type.unit : undefined)
  if (type._tag === "Enum") return Nodes.word(value)
  return type._tag === "String" && type.bare === true ? columnName(value) : Nodes.string(value)
}

/** The name of a column, bare where it is a word. */
export const columnName = (text: string): Ast.Value =>
  /^[A-Za-z_]\w*$/.test(text) && text !== "true" && text !== "false" ? Nodes.word(text) : Nodes.string(text)

/** In the unit of which there are fewest, so that a thousand milliseconds are a second. */
const number = (value: number, unit: Field.Unit | undefined): Ast.Value => {
  const choices = Unit.known(unit)
    .map((name) => ({ name, amount: Unit.amount(value, name, unit!) }))
    .filter(({ amount }) => Number.isInteger(amount) && amount > 0)
    .sort((a, b) => a.amount - b.amount)
  const [best] = choices
  return best === undefined ? Nodes.number(value) : Nodes.quantity(best.amount, best.name)
}

const deferred = (found: Ir.Deferred, naming: Naming, path: ReadonlyArray<string>): Ast.Value => {
  const call = reader(found.reader, naming, path)
  return found.base64 ? Nodes.call("base64", [call]) : call
}

const reader = (it: Ir.Reader, naming: Naming, path: ReadonlyArray<string>): Ast.CallValue => {
  switch (it._tag) {
    case "Secret":
      return Nodes.call("secret", [Nodes.string(it.name)])
    case "Env":
      return Nodes.call("env", [Nodes.string(it.name)])
    case "File":
      return Nodes.call("file", [Nodes.string(it.path)])
    case "Given":
      return Nodes.call("secret", [Nodes.string(naming(path))])
  }
}

/** What stands in `raw { }`, of whose types nothing is known. */
export const rawEntries = (block: Ir.Block): ReadonlyArray<Ast.Entry> =>
  [...block.fields].map(([name, it]) => Nodes.attribute(name, rawValue(it)))

const rawValue = (found: Ir.Value): Ast.Value => {
  switch (found._tag) {
    case "Literal":
      return literal(Field.anyString, found.value)
    case "List":
      return Nodes.list(found.items.map(rawValue))
    case "Block":
      return Nodes.object(rawEntries(found))
    case "Pending":
      return Nodes.pending(found)
    case "Deferred":
      throw new Error("`raw` holds no value that is read late")
  }
}
