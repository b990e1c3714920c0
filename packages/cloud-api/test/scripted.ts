/** A client whose API does what a test says, in the test's time. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { CloudApiClient, type Options } from "@pipewright/cloud-api/CloudApiClient"
import { RateLimits } from "@pipewright/cloud-api/RateLimits"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"

export const service = { organizationId: "org", serviceId: "svc" }

/** What the API does with a request: an answer, or the code of the error that the connection breaks with. */
export type Deed =
  | { readonly status: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly broken: string }

export const yes = (result: unknown): Deed => ({
  status: 200,
  json: { status: 200, requestId: "r", result },
})

export const no = (status: number, headers: Record<string, string> = {}): Deed => ({
  status,
  json: { status, requestId: "r", error: `CODE: no ${status}` },
  headers,
})

/** A request that was sent, as its method, and the seconds of the test's clock at which it was. */
export type Sent = readonly [method: string, seconds: number]

const does = (request: HttpClientRequest, deed: Deed) =>
  "broken" in deed
    ? Effect.fail(
        new HttpClientError.RequestError({
          request,
          reason: "Transport",
          cause: Object.assign(new Error("broken"), { code: deed.broken }),
        }),
      )
    : Effect.succeed(
        HttpClientResponse.fromWeb(
          request,
          new Response(JSON.stringify(deed.json), {
            status: deed.status,
            headers: { "content-type": "application/json", ...deed.headers },
          }),
        ),
      )

/** Lets everything happen that needs no time: an answer is read in a few turns of the event loop. */
const turns = Effect.promise(async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
})

/** Lets so many seconds of the test's clock pass, and stops at every moment at which something is to happen. */
export const pass = (seconds: number) =>
  Effect.gen(function* () {
    const end = (yield* Clock.currentTimeMillis) + seconds * 1000
    while (true) {
      yield* turns
      const next = Math.min(end, ...(yield* TestClock.sleeps()))
      yield* TestClock.setTime(next)
      if (next === end) return yield* turns
    }
  })

/** What a fiber ends with, however much of the test's clock that takes. */
export const ending = <A, E>(fiber: Fiber.RuntimeFiber<A, E>) =>
  Effect.gen(function* () {
    yield* turns
    while (Option.isNone(yield* Fiber.poll(fiber))) {
      yield* TestClock.setTime(Math.min(...(yield* TestClock.sleeps())))
      yield* turns
    }
    return yield* Fiber.join(fiber)
  })

/**
 * A client of an API that does `next` with each request, and the list of what it was sent. It shares its rate with the
 * clients that are given the same `rates`.
 */
export const scripted = (
  next: (method: string, index: number, body: string, path: string) => Deed | Effect.Effect<Deed>,
  options: Partial<Options> = {},
  rates: Context.Tag.Service<typeof RateLimits> = new Map(),
) =>
  Effect.gen(function* () {
    const sent: Array<Sent> = []
    const api = HttpClient.make((request) =>
      Effect.gen(function* () {
        const index = sent.push([request.method, (yield* Clock.currentTimeMillis) / 1000]) - 1
        const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
        const deed = next(request.method, index, body, new URL(request.url).pathname)
        return yield* does(request, Effect.isEffect(deed) ? yield* deed : deed)
      }),
    )
    const client = yield* CloudApiClient.pipe(
      Effect.provide(
        CloudApiClient.layer({
          baseUrl: "https://api.example",
          keyId: "key-id",
          keySecret: Redacted.make("key-secret"),
          userAgent: "pipewright/test",
          ...options,
        }).pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, api))),
      ),
      Effect.provideService(RateLimits, rates),
    )
    return { client, sent }
  })
