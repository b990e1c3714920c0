/** Trees to a program: names resolved, values typed, every mistake reported at its place. */
import type * as Ast from "@pipewright/language/Ast"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"
import { Findings } from "./errors.ts"
import * as Field from "./Field.ts"
import type * as Ir from "./Ir.ts"
import * as Blocks from "./internal/blocks.ts"
import { at, type Context, origin, related, type Sourced, within } from "./internal/context.ts"
import * as DestinationBinder from "./internal/destination.ts"
import * as Merge from "./internal/merge.ts"
import * as Params from "./internal/params.ts"
import * as References from "./internal/references.ts"
import * as Repeat from "./internal/repeat.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"

export interface Bound {
  readonly program: Ir.Program
  readonly diagnostics: ReadonlyArray<Diagnostic.Diagnostic>
}

/** The names of the targets that the files declare, in order. */
export const targets = (files: ReadonlyArray<Ast.File>): ReadonlyArray<string> => [
  ...new Set(declared(files, "Target").map(({ node }) => node.name.text)),
]

/** The program as the named target sees it; without a name, as it is when no target sets anything. */
export const bind = (files: ReadonlyArray<Ast.File>, catalog: SourceCatalog, target?: string): Bound => {
  const diagnostics: Array<Diagnostic.Diagnostic> = []
  const connections = byName(diagnostics, "connection", declared(files, "Connection"))
  const params = byName(diagnostics, "param", declared(files, "Param"))
  const declaredTargets = byName(diagnostics, "target", declared(files, "Target"))
  const chosen = target === undefined ? undefined : declaredTargets.get(target)
  const context: Context = {
    catalog,
    connections,
    params,
    overrides: Params.overrides(chosen, params, diagnostics),
    target,
    brokenNames: new Set(files.flatMap((file) => file.brokenNames)),
    resolving: [],
    cyclic: new Set(),
    texts: new Map(),
    diagnostics,
  }
  Params.check(context)
  for (const connection of connections.values()) checkConnection(context, connection)

  const pipes = bindPipes(
    context,
    declared(files, "Pipe").flatMap((pipe) => Repeat.expand(context, pipe)),
  )
  return {
    program: { target: chosen === undefined ? undefined : bindTarget(context, chosen), pipes },
    // What does not depend on the element of a loop is found for each of them.
    diagnostics: Diagnostic.unique(diagnostics),
  }
}

const bindPipes = (context: Context, all: ReadonlyArray<Repeat.Repeated>): ReadonlyArray<Ir.Pipe> => {
  const seen = new Map<string, Repeat.Repeated>()
  const pipes: Array<Ir.Pipe> = []
  for (const pipe of all) {
    const bound = bindPipe(context, pipe)
    const name = bound?.name ?? References.text(silent(context), within(pipe, pipe.node.name))
    const first = name === undefined ? undefined : seen.get(name)
    if (first === undefined) {
      if (name !== undefined) seen.set(name, pipe)
      if (bound !== undefined) pipes.push(bound)
      continue
    }
    // Two of one loop differ in their elements alone.
    const place = (it: Repeat.Repeated): Sourced<{ readonly span: Span }> =>
      pipe.node === first.node && it.element !== undefined ? it.element : within(it, it.node.name)
    context.diagnostics.push(
      Findings.report(
        "duplicate-declaration",
        at(place(pipe), place(pipe).node.span),
        { what: "pipe", name: name! },
        { related: [related("the other one is here", place(first))] },
      ),
    )
  }
  return pipes
}

/**
 * All findings of a program: as each declared target sees it, or as it is without one where none is declared. What
 * several targets have in common is said once.
 */
export const check = (
  files: ReadonlyArray<Ast.File>,
  catalog: SourceCatalog,
): ReadonlyArray<Diagnostic.Diagnostic> => {
  const names = targets(files)
  const runs = names.length === 0 ? [bind(files, catalog)] : names.map((name) => bind(files, catalog, name))
  return Diagnostic.unique(runs.flatMap((run) => run.diagnostics))
}

type Kinds = { readonly [K in Ast.Declaration["_tag"]]: Extract<Ast.Declaration, { _tag: K }> }

const declared = <K extends Ast.Declaration["_tag"]>(
  files: ReadonlyArray<Ast.File>,
  tag: K,
): ReadonlyArray<Sourced<Kinds[K]>> =>
  files.flatMap((file) =>
    file.declarations
      .filter((node): node is Kinds[K] => node._tag === tag)
      .map((node) => ({ node, file: file.source.file, via: [] })),
  )

const byName = <A extends Ast.Connection | Ast.Param | Ast.Target>(
  diagnostics: Array<Diagnostic.Diagnostic>,
  what: string,
  all: ReadonlyArray<Sourced<A>>,
): ReadonlyMap<string, Sourced<A>> => {
  const found = new Map<string, Sourced<A>>()
  for (const it of all) {
    const name = it.node.name.text
    const first = found.get(name)
    if (first === undefined) found.set(name, it)
    else {
      diagnostics.push(
        Findings.report(
          "duplicate-declaration",
          at(it, it.node.name.span),
          { what, name },
          {
            related: [related("the other one is here", within(first, first.node.name))],
          },
        ),
      )
    }
  }
  return found
}

const silent = (context: Context): Context => ({ ...context, diagnostics: [] })

/** A connection by itself: unknown fields and wrong values are told even if no pipe uses it. */
const checkConnection = (context: Context, connection: Sourced<Ast.Connection>): void => {
  const { name, type, block } = connection.node
  if (context.catalog.byType.has(name.text)) {
    context.diagnostics.push(
      Findings.report("connection-named-as-type", at(connection, name.span), { name: name.text }),
    )
  }
  const kind = context.catalog.byType.get(type.text)
  if (kind === undefined) {
    unknownType(context, within(connection, type), [])
    return
  }
  Blocks.bind(context, kind.fields, {
    place: sourcePlace(type.text),
    origin: origin(within(connection, block)),
    entries: Blocks.entriesOf(within(connection, block)),
    partial: true,
    completed: true,
  })
}

const sourcePlace = (type: string): string => `a \`${type}\` source`

const unknownType = (context: Context, name: Sourced<Ast.Name>, more: Iterable<string>): void => {
  if (context.brokenNames.has(name.node.text)) return
  context.diagnostics.push(
    Findings.report("unknown-source-type", at(name, name.node.span), {
      name: name.node.text,
      known: [...more, ...context.catalog.byType.keys()],
    }),
  )
}

const bindPipe = (context: Context, pipe: Sourced<Ast.Pipe>): Ir.Pipe | undefined => {
  const { node } = pipe
  const name = References.text(context, within(pipe, node.name))
  if (name !== undefined && (name === "" || name.length > 255)) {
    context.diagnostics.push(Findings.report("invalid-pipe-name", at(pipe, node.name.span), undefined))
  }
  const from = clause(context, pipe, "From", "from", name ?? "")
  const into = clause(context, pipe, "Into", "into", name ?? "")
  const source = from === undefined ? undefined : bindSource(context, from)
  const destination =
    into === undefined
      ? undefined
      : // Without a source the form of `into` says which destination it means.
        DestinationBinder.bind(
          context,
          source?.kind.destination ?? (into.node.everything ? "database" : "table"),
          into,
        )
  const sections = bindSections(context, pipe, source)
  if (name === undefined || source === undefined || destination === undefined) return undefined
  const bound: Ir.Pipe = {
    name,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    ...source,
    ...destination,
    ...sections,
    origin: origin(within(pipe, node.name)),
  }
  // Where a part of the source did not parse, a rule could only guess at what is in it.
  if (
    from?.node.block.broken !== true &&
    context.connections.get(from?.node.source.text ?? "")?.node.block.broken !== true
  ) {
    for (const check of source.kind.check) context.diagnostics.push(...check(bound))
  }
  return bound
}

interface Clauses {
  readonly From: Ast.From
  readonly Into: Ast.Into
}

const clause = <K extends keyof Clauses>(
  context: Context,
  pipe: Sourced<Ast.Pipe>,
  tag: K,
  word: string,
  name: string,
): Sourced<Clauses[K]> | undefined => {
  const all = pipe.node.items.filter((it): it is Clauses[K] & Ast.PipeItem => it._tag === tag)
  const [first, second] = all
  if (second !== undefined) {
    context.diagnostics.push(Findings.report("duplicate-clause", at(pipe, second.span), { clause: word }))
  }
  if (first === undefined) {
    if (!pipe.node.broken) {
      context.diagnostics.push(
        Findings.report("missing-clause", at(pipe, pipe.node.name.span), { clause: word, pipe: name }),
      )
    }
    return undefined
  }
  return within(pipe, first)
}

const bindSource = (
  context: Context,
  from: Sourced<Ast.From>,
): Pick<Ir.Pipe, "kind" | "type" | "source"> | undefined => {
  const { source: name, block } = from.node
  const own = within(from, block)
  const connection = context.connections.get(name.text)
  const type = connection?.node.type.text ?? name.text
  const kind = context.catalog.byType.get(type)
  if (kind === undefined) {
    // An unknown type of a connection is reported there.
    if (connection === undefined) unknownType(context, within(from, name), context.connections.keys())
    return undefined
  }
  const entries =
    connection === undefined
      ? Blocks.entriesOf(own)
      : Merge.connection(connection, { label: `connection ${name.text}`, ...at(from, name.span) }, own)
  const place = sourcePlace(type)
  const source = Blocks.bind(context, kind.fields, {
    place,
    origin: origin(within(from, name)),
    entries,
    partial: block.broken || connection?.node.block.broken === true,
  })
  return { kind, type, source }
}

const bindSections = (
  context: Context,
  pipe: Sourced<Ast.Pipe>,
  source: Pick<Ir.Pipe, "kind" | "type"> | undefined,
): Pick<Ir.Pipe, "scaling" | "settings"> => {
  const kind = source?.kind
  const sections: Field.Fields = {
    scaling: Field.block({}, { doc: "The size of the pipe.", edit: "scaling" }),
    settings: Field.block({}, { doc: "How the pipe inserts.", edit: "settings" }),
  }
  const found = new Map<string, Ir.Block>()
  for (const item of pipe.node.items) {
    if (item._tag === "From" || item._tag === "Into") continue
    const name = item.name.text
    const fields = name === "scaling" ? kind?.scaling : name === "settings" ? kind?.settings : undefined
    if (Field.named(sections, name) === undefined) {
      Blocks.unknownField(context, sections, "a pipe", within(pipe, item.name))
    } else if (item._tag === "Attribute") {
      context.diagnostics.push(Findings.report("block-expected", at(pipe, item.name.span), { name }))
    } else if (found.has(name)) {
      context.diagnostics.push(Findings.report("duplicate-field", at(pipe, item.name.span), { name }))
    } else if (fields !== undefined) {
      const block = within(pipe, item.block)
      found.set(
        name,
        (name === "scaling" ? Merge.sized : Blocks.bind)(context, fields, {
          place: `\`${name}\``,
          origin: origin(block),
          entries: Blocks.entriesOf(block),
          partial: item.block.broken,
        }),
      )
    } else if (kind !== undefined) {
      context.diagnostics.push(
        Findings.report("unknown-field", at(pipe, item.name.span), {
          name,
          known: [],
          place: `a pipe from \`${source!.type}\``,
        }),
      )
    }
  }
  const scaling = found.get("scaling")
  const settings = found.get("settings")
  return { ...(scaling === undefined ? {} : { scaling }), ...(settings === undefined ? {} : { settings }) }
}

const targetFields: Field.Fields = {
  organization: Field.string({
    doc: "The id of the organization.",
    edit: "replace",
    required: true,
    example: "00000000-0000-0000-0000-000000000000",
  }),
  service: Field.string({
    doc: "The id of the service that the pipes belong to.",
    edit: "replace",
    required: true,
    example: "00000000-0000-0000-0000-000000000000",
  }),
  apiUrl: Field.string({ doc: "The base URL of the API, if not the public one.", edit: "live" }),
}

const bindTarget = (context: Context, target: Sourced<Ast.Target>): Ir.Target => {
  const { name, block } = target.node
  const fields = Blocks.bind(context, targetFields, {
    place: `the target \`${name.text}\``,
    origin: origin(within(target, name)),
    entries: Blocks.entriesOf(within(target, block)).filter(({ node }) => !Params.isParams(node)),
    partial: block.broken,
  }).fields
  return {
    name: name.text,
    organization: fields.get("organization"),
    service: fields.get("service"),
    apiUrl: fields.get("apiUrl"),
    origin: origin(within(target, name)),
  }
}
