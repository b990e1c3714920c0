import { describe, it } from "@effect/vitest"
import type { Wait } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"
import { assert } from "vitest"
import { type Deed, ending, no, scripted, service, yes } from "./scripted.ts"

const path = "/v1/organizations/org/services/svc/clickpipes"

const body = {
  name: "orders",
  source: {
    kafka: {
      credentials: { username: "reader", password: "canary-password" },
      url: "mongodb://reader:canary-login@db.example",
      topics: "canary-by-value/x",
    },
  },
}

const secrets = [Redacted.make("canary-by-value/x")]

const pipe = { id: "p", name: "orders", state: "Provisioning" }

interface Line {
  readonly message: string
  readonly annotations: Readonly<Record<string, unknown>>
}

/** What an effect logs, from a level on. */
const logging = <A, E, R>(level: LogLevel.LogLevel, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const lines: Array<Line> = []
    const logger = Logger.make(({ annotations, message }) => {
      lines.push({
        message: Array.isArray(message) ? message.join(" ") : String(message),
        annotations: Object.fromEntries(HashMap.toEntries(annotations)),
      })
    })
    const exit = yield* Effect.exit(effect).pipe(
      Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
      Logger.withMinimumLogLevel(level),
    )
    return { exit, lines }
  })

/** A tracer that keeps its spans. */
const recording = (spans: Array<Tracer.Span>) =>
  Effect.map(Effect.tracer, (tracer) =>
    Tracer.make({
      context: tracer.context,
      span: (...about) => {
        const span = tracer.span(...about)
        spans.push(span)
        return span
      },
    }),
  )

const creating = (deed: Deed) =>
  Effect.gen(function* () {
    const { client } = yield* scripted(() => deed)
    return yield* ending(yield* Effect.fork(client.createPipe({ ...service, body, secrets })))
  })

describe("a request", () => {
  it.effect("is told of in the log, with what was answered and without what is secret", () =>
    Effect.gen(function* () {
      const { lines } = yield* logging(LogLevel.Debug, creating(yes(pipe)))
      assert.deepStrictEqual(
        lines.map(({ message }) => message),
        [
          `POST ${path}
content-type: application/json
content-length: 181
authorization: <redacted>
user-agent: pipewright/test
accept: application/json
{"name":"orders","source":{"kafka":{"credentials":{"username":"reader","password":"<redacted>"},"url":"mongodb://<redacted>@db.example","topics":"<redacted>"}}}`,
          `POST ${path}: 200 in 0 ms (request r)
{"status":200,"requestId":"r","result":{"id":"p","name":"orders","state":"Provisioning"}}`,
        ],
      )
      assert.deepStrictEqual(lines[1]?.annotations, {
        operation: "createPipe",
        method: "POST",
        path,
        attempt: 1,
        status: 200,
        millis: 0,
        requestId: "r",
      })
    }),
  )

  it.effect("is not told of above the level of debugging", () =>
    Effect.gen(function* () {
      const { lines } = yield* logging(LogLevel.Info, creating(yes(pipe)))
      assert.deepStrictEqual(lines, [])
    }),
  )

  it.effect.each([
    [
      "in words",
      'BAD: canary-password, "canary-by-value\\/x", canary-login, a2V5LWlkOmtleS1zZWNyZXQ= and key-secret',
    ],
    ["encoded", `BAD: ${encodeURIComponent("canary-by-value/x")} ${btoa("canary-password")}`],
  ])("keeps a secret out of the log that the API repeats %s", ([, error]) =>
    Effect.gen(function* () {
      const { exit, lines } = yield* logging(
        LogLevel.Debug,
        creating({
          status: 400,
          json: { status: 400, requestId: "r", error, more: { "canary-password": error } },
        }),
      )
      const all = JSON.stringify([lines, exit])
      assert.include(all, "BAD: ")
      for (const text of ["canary", "a2V5LWlkOmtleS1zZWNyZXQ", "key-secret", btoa("canary-password")]) {
        assert.notInclude(all, text)
      }
    }),
  )

  it.effect("keeps a secret out of the log that the API repeats to another request", () =>
    Effect.gen(function* () {
      const { client } = yield* scripted((method) =>
        method === "POST" ? yes(pipe) : yes([{ ...pipe, description: "once canary-by-value/x" }]),
      )
      const { lines } = yield* logging(
        LogLevel.Debug,
        Effect.gen(function* () {
          const calls = Effect.zipRight(
            client.createPipe({ ...service, body, secrets }),
            client.listPipes(service),
          )
          yield* ending(yield* Effect.fork(calls))
        }),
      )
      assert.include(JSON.stringify(lines), "once <redacted>")
      assert.notInclude(JSON.stringify(lines), "canary")
    }),
  )

  it.effect("is told of by its length where it is no JSON or very long", () =>
    Effect.gen(function* () {
      const long = yield* logging(LogLevel.Debug, creating(yes({ ...pipe, note: "x".repeat(70_000) })))
      assert.match(long.lines.at(-1)?.message ?? "", /\n\(70\d\d\d characters\)$/)
    }),
  )

  it.effect("has a span of its own for each time that it is sent", () =>
    Effect.gen(function* () {
      const spans: Array<Tracer.Span> = []
      const { client } = yield* scripted((_, index) => (index === 0 ? no(503) : yes([])))
      const fiber = yield* Effect.fork(
        client.listPipes(service).pipe(Effect.withTracer(yield* recording(spans))),
      )
      yield* ending(fiber)
      const http = spans.filter(({ name }) => name === "http GET")
      assert.deepStrictEqual(
        http.map(({ attributes, kind, parent }) => ({
          ...Object.fromEntries(attributes),
          kind,
          parent: Option.map(parent, (it) => ("name" in it ? it.name : "")).pipe(Option.getOrUndefined),
        })),
        [1, 2].map((attempt) => ({
          operation: "listPipes",
          method: "GET",
          path,
          attempt,
          status: attempt === 1 ? 503 : 200,
          requestId: "r",
          kind: "client" as const,
          parent: "CloudApiClient.listPipes",
        })),
      )
      assert.deepStrictEqual(
        spans.filter(({ name }) => name.startsWith("http.client")),
        [],
      )
    }),
  )
})

describe("a wait", () => {
  it.effect("is told of before a request goes again, with its reason", () =>
    Effect.gen(function* () {
      const waits: Array<Wait> = []
      const deeds = [no(429, { "retry-after": "8" }), no(500), { broken: "ECONNRESET" }, yes([])]
      const { client } = yield* scripted((_, index) => deeds[index]!, {
        onWait: (wait) => Effect.sync(() => waits.push(wait)),
      })
      yield* ending(yield* Effect.fork(client.listPipes(service)))
      assert.deepStrictEqual(
        waits.map(({ operation, why }) => [operation, why]),
        [
          ["listPipes", "rate-limited"],
          ["listPipes", "failed"],
          ["listPipes", "unreachable"],
        ],
      )
      assert.isAtLeast(waits[0]?.millis ?? 0, 8000)
    }),
  )

  it.effect("is in the log for those who want to hear more than warnings", () =>
    Effect.gen(function* () {
      const deeds = [no(503, { "retry-after": "8" }), yes([])]
      const { client } = yield* scripted((_, index) => deeds[index]!)
      const calls = Effect.flatMap(Effect.fork(client.listPipes(service)), ending)
      const { lines } = yield* logging(LogLevel.Info, Effect.withRandom(calls, Random.fixed([0])))
      assert.deepStrictEqual(
        lines.map(({ message }) => message),
        [
          `once more in 8 s: listPipes got no usable answer from https://api.example: it answered 503: CODE: no 503 [GET ${path}] (request r)`,
        ],
      )
    }),
  )

  it.effect("that is not made is not told of", () =>
    Effect.gen(function* () {
      const waits: Array<Wait> = []
      const { client } = yield* scripted(() => no(400), {
        onWait: (wait) => Effect.sync(() => waits.push(wait)),
      })
      yield* Effect.exit(ending(yield* Effect.fork(client.listPipes(service))))
      assert.deepStrictEqual(waits, [])
    }),
  )
})
