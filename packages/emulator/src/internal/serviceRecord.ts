/** What is known of a service, in memory, and what changes about it, as it is written to disk. */
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Schema from "effect/Schema"
import * as Pipes from "./pipes.ts"
import { StoredEndpoint } from "./storedEndpoint.ts"
import { StoredPipe } from "./storedPipe.ts"
import { StoredState } from "./storedState.ts"

export interface ServiceRef {
  readonly organizationId: string
  readonly serviceId: string
}

const ref = { organizationId: Schema.String, serviceId: Schema.String }

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** The compute that database pipes share, and when it was asked for, in milliseconds since 1970. */
const StoredScaling = Schema.Struct({ since: Schema.Number, size: Wire.CdcScaling })

/** Everything but the pipes. It is small, and written whole when something in it changes. */
export const Rest = Schema.Struct({
  /** Destination tables that hold rows, as `database.table`. */
  tables: Schema.Array(Schema.String),
  cdcScaling: optional(StoredScaling),
  endpoints: optional(Schema.Array(StoredEndpoint)),
  /** Absent as long as it has run all the time. */
  state: optional(StoredState),
})
export type Rest = typeof Rest.Type

/** A service with its pipes. */
export interface ServiceRecord extends ServiceRef, Rest {
  readonly pipes: Pipes.Pipes
}

/** A service as a file of its own has it. */
export const ServiceFile = Schema.Struct({
  version: Schema.Literal(1),
  ...ref,
  ...Rest.fields,
  pipes: Schema.Array(StoredPipe),
})
export type ServiceFile = typeof ServiceFile.Type

/** What one request changed: pipes that are new or different, ids of pipes that are gone, and the rest if it differs. */
export const Change = Schema.Struct({
  ...ref,
  pipes: optional(Schema.Array(StoredPipe)),
  gone: optional(Schema.Array(Schema.String)),
  rest: optional(Rest),
})
export type Change = typeof Change.Type

/** The key of a service in a map. */
export const keyOf = ({ organizationId, serviceId }: ServiceRef): string =>
  `${organizationId.length} ${organizationId}${serviceId}`

const restOf = ({ organizationId: _, serviceId: __, pipes: ___, ...rest }: ServiceRecord): Rest => rest

/** A service that nothing has happened to: any service exists. */
export const empty = ({ organizationId, serviceId }: ServiceRef, rest: Rest): ServiceRecord => ({
  organizationId,
  serviceId,
  ...rest,
  pipes: Pipes.of(new Map()),
})

export const fromFile = ({ version: _, pipes, ...service }: ServiceFile): ServiceRecord => ({
  ...service,
  pipes: Pipes.of(new Map(pipes.map((pipe) => [pipe.id, pipe]))),
})

export const toFile = (service: ServiceRecord): ServiceFile => ({
  version: 1,
  ...service,
  pipes: [...Pipes.values(service.pipes)],
})

/** What a request has made of a service, or `undefined` if nothing is different. */
export const difference = (before: ServiceRecord, after: ServiceRecord): Change | undefined => {
  const { organizationId, serviceId } = after
  const { changes } = after.pipes
  const pipes = [...changes.values()].filter((pipe) => pipe !== undefined)
  const gone = [...changes].flatMap(([id, pipe]) => (pipe === undefined ? [id] : []))
  const rest = restOf(after)
  const old: { readonly [key: string]: unknown } = restOf(before)
  const keys = new Set([...Object.keys(rest), ...Object.keys(old)])
  const differs = [...keys].some((key) => old[key] !== (rest as typeof old)[key])
  return changes.size === 0 && !differs
    ? undefined
    : {
        organizationId,
        serviceId,
        ...(pipes.length === 0 ? {} : { pipes }),
        ...(gone.length === 0 ? {} : { gone }),
        ...(differs ? { rest } : {}),
      }
}

/** The service after a change. Its pipes are changed in place. Made twice, a change is as if made once. */
export const apply = (service: ServiceRecord, { pipes = [], gone = [], rest }: Change): ServiceRecord => {
  const { organizationId, serviceId } = service
  const kept = service.pipes.kept as Map<string, StoredPipe>
  for (const pipe of pipes) kept.set(pipe.id, pipe)
  for (const id of gone) kept.delete(id)
  return { organizationId, serviceId, ...(rest ?? restOf(service)), pipes: Pipes.of(kept) }
}
