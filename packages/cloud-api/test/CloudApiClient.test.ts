import * as Http from "node:http"
import { inspect } from "node:util"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { describe, it } from "@effect/vitest"
import { CloudApiClient, type Options } from "@pipewright/cloud-api/CloudApiClient"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Runtime from "effect/Runtime"
import { assert } from "vitest"

const keySecret = "canary-key-secret"
const service = { organizationId: "org", serviceId: "svc" }
const ref = { ...service, pipeId: "p1" }
const path = "/v1/organizations/org/services/svc/clickpipes"

interface Received {
  readonly method: string
  readonly url: string
  readonly headers: Http.IncomingHttpHeaders
  readonly body: string
}

type Handler = (received: Received, response: Http.ServerResponse) => void

/** A server that answers everything with `handler`, and the requests it has had. */
const serve = (handler: Handler) =>
  Effect.acquireRelease(
    Effect.async<{ readonly url: string; readonly received: Array<Received>; readonly server: Http.Server }>(
      (resume) => {
        const received: Array<Received> = []
        const server = Http.createServer((request, response) => {
          let body = ""
          request.on("data", (chunk) => {
            body += chunk
          })
          request.on("end", () => {
            const one = {
              method: request.method ?? "",
              url: request.url ?? "",
              headers: request.headers,
              body,
            }
            received.push(one)
            handler(one, response)
          })
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, received, server }))
        })
      },
    ),
    ({ server }) =>
      Effect.async<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      }),
  )

const json =
  (status: number, body: unknown): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  }

const connect = (baseUrl: string, options: Partial<Options> = {}) =>
  CloudApiClient.pipe(
    Effect.provide(
      CloudApiClient.layer({
        baseUrl,
        keyId: "key-id",
        keySecret: Redacted.make(keySecret),
        userAgent: "pipewright/test",
        ...options,
      }).pipe(Layer.provide(FetchHttpClient.layer)),
    ),
  )

const answered = (status: number, body: unknown) =>
  Effect.gen(function* () {
    const { url } = yield* serve(json(status, body))
    return yield* connect(url)
  })

const refused = (status: number, error: string) => answered(status, { status, error, requestId: "req-1" })

describe("a request", () => {
  it.scopedLive("carries the key, the user agent and the body as it was given", () =>
    Effect.gen(function* () {
      const { url, received } = yield* serve(
        json(200, { status: 200, requestId: "r", result: { id: "p1", name: "n" } }),
      )
      const client = yield* connect(`${url}/`)
      const body = { name: "n", source: { anything: { deep: [1, null, "x"] } }, notKnown: true }
      yield* client.createPipe({ ...service, body })
      const [request] = received
      assert.strictEqual(request?.method, "POST")
      assert.strictEqual(request?.url, path)
      assert.strictEqual(request?.headers["user-agent"], "pipewright/test")
      assert.strictEqual(
        request?.headers.authorization,
        `Basic ${Buffer.from(`key-id:${keySecret}`).toString("base64")}`,
      )
      assert.deepStrictEqual(JSON.parse(request?.body ?? ""), body)
    }),
  )

  it.scopedLive("goes to the path and method of its operation", () =>
    Effect.gen(function* () {
      const pipe = { id: "p1", name: "n" }
      const { url, received } = yield* serve(({ url, method }, response) => {
        const result = url.endsWith("clickpipes") && method === "GET" ? [pipe] : pipe
        json(200, { status: 200, requestId: "r", result })({} as Received, response)
      })
      const client = yield* connect(url)
      yield* client.listPipes(service)
      yield* client.getPipe(ref)
      yield* client.updatePipe({ ...ref, body: { name: "m" } })
      yield* client.setState({ ...ref, command: "stop" })
      yield* client.setScaling({ ...ref, scaling: { replicas: 2 } })
      yield* client.getSettings(ref)
      yield* client.putSettings({ ...ref, settings: { clickhouse_max_threads: 2 } })
      yield* client.deletePipe({ ...ref, pipeId: "a/b?c" })
      assert.deepStrictEqual(
        received.map(({ method, url, body }) => [method, url, body]),
        [
          ["GET", path, ""],
          ["GET", `${path}/p1`, ""],
          ["PATCH", `${path}/p1`, `{"name":"m"}`],
          ["PATCH", `${path}/p1/state`, `{"command":"stop"}`],
          ["PATCH", `${path}/p1/scaling`, `{"replicas":2}`],
          ["GET", `${path}/p1/settings`, ""],
          ["PUT", `${path}/p1/settings`, `{"clickhouse_max_threads":2}`],
          ["DELETE", `${path}/a%2Fb%3Fc`, ""],
        ],
      )
    }),
  )

  it.scopedLive("is aborted when the call is interrupted", () =>
    Effect.gen(function* () {
      const runtime = yield* Effect.runtime()
      const arrived = yield* Deferred.make<void>()
      const aborted = yield* Deferred.make<void>()
      const { url } = yield* serve((_, response) => {
        response.on("close", () => Runtime.runSync(runtime)(Deferred.succeed(aborted, undefined)))
        Runtime.runSync(runtime)(Deferred.succeed(arrived, undefined))
      })
      const client = yield* connect(url)
      const fiber = yield* Effect.fork(client.getPipe(ref))
      yield* Deferred.await(arrived)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.await(aborted).pipe(Effect.timeout("2 seconds"))
    }),
  )

  it.scopedLive("is aborted when it takes longer than the timeout", () =>
    Effect.gen(function* () {
      const runtime = yield* Effect.runtime()
      const aborted = yield* Deferred.make<void>()
      const { url } = yield* serve((_, response) => {
        response.on("close", () => Runtime.runSync(runtime)(Deferred.succeed(aborted, undefined)))
      })
      const client = yield* connect(url, { timeout: "50 millis" })
      const error = yield* Effect.flip(client.getPipe(ref))
      assert.strictEqual(error._tag === "ApiUnavailable" && error.reason, "timed-out")
      assert.include(error.message, "no answer within 50ms")
      yield* Deferred.await(aborted).pipe(Effect.timeout("2 seconds"))
    }),
  )

  it.scopedLive("is sent once, whatever comes back", () =>
    Effect.gen(function* () {
      const { url, received } = yield* serve(json(500, { status: 500, error: "INTERNAL_ERROR: no" }))
      const client = yield* connect(url)
      yield* Effect.flip(client.createPipe({ ...service, body: { name: "n" } }))
      assert.strictEqual(received.length, 1)
    }),
  )
})

describe("an answer", () => {
  it.scopedLive("keeps unknown fields and unknown states", () =>
    Effect.gen(function* () {
      const client = yield* answered(200, {
        status: 200,
        requestId: "r",
        newer: 1,
        result: {
          id: "p1",
          name: "n",
          state: "Hibernating",
          source: { sprinkler: { newer: { yes: true } } },
          destination: { columns: [{ name: "a", type: "Int8", comment: "kept" }], newer: [1] },
          scaling: { replicaCpuMillicores: "250m" },
          newer: "kept",
        },
      })
      const pipe = yield* client.getPipe(ref)
      assert.deepStrictEqual(JSON.parse(JSON.stringify(pipe)), {
        id: "p1",
        name: "n",
        state: "Hibernating",
        source: { sprinkler: { newer: { yes: true } } },
        destination: { columns: [{ name: "a", type: "Int8", comment: "kept" }], newer: [1] },
        fieldMappings: [],
        scaling: { replicaCpuMillicores: "250m" },
        newer: "kept",
      })
    }),
  )

  it.scopedLive("may leave out or null every field but the id and the name", () =>
    Effect.gen(function* () {
      const client = yield* answered(200, {
        status: 200,
        requestId: "r",
        result: [
          {
            id: "p1",
            name: "n",
            serviceId: null,
            state: null,
            source: null,
            destination: null,
            fieldMappings: null,
            scaling: null,
            settings: null,
          },
        ],
      })
      assert.deepStrictEqual(yield* client.listPipes(service), [
        { id: "p1", name: "n", state: "Unknown", source: {}, destination: {}, fieldMappings: [] },
      ])
    }),
  )

  it.scopedLive("without a list is an empty list", () =>
    Effect.gen(function* () {
      const client = yield* answered(200, { status: 200, requestId: "r", result: null })
      assert.deepStrictEqual(yield* client.listPipes(service), [])
    }),
  )
})

describe("an error", () => {
  for (const status of [400, 409, 413, 424, 429]) {
    it.scopedLive(`of status ${status} is RequestRefused with the API's own words`, () =>
      Effect.gen(function* () {
        const client = yield* refused(status, "BAD_REQUEST: destination.columns[0].type: is no type")
        const error = yield* Effect.flip(client.createPipe({ ...service, body: { name: "n" } }))
        assert.deepInclude(JSON.parse(JSON.stringify(error)), {
          _tag: "RequestRefused",
          operation: "createPipe",
          method: "POST",
          path,
          status,
          requestId: "req-1",
          apiMessage: "BAD_REQUEST: destination.columns[0].type: is no type",
          jsonPath: "destination.columns[0].type",
        })
        assert.include(error.message, "is no type")
        assert.include(error.message, "req-1")
      }),
    )
  }

  it.scopedLive("has no JSON path where the words lead with none", () =>
    Effect.gen(function* () {
      const client = yield* refused(400, "BAD_REQUEST: Nobody is there: try again")
      const error = yield* Effect.flip(client.getPipe(ref))
      assert.isTrue(error._tag === "RequestRefused" && error.jsonPath === undefined)
    }),
  )

  for (const status of [401, 403]) {
    it.scopedLive(`of status ${status} is NotAuthorised`, () =>
      Effect.gen(function* () {
        const client = yield* refused(status, "UNAUTHORIZED: who are you")
        const error = yield* Effect.flip(client.listPipes(service))
        assert.strictEqual(error._tag, "NotAuthorised")
        assert.strictEqual(error.requestId, "req-1")
      }),
    )
  }

  it.scopedLive("of status 404 is PipeNotFound, but a pipe that is gone counts as deleted", () =>
    Effect.gen(function* () {
      const client = yield* refused(404, "NOT_FOUND: no such pipe")
      const error = yield* Effect.flip(client.getPipe(ref))
      assert.isTrue(error._tag === "PipeNotFound" && error.pipeId === "p1")
      yield* client.deletePipe(ref)
      assert.strictEqual((yield* Effect.flip(client.listPipes(service)))._tag, "RequestRefused")
    }),
  )

  it.scopedLive("of status 500 is ApiUnavailable with the API's own words", () =>
    Effect.gen(function* () {
      const client = yield* refused(500, "INTERNAL_ERROR: oh")
      const error = yield* Effect.flip(client.getPipe(ref))
      assert.isTrue(error._tag === "ApiUnavailable" && error.reason === "server-error")
      assert.include(error.message, "INTERNAL_ERROR: oh")
    }),
  )

  for (const status of [200, 302, 403, 404, 502]) {
    it.scopedLive(`for a page of HTML with status ${status} says that this is not the API`, () =>
      Effect.gen(function* () {
        const { url } = yield* serve((_, response) => {
          response.writeHead(status, { "content-type": "text/html" }).end("<html><b>Welcome</b></html>")
        })
        const client = yield* connect(url)
        const error = yield* Effect.flip(client.deletePipe(ref))
        assert.strictEqual(error._tag, "ApiUnavailable")
        assert.strictEqual(error.status, status)
        assert.include(error.message, "does not look like the API")
        assert.include(error.message, "text/html")
        assert.notInclude(inspect(error), "Welcome")
      }),
    )
  }

  it.scopedLive("for an envelope of an unexpected shape names the keys and no value", () =>
    Effect.gen(function* () {
      const client = yield* answered(200, {
        status: 200,
        requestId: "req-9",
        result: { id: 7, name: "n", destination: { columns: [{ name: "canary" }] } },
      })
      const error = yield* Effect.flip(client.getPipe(ref))
      assert.strictEqual(error._tag, "ApiUnavailable")
      assert.strictEqual(error.requestId, "req-9")
      assert.include(error.message, "result.id: expected a text")
      assert.notInclude(inspect(error, { depth: 20 }), "canary")
    }),
  )

  it.scopedLive("says whether nothing listens, the host is unknown or the connection broke", () =>
    Effect.gen(function* () {
      const closed = yield* Effect.scoped(Effect.map(serve(json(200, {})), ({ url }) => url))
      const reason = (url: string) =>
        Effect.gen(function* () {
          const client = yield* connect(url)
          const error = yield* Effect.flip(client.getPipe(ref))
          assert.strictEqual(error.status, undefined)
          assert.strictEqual(error.requestId, undefined)
          return error._tag === "ApiUnavailable" ? error.reason : error._tag
        })
      assert.strictEqual(yield* reason(closed), "connection-refused")
      assert.strictEqual(yield* reason("http://no-such-host.invalid"), "host-not-found")
      const { url } = yield* serve((_, response) => response.destroy())
      assert.strictEqual(yield* reason(url), "connection-failed")
      assert.strictEqual(yield* reason("not a url"), "connection-failed")
    }),
  )

  it.scopedLive("never shows a secret, the Authorization header or the body", () =>
    Effect.gen(function* () {
      const body = {
        name: "canary-name",
        source: {
          sprinkler: {
            credentials: { username: "canary-user", password: 'canary-"quoted"' },
            valve: "canary-valve",
            address: "water://me:canary-inline@host/db",
            place: "canary-place",
          },
        },
      }
      const basic = Buffer.from(`key-id:${keySecret}`).toString("base64")
      const words = [
        "BAD_REQUEST: source.sprinkler: cannot reach",
        ...["canary-user", JSON.stringify('canary-"quoted"'), "canary-valve", keySecret, basic],
        "water://me:canary-inline@host/db",
      ].join(" ")
      const secrets = [Redacted.make("canary-valve")]
      const handlers: ReadonlyArray<Handler> = [
        json(400, { status: 400, error: words, requestId: "r" }),
        json(401, { status: 401, error: words, requestId: "r" }),
        json(404, { status: 404, error: words, requestId: "r" }),
        json(503, { status: 503, error: words, requestId: "r" }),
        json(200, { status: 200, requestId: "r", result: { id: body } }),
        json(200, body),
        (_, response) => response.end(JSON.stringify(body).slice(1)),
        (_, response) => response.destroy(),
      ]
      for (const handler of handlers) {
        const { url } = yield* serve(handler)
        const client = yield* connect(url.replace("http://", "http://user:canary-userinfo@"))
        for (const call of [
          client.createPipe({ ...service, body, secrets }),
          client.updatePipe({ ...ref, body, secrets }),
        ]) {
          const exit = yield* Effect.exit(call)
          if (exit._tag === "Success") throw new Error("the call succeeded")
          const error = Cause.squash(exit.cause)
          for (const text of [
            String(error),
            JSON.stringify(error),
            inspect(error, { depth: 20, showHidden: true }),
            inspect(exit, { depth: 20 }),
            Cause.pretty(exit.cause, { renderErrorCause: true }),
          ]) {
            assert.notMatch(text, /canary/)
            assert.notInclude(text, basic)
          }
        }
      }
    }),
  )
})
