/** Trees to a program: names resolved, values typed, every mistake reported at its place. */
import type * as Ast from "@pipewright/language/Ast"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"
import { Findings } from "./errors.ts"
import * as Ir from "./Ir.ts"
import * as Blocks from "./internal/blocks.ts"
import { at, type Context, origin, related, type Sourced, within } from "./internal/context.ts"
import * as Endpoints from "./internal/endpoints.ts"
import * as Params from "./internal/params.ts"
import * as PipeBinder from "./internal/pipe.ts"
import * as References from "./internal/references.ts"
import * as Repeat from "./internal/repeat.ts"
import * as Targets from "./internal/targets.ts"
import * as Templates from "./internal/templates.ts"
import * as Scaling from "./Scaling.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"
import * as Target from "./Target.ts"

export interface Bound {
  readonly program: Ir.Program
  /** What is right of each connection by itself. */
  readonly connections: ReadonlyArray<Ir.Connection>
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
  const endpoints = byName(diagnostics, "endpoint", declared(files, "Endpoint"))
  const templates = byName(diagnostics, "template", declared(files, "Template"))
  const chosen = target === undefined ? undefined : declaredTargets.get(target)
  const context: Context = {
    catalog,
    connections,
    params,
    templates,
    endpoints,
    targets: declaredTargets,
    overrides: Params.overrides(chosen, params, diagnostics),
    target,
    brokenNames: new Set(files.flatMap((file) => file.brokenNames)),
    resolving: [],
    cyclic: new Set(),
    texts: new Map(),
    diagnostics,
    sources: new Map(files.map(({ source }) => [source.file, source])),
  }
  Params.check(context)
  const boundConnections = [...connections.values()].flatMap((it) => bindConnection(context, it))
  Templates.check(context, declared(files, "Pipe"))

  const pipes = bindPipes(
    context,
    declared(files, "Pipe").flatMap((pipe) => Repeat.expand(context, pipe)),
  )
  return {
    program: {
      target: chosen === undefined ? undefined : bindTarget(context, chosen),
      endpoints: Endpoints.bind(context),
      pipes,
    },
    connections: boundConnections,
    // What does not depend on the element of a loop is found for each of them.
    diagnostics: Diagnostic.unique(diagnostics),
  }
}

const bindPipes = (context: Context, all: ReadonlyArray<Repeat.Repeated>): ReadonlyArray<Ir.Pipe> => {
  const seen = new Map<string, Repeat.Repeated>()
  const pipes: Array<Ir.Pipe> = []
  const firsts = new Map<string, Ir.Pipe>()
  const isElsewhere = (pipe: Ir.Pipe): boolean => {
    const first = firsts.get(pipe.name)
    return (
      Targets.isWithout(context) &&
      first?.targets !== undefined &&
      pipe.targets?.every((it) => !first.targets!.includes(it)) === true
    )
  }
  for (const pipe of all) {
    const bound = PipeBinder.bind(context, pipe)
    if (bound === "absent") continue
    const name = bound?.name ?? References.text(silent(context), within(pipe, pipe.node.name))
    const first = name === undefined ? undefined : seen.get(name)
    if (first === undefined) {
      if (name !== undefined) seen.set(name, pipe)
      if (bound !== undefined) {
        pipes.push(bound)
        firsts.set(bound.name, bound)
      }
      continue
    }
    // No target has both; where none is in force the first one stands for them.
    if (bound !== undefined && isElsewhere(bound)) continue
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
  oldNames(context, pipes, seen)
  return pipes
}

/** A name that a pipe gave up is no other pipe's, and at most one of them goes on as the pipe that had it. */
const oldNames = (
  context: Context,
  pipes: ReadonlyArray<Ir.Pipe>,
  byName: ReadonlyMap<string, Repeat.Repeated>,
): void => {
  const moved = new Map<string, Ir.Literal>()
  for (const { movedFrom } of pipes) {
    if (movedFrom === undefined) continue
    const name = String(movedFrom.value)
    const [pipe, other] = [byName.get(name), moved.get(name)]
    const first =
      pipe === undefined
        ? other && { message: "the other one is here", file: other.origin.file, span: other.origin.span }
        : related("the pipe is here", within(pipe, pipe.node.name))
    if (first === undefined) moved.set(name, movedFrom)
    else {
      const by = pipe === undefined ? "another move" : "a pipe"
      context.diagnostics.push(
        Findings.report(
          "old-name-taken",
          movedFrom.origin,
          { name, by },
          // Two of one loop are moved at the same place.
          first.span.start === movedFrom.origin.span.start ? {} : { related: [first] },
        ),
      )
    }
  }
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

const byName = <A extends Exclude<Ast.Declaration, Ast.Pipe>>(
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
const bindConnection = (
  context: Context,
  connection: Sourced<Ast.Connection>,
): ReadonlyArray<Ir.Connection> => {
  const { name, type, block } = connection.node
  if (context.catalog.byType.has(name.text)) {
    context.diagnostics.push(
      Findings.report("connection-named-as-type", at(connection, name.span), { name: name.text }),
    )
  }
  const kind = context.catalog.byType.get(type.text)
  if (kind === undefined) {
    PipeBinder.unknownType(context, within(connection, type))
    return []
  }
  const source = Blocks.bind(context, kind.fields, {
    place: PipeBinder.sourcePlace(type.text),
    origin: origin(within(connection, block)),
    entries: Blocks.entriesOf(within(connection, block)),
    partial: true,
    completed: true,
  })
  return [{ name: name.text, kind, type: type.text, source }]
}

const bindTarget = (context: Context, target: Sourced<Ast.Target>): Ir.Target => {
  const { name, block } = target.node
  const fields = Blocks.bind(context, Target.fields, {
    place: `the target \`${name.text}\``,
    origin: origin(within(target, name)),
    entries: Blocks.entriesOf(within(target, block)).filter(({ node }) => !Params.isParams(node)),
    partial: block.broken,
  }).fields
  for (const value of fields.values()) Endpoints.known(context, value)
  const cdcScaling = fields.get("cdcScaling")
  if (cdcScaling?._tag === "Block") checkRatio(context, cdcScaling)
  if (!block.broken) checkKey(context, target)
  const [rate, wake] = [fields.get("rate"), fields.get("wake")]
  return {
    name: name.text,
    organization: fields.get("organization"),
    service: fields.get("service"),
    apiUrl: fields.get("apiUrl"),
    keyId: fields.get("keyId"),
    keySecret: fields.get("keySecret"),
    ...(rate?._tag === "Block" ? { rate } : {}),
    ...(wake === undefined ? {} : { wake }),
    ...(cdcScaling?._tag === "Block" ? { cdcScaling } : {}),
    origin: origin(within(target, name)),
  }
}

/** Half of a key is none, and the other half of it is not to come from elsewhere. */
const checkKey = (context: Context, target: Sourced<Ast.Target>): void => {
  const { name, block } = target.node
  const written = Target.key.filter((field) =>
    block.entries.some((node) => Blocks.isNamed({ ...target, node }, field)),
  )
  if (written.length !== 1) return
  const missing = Target.key.find((field) => !written.includes(field))!
  context.diagnostics.push(
    Findings.report("missing-field", at(target, name.span), {
      name: missing,
      place: `the API key of the target \`${name.text}\``,
      example: `${missing} = ${Target.fields[missing]!.example}`,
    }),
  )
}

const checkRatio = (context: Context, scaling: Ir.Block): void => {
  const cpu = Ir.literal(scaling.fields.get("replicaCpuMillicores"))
  const memory = scaling.fields.get("replicaMemoryGb")
  const found = Ir.literal(memory)
  if (typeof cpu !== "number" || typeof found !== "number" || found === Scaling.sharedMemory(cpu)) return
  context.diagnostics.push(
    Findings.report("scaling-ratio", memory!.origin, { cores: cpu / 1000, memory: found }),
  )
}
