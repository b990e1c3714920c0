/**
 * A plan that is kept to be carried out later, as text without secrets. It says what it rests on: the target, what the
 * program means, what was remembered, and what was live of everything that is declared. What has moved since then is
 * named, so that nothing is ever done to something that nobody looked at.
 */
import * as Either from "effect/Either"
import * as Applied from "./Applied.ts"
import type { Change, EndpointChange, Permission, Permissions, ScalingChange } from "./Change.ts"
import { type Body, isObject, Late, type Request } from "./Compile.ts"
import * as Diff from "./Diff.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Ir from "./Ir.ts"
import type * as Plan from "./Plan.ts"
import * as State from "./State.ts"

/** One change, with what it rests on. */
export interface SavedChange {
  readonly name: string
  readonly action: string
  /** Of what is there. */
  readonly id?: string
  /** What the service said of it; only what follows from it counts. */
  readonly state?: string
  /** What was live of everything that is declared, by path. */
  readonly live: JsonObject
  readonly differences: ReadonlyArray<JsonObject>
  /** With the bodies as they may be seen. */
  readonly steps: ReadonlyArray<JsonObject>
  readonly requires: ReadonlyArray<Permission>
  readonly needs: ReadonlyArray<Permission>
}

export interface SavedPlan {
  readonly version: 1
  readonly target: string
  readonly service: State.ServiceRef
  /** A hash of what the program means; comments, places and the order of files are no part of it. */
  readonly program: string
  /** Of the state that it was made with. */
  readonly serial: number
  /** The pipes whose secrets are sent again. */
  readonly resend: ReadonlyArray<string>
  /** The patterns of what was asked for, where that was not all; what they left out is no part of it. */
  readonly only?: ReadonlyArray<string>
  readonly pipes: ReadonlyArray<SavedChange>
  readonly endpoints: ReadonlyArray<SavedChange>
  readonly cdcScaling?: SavedChange
}

export interface Given {
  readonly plan: Plan.Plan
  readonly target: string
  readonly service: State.ServiceRef
  /** 0 where nothing is remembered yet. */
  readonly serial: number
  readonly resend?: (name: string) => boolean
  readonly only?: ReadonlyArray<string> | undefined
}

export const currentVersion = 1

export const make = ({ plan, target, service, serial, resend = () => false, only }: Given): SavedPlan => ({
  version: currentVersion,
  target,
  service: { organizationId: service.organizationId, serviceId: service.serviceId },
  program: programOf(plan),
  serial,
  resend: plan.changes.flatMap(({ name }) => (resend(name) ? [name] : [])),
  ...(only === undefined ? {} : { only }),
  pipes: plan.changes.map((change) => ofPipe(change, plan.known.values)),
  endpoints: plan.endpoints.map(ofEndpoint),
  ...(plan.cdcScaling === undefined ? {} : { cdcScaling: ofScaling(plan.cdcScaling) }),
})

const ofPipe = (change: Change, values: Evaluate.Values): SavedChange => {
  const { pipe, request, live } = change
  const told = new Map<string, Json>()
  if (pipe !== undefined && request !== undefined && live !== undefined)
    Diff.compare({ pipe, request, live: live.object, values, told })
  return {
    ...saved(change, change.steps, told, values),
    ...(live === undefined ? {} : { id: live.id, state: live.state }),
  }
}

const ofEndpoint = (change: EndpointChange): SavedChange => {
  const { live } = change
  const steps = [...change.steps, ...change.after]
  const told = new Map(Object.entries(live?.object ?? {}).filter(([key]) => endpointKeys.test(key)))
  return {
    ...saved(change, steps, told),
    ...(live === undefined ? {} : { id: live.id, state: live.status }),
  }
}

/** Everything of an endpoint but how far it has come, which is `state`. */
const endpointKeys = /^(?!(id|serviceId|status|createdAt|updatedAt)$)/

const ofScaling = (change: ScalingChange): SavedChange =>
  saved(
    { ...change, name: "cdcScaling", requires: [], needs: [] },
    change.steps,
    new Map(Object.entries(change.live ?? {})),
  )

const saved = (
  change: Pick<Change, "name" | "action" | "differences" | "requires" | "needs">,
  steps: ReadonlyArray<{ readonly _tag: string; readonly request?: Request }>,
  told: ReadonlyMap<string, Json>,
  values: Evaluate.Values = new Map(),
): SavedChange => ({
  name: change.name,
  action: change.action,
  live: Object.fromEntries(told),
  differences: change.differences.map(({ path, before, after, secret, movedBy, edit, impact }) => ({
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(secret === undefined ? {} : { secret }),
    movedBy,
    edit,
    impact: impact as unknown as JsonObject,
  })),
  steps: steps.map(({ _tag, request, ...rest }) => ({
    step: _tag,
    ...(rest as JsonObject),
    ...(request === undefined ? {} : { body: Evaluate.show(request.body, values) }),
  })),
  requires: change.requires,
  needs: change.needs,
})

/** What the program means, as one word: values that are read late count by where they are read. */
export const programOf = ({ changes, endpoints, cdcScaling }: Plan.Plan): string =>
  State.fingerprint({
    pipes: changes.flatMap(({ pipe, request }) =>
      pipe === undefined || request === undefined
        ? []
        : [
            {
              body: meaning(request.body),
              kind: pipe.kind.arm,
              type: pipe.type,
              state: Ir.literal(pipe.state) ?? null,
              protect: Applied.isProtected(pipe),
              movedFrom: Ir.literal(pipe.movedFrom) ?? null,
            },
          ],
    ),
    endpoints: endpoints.flatMap(({ endpoint, name, request }) =>
      endpoint === undefined || request === undefined ? [] : [{ name, body: meaning(request.body) }],
    ),
    cdcScaling: cdcScaling === undefined ? null : meaning(cdcScaling.request.body),
  })

const meaning = (body: Body): Json => {
  if (body instanceof Late)
    return body.parts.map((part) => (typeof part === "string" ? part : lateMeaning(part)))
  if (Array.isArray(body)) return body.map(meaning)
  if (!isObject(body)) return body as Json
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, meaning(value)]))
}

const lateMeaning = (part: Ir.Deferred | Ir.Pending): Json => {
  if (part._tag === "Pending") return { pending: Evaluate.template(part.parts) }
  const { reader, base64 } = part
  const where: JsonObject =
    reader._tag === "File"
      ? { path: reader.path, from: reader.from }
      : // What was given in the text is a secret all the same.
        reader._tag === "Given"
        ? {}
        : { name: reader.name }
  return { reader: reader._tag, base64, ...where }
}

// --------------------------------------------------------------------------------------------------- later

/** What has moved since a plan was saved. */
export interface Stale {
  readonly what: "target" | "service" | "program" | "state" | "live" | "plan"
  /** Of the pipe or the endpoint. */
  readonly name?: string
  readonly path?: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** The first thing that has moved, and from what to what; nothing where the plan still holds. */
export const stale = (before: SavedPlan, now: SavedPlan): Stale | undefined => {
  if (before.target !== now.target) return { what: "target", before: before.target, after: now.target }
  for (const key of ["organizationId", "serviceId"] as const) {
    const [from, to] = [before.service[key], now.service[key]]
    if (from !== to) return { what: "service", path: key, before: from, after: to }
  }
  // What is live comes first, since it says most; the others follow where they are the reason.
  const pairs = [
    ...paired(before.pipes, now.pipes),
    ...paired(before.endpoints, now.endpoints),
    ...paired(optional(before.cdcScaling), optional(now.cdcScaling)),
  ]
  if (before.program === now.program)
    for (const [from, to] of pairs) {
      const moved = from !== undefined && to !== undefined ? movedLive(from, to) : undefined
      if (moved !== undefined) return moved
    }
  if (before.program !== now.program) return { what: "program", before: before.program, after: now.program }
  if (before.serial !== now.serial) return { what: "state", before: before.serial, after: now.serial }
  for (const [from, to] of pairs) {
    const [then, later] = [doneBy(from), doneBy(to)]
    if (State.canonical(then) === State.canonical(later)) continue
    const name = (from ?? to)!.name
    return from?.state !== to?.state
      ? { what: "live", name, path: "state", before: from?.state, after: to?.state }
      : { what: "plan", name, before: then, after: later }
  }
  return undefined
}

const optional = <A>(value: A | undefined): ReadonlyArray<A> => (value === undefined ? [] : [value])

const paired = (
  before: ReadonlyArray<SavedChange>,
  now: ReadonlyArray<SavedChange>,
): ReadonlyArray<readonly [SavedChange | undefined, SavedChange | undefined]> => {
  const left = new Map(now.map((it) => [it.name, it]))
  const pairs = before.map((it) => {
    const other = left.get(it.name)
    left.delete(it.name)
    return [it, other] as const
  })
  return [...pairs, ...[...left.values()].map((it) => [undefined, it] as const)]
}

const movedLive = (from: SavedChange, to: SavedChange): Stale | undefined => {
  const { name } = from
  if (from.id !== to.id) return { what: "live", name, path: "id", before: from.id, after: to.id }
  for (const path of new Set([...Object.keys(from.live), ...Object.keys(to.live)])) {
    const [before, after] = [from.live[path], to.live[path]]
    if (!Diff.isSameJson(before, after)) return { what: "live", name, path, before, after }
  }
  return undefined
}

/** What would be done, in short. */
const doneBy = (change: SavedChange | undefined): Json =>
  change === undefined
    ? null
    : {
        action: change.action,
        differences: change.differences.map(({ path }) => path!),
        steps: change.steps.map(({ step, body }) => ({ step: step!, body: body ?? null })),
      }

/** What was allowed when the plan was saved, and nothing else. */
export const permissions = ({ pipes, endpoints }: SavedPlan): Permissions => {
  const granted = new Set(
    [...pipes, ...endpoints.map((it) => ({ ...it, name: `endpoint.${it.name}` }))].flatMap(
      ({ name, requires, needs }) =>
        requires.flatMap((permission) => (needs.includes(permission) ? [] : [`${permission} ${name}`])),
    ),
  )
  const of = (permission: Permission) => (name: string) => granted.has(`${permission} ${name}`)
  return {
    delete: of("delete"),
    replace: of("replace"),
    resnapshot: of("resnapshot"),
    adopt: of("adopt"),
  }
}

// ---------------------------------------------------------------------------------------------------- text

/** Why a text is no saved plan. */
export type Problem = State.Problem

export const encode = (plan: SavedPlan): string => {
  const said = plan as unknown as JsonObject
  return `${State.canonical({ ...said, checksum: State.fingerprint(said) }, 2)}\n`
}

export const decode = (text: string): Either.Either<SavedPlan, Problem> => {
  const damaged = (why: string) => Either.left<Problem>({ _tag: "damaged", why })
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    return damaged("it holds no JSON")
  }
  if (!isObject(json)) return damaged("it holds no JSON object")
  const { checksum, ...said } = json as JsonObject
  if (typeof said.version !== "number") return damaged("it does not say its version")
  if (said.version > currentVersion) return Either.left({ _tag: "newer", version: said.version })
  return checksum === State.fingerprint(said) && said.version === currentVersion && Array.isArray(said.pipes)
    ? Either.right(said as unknown as SavedPlan)
    : damaged("its checksum is not that of what it says")
}
