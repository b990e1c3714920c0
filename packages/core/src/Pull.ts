/**
 * What a service has to files of a program, as a person would write them: the way of pipes that were made by hand into a
 * program.
 */
import * as Printer from "@pipewright/language/Printer"
import type { Action, Live, LiveEndpoint } from "./Change.ts"
import * as Decompile from "./Decompile.ts"
import type * as Ir from "./Ir.ts"
import * as Connections from "./internal/pull/connections.ts"
import * as Endpoints from "./internal/pull/endpoints.ts"
import * as Untold from "./internal/pull/untold.ts"
import * as Variables from "./internal/variables.ts"
import type * as Plan from "./Plan.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"
import * as Unbind from "./Unbind.ts"

export interface Given {
  readonly catalog: SourceCatalog
  /** All pipes of the service, so that the names of secrets do not depend on which of them are wanted. */
  readonly pipes: ReadonlyArray<Live>
  readonly isWanted: (pipe: Live) => boolean
  /** The endpoints that no program declares. */
  readonly endpoints: ReadonlyArray<LiveEndpoint>
  /** Whether endpoints are written that none of the pipes goes through. */
  readonly allEndpoints: boolean
  /** The names in the program of the endpoints that it declares, by id. */
  readonly declaredEndpoints: ReadonlyMap<string, string>
  /** The connections that the program declares. */
  readonly connections: ReadonlyArray<Ir.Connection>
  /** Names that the program has given already to connections and endpoints. */
  readonly taken: ReadonlySet<string>
  /** The targets that the pipes are in, where that is not all of them. */
  readonly targets?: ReadonlyArray<string> | undefined
  /** The first thing that is wrong with a text that declares a pipe or an endpoint, if anything is. */
  readonly judge: (text: string) => string | undefined
}

/** What goes into one file. */
export interface File {
  /** What it is about, in a word or two that are to be its name. */
  readonly title: string
  readonly text: string
  readonly pipes: ReadonlyArray<Ir.Pipe>
  readonly endpoints: ReadonlyArray<Ir.Endpoint>
}

/** A value that the program asks for, and the fields that it is for. */
export interface Asked {
  readonly reader: "secret" | "env"
  readonly name: string
  readonly fields: ReadonlyArray<string>
}

/** What stays out of the program, and why. */
export interface Left {
  readonly what: "pipe" | "endpoint"
  readonly id: string
  readonly name: string
  readonly why:
    | Decompile.Unreadable["why"]
    | "same-name"
    | "unknown-type"
    /** `detail` says what. */
    | "invalid"
  readonly detail?: string
}

export interface Pulled {
  readonly files: ReadonlyArray<File>
  readonly asked: ReadonlyArray<Asked>
  readonly left: ReadonlyArray<Left>
}

export const make = (given: Given): Pulled => {
  const { catalog, judge } = given
  const left: Array<Left> = []
  const named = endpointsOf(given, left)
  const ids = new Map([
    ...given.declaredEndpoints,
    ...named.map(({ id, endpoint }) => [id, endpoint.name] as const),
  ])
  const decompiled = Decompile.answers(
    given.pipes.map(({ object }) => object),
    catalog,
  )
  const byName = new Map<string, number>()
  for (const { name } of given.pipes) byName.set(name, (byName.get(name) ?? 0) + 1)
  const read = given.pipes.flatMap((live, index) => {
    if (!given.isWanted(live)) return []
    const found = decompiled[index]!
    const leave = (why: Left["why"], detail?: string) => {
      left.push({
        what: "pipe",
        id: live.id,
        name: live.name,
        why,
        ...(detail === undefined ? {} : { detail }),
      })
      return []
    }
    if (found._tag === "Unreadable") return leave(found.why)
    if (byName.get(live.name) !== 1) return leave("same-name")
    const pipe: Ir.Pipe = {
      ...found.pipe,
      source: Endpoints.refer(found.pipe.source, ids),
      ...(given.targets === undefined ? {} : { targets: given.targets }),
    }
    // It has to be right by itself; the ids of endpoints stand in it as they are.
    const problem = judge(Unbind.text([found.pipe]))
    return problem === undefined ? [{ pipe, lost: found.lost }] : leave("invalid", problem)
  })
  const used = new Set(read.flatMap(({ pipe }) => Endpoints.names(pipe.source)))
  const endpoints = named.flatMap(({ endpoint }) =>
    given.allEndpoints || used.has(endpoint.name) ? [endpoint] : [],
  )
  const shared = Connections.share({
    pipes: read.map(({ pipe }) => pipe),
    declared: given.connections,
    isTaken: (name) => given.taken.has(name) || catalog.byType.has(name),
    prefixes: new Set(Variables.prefixes(given.pipes.map(({ name }) => name)).values()),
  })
  const pipes = read
    .map(({ pipe, lost }) => ({
      ...pipe,
      doc: Untold.doc(pipe, lost, shared.through.get(pipe.name)?.source),
    }))
    .sort(byText(({ name }) => name))
  return { files: filesOf(pipes, endpoints, shared), asked: askedOf(pipes, shared), left }
}

interface Named {
  readonly id: string
  readonly endpoint: Ir.Endpoint
}

const endpointsOf = ({ endpoints, taken, judge }: Given, left: Array<Left>): ReadonlyArray<Named> => {
  const names = new Set(taken)
  return endpoints.flatMap((live) => {
    const { id, type } = live
    if (Endpoints.isGone(live)) return []
    if (!Endpoints.isKnown(live)) {
      left.push({ what: "endpoint", id, name: type, why: "unknown-type" })
      return []
    }
    const endpoint = Endpoints.read(live, (name) => names.has(name))
    const problem = judge(
      Printer.print(
        Unbind.written({ endpoints: [endpoint], connections: [], pipes: [], through: new Map() }),
      ),
    )
    if (problem !== undefined) {
      left.push({ what: "endpoint", id, name: endpoint.name, why: "invalid", detail: problem })
      return []
    }
    names.add(endpoint.name)
    return [{ id, endpoint }]
  })
}

/** The service lists in any order; files are always the same. */
const byText =
  <A>(text: (it: A) => string) =>
  (a: A, b: A): number =>
    text(a) < text(b) ? -1 : 1

/** As many files as one looks over at a glance. */
const most = 20

/** One file for what goes by one connection, and one for what is left of a kind. */
const filesOf = (
  pipes: ReadonlyArray<Ir.Pipe>,
  endpoints: ReadonlyArray<Ir.Endpoint>,
  { connections, through }: Connections.Shared,
): ReadonlyArray<File> => {
  const kinds = [...new Set(pipes.map(({ kind }) => kind))]
  const byConnection = connections.length + kinds.length <= most
  const titleOf = (pipe: Ir.Pipe) =>
    (byConnection ? through.get(pipe.name)?.name : undefined) ?? pipe.kind.name
  const groups = new Map<string, Array<Ir.Pipe>>()
  for (const pipe of pipes) {
    const group = groups.get(titleOf(pipe))
    if (group === undefined) groups.set(titleOf(pipe), [pipe])
    else group.push(pipe)
  }
  const file = (
    title: string,
    pipes: ReadonlyArray<Ir.Pipe>,
    endpoints: ReadonlyArray<Ir.Endpoint>,
  ): File => {
    const own = connections.filter((it) => pipes.some(({ name }) => through.get(name) === it))
    const tree = Unbind.written({ endpoints, connections: own, pipes, through })
    return { title, text: Printer.print(tree), pipes, endpoints }
  }
  return [
    ...(endpoints.length === 0 ? [] : [file("endpoints", [], endpoints)]),
    ...[...groups].sort(byText(([title]) => title)).map(([title, group]) => file(title, group, [])),
  ]
}

const askedOf = (
  pipes: ReadonlyArray<Ir.Pipe>,
  { connections, through }: Connections.Shared,
): ReadonlyArray<Asked> => {
  const found = new Map<string, { readonly reader: Asked["reader"]; readonly fields: Array<string> }>()
  const add = (owner: string, source: Ir.Block, without: Ir.Block | undefined) => {
    for (const { path, value } of Untold.asked(source)) {
      if (without?.fields.has(path.split(".")[0]!) === true || !("name" in value.reader)) continue
      const field = `${owner}.${path}`
      const other = found.get(value.reader.name)
      if (other !== undefined) other.fields.push(field)
      else found.set(value.reader.name, { reader: value.secret ? "secret" : "env", fields: [field] })
    }
  }
  for (const { name, source } of connections) add(name, source, undefined)
  for (const { name, source } of pipes) add(name, source, through.get(name)?.source)
  return [...found].map(([name, it]) => ({ name, ...it }))
}

/** The actions of what is there and as declared. */
const asDeclared: ReadonlySet<Action> = new Set<Action>(["adopt", "keep"])

/** What of a plan takes over what is there and as declared: the state learns it, and nothing is sent. */
export const remembering = (plan: Plan.Plan, isMeant: (name: string) => boolean): Plan.Plan => {
  const endpoints = plan.endpoints.flatMap((it) =>
    asDeclared.has(it.action) && it.differences.length === 0
      ? [{ ...it, steps: it.steps.filter(({ _tag }) => _tag === "Remember") }]
      : [],
  )
  const { cdcScaling, ...rest } = plan
  return {
    ...rest,
    ...(cdcScaling?.action === "keep" ? { cdcScaling } : {}),
    endpoints,
    changes: plan.changes.filter(
      ({ name, action, differences, steps }) =>
        asDeclared.has(action) &&
        isMeant(name) &&
        differences.length === 0 &&
        steps.every(({ _tag }) => _tag === "Remember"),
    ),
  }
}
