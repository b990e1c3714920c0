/** An emulator on a real socket, with a client and a way to send anything at all. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { type Options as ClientOptions, CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import type { CloudApiError } from "@pipewright/cloud-api/errors"
import { Emulator, type Options } from "@pipewright/emulator/Emulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { contracts } from "./kinds.ts"

export const keyId = "key-id"
export const keySecret = "key:secret-canary-4f1c"
export const service = { organizationId: "org", serviceId: "svc" }
export const pipesPath = "/v1/organizations/org/services/svc/clickpipes"

const options: Options = { contracts, keyId, keySecret: Redacted.make(keySecret) }

/** Where the emulator of a test listens. */
class BaseUrl extends Context.Tag("BaseUrl")<BaseUrl, string>() {}

const server = Layer.scoped(
  BaseUrl,
  Effect.flatMap(Emulator, ({ listen }) =>
    Effect.map(listen({ host: "127.0.0.1", port: 0 }), (port) => `http://127.0.0.1:${port}`),
  ).pipe(Effect.orDie),
)

const clientLayer = (change: Partial<ClientOptions>) =>
  Layer.unwrapEffect(
    Effect.map(BaseUrl, (url) =>
      CloudApiClient.layer({
        baseUrl: url,
        keyId,
        keySecret: Redacted.make(keySecret),
        userAgent: "pipewright/test",
        ...change,
      }).pipe(Layer.provide(FetchHttpClient.layer)),
    ),
  )

/** The emulator, the server it is on and a client that has its key. */
export const layer = (change: Partial<Options> = {}, client: Partial<ClientOptions> = {}) =>
  unpaced({ pace: 1, ...change }, client)

/** The same, at the pace that the emulator has by itself. */
export const unpaced = (change: Partial<Options> = {}, client: Partial<ClientOptions> = {}) =>
  clientLayer(client).pipe(
    Layer.provideMerge(server),
    Layer.provideMerge(Emulator.layer({ ...options, ...change })),
    Layer.provideMerge(NodeContext.layer),
  )

/** What came back: the status and the JSON. */
export interface Reply {
  readonly status: number
  readonly body: { readonly [key: string]: unknown }
}

/** Sends a request as it is; a body that is not a text is sent as JSON. `authorization` is the right one by default. */
export const send = (
  method: string,
  path: string,
  body?: unknown,
  authorization: string | null = `Basic ${btoa(`${keyId}:${keySecret}`)}`,
) =>
  Effect.flatMap(BaseUrl, (url) =>
    Effect.promise(async (): Promise<Reply> => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          "content-type": "application/json",
          ...(authorization === null ? {} : { authorization }),
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as Reply["body"] }
    }),
  )

/** The API's words about a create that it refuses. */
export const createError = (body: unknown) =>
  Effect.map(send("POST", pipesPath, body), ({ status, body }) => `${status} ${body.error}`)

/** The API's words about a call that it refuses. */
export const wordsOf = <A, R>(call: Effect.Effect<A, CloudApiError, R>) =>
  Effect.map(Effect.flip(call), (error) => `${error._tag} ${error.apiMessage}`)

/** The states of a pipe, at once and after each further pace. */
export const statesOf = (pipeId: string, count: number) =>
  Effect.gen(function* () {
    const client = yield* CloudApiClient
    const states: Array<string> = []
    for (let index = 0; index < count; index++) {
      if (index > 0) yield* TestClock.adjust("1 second")
      states.push((yield* client.getPipe({ ...service, pipeId })).state)
    }
    return states
  })
