/** Which live endpoint a declared one is, and what becomes of both. */
import type {
  Difference,
  EndpointChange,
  EndpointStep,
  LiveEndpoint,
  Permission,
  Permissions,
} from "../../Change.ts"
import { isObject, type Request } from "../../Compile.ts"
import * as Diff from "../../Diff.ts"
import * as Endpoint from "../../Endpoint.ts"
import type { JsonObject } from "../../Evaluate.ts"
import * as Evaluate from "../../Evaluate.ts"
import * as Field from "../../Field.ts"
import type * as Ir from "../../Ir.ts"
import * as State from "../../State.ts"
import { Blocks, Notes } from "./words.ts"

export interface Declared {
  readonly endpoint: Ir.Endpoint
  readonly request: Request
}

export interface Given {
  readonly declared: ReadonlyArray<Declared>
  readonly live: ReadonlyArray<LiveEndpoint>
  readonly records: Readonly<Record<string, State.EndpointRecord>>
  readonly permissions: Permissions
  /** The pipes that nobody declares and that go through an endpoint. */
  readonly users: (endpoint: LiveEndpoint) => ReadonlyArray<string>
}

/** Where the way of an endpoint ends for good. */
export const lost: ReadonlySet<string> = new Set(["Failed", "Rejected", "Expired"])

const ready: EndpointStep = { _tag: "WaitForEndpoint", statuses: ["Ready"] }

export const changes = (given: Given): ReadonlyArray<EndpointChange> => {
  const { declared, live, records, permissions, users } = given
  const byId = new Map(live.map((it) => [it.id, it]))
  const names = new Set(declared.map(({ endpoint }) => endpoint.name))
  const recorded = new Set(Object.values(records).map(({ id }) => id))
  const free = new Map<string, Array<LiveEndpoint>>()
  for (const it of live) {
    if (recorded.has(it.id)) continue
    const key = likeness(it.object)
    const same = free.get(key)
    if (same === undefined) free.set(key, [it])
    else same.push(it)
  }
  const wanted = [
    ...declared.map(({ endpoint, request }) => {
      const record = Object.hasOwn(records, endpoint.name) ? records[endpoint.name] : undefined
      const found = record === undefined ? undefined : byId.get(record.id)
      const alike = record === undefined ? (free.get(likeness(comparable(request))) ?? []) : []
      return one({ endpoint, request }, record, found, alike, permissions)
    }),
  ]
  const all = [
    ...wanted,
    ...Object.entries(records).flatMap(([name, record]) => {
      if (names.has(name)) return []
      const successor = wanted.find((it) => State.replacedName(it.name, record.id) === name)
      return [orphan(name, record, byId.get(record.id), successor, permissions)]
    }),
  ]
  return all.map((change) => {
    const through = change.live === undefined || change.after.length === 0 ? [] : users(change.live)
    return through.length === 0
      ? change
      : { ...change, notes: [...change.notes, Notes.endpointUsers(through)] }
  })
}

const comparable = ({ body }: Request): JsonObject => Evaluate.comparable(body, new Map())

/** Everything about an endpoint that cannot be changed, so that one that nobody recorded is found again. */
const likeness = (object: JsonObject): string => {
  const type = String(object.type)
  const fields = Object.entries(Endpoint.fields(type)).filter(([, { edit }]) => edit === "replace")
  return JSON.stringify([type, ...fields.map(([key]) => object[key] ?? null)])
}

type Part = Pick<
  EndpointChange,
  "action" | "differences" | "steps" | "after" | "requires" | "needs" | "notes" | "blocked"
>

const part = (given: Partial<Part> & Pick<Part, "action">): Part => ({
  differences: [],
  steps: [],
  after: [],
  requires: [],
  needs: [],
  notes: [],
  ...given,
})

/** A pipe may have the name of an endpoint, so an endpoint is asked for with a word before it. */
const permissionsOf = (
  permissions: Permissions,
  name: string,
  requires: ReadonlyArray<Permission>,
): Pick<EndpointChange, "requires" | "needs"> => ({
  requires,
  needs: requires.filter((permission) => !permissions[permission](`endpoint.${name}`)),
})

const one = (
  { endpoint, request }: Declared,
  record: State.EndpointRecord | undefined,
  found: LiveEndpoint | undefined,
  alike: ReadonlyArray<LiveEndpoint>,
  permissions: Permissions,
): EndpointChange => {
  const name = endpoint.name
  const live = found ?? alike[0]
  const base = {
    name,
    endpoint,
    request,
    ...(live === undefined ? {} : { live }),
    ...(record === undefined ? {} : { record }),
  }
  if (alike.length > 1) {
    const blocked = Blocks.sameEndpoint(alike.map(({ id }) => id))
    return { ...base, ...part({ action: "blocked", blocked }) }
  }
  if (live === undefined || live.status === "Deleted")
    return {
      ...base,
      ...part({
        action: "create",
        steps: [{ _tag: "CreateEndpoint", request }, ready],
        notes: record === undefined ? [] : [Notes.goneOutside(record.id)],
      }),
    }
  if (live.status === "Deleting")
    return { ...base, ...part({ action: "blocked", blocked: Blocks.endpointBusy(live.status) }) }
  return { ...base, ...compared({ endpoint, request }, live, record, permissions) }
}

const compared = (
  { endpoint, request }: Declared,
  live: LiveEndpoint,
  record: State.EndpointRecord | undefined,
  permissions: Permissions,
): Part => {
  const { name } = endpoint
  const fields = {
    type: Field.oneOf(Endpoint.types, { doc: "The type of the endpoint.", edit: "replace" }),
    ...Endpoint.fields(String(endpoint.type.value)),
  }
  const known = record === undefined ? undefined : { ...record, secrets: {} }
  const found = Diff.compareFields(fields, { request, live: live.object, record: known })
  const mustReplace = lost.has(live.status) || found.differences.some(({ edit }) => edit === "replace")
  const differences = found.differences.map(
    (difference): Difference => ({
      ...difference,
      impact: difference.edit === "replace" ? { _tag: "rereads", leaves: [] } : { _tag: "inPlace" },
    }),
  )
  const adopts: ReadonlyArray<Permission> = record === undefined ? ["adopt"] : []
  if (mustReplace)
    return part({
      action: "replace",
      differences,
      steps: [...released(request, live), { _tag: "CreateEndpoint", request }, ready],
      // The pipes go over to the new one first.
      after: [{ _tag: "DeleteEndpoint" }, { _tag: "WaitEndpointGone" }],
      ...permissionsOf(permissions, name, [...adopts, "replace"]),
      notes: lost.has(live.status) ? [Notes.failed(live.status)] : [],
    })
  const patches: ReadonlyArray<EndpointStep> =
    differences.length === 0 ? [] : [{ _tag: "PatchEndpoint", request: patch(request, live, names(request)) }]
  const waits = live.status === "Ready" ? [] : [ready]
  const isRemembered = record !== undefined && Diff.isSameJson(record.applied, comparable(request))
  const remembers: ReadonlyArray<EndpointStep> =
    isRemembered && patches.length === 0 ? [] : [{ _tag: "Remember" }]
  return part({
    action: record === undefined ? "adopt" : differences.length > 0 ? "update" : "keep",
    differences,
    steps: [...patches, ...waits, ...remembers],
    ...permissionsOf(permissions, name, adopts),
    notes:
      live.status === "PendingAcceptance"
        ? [Notes.accept(Endpoint.tell(live.object, "endpointId") ?? live.id)]
        : [],
  })
}

const key = "customPrivateDnsMappings"

const names = ({ body }: Request) => body[key] ?? []

/** The whole list goes, since it takes the place of the one that is there. */
const patch = (request: Request, { id }: LiveEndpoint, list: Request["body"][string]): Request => ({
  ...request,
  method: "PATCH",
  path: `${request.path}/${id}`,
  body: { [key]: list },
})

/** A private name leads to one endpoint, so the old one gives up its own before the new one takes them. */
const released = (request: Request, live: LiveEndpoint): ReadonlyArray<EndpointStep> => {
  const text = (item: unknown) => (isObject(item as never) ? (item as JsonObject).privateDnsName : item)
  const theirs = live.object[key]
  const ours = names(request)
  if (!Array.isArray(theirs) || !Array.isArray(ours)) return []
  const taken = new Set(theirs.map(text))
  return ours.some((item) => taken.has(text(item) as never))
    ? [{ _tag: "PatchEndpoint", request: patch(request, live, []) }]
    : []
}

/** One that a declared one took the place of was allowed to be deleted then, and stays until that one is ready. */
const orphan = (
  name: string,
  record: State.EndpointRecord,
  live: LiveEndpoint | undefined,
  successor: EndpointChange | undefined,
  permissions: Permissions,
): EndpointChange => {
  const base = { name, record, ...(live === undefined ? {} : { live }) }
  if (live === undefined) {
    const notes = [Notes.forgotten(record.id)]
    return { ...base, ...part({ action: "delete", steps: [{ _tag: "Forget" }], notes }) }
  }
  if (successor !== undefined && successor.live?.status !== "Ready")
    return { ...base, ...part({ action: "keep", notes: [Notes.staysUntilReady(successor.name)] }) }
  return {
    ...base,
    ...part({
      action: "delete",
      after: [{ _tag: "DeleteEndpoint" }, { _tag: "WaitEndpointGone" }],
      ...(successor === undefined ? permissionsOf(permissions, name, ["delete"]) : {}),
    }),
  }
}
