/** Reverse private endpoints: what each type is made of, and how it gets ready as time passes. */
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { omit, withoutNulls } from "./json.ts"
import * as Judge from "./judge.ts"
import type { Behaviour } from "./operations.ts"
import {
  PipeStore,
  type Service as PipeStoreService,
  type ServiceRecord,
  type ServiceRef,
} from "./pipeStore.ts"
import * as Pipes from "./pipes.ts"
import { conflict, notFound, type Refused } from "./refused.ts"
import type { StoredEndpoint } from "./storedEndpoint.ts"

export interface EndpointPath extends ServiceRef {
  readonly reversePrivateEndpointId: string
}

interface Type {
  /** What it is made from, all of it needed; the types share none. */
  readonly needs: ReadonlyArray<string>
  /** Whether names of one's own can lead to it. */
  readonly takesNames: boolean
  /** Where it rests once it is provisioned: the owner of the other side may have to accept it. */
  readonly rests: ServiceWire.EndpointStatus
  /** What its id in the other cloud starts with. */
  readonly prefix: string
}

const types: Readonly<Record<ServiceWire.EndpointType, Type>> = {
  VPC_ENDPOINT_SERVICE: {
    needs: ["vpcEndpointServiceName"],
    takesNames: true,
    rests: "PendingAcceptance",
    prefix: "vpce-",
  },
  VPC_RESOURCE: {
    needs: ["vpcResourceConfigurationId", "vpcResourceShareArn"],
    takesNames: true,
    rests: "Ready",
    prefix: "vpce-",
  },
  MSK_MULTI_VPC: {
    needs: ["mskClusterArn", "mskAuthentication"],
    takesNames: false,
    rests: "Ready",
    prefix: "vpce-",
  },
  GCP_PSC_SERVICE_ATTACHMENT: {
    needs: ["gcpServiceAttachment"],
    takesNames: true,
    rests: "PendingAcceptance",
    prefix: "psc-",
  },
}

type Problem = SchemaProblems.Problem
type Named = Pick<ServiceWire.CreateEndpoint, "customPrivateDnsMappings">

const attachment = /^projects\/[^/]+\/regions\/[^/]+\/serviceAttachments\/[^/]+$/

const problemsOf = (type: ServiceWire.EndpointType, body: JsonObject): ReadonlyArray<Problem> => {
  const { needs } = types[type]
  const others = Object.values(types).flatMap((other) => other.needs.filter((key) => !needs.includes(key)))
  const problem = (key: string, what: string): Problem => ({ path: [key], what })
  return [
    ...needs.flatMap((key) => (body[key] === undefined ? [problem(key, `is missing for ${type}`)] : [])),
    ...others.flatMap((key) =>
      body[key] === undefined ? [] : [problem(key, `is not accepted for ${type}`)],
    ),
    ...(typeof body.gcpServiceAttachment === "string" && !attachment.test(body.gcpServiceAttachment)
      ? [
          problem(
            "gcpServiceAttachment",
            "expected projects/{project}/regions/{region}/serviceAttachments/{name}",
          ),
        ]
      : []),
  ]
}

const label = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
const dnsName = new RegExp(`^(\\*\\.)?(${label}\\.)+${label}$`, "i")

const namePath = (index: number) => ["customPrivateDnsMappings", index, "privateDnsName"]

const nameProblems = (
  { customPrivateDnsMappings: names = [] }: Named,
  type: ServiceWire.EndpointType,
): ReadonlyArray<Problem> =>
  names.length > 0 && !types[type].takesNames
    ? [{ path: ["customPrivateDnsMappings"], what: `is not accepted for ${type}` }]
    : names.flatMap(({ privateDnsName }, index) => [
        ...(dnsName.test(privateDnsName)
          ? []
          : [{ path: namePath(index), what: "expected a name of DNS, with *. at most before it" }]),
        ...(names.findIndex((one) => one.privateDnsName === privateDnsName) < index
          ? [{ path: namePath(index), what: "is there twice" }]
          : []),
      ])

/** A name leads to one endpoint of a service. */
const namesAreFree = (
  { customPrivateDnsMappings: names = [] }: Named,
  others: ReadonlyArray<StoredEndpoint>,
): Effect.Effect<void, Refused> => {
  const taken = new Set(others.flatMap(({ names: theirs }) => theirs))
  const index = names.findIndex(({ privateDnsName }) => taken.has(privateDnsName))
  return index < 0
    ? Effect.void
    : Effect.fail(
        conflict(
          SchemaProblems.format([
            { path: namePath(index), what: "leads to another endpoint of the service" },
          ]),
        ),
      )
}

const namesOf = ({ customPrivateDnsMappings = [] }: Named): ReadonlyArray<string> =>
  customPrivateDnsMappings.map(({ privateDnsName }) => privateDnsName)

const usersOf = ({ pipes }: ServiceRecord, id: string): ReadonlyArray<string> =>
  [...Pipes.values(pipes)].flatMap(({ id: pipeId, source }) => {
    const used = source.reversePrivateEndpointIds
    return Array.isArray(used) && used.includes(id) ? [pipeId] : []
  })

/** How long the cloud takes to make an endpoint, and to take it down. */
const seconds = 120

export const make = Effect.fnUntraced(function* ({ pace }: Behaviour) {
  const store = yield* PipeStore
  const step = seconds * 1000 * pace

  const isGone = ({ deletedAt }: StoredEndpoint, now: number): boolean =>
    deletedAt !== undefined && now - deletedAt >= step

  const statusOf = (
    { deletedAt, since, status }: StoredEndpoint,
    now: number,
  ): ServiceWire.EndpointStatus => {
    if (deletedAt !== undefined) return "Deleting"
    return since !== undefined && now - since < step ? "Provisioning" : status
  }

  const view = (endpoint: StoredEndpoint, serviceId: string, now: number): ServiceWire.Endpoint => {
    const status = statusOf(endpoint, now)
    const { id, type, body, names } = endpoint
    const endpointId = `${types[type].prefix}${id.replaceAll("-", "").slice(0, 17)}`
    return {
      id,
      serviceId,
      ...(body as Partial<ServiceWire.Endpoint>),
      customPrivateDnsMappings: names.map((privateDnsName) => ({ privateDnsName })),
      status,
      ...(status === "Provisioning"
        ? { dnsNames: [], privateDnsNames: [] }
        : {
            endpointId,
            dnsNames: [`${endpointId}.endpoint.example`],
            privateDnsNames: [`${endpointId}.private.example`],
          }),
    }
  }

  /** Changes the endpoints that are there; those that are gone by now are forgotten. */
  const modify = <A>(
    ref: ServiceRef,
    change: (
      endpoints: ReadonlyArray<StoredEndpoint>,
      now: number,
      service: ServiceRecord,
    ) => Effect.Effect<readonly [A, ReadonlyArray<StoredEndpoint>], Refused>,
  ): Effect.Effect<A, Refused> =>
    store.modify(ref, (service) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const there = (service.endpoints ?? []).filter((endpoint) => !isGone(endpoint, now))
        const [result, endpoints] = yield* change(there, now, service)
        return [result, { ...service, endpoints }] as const
      }),
    )

  const find = (
    endpoints: ReadonlyArray<StoredEndpoint>,
    id: string,
    now: number,
  ): Effect.Effect<StoredEndpoint, Refused> => {
    const found = endpoints.find((one) => one.id === id && !isGone(one, now))
    return found === undefined
      ? Effect.fail(notFound("there is no reverse private endpoint of this id in the service"))
      : Effect.succeed(found)
  }

  const put = (endpoints: ReadonlyArray<StoredEndpoint>, endpoint: StoredEndpoint) =>
    endpoints.map((one) => (one.id === endpoint.id ? endpoint : one))

  return {
    list: (ref: ServiceRef) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { endpoints = [] } = yield* store.get(ref)
        return endpoints
          .filter((endpoint) => !isGone(endpoint, now))
          .map((endpoint) => view(endpoint, ref.serviceId, now))
      }),

    get: (path: EndpointPath) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { endpoints = [] } = yield* store.get(path)
        return view(yield* find(endpoints, path.reversePrivateEndpointId, now), path.serviceId, now)
      }),

    create: (ref: ServiceRef, json: unknown): Effect.Effect<ServiceWire.Endpoint, Refused> =>
      modify(ref, (endpoints, now) =>
        Effect.gen(function* () {
          const sent = yield* Judge.decode(ServiceWire.CreateEndpoint, json)
          const { type } = sent
          const body = omit(withoutNulls(json as JsonObject), ["customPrivateDnsMappings"])
          yield* Judge.none([...problemsOf(type, body), ...nameProblems(sent, type)])
          yield* namesAreFree(sent, endpoints)
          const endpoint: StoredEndpoint = {
            id: crypto.randomUUID(),
            type,
            body,
            names: namesOf(sent),
            since: now,
            status: types[type].rests,
          }
          return [view(endpoint, ref.serviceId, now), [...endpoints, endpoint]] as const
        }),
      ),

    update: (path: EndpointPath, json: unknown): Effect.Effect<ServiceWire.Endpoint, Refused> =>
      modify(path, (endpoints, now) =>
        Effect.gen(function* () {
          const endpoint = yield* find(endpoints, path.reversePrivateEndpointId, now)
          const sent = yield* Judge.decode(ServiceWire.PatchEndpoint, json)
          yield* Judge.none(nameProblems(sent, endpoint.type))
          if (endpoint.deletedAt !== undefined) {
            return yield* conflict("the endpoint is being deleted")
          }
          yield* namesAreFree(
            sent,
            endpoints.filter((one) => one !== endpoint),
          )
          const changed =
            sent.customPrivateDnsMappings === undefined ? endpoint : { ...endpoint, names: namesOf(sent) }
          return [view(changed, path.serviceId, now), put(endpoints, changed)] as const
        }),
      ),

    remove: (path: EndpointPath): Effect.Effect<void, Refused> =>
      modify(path, (endpoints, now, service) =>
        Effect.gen(function* () {
          const endpoint = yield* find(endpoints, path.reversePrivateEndpointId, now)
          const users = usersOf(service, endpoint.id)
          if (users.length > 0) {
            return yield* conflict(`pipes use the endpoint (${users.join(", ")})`)
          }
          const deletedAt = endpoint.deletedAt ?? now
          return [undefined, put(endpoints, { ...endpoint, deletedAt })] as const
        }),
      ),
  }
})

/** Puts an endpoint into a status at once, as the owner of the other side does who accepts or rejects it. */
export const force = (
  store: PipeStoreService,
  id: string,
  status: ServiceWire.EndpointStatus,
): Effect.Effect<void, Refused> =>
  Effect.gen(function* () {
    const service = (yield* store.all).find(({ endpoints = [] }) => endpoints.some((one) => one.id === id))
    if (service === undefined) return yield* notFound("no service has a reverse private endpoint of this id")
    yield* store.modify(service, (record) => {
      const endpoints = (record.endpoints ?? []).map(({ since, ...rest }) =>
        rest.id === id ? { ...rest, status } : { ...rest, ...(since === undefined ? {} : { since }) },
      )
      return Effect.succeed([undefined, { ...record, endpoints }] as const)
    })
  })
