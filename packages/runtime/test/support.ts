/** Values to read and plans to carry out, of a kind that no API has. */
import { CloudApiClient, type Service } from "@pipewright/cloud-api/CloudApiClient"
import { ApiUnavailable, NotAuthorised, RequestRefused } from "@pipewright/cloud-api/errors"
import type { Pipe } from "@pipewright/cloud-api/Wire"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const service = { organizationId: "org", serviceId: "svc" }

const origin: Ir.Origin = { file: "main.pipe", span: { start: 0, end: 1 }, via: [] }

export const deferred = (reader: Ir.Reader, more: Partial<Ir.Deferred> = {}): Ir.Deferred => ({
  _tag: "Deferred",
  reader,
  base64: false,
  secret: true,
  origin,
  ...more,
})

const sprinkler = SourceKind.make({
  name: "sprinkler",
  arm: "sprinkler",
  types: ["sprinkler"],
  summary: "Waters one lawn.",
  destination: "table",
  fields: {
    label: Field.string({ doc: "A name.", edit: "live" }),
    password: Field.secret({ doc: "The password.", edit: "live" }),
  },
  lifecycle: { settled: () => ["Running"], stopped: ["Stopped"], pauseBefore: [], sendAlong: [] },
  check: [],
})

export const block = (fields: Readonly<Record<string, Ir.Value>>): Ir.Block => ({
  _tag: "Block",
  fields: new Map(Object.entries(fields)),
  origin,
})

/** A pipe that writes a label and a password, each of which may be read late. */
export const pipe = (name: string, values: Readonly<Record<string, Ir.Value>> = {}): Ir.Pipe => ({
  name,
  kind: sprinkler,
  type: "sprinkler",
  source: block(values),
  destination: block({}),
  origin,
})

/** A pipe as the API returns it. */
export const returned = (name: string, state: string, more: Partial<Pipe> = {}): Pipe =>
  ({
    id: `id-${name}`,
    name,
    state,
    source: { sprinkler: {} },
    destination: {},
    fieldMappings: [],
    ...more,
  }) as Pipe

/** A client that does what a test says, and dies of everything else. */
export const client = (methods: Partial<Service>): Layer.Layer<CloudApiClient> =>
  Layer.succeed(
    CloudApiClient,
    new Proxy(methods as Service, {
      get: (target, name: keyof Service) => target[name] ?? (() => Effect.die(`${name} was not expected`)),
    }),
  )

const call = {
  operation: "createPipe",
  method: "POST",
  path: "/v1",
  requestId: undefined,
  apiMessage: undefined,
}

export const refused = () => new RequestRefused({ ...call, status: 400, jsonPath: undefined })

export const notAuthorised = () => new NotAuthorised({ ...call, status: 401 })

/** The request went out, and no answer came back. */
export const lost = () =>
  new ApiUnavailable({
    ...call,
    status: undefined,
    reason: "timed-out",
    origin: "https://api",
    detail: "no answer",
  })
