/**
 * What an edit of a program does to the pipes and endpoints that are there: the plan of the new program where the old one
 * was applied and nobody has touched anything since. So an edit is judged here as it is when it is applied.
 *
 * Nothing is read for it. What the text does not tell, such as a value of the environment, is not compared.
 */
import * as Redacted from "effect/Redacted"
import * as Applied from "./Applied.ts"
import type { Change, Difference, EndpointChange, Live, LiveEndpoint, Permissions } from "./Change.ts"
import * as Compile from "./Compile.ts"
import * as Endpoint from "./Endpoint.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import type * as Ir from "./Ir.ts"
import type * as LintRule from "./LintRule.ts"
import * as Plan from "./Plan.ts"
import * as State from "./State.ts"

export type Edited = Omit<LintRule.Edited, "place" | "change"> & { readonly change: Change | EndpointChange }

/** Pipes and endpoints of both programs, each once. Of fields that differ only those are in it of which both sides are known. */
export const compare = (before: Ir.Program, after: Ir.Program): ReadonlyArray<Edited> => {
  const [old, pipes] = [declared(before), declared(after)]
  const values = unread([...old, ...pipes])
  const tell = (it: Ir.Attribute) => mark(`${it.endpoint}.${it.name}`)
  const applied = old.map(({ pipe, request }) => ({
    pipe,
    request: { ...request, body: Evaluate.resolve(request.body, tell) },
  }))
  const endpoints = before.endpoints.map((endpoint) => ({ endpoint, ...liveEndpoint(endpoint, tell) }))
  const { changes, endpoints: ways } = Plan.make({
    pipes,
    endpoints: after.endpoints.map((endpoint) => ({
      endpoint,
      request: Compile.createEndpoint(endpoint, Compile.noIds),
    })),
    there: {
      pipes: applied.map(({ pipe, request }) => live(pipe, request, values)),
      endpoints: endpoints.map(({ live }) => live),
    },
    state: {
      ...State.empty({ organizationId: "", serviceId: "" }, ""),
      pipes: Object.fromEntries(
        applied.map(({ pipe, request }) => [
          pipe.name,
          Applied.created(pipe, request, pipe.name, { values, hashes: new Map() }, never),
        ]),
      ),
      endpoints: Object.fromEntries(
        endpoints.map(({ endpoint: { name }, applied }) => [
          name,
          { id: name, origin: "created" as const, applied, appliedAt: never },
        ]),
      ),
    },
    values,
    permissions: all,
  })
  const heirs = new Map(
    changes.flatMap(({ name, perhapsFrom }) => (perhapsFrom === undefined ? [] : [[perhapsFrom, name]])),
  )
  return [
    ...ways.map((it) => edited("endpoint", it, it.endpoint === undefined)),
    ...changes.map((it) => edited("pipe", it, it.pipe === undefined, heirs.get(it.name))),
  ]
}

const edited = (
  of: Edited["of"],
  it: Change | EndpointChange,
  isGone: boolean,
  heir?: string | undefined,
): Edited => ({
  of,
  isGone,
  ...(isGone && heir !== undefined ? { heir } : {}),
  change: { ...it, differences: it.differences.filter(isKnown) },
})

const declared = ({ pipes }: Ir.Program): ReadonlyArray<Plan.Declared> =>
  pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, Compile.noIds) }))

/** Nothing was, in truth. */
const never = "1970-01-01T00:00:00.000Z"

/** What would have to be asked for is told by the change itself, and not by what is missing of it. */
const all: Permissions = {
  delete: () => true,
  replace: () => true,
  resnapshot: () => true,
  adopt: () => true,
}

/** In the place of a value that the text does not tell. No author writes it. */
const sign = "\u0000unread\u0000"
const mark = (name: string): string => `${sign}${name}${sign}`

/** Two values of one name are the same, and of any other nobody knows whether they are. */
const unread = (pipes: ReadonlyArray<Plan.Declared>): Evaluate.Values =>
  new Map(
    pipes.flatMap(({ request }) =>
      Evaluate.deferred(request.body).flatMap((it) => {
        const { reader } = it
        if (it.secret || reader._tag === "Given") return []
        const name = reader._tag === "File" ? `${reader.from}:${reader.path}` : reader.name
        return [[it, Redacted.make(mark(`${reader._tag}:${name}`))] as const]
      }),
    ),
  )

const isKnown = ({ before, after }: Difference): boolean => !holdsMark(before) && !holdsMark(after)

const holdsMark = (value: Json | undefined): boolean =>
  typeof value === "string"
    ? value.includes(sign)
    : typeof value === "object" && value !== null && Object.values(value).some(holdsMark)

const live = (pipe: Ir.Pipe, request: Pick<Compile.Request, "body">, values: Evaluate.Values): Live => {
  const { name, kind, source } = pipe
  const { stopped, settled } = kind.lifecycle
  const [rest = "Stopped", run = "Running"] = [stopped[0], settled(source)[0]]
  const isStopped = pipe.state?._tag === "Literal" && pipe.state.value === "stopped"
  return {
    id: name,
    name,
    state: isStopped ? rest : run,
    object: { ...Evaluate.show(request.body, values), id: name, name },
  }
}

const liveEndpoint = (
  endpoint: Ir.Endpoint,
  tell: (attribute: Ir.Attribute) => string,
): { readonly live: LiveEndpoint; readonly applied: JsonObject } => {
  const { name } = endpoint
  const { body } = Compile.createEndpoint(endpoint, Compile.noIds)
  const told = Object.entries(Endpoint.attributes).map(([attribute, { path }]) => {
    const value = tell({ _tag: "Attribute", endpoint: name, name: attribute })
    return path.endsWith("[0]") ? [path.slice(0, -3), [value]] : [path, value]
  })
  return {
    live: {
      id: name,
      type: String(endpoint.type.value),
      status: "Ready",
      object: { ...Evaluate.show(body), ...Object.fromEntries(told) },
    },
    applied: Evaluate.comparable(body, new Map()),
  }
}
