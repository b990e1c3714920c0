/** One pipe: its clauses against the kind of its source. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as PipeFields from "../PipeFields.ts"
import * as Blocks from "./blocks.ts"
import * as Clauses from "./clauses.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import * as DestinationBinder from "./destination.ts"
import * as Lifecycle from "./lifecycle.ts"
import * as Merge from "./merge.ts"
import * as Raw from "./raw.ts"
import * as References from "./references.ts"
import * as Targets from "./targets.ts"
import * as Values from "./values.ts"

export const sourcePlace = (type: string): string => `a \`${type}\` source`

/** `connections`: those that the name might mean; none where only a type can stand. */
export const unknownType = (
  context: Context,
  name: Sourced<Ast.Name>,
  connections?: Iterable<string>,
): void => {
  if (context.brokenNames.has(name.node.text)) return
  context.diagnostics.push(
    Findings.report("unknown-source-type", at(name, name.node.span), {
      name: name.node.text,
      known: [...(connections ?? []), ...context.catalog.byType.keys()],
      place: connections === undefined ? "connection" : "pipe",
    }),
  )
}

/** `absent`: the pipe is not there in the target in force. `undefined`: it has a mistake, which is reported. */
export const bind = (context: Context, pipe: Sourced<Ast.Pipe>): Ir.Pipe | "absent" | undefined => {
  const { node } = pipe
  const name = References.text(context, within(pipe, node.name))
  if (name !== undefined && (name === "" || name.length > 255)) {
    context.diagnostics.push(Findings.report("invalid-pipe-name", at(pipe, node.name.span), undefined))
  }
  const { from, into, moved, settings } = Clauses.of(context, pipe, name ?? "")
  const targets = Targets.of(context, settings)
  if (!Targets.includes(context, targets)) return "absent"
  const found = from === undefined ? undefined : sourceOf(context, from)
  const beside = bindSettings(context, settings, found)
  const { raw } = beside
  const source = from === undefined || found === undefined ? undefined : bindSource(context, from, found, raw)
  const destination =
    into === undefined
      ? undefined
      : // Without a source the form of `into` says which destination it means.
        DestinationBinder.bind(
          context,
          source?.kind.destination ?? (into.node.everything ? "database" : "table"),
          // What stands in the wrong place is not missing as well.
          [...(from?.entries ?? []), ...settings].some(({ node }) => isOfTable(node))
            ? { ...into, broken: true }
            : into,
          raw,
        )
  const movedFrom = moved === undefined ? undefined : oldName(context, moved, name)
  if (name === undefined || source === undefined || destination === undefined) return undefined
  const bound: Ir.Pipe = {
    name,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    ...source,
    ...destination,
    ...beside,
    ...(targets === undefined ? {} : { targets }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    origin: References.textOrigin(context, within(pipe, node.name), within(pipe, node.name)),
  }
  if (bound.raw !== undefined) Raw.check(context, bound, bound.raw)
  // Where a part of the source did not parse, or has a value that is not known, a rule could only guess at it.
  if (
    from?.broken !== true &&
    !Raw.speaksForSource(bound) &&
    context.connections.get(from?.node.source.text ?? "")?.node.block.broken !== true
  ) {
    for (const check of source.kind.check) context.diagnostics.push(...check(bound))
  }
  return bound
}

const isOfTable = (node: Ast.Entry): boolean =>
  "name" in node && (node.name.text === "engine" || node.name.text === "columns")

/** `moved from "…"`; whether another pipe has the name is seen once all are bound. */
const oldName = (
  context: Context,
  moved: Sourced<Ast.Moved>,
  name: string | undefined,
): Ir.Literal | undefined => {
  const { from } = moved.node
  const value = References.text(context, within(moved, from))
  if (value === undefined) return undefined
  if (value === "" || value.length > 255)
    context.diagnostics.push(Findings.report("invalid-pipe-name", at(moved, from.span), undefined))
  else if (value === name)
    context.diagnostics.push(
      Findings.report("old-name-taken", at(moved, from.span), { name: value, by: "itself" }),
    )
  else return { _tag: "Literal", value, origin: origin(within(moved, from)) }
  return undefined
}

/** The word after `from`, looked up. */
interface Found extends Pick<Ir.Pipe, "kind" | "type"> {
  readonly connection: Sourced<Ast.Connection> | undefined
}

const sourceOf = (context: Context, from: Blocks.Clause<Ast.From>): Found | undefined => {
  const { source: name } = from.node
  const connection = context.connections.get(name.text)
  const type = connection?.node.type.text ?? name.text
  const kind = context.catalog.byType.get(type)
  if (kind === undefined) {
    // An unknown type of a connection is reported there.
    if (connection === undefined) unknownType(context, within(from, name), context.connections.keys())
    return undefined
  }
  return { kind, type, connection }
}

const bindSource = (
  context: Context,
  from: Blocks.Clause<Ast.From>,
  { kind, type, connection }: Found,
  raw: Ir.Block | undefined,
): Pick<Ir.Pipe, "kind" | "type" | "source"> => {
  const { source: name } = from.node
  const entries =
    connection === undefined
      ? from.entries
      : Merge.connection(connection, { label: `connection ${name.text}`, ...at(from, name.span) }, from)
  const source = Blocks.bind(context, kind.fields, {
    place: sourcePlace(type),
    origin: origin(within(from, name)),
    entries,
    partial: from.broken || connection?.node.block.broken === true,
    ...Raw.given(raw, "source", kind.arm),
  })
  return { kind, type, source }
}

type Settings = Pick<Ir.Pipe, "scaling" | "settings" | "raw" | "state" | "lifecycle">

const bindSettings = (
  context: Context,
  settings: ReadonlyArray<Clauses.Setting>,
  source: Pick<Ir.Pipe, "kind" | "type"> | undefined,
): Settings => {
  const first = new Map<string, Clauses.Setting>()
  for (const item of settings) {
    const { name } = item.node
    const other = first.get(name.text)
    if (Field.named(PipeFields.fields, name.text) === undefined) {
      Blocks.unknownField(context, PipeFields.fields, "a pipe", within(item, name))
    } else if (other === undefined) first.set(name.text, item)
    else {
      const extras = { related: [related("first set here", within(other, other.node.name))] }
      context.diagnostics.push(
        Findings.report("duplicate-field", at(item, name.span), { name: name.text }, extras),
      )
    }
  }
  const state = first.get("state")
  const wanted =
    state === undefined ? undefined : bindValue(context, "state", PipeFields.fields.state!, state)
  const block = (name: string, fields: Field.Fields | undefined): Ir.Block | undefined => {
    const item = first.get(name)
    const scope = item === undefined ? undefined : scopeOf(context, name, item)
    if (item === undefined || scope === undefined) return undefined
    if (name === "raw") return Raw.bind(context, scope.entries, scope.origin)
    if (fields !== undefined) return (name === "scaling" ? Merge.sized : Blocks.bind)(context, fields, scope)
    if (source !== undefined && (name === "scaling" || name === "settings")) {
      const parameters = { name, type: source.type } as const
      context.diagnostics.push(Findings.report("not-for-source", at(item, item.node.name.span), parameters))
    }
    return undefined
  }
  const bound = {
    scaling: block("scaling", source?.kind.scaling),
    settings: block("settings", source?.kind.settings),
    raw: block("raw", undefined),
    lifecycle: block("lifecycle", Lifecycle.fields),
    state: wanted,
  }
  return Object.fromEntries(Object.entries(bound).filter(([, value]) => value !== undefined)) as Settings
}

const bindValue = (
  context: Context,
  name: string,
  field: Field.Field,
  item: Clauses.Setting,
): Ir.Value | undefined => {
  const { node } = item
  if (node._tag === "Attribute") return Values.bind(context, name, field, within(item, node.value))
  context.diagnostics.push(Findings.report("value-expected", at(item, node.name.span), { name }))
  return undefined
}

/** A block beside `from` and `into`, also where it is written with `=`, which is reported. */
const scopeOf = (context: Context, name: string, item: Clauses.Setting): Blocks.Scope | undefined => {
  const { node } = item
  const block =
    node._tag === "Section" ? node.block : Blocks.misplacedEquals(context, within(item, node), name)
  if (block === undefined) return undefined
  const place = within(item, block)
  return {
    place: `\`${name}\``,
    origin: origin(place),
    entries: item.merged ?? Blocks.entriesOf(place),
    partial: block.broken,
  }
}
