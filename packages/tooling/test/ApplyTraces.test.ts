/** The requests that reach the API for one edit, in their order. Every pipe lives at once here: nothing is waited for. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import { Emulator } from "@pipewright/emulator/Emulator"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Planner from "@pipewright/runtime/Planner"
import { Progress } from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import { contracts } from "@pipewright/sources/Contracts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { bind, hashing } from "../src/simulation/run.ts"

const service = { organizationId: "org", serviceId: "svc" }
const owner = { name: "ada", host: "elsewhere.example", pid: 1, startedAt: "2026-11-24T12:00:00.000Z" }
const key = { keyId: "id", keySecret: Redacted.make("secret") }

const client = Layer.unwrapEffect(
  HttpServer.addressWith((address) =>
    Effect.succeed(
      CloudApiClient.layer({
        baseUrl: address._tag === "TcpAddress" ? `http://127.0.0.1:${address.port}` : "",
        userAgent: "pipewright/test",
        ...key,
      }).pipe(Layer.provide(FetchHttpClient.layer)),
    ),
  ),
)

/** `tables` have rows from the start, so that no pipe can be led into one. */
const layer = (tables: ReadonlyArray<string>) =>
  Layer.mergeAll(
    Layer.merge(Emulator.serve({ contracts, pace: 0, tables, ...key }), client).pipe(
      Layer.provideMerge(NodeHttpServer.layerTest),
    ),
    StateStore.layerMemory(),
    Layer.succeed(SecretHash, hashing),
    Layer.succeed(ValueReader, { read: () => Effect.succeed(Redacted.make("value")) }),
    Approval.layerGranted,
    Progress.layerSilent,
  )

const shop = ({ tables = "", more = "" }) =>
  bind(`target cloud { organization = "org", service = "svc" }
pipe "shop" {
  ${more}
  from postgres {
    host = "db.example.com", database = "shop"
    credentials { username = "u", password = secret("PASSWORD") }
    settings { replicationMode = cdc }
    tables {
      public.users -> users
      ${tables}
    }
  }
  into default.*
}`)

/** What the API is asked for while a program is applied: the operation, with the command where it is one. */
const apply = Effect.fnUntraced(function* (program: ReturnType<typeof bind>) {
  const emulator = yield* Emulator
  const before = (yield* emulator.requests).length
  const { document } = yield* (yield* StateStore).read
  const plan = yield* Planner.plan(program, service, { state: document, hash: hashing.hash })
  const { pipes } = yield* Executor.apply(plan, service, {
    owner,
    concurrency: 1,
    wait: "running",
    poll: "10 millis",
  })
  const requests = (yield* emulator.requests).slice(before)
  const trace = requests.map(({ operation, body, status }) =>
    [
      operation ?? "",
      ...(typeof body === "object" && body !== null && "command" in body ? [String(body.command)] : []),
      ...(status === 200 ? [] : [status]),
    ].join(" "),
  )
  return { trace, outcomes: pipes.map(({ _tag }) => _tag) }
})

const orders = shop({ tables: "public.orders -> orders" })

/** The requests of a second apply, after a first one on which nothing went wrong. */
const edit = (
  to: ReturnType<typeof bind>,
  expected: ReadonlyArray<string>,
  { tables = [] as ReadonlyArray<string>, outcome = "settled" } = {},
) =>
  Effect.gen(function* () {
    const first = yield* apply(shop({}))
    assert.deepStrictEqual(first.outcomes, ["settled"])
    const { trace, outcomes } = yield* apply(to)
    assert.deepStrictEqual(trace, expected)
    assert.deepStrictEqual(outcomes, [outcome])
    assert.deepStrictEqual((yield* (yield* StateStore).read).document?.inFlight, [])
  }).pipe(Effect.provide(Layer.fresh(layer(tables))))

describe("The requests of an apply", () => {
  it.scopedLive("are for a new pipe a list and a create, and for the same again a list", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* apply(shop({}))).trace, ["list", "create"])
      assert.deepStrictEqual(yield* apply(shop({})), { trace: ["list"], outcomes: ["kept"] })
    }).pipe(Effect.provide(Layer.fresh(layer([])))),
  )

  it.scopedLive(
    "are for another table stop, a look, the edit, a start for which the service was faster, and a look",
    () => edit(orders, ["list", "setState stop", "list", "update", "setState start 400", "list"]),
  )

  it.scopedLive("are for an edit that fails stop, a look, the edit and start", () =>
    edit(orders, ["list", "setState stop", "list", "update 400", "setState start"], {
      tables: ["default.orders"],
      outcome: "refused",
    }),
  )

  it.scopedLive("leave a pipe stopped that should be", () =>
    edit(shop({ tables: "public.orders -> orders", more: "state = stopped" }), [
      "list",
      "setState stop",
      "list",
      "update",
      "setState stop",
      "list",
    ]),
  )
})
