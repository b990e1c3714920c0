import { describe, it } from "@effect/vitest"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Key from "@pipewright/emulator/Key"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { layer, pipesPath, send, service, wordsOf } from "./emulated.ts"
import { fountainBody, sprinklerBody } from "./kinds.ts"

const secret = Redacted.make("s:3")
const keys: ReadonlyArray<Key.Key> = [
  { id: "reader", secret, rights: "read-only" },
  { id: "own", secret, organizations: ["org", "a b"] },
  { id: "own-reader", secret, organizations: ["org"], rights: "read-only" },
]

/** The status of a request with a key, and the words against it. */
const as = (id: string, method: string, path: string, body?: unknown) =>
  Effect.map(send(method, path, body, `Basic ${btoa(`${id}:s:3`)}`), ({ status, body: { error = "" } }) =>
    `${status} ${error}`.trim(),
  )

const others = pipesPath.replace("/org/", "/others/")

describe("a key", () => {
  it.scoped("that may only read changes nothing, and is told so with a 403", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const { id } = yield* client.createPipe({ ...service, body: sprinklerBody() })
      const refused = "403 FORBIDDEN: the API key may only read"
      for (const [method, path, body] of [
        ["POST", pipesPath, sprinklerBody()],
        ["PATCH", `${pipesPath}/${id}`, { name: "x" }],
        ["DELETE", `${pipesPath}/${id}`, undefined],
        ["PATCH", `${pipesPath}/${id}/state`, { command: "stop" }],
        ["PATCH", `${pipesPath}/${id}/scaling`, { replicas: 2 }],
        ["PUT", `${pipesPath}/${id}/settings`, { spray_rate: 2 }],
        ["PATCH", "/v1/organizations/org/services/svc/state", { command: "stop" }],
      ] as const) {
        assert.strictEqual(yield* as("reader", method, path, body), refused)
      }
      assert.strictEqual(yield* as("reader", "GET", `${pipesPath}/${id}`), "200")
      const { sprinkler } = sprinklerBody().source as { readonly sprinkler: unknown }
      const look = { source: { sprinkler } }
      assert.strictEqual(yield* as("reader", "POST", `${pipesPath}/schemaDiscovery`, look), "200")
    }).pipe(Effect.provide(layer({ pace: 0, keys }))),
  )

  it.scoped("of some organizations is no key of another", () =>
    Effect.gen(function* () {
      const refused = "403 FORBIDDEN: the API key is not of this organization"
      assert.strictEqual(yield* as("own", "POST", pipesPath, sprinklerBody()), "200")
      assert.strictEqual(yield* as("own", "GET", others), refused)
      assert.strictEqual(yield* as("own", "POST", others, sprinklerBody()), refused)
      assert.strictEqual(yield* as("own", "GET", "/v1/organizations/a%20b/services/s/clickpipes"), "200")
      assert.strictEqual(yield* as("own-reader", "GET", pipesPath), "200")
      assert.include(yield* as("own-reader", "DELETE", `${pipesPath}/x`), "may only read")
    }).pipe(Effect.provide(layer({ keys }))),
  )

  it.scoped("that is not known is a 401, whatever else it would be", () =>
    Effect.gen(function* () {
      assert.match(yield* as("stranger", "POST", others, sprinklerBody()), /^401 UNAUTHORIZED: /)
      const wrong = yield* send("GET", pipesPath, undefined, `Basic ${btoa("reader:s")}`)
      assert.strictEqual(wrong.status, 401)
    }).pipe(Effect.provide(layer({ keys }))),
  )

  it.scoped("without the right is told by the client as not authorised", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      assert.strictEqual(
        yield* wordsOf(client.createPipe({ ...service, body: sprinklerBody() })),
        "NotAuthorised FORBIDDEN: the API key may only read",
      )
    }).pipe(Effect.provide(layer({ keys }, { keyId: "reader", keySecret: secret }))),
  )

  it.effect("comes from JSON, or the words say what is wrong with it and repeat no secret", () =>
    Effect.gen(function* () {
      const [key] = yield* Key.fromJson([
        { id: "k", secret: "canary", rights: "admin", organizations: ["o"] },
      ])
      assert.strictEqual(Redacted.value(key?.secret ?? secret), "canary")
      for (const [json, words] of [
        [{ id: "k", secret: "canary" }, "expected a list"],
        [[{ id: "k" }], "[0].secret: is missing"],
        [[{ id: "a:b", secret: "canary" }], "[0].id: expected a text without a colon"],
        [[{ id: "k", secret: "canary", rights: "canary" }], "[0].rights: expected"],
        [[{ id: "k", secret: "canary", canary: 1 }], "[0].canary"],
        [
          [
            { id: "k", secret: "canary" },
            { id: "k", secret: "x" },
          ],
          "[1].id: is the id of a key before",
        ],
      ] as const) {
        const { error } = yield* Effect.flip(Key.fromJson(json))
        assert.include(error, words)
        assert.notInclude(error.replace("[0].canary", ""), "canary")
      }
    }),
  )
})

describe("many organizations and services", () => {
  it.scoped("live beside each other in one emulator", () =>
    Effect.gen(function* () {
      const client = yield* CloudApiClient
      const refs = ["a", "b"].flatMap((organizationId) =>
        ["x", "y"].map((serviceId) => ({ organizationId, serviceId })),
      )
      const made = yield* Effect.forEach(
        refs,
        (ref) =>
          client.createPipe({ ...ref, body: fountainBody({ name: ref.organizationId + ref.serviceId }) }),
        { concurrency: "unbounded" },
      )
      const [first] = made
      yield* client.deletePipe({ organizationId: "a", serviceId: "x", pipeId: first?.id ?? "" })
      const left = yield* Effect.forEach(refs, (ref) =>
        Effect.map(client.listPipes(ref), (pipes) => pipes.map(({ name }) => name)),
      )
      assert.deepStrictEqual(left, [[], ["ay"], ["bx"], ["by"]])
    }).pipe(Effect.provide(layer())),
  )
})
