/** In one file, though long: every case asks the one server that stands at its top, by every operation. */
import * as Http from "node:http"
import { inspect } from "node:util"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { describe, it } from "@effect/vitest"
import { CloudApiClient, type Options } from "@pipewright/cloud-api/CloudApiClient"
import type { CloudApiError } from "@pipewright/cloud-api/errors"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
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
        patience: 0,
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

  for (const status of [301, 302, 303, 307, 308]) {
    it.scopedLive(`goes nowhere else, though the answer is a redirect of status ${status}`, () =>
      Effect.gen(function* () {
        const other = yield* serve(
          json(200, { status: 200, requestId: "r", result: { id: "p1", name: "n" } }),
        )
        const location = `${other.url}/elsewhere?token=canary`
        const { url, received } = yield* serve((_, response) => {
          response.writeHead(status, { location, "content-type": "application/json" })
          response.end(`{"status":${status},"error":"moved to ${location}"}`)
        })
        const client = yield* connect(url)
        const calls = [client.createPipe({ ...service, body: { name: "n" } }), client.getPipe(ref)]
        const exits = yield* Effect.forEach(calls, Effect.either)
        assert.deepStrictEqual(other.received, [])
        assert.lengthOf(received, 2)
        for (const error of exits.flatMap((exit) => (Either.isLeft(exit) ? [exit.left] : []))) {
          assert.strictEqual(error._tag === "ApiUnavailable" && error.reason, "redirected")
          assert.strictEqual(error.status, status)
          assert.include(
            error.message,
            `it answered ${status}, a redirect to ${other.url}, which is not followed`,
          )
          assert.notMatch(inspect(error, { depth: 20, showHidden: true }), /canary|elsewhere/)
        }
        assert.isTrue(exits.every(Either.isLeft))
      }),
    )
  }

  it.scopedLive("is told of a redirect to a path of the same address, and to no address of the web", () =>
    Effect.gen(function* () {
      const detail = (location: string) =>
        Effect.gen(function* () {
          const { url } = yield* serve((_, response) => response.writeHead(307, { location }).end())
          const error = yield* Effect.flip((yield* connect(url)).getPipe(ref))
          return error._tag === "ApiUnavailable" ? error.detail.replace(url, "ITSELF") : error._tag
        })
      const words = (to: string) => `it answered 307, a redirect to ${to}, which is not followed`
      assert.strictEqual(yield* detail("/login?canary"), words("ITSELF"))
      assert.strictEqual(yield* detail("https://me:canary@other.example/x"), words("https://other.example"))
      assert.strictEqual(yield* detail("data:,canary"), words("an address that is not of the web"))
      assert.strictEqual(yield* detail("http://:canary"), words("an address that is not of the web"))
    }),
  )

  it.scopedLive("is sent once without patience, whatever comes back", () =>
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

  it.scopedLive("may say of a destination and of mappings what it likes", () =>
    Effect.gen(function* () {
      const odd = {
        destination: {
          database: null,
          table: { schema: "s", name: "t" },
          columns: [{ name: "a" }, { name: "b", type: { of: "tomorrow" } }],
          tableDefinition: null,
        },
        fieldMappings: [{ destinationField: "a", expression: "lower(b)" }],
      }
      const client = yield* answered(200, {
        status: 200,
        requestId: "r",
        result: [{ id: "p1", name: "n", ...odd }],
      })
      assert.deepInclude((yield* client.listPipes(service))[0], odd)
    }),
  )

  for (const status of [201, 202, 299]) {
    it.scopedLive(`of status ${status} is as good as one of 200`, () =>
      Effect.gen(function* () {
        const client = yield* answered(status, { status, requestId: "r", result: { id: "p1", name: "n" } })
        assert.strictEqual((yield* client.createPipe({ ...service, body: { name: "n" } })).id, "p1")
        yield* client.deletePipe(ref)
      }),
    )
  }

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

  it.scopedLive("without what was asked for says so", () =>
    Effect.gen(function* () {
      const client = yield* answered(200, { status: 200, requestId: "r", result: "canary" })
      const words = (call: Effect.Effect<unknown, CloudApiError>) =>
        Effect.map(Effect.flip(call), (error) => error._tag === "ApiUnavailable" && error.detail)
      assert.strictEqual(yield* words(client.listPipes(service)), "the answer has no list of pipes")
      assert.strictEqual(yield* words(client.getPipe(ref)), "the answer has no pipe")
      assert.strictEqual(yield* words(client.getSettings(ref)), "the answer has no settings")
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
      assert.strictEqual(yield* reason(url), "connection-broken")
      assert.strictEqual(yield* reason("http://127.0.0.1:9"), "connection-failed")
      assert.strictEqual(yield* reason("not a url"), "connection-failed")
    }),
  )

  it.scopedLive("never shows a secret, the Authorization header or the body", () =>
    Effect.gen(function* () {
      const body = {
        name: "canary-name",
        source: {
          sprinkler: {
            credentials: { username: "visible-user", password: 'canary-"quoted"' },
            valve: "canary-valve",
            address: "water://me:canary-inline@host/db",
            place: "canary-place",
          },
        },
      }
      const basic = Buffer.from(`key-id:${keySecret}`).toString("base64")
      const words = [
        "BAD_REQUEST: source.sprinkler: cannot reach",
        ...["visible-user", JSON.stringify('canary-"quoted"'), "canary-valve", keySecret, basic],
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

  const pem = ["-----BEGIN KEY-----", "bGluZSBvbmU+", "c2hvcnQ/", "end"].join("\n")
  const awkward = "p@ss/wörd +1>>?"
  const repeated: ReadonlyArray<readonly [claim: string, secret: string, form: string]> = [
    ["in base64", awkward, Buffer.from(awkward).toString("base64")],
    ["in base64 without padding", "four", Buffer.from("four").toString("base64").replace(/=+$/, "")],
    ["in base64 that is part of a URL", awkward, encodeURIComponent(Buffer.from(awkward).toString("base64"))],
    ["percent-encoded", awkward, encodeURIComponent(awkward)],
    ["percent-encoded in small letters", awkward, "p%40ss%2fw%c3%b6rd%20%2b1%3e%3e%3f"],
    ["percent-encoded in part", awkward, "p%40ss/w%C3%B6rd%20+1>>?"],
    ["as a form has it", awkward, new URLSearchParams([["x", awkward]]).toString().slice(2)],
    ["as JSON with escapes", awkward, "p@ss\\/w\\u00f6rd +1\\u003E\\u003e?"],
    ["as one of its lines", pem, "bGluZSBvbmU+"],
    ["as one of its lines that ends in CR LF", pem.replaceAll("\n", "\r\n"), "bGluZSBvbmU+"],
    ["as its lines in one text", pem, pem.replaceAll("\n", "\\n")],
    ["as the password of an address", "water://me:hunter22@host/db", "hunter22"],
  ]
  for (const [claim, secret, form] of repeated) {
    it.scopedLive(`blanks a secret out ${claim}`, () =>
      Effect.gen(function* () {
        const client = yield* refused(400, `BAD_REQUEST: it said <${form}>, so it did`)
        const body = { name: "n", source: { sprinkler: { password: secret } } }
        const error = yield* Effect.flip(client.createPipe({ ...service, body }))
        assert.strictEqual(error.apiMessage, "BAD_REQUEST: it said <•••>, so it did")
      }),
    )
  }

  it.scopedLive("blanks out secrets of any length and of any characters", () =>
    Effect.gen(function* () {
      const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n")
      const slashes = "\\".repeat(60)
      const client = yield* refused(400, `BAD_REQUEST: <${slashes}> <line 4999> <${long}> <a\ud800b>`)
      const body = {
        name: "n",
        source: { sprinkler: { tokens: [long, `${slashes}x`, slashes, "a\ud800b"] } },
      }
      const error = yield* Effect.flip(
        client.createPipe({ ...service, body, secrets: [Redacted.make("a\ud800b")] }),
      )
      assert.strictEqual(error.apiMessage, "BAD_REQUEST: <•••> <•••> <•••> <•••>")
    }),
  )

  it.scopedLive("leaves the short lines of a secret", () =>
    Effect.gen(function* () {
      const client = yield* refused(400, "BAD_REQUEST: the end")
      const body = { name: "n", source: { sprinkler: { password: pem } } }
      const error = yield* Effect.flip(client.createPipe({ ...service, body }))
      assert.strictEqual(error.apiMessage, "BAD_REQUEST: the end")
    }),
  )

  it.scopedLive("keeps the path and the name of a user, who is no secret", () =>
    Effect.gen(function* () {
      const words = "BAD_REQUEST: source.sprinkler.valve: no right for sprinkler"
      const client = yield* refused(400, words)
      const body = { name: "n", source: { sprinkler: { credentials: { username: "sprinkler" } } } }
      const error = yield* Effect.flip(client.createPipe({ ...service, body }))
      assert.strictEqual(error.apiMessage, words)
      assert.strictEqual(error._tag === "RequestRefused" && error.jsonPath, "source.sprinkler.valve")
    }),
  )

  it.scopedLive("takes the path from the API's own words, and none that has a secret in it", () =>
    Effect.gen(function* () {
      const client = yield* refused(400, "BAD_REQUEST: source.sprinkler.valve: no")
      const path = (password: string) =>
        Effect.gen(function* () {
          const body = { name: "n", source: { sprinkler: { password } } }
          const error = yield* Effect.flip(client.createPipe({ ...service, body }))
          assert.notInclude(error.message, password)
          return error._tag === "RequestRefused" && error.jsonPath
        })
      assert.strictEqual(yield* path("BAD_REQUEST"), "source.sprinkler.valve")
      assert.strictEqual(yield* path("valve"), undefined)
    }),
  )
})
