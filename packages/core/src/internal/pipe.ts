/** One pipe: its clauses against the kind of its source. */
import type * as Ast from "@pipewright/language/Ast"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import * as Clauses from "./clauses.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"
import * as DestinationBinder from "./destination.ts"
import * as Merge from "./merge.ts"
import * as Raw from "./raw.ts"
import * as References from "./references.ts"
import * as Targets from "./targets.ts"

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
  const { from, into, settings } = Clauses.of(context, pipe, name ?? "")
  if (!Targets.includes(context, settings)) return "absent"
  const found = from === undefined ? undefined : sourceOf(context, from)
  const sections = bindSections(context, settings, found)
  const { raw } = sections
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
  if (name === undefined || source === undefined || destination === undefined) return undefined
  const bound: Ir.Pipe = {
    name,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    ...source,
    ...destination,
    ...sections,
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

const sectionFields: Field.Fields = {
  raw: Field.block({}, { doc: "What the language has no field for.", edit: "live" }),
  targets: Field.set(Field.anyString, { doc: "The targets that the pipe is in.", edit: "replace" }),
  scaling: Field.block({}, { doc: "The size of the pipe.", edit: "scaling" }),
  settings: Field.block({}, { doc: "How the pipe inserts.", edit: "settings" }),
}

const bindSections = (
  context: Context,
  settings: ReadonlyArray<Clauses.Setting>,
  source: Pick<Ir.Pipe, "kind" | "type"> | undefined,
): Pick<Ir.Pipe, "scaling" | "settings" | "raw"> => {
  const kind = source?.kind
  const found = new Map<string, Ir.Block>()
  for (const item of settings) {
    const { node } = item
    const name = node.name.text
    const fields = name === "scaling" ? kind?.scaling : name === "settings" ? kind?.settings : undefined
    if (name === "targets") {
      if (found.has(name))
        context.diagnostics.push(Findings.report("duplicate-field", at(item, node.name.span), { name }))
      found.set(name, { _tag: "Block", fields: new Map(), origin: origin(item) })
    } else if (Field.named(sectionFields, name) === undefined) {
      Blocks.unknownField(context, sectionFields, "a pipe", within(item, node.name))
    } else if (node._tag === "Attribute") {
      context.diagnostics.push(Findings.report("block-expected", at(item, node.name.span), { name }))
    } else if (found.has(name)) {
      context.diagnostics.push(Findings.report("duplicate-field", at(item, node.name.span), { name }))
    } else if (name === "raw") {
      const block = within(item, node.block)
      found.set(name, Raw.bind(context, item.merged ?? Blocks.entriesOf(block), origin(block)))
    } else if (fields !== undefined) {
      const block = within(item, node.block)
      found.set(
        name,
        (name === "scaling" ? Merge.sized : Blocks.bind)(context, fields, {
          place: `\`${name}\``,
          origin: origin(block),
          entries: item.merged ?? Blocks.entriesOf(block),
          partial: node.block.broken,
        }),
      )
    } else if (kind !== undefined) {
      context.diagnostics.push(
        Findings.report("unknown-field", at(item, node.name.span), {
          name,
          known: [],
          place: `a pipe from \`${source!.type}\``,
        }),
      )
    }
  }
  const scaling = found.get("scaling")
  const bound = found.get("settings")
  const raw = found.get("raw")
  return {
    ...(scaling === undefined ? {} : { scaling }),
    ...(bound === undefined ? {} : { settings: bound }),
    ...(raw === undefined ? {} : { raw }),
  }
}
