/** The entries of a block against the fields that it may have. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Suggest from "../Suggest.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"
import * as Values from "./values.ts"

/** An entry; one that stands for a block in several places holds what they come to together. */
export interface Written extends Sourced<Ast.Entry> {
  readonly merged?: ReadonlyArray<Written>
}

/** A clause of a pipe with all that is in its block, also what a template put there. */
export interface Clause<A> extends Sourced<A> {
  readonly entries: ReadonlyArray<Written>
  /** Some of it did not parse: what is missing is not reported. */
  readonly broken: boolean
}

/** A block as bound: where it is, what it is called in findings, and its entries from one or more places. */
export interface Scope {
  /** What it is called in a finding, such as `offset`, quoted. */
  readonly place: string
  readonly origin: Ir.Origin
  readonly entries: ReadonlyArray<Written>
  /** Some of it did not parse, or it is only a part: what is missing is not reported. */
  readonly partial: boolean
  /** It and its blocks are completed by others that are merged with them. */
  readonly completed?: true
  /** What stands for it in `raw`: a field that is there is not missing here. */
  readonly given?: Ir.Block
}

/** Names that stand somewhere else in a pipe, with the place. */
const elsewhere: ReadonlyMap<string, string> = new Map(
  Object.entries({
    engine: "the `into` block",
    orderBy: "the `into` block",
    partitionBy: "the `into` block",
    primaryKey: "the `into` block",
    columns: "the `into` block",
    roles: "the `into` block",
    scaling: "the pipe itself, beside `from` and `into`",
    replicas: "the `scaling` block of the pipe",
    tables: "the `from` block of a database source",
    lifecycle: "the pipe itself, beside `from` and `into`",
    protect: "the `lifecycle` block of the pipe",
    cdcScaling: "the target",
  }),
)

/** Whether a block of the API holds a login: what is written over one replaces all of it. */
export const isLogin = (name: string): boolean => logins.has(name)

const logins: ReadonlySet<string> = new Set(["credentials", "accessKey", "serviceAccountKey"])

export const entriesOf = (block: Sourced<Ast.Block>): ReadonlyArray<Written> =>
  block.node.entries.map((entry) => within(block, entry))

/** Whether an entry sets or opens what has this name. */
export const isNamed = ({ node }: Sourced<Ast.Entry>, name: string): boolean =>
  (node._tag === "Attribute" || node._tag === "Section") && node.name.text === name

/** Binds every entry, and reports unknown, repeated and missing fields. */
export const bind = (context: Context, fields: Field.Fields, scope: Scope): Ir.Block => {
  const byName = new Map<string, Named>()
  for (const entry of scope.entries) {
    const { node } = entry
    if (node._tag === "Mapping" || node._tag === "Column") {
      const [what, where] = node._tag === "Mapping" ? ["table mapping", "tables"] : ["column", "columns"]
      context.diagnostics.push(
        Findings.report("misplaced-row", at(entry, node.span), { what: what!, where: where! }),
      )
      continue
    }
    const name = node.name.text
    const first = byName.get(name)
    if (first !== undefined) {
      context.diagnostics.push(
        Findings.report(
          "duplicate-field",
          at(entry, node.name.span),
          { name },
          {
            related: [related("first set here", within(first, first.node.name))],
          },
        ),
      )
      continue
    }
    byName.set(name, { ...entry, node })
    if (Field.named(fields, name) === undefined)
      unknownField(context, fields, scope.place, within(entry, node.name))
  }

  // A field that is misspelt is not missing as well.
  const meant = new Set<string>()
  for (const name of byName.keys()) {
    const near =
      Field.named(fields, name) === undefined ? Suggest.nearest(name, Object.keys(fields)) : undefined
    if (near !== undefined) meant.add(near)
  }
  const bound = new Map<string, Ir.Value>()
  for (const [name, field] of Object.entries(fields)) {
    const entry = byName.get(name)
    if (entry === undefined) {
      if (scope.given?.fields.has(Field.wireName(name, field)) === true)
        meant.add(Field.wireName(name, field))
      else if (field.required === true && !scope.partial && !meant.has(name)) {
        context.diagnostics.push(
          Findings.report(
            "missing-field",
            { file: scope.origin.file, span: scope.origin.span },
            {
              name,
              place: scope.place,
              example: example(name, field),
            },
          ),
        )
      }
      continue
    }
    const value = bindEntry(context, name, field, entry, scope)
    if (value === undefined) meant.add(Field.wireName(name, field))
    else bound.set(Field.wireName(name, field), value)
  }
  return {
    _tag: "Block",
    fields: bound,
    ...(meant.size === 0 ? {} : { unsound: meant }),
    origin: scope.origin,
  }
}

export const unknownField = (
  context: Context,
  fields: Field.Fields,
  place: string,
  name: Sourced<Ast.Name>,
): void => {
  const where = elsewhere.get(name.node.text) ?? otherKinds(context, fields, name.node.text)
  const spot = at(name, name.node.span)
  context.diagnostics.push(
    where === undefined
      ? Findings.report("unknown-field", spot, { name: name.node.text, known: Object.keys(fields), place })
      : Findings.report("field-elsewhere", spot, { name: name.node.text, place, where }),
  )
}

/** The kinds that have a field which is no field of this one, and not near to one. */
const otherKinds = (context: Context, fields: Field.Fields, name: string): string | undefined => {
  const { kinds } = context.catalog
  if (!kinds.some((kind) => kind.fields === fields)) return undefined
  if (Suggest.nearest(name, Object.keys(fields)) !== undefined) return undefined
  const having = kinds.filter((kind) => Field.named(kind.fields, name) !== undefined)
  if (having.length === 0) return undefined
  return `a ${having.map((kind) => `\`${kind.types[0]}\``).join(" or ")} source`
}

const example = (name: string, field: Field.Field): string | undefined => {
  if (field.type._tag === "Mappings") return `${name} { ${field.example ?? "public.users -> users"} }`
  if (field.type._tag === "Block") return `${name} { ${Object.keys(field.type.fields)[0]} = … }`
  if (field.secret === true) return `${name} = secret("${name.toUpperCase()}")`
  if (field.type._tag === "Enum") return `${name} = ${field.example ?? field.type.members[0]}`
  if (field.example === undefined) return undefined
  return `${name} = ${field.type._tag === "String" || field.type._tag === "List" ? JSON.stringify(field.example) : field.example}`
}

interface Named extends Sourced<Ast.Attribute | Ast.Section> {
  readonly merged?: ReadonlyArray<Written>
}

const bindEntry = (
  context: Context,
  name: string,
  field: Field.Field,
  entry: Named,
  scope: Scope,
): Ir.Value | undefined => {
  const { node } = entry
  const wantsBlock = field.type._tag === "Block" || field.type._tag === "Mappings"
  if (node._tag === "Section") {
    if (!wantsBlock) {
      context.diagnostics.push(Findings.report("value-expected", at(entry, node.name.span), { name }))
      return undefined
    }
    return bindSection(context, name, field, within(entry, node.block), scope, entry.merged)
  }
  if (!wantsBlock) return Values.bind(context, name, field, within(entry, node.value))
  const block = misplacedEquals(context, within(entry, node), name)
  return block === undefined ? undefined : bindSection(context, name, field, within(entry, block), {})
}

/** The block of `name = { … }` where `name { … }` is meant, which is reported; none where there is no block. */
export const misplacedEquals = (
  { diagnostics }: Pick<Context, "diagnostics">,
  entry: Sourced<Ast.Attribute>,
  name: string,
): Ast.Block | undefined => {
  const { value, name: written } = entry.node
  if (value._tag === "Object") {
    const gap = { start: written.span.end, end: value.span.start }
    const fixes = [{ title: "Remove the `=`", safe: true, edits: [{ span: gap, text: " " }] }]
    diagnostics.push(Findings.report("block-expected", at(entry, written.span), { name }, { fixes }))
    return value.block
  }
  diagnostics.push(
    Findings.report("wrong-type", at(entry, value.span), {
      name,
      expected: `a block, \`${name} { … }\``,
      found: Values.describe(value),
    }),
  )
  return undefined
}

const bindSection = (
  context: Context,
  name: string,
  field: Field.Field,
  block: Sourced<Ast.Block>,
  { completed, given }: Pick<Scope, "completed" | "given">,
  merged?: ReadonlyArray<Written>,
): Ir.Value | undefined => {
  if (field.type._tag === "Mappings") return bindMappings(context, field.type, block, merged)
  if (field.type._tag !== "Block") return undefined
  const below = given?.fields.get(name)
  const entries = merged ?? entriesOf(block)
  const names = entries.flatMap(({ node }) => ("name" in node ? [node.name.text] : []))
  return bind(context, Field.opened(field.type, names), {
    place: `\`${name}\``,
    origin: origin(block),
    entries,
    // A login is replaced as a whole, so nothing can complete it.
    ...(completed === true && !isLogin(name) ? { partial: true, completed } : { partial: block.node.broken }),
    ...(below?._tag === "Block" ? { given: below } : {}),
  })
}

const bindMappings = (
  context: Context,
  type: Field.MappingsType,
  block: Sourced<Ast.Block>,
  entries: ReadonlyArray<Written> = entriesOf(block),
): Ir.List => {
  const seen = new Map<string, Sourced<Ast.Mapping>>()
  const items: Array<Ir.Value> = []
  for (const entry of entries) {
    const { node } = entry
    if (node._tag !== "Mapping") {
      context.diagnostics.push(Findings.report("mapping-row-expected", at(entry, node.span), undefined))
      continue
    }
    const row = within(entry, node)
    const item = bindMapping(context, type, row)
    if (item === undefined) continue
    const key = type.source.map((part) => String((item.fields.get(part) as Ir.Literal).value)).join("\0")
    const first = seen.get(key)
    if (first !== undefined) {
      const name = key.replace("\0", ".")
      context.diagnostics.push(
        Findings.report(
          "duplicate-field",
          at(row, node.span),
          { name },
          { related: [related("first mapped here", first)] },
        ),
      )
      continue
    }
    seen.set(key, row)
    items.push(item)
  }
  if (items.length === 0 && !block.node.broken && entries.length === 0) {
    context.diagnostics.push(Findings.report("mapping-row-expected", at(block, block.node.span), undefined))
  }
  return { _tag: "List", items, origin: origin(block) }
}

const bindMapping = (
  context: Context,
  type: Field.MappingsType,
  row: Sourced<Ast.Mapping>,
): Ir.Block | undefined => {
  const { from, to, block } = row.node
  const place = { start: from[0]!.span.start, end: from.at(-1)!.span.end }
  if (from.length !== 2) {
    context.diagnostics.push(Findings.report("mapping-source-shape", at(row, place), { parts: type.source }))
    return undefined
  }
  if (to.length !== 1) {
    context.diagnostics.push(
      Findings.report("destination-shape", at(row, { start: to[0]!.span.start, end: to.at(-1)!.span.end }), {
        why: "the target of a mapping is a table in the database of `into`",
        usage: `${to.at(-1)!.text}`,
      }),
    )
    return undefined
  }
  const texts = [...from, ...to].map((name) => References.nameText(context, within(row, name)))
  if (texts.some((text) => text === undefined)) return undefined
  const empty = [...from, ...to][texts.indexOf("")]
  if (empty !== undefined) {
    const parameters = { name: "tables", claim: "rows of names that are not empty" }
    context.diagnostics.push(Findings.report("text-does-not-fit", at(row, empty.span), parameters))
    return undefined
  }
  const literal = (index: number): Ir.Literal => ({
    _tag: "Literal",
    value: texts[index]!,
    origin: References.nameOrigin(context, within(row, [...from, ...to][index]!)),
  })
  const more =
    block === undefined
      ? undefined
      : bind(context, type.fields, {
          place: "a table mapping",
          origin: origin(within(row, block)),
          entries: entriesOf(within(row, block)),
          partial: block.broken,
        })
  const fields = new Map<string, Ir.Value>([
    [type.source[0], literal(0)],
    [type.source[1], literal(1)],
    ["targetTable", literal(2)],
    ...(more?.fields ?? []),
  ])
  return {
    _tag: "Block",
    fields,
    ...(more?.unsound === undefined ? {} : { unsound: more.unsound }),
    origin: origin(row),
  }
}
