/** `raw { … }`: parts of the body that the language has no field for. */
import type * as Ast from "@pipewright/language/Ast"
import * as Compile from "../Compile.ts"
import * as DestinationFacts from "../Destination.ts"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import * as Ir from "../Ir.ts"
import * as Scaling from "../Scaling.ts"
import * as Sugar from "../Sugar.ts"
import * as Blocks from "./blocks.ts"
import * as ColumnMappings from "./columnMappings.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import * as Decode from "./decode.ts"
import * as Deferred from "./deferred.ts"
import * as References from "./references.ts"
import { describe } from "./values.ts"

/** The entries as they are, by the API's names. */
export const bind = (
  context: Context,
  entries: ReadonlyArray<Blocks.Written>,
  place: Ir.Origin,
): Ir.Block => {
  const fields = new Map<string, Ir.Value>()
  const first = new Map<string, Sourced<Ast.Name>>()
  for (const entry of entries) {
    const { node } = entry
    if (node._tag === "Mapping" || node._tag === "Column") {
      const [what, where] = node._tag === "Mapping" ? ["table mapping", "tables"] : ["column", "columns"]
      context.diagnostics.push(
        Findings.report("misplaced-row", at(entry, node.span), { what: what!, where: where! }),
      )
      continue
    }
    const name = node.name.text
    const other = first.get(name)
    if (other !== undefined) {
      const extras = { related: [related("first set here", other)] }
      context.diagnostics.push(
        Findings.report("duplicate-field", at(entry, node.name.span), { name }, extras),
      )
      continue
    }
    first.set(name, within(entry, node.name))
    const bound =
      node._tag === "Section"
        ? block(context, within(entry, node.block), entry.merged)
        : value(context, name, within(entry, node.value))
    if (bound !== undefined) fields.set(name, bound)
  }
  return { _tag: "Block", fields, origin: place }
}

const block = (
  context: Context,
  written: Sourced<Ast.Block>,
  entries = Blocks.entriesOf(written),
): Ir.Block => bind(context, entries, origin(written))

const value = (context: Context, name: string, use: Sourced<Ast.Value>): Ir.Value | undefined => {
  const found = References.resolve(context, use)
  if (found === undefined) return undefined
  const { node } = found
  const from = References.textOrigin(context, use, found)
  switch (node._tag) {
    case "String":
    case "Reference": {
      const parts = References.pieces(context, within(found, node))
      if (parts === undefined) return undefined
      return parts.every((it) => typeof it === "string")
        ? { _tag: "Literal", value: parts.join(""), origin: from }
        : { _tag: "Pending", parts, origin: from }
    }
    case "Number":
    case "Boolean":
      return { _tag: "Literal", value: node.value, origin: from }
    case "List": {
      const items = node.items.flatMap((item) => value(context, name, within(found, item)) ?? [])
      return items.length < node.items.length ? undefined : { _tag: "List", items, origin: from }
    }
    case "Object":
      return block(context, within(found, node.block))
    default: {
      const isDeferred = node._tag === "Call" && Deferred.functions.includes(node.name.text)
      context.diagnostics.push(
        isDeferred
          ? Findings.report("deferred-not-allowed", at(found, node.span), { name })
          : Findings.report("wrong-type", at(found, node.span), {
              name,
              expected: "a string, a number, `true`, `false`, a list or an object",
              found: describe(node),
            }),
      )
      return undefined
    }
  }
}

/** The part of `raw` that stands for a block of the language. */
export const given = (
  raw: Ir.Block | undefined,
  ...path: ReadonlyArray<string>
): { readonly given?: Ir.Block } => {
  const found = raw === undefined ? undefined : Ir.get(raw, ...path)
  return found?._tag === "Block" ? { given: found } : {}
}

/** Whether a field of the source has a value in `raw`, of which no rule knows what goes with it. */
export const speaksForSource = ({ raw, kind }: Ir.Pipe): boolean => {
  const speaks = (fields: Field.Fields, block: Ir.Block): boolean =>
    [...block.fields].some(([key, it]) => {
      const field = Field.byWireName(fields, key)
      return field?.type._tag === "Block" && it._tag === "Block"
        ? speaks(field.type.fields, it)
        : field !== undefined
    })
  const source = raw?.fields.get("source")
  return source?._tag === "Block" && speaks(Compile.sourceFields(kind), source)
}

/** A value that the field does not take, of a newer API, can be said in `raw` alone. */
const fits = (field: Field.Field, found: Ir.Value): boolean =>
  Decode.value({ _tag: "Body" }, field, Compile.rawBody(found)) !== undefined

/** Reports what the language can say: said in two places, it would not be known which of them holds. */
export const check = (context: Context, pipe: Ir.Pipe, raw: Ir.Block): void => {
  const { kind } = pipe
  const report = (origin: Ir.Origin, path: string, field: string) => {
    context.diagnostics.push(Findings.report("raw-has-field", origin, { path, field }))
  }
  const against = (fields: Field.Fields, block: Ir.Value | undefined, path: string, where: string) => {
    if (block === undefined) return
    if (block._tag !== "Block") return report(block.origin, path, where)
    for (const [name, field] of Object.entries(fields)) {
      const key = Field.wireName(name, field)
      const found = block.fields.get(key)
      if (found === undefined) continue
      if (field.type._tag === "Block" && found._tag === "Block")
        against(
          field.type.fields,
          found,
          `${path}.${key}`,
          path.startsWith("destination") ? where : `${where}, \`${name} { … }\``,
        )
      else if (fits(field, found))
        report(found.origin, `${path}.${key}`, `\`${Sugar.written(`${path}.${key}`) ?? name}\` in ${where}`)
    }
  }
  const top = (key: string) => raw.fields.get(key)
  const named = top("name")
  if (named !== undefined) report(named.origin, "name", "the name after `pipe`")
  const source = top("source")
  if (source !== undefined && source._tag !== "Block") report(source.origin, "source", "`from … { … }`")
  const arm = source?._tag === "Block" ? source.fields.get(kind.arm) : undefined
  against(kind.fields, arm, `source.${kind.arm}`, "the `from` block")
  for (const [key, value] of source?._tag === "Block" ? source.fields : []) {
    if (key !== kind.arm && context.catalog.byArm.has(key))
      report(value.origin, `source.${key}`, "`from` in a pipe of its own: a pipe reads one source")
  }
  const flavour = arm?._tag === "Block" ? arm.fields.get(kind.flavour?.key ?? "") : undefined
  if (flavour !== undefined && kind.types.includes(String(Ir.literal(flavour))))
    report(flavour.origin, `source.${kind.arm}.${kind.flavour!.key}`, "the word after `from`")
  const own = Compile.destinationFields(kind)
  against(own, top("destination"), "destination", "the `into` block")
  const { table } = DestinationFacts
  const others = Object.keys(table).filter((name) => Field.named(own, name) === undefined)
  for (const name of others) {
    const found = Ir.get(raw, "destination", name)
    if (found !== undefined)
      report(found.origin, `destination.${name}`, "a row of `tables` in the `from` block")
  }
  const mappings = top("fieldMappings")
  if (mappings !== undefined && areRows(pipe, mappings))
    report(mappings.origin, "fieldMappings", '`from "…"` in a row of `columns`')
  against(
    kind.scaling ?? Scaling.fields,
    top("scaling"),
    "scaling",
    kind.scaling === undefined ? "`cdcScaling` of the target" : "`scaling { … }`",
  )
  against(kind.settings ?? {}, top("settings"), "settings", "`settings { … }`")
}

/** Whether rows of columns can say which field goes to which of them. */
const areRows = ({ destination }: Ir.Pipe, mappings: Ir.Value): boolean => {
  const read = Decode.value({ _tag: "Body" }, DestinationFacts.fieldMappings, Compile.rawBody(mappings))
  if (read?._tag !== "List") return false
  return (
    read.items.length === 0 || ColumnMappings.complete(destination.fields.get("columns"), read) !== undefined
  )
}
