import { describe, it } from "@effect/vitest"
import type * as Ir from "@pipewright/core/Ir"
import * as State from "@pipewright/core/State"
import { ValueUnreadable } from "@pipewright/runtime/errors"
import * as Planner from "@pipewright/runtime/Planner"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { client, deferred, notAuthorised, pipe, returned, service } from "./support.ts"

const program = (...pipes: ReadonlyArray<Ir.Pipe>): Ir.Program => ({
  target: undefined,
  endpoints: [],
  pipes,
})

const label = (name: string) => deferred({ _tag: "Env", name }, { secret: false })
const password = deferred({ _tag: "Secret", name: "P" })

/** A reader that answers with the name of what is asked for, and keeps a list of it. */
const reader = (asked: Array<string>) =>
  Layer.succeed(ValueReader, {
    read: ({ reader }) =>
      Effect.sync(() => {
        const name = "name" in reader ? reader.name : reader._tag
        asked.push(name)
        return Redacted.make(name)
      }),
  })

describe("A plan", () => {
  it.effect("takes one request, however many pipes there are", () =>
    Effect.gen(function* () {
      let requests = 0
      const api = client({
        listPipes: (options) =>
          Effect.sync(() => {
            assert.deepStrictEqual(options, service)
            requests += 1
            return [returned("b", "Running"), returned("old", "Failed")]
          }),
      })
      const plan = yield* Planner.plan(program(pipe("a"), pipe("b"), pipe("c")), service).pipe(
        Effect.provide(Layer.merge(api, reader([]))),
      )
      assert.strictEqual(requests, 1)
      assert.deepStrictEqual(
        plan.changes.map((it) => it.action),
        ["create", "adopt", "create"],
      )
      assert.deepStrictEqual(
        plan.others.map((it) => [it.name, it.state]),
        [["old", "Failed"]],
      )
      assert.include(plan.changes[0]!.request!.path, "/organizations/org/services/svc/")
    }),
  )

  it.effect("reads what can be compared, and no secret", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const source = { sprinkler: { label: "ONE" } }
      const plan = yield* Planner.plan(
        program(pipe("a", { label: label("ONE"), password }), pipe("b", { label: label("TWO"), password })),
        service,
      ).pipe(
        Effect.provide(reader(asked)),
        Effect.provide(
          client({
            listPipes: () =>
              Effect.succeed([returned("a", "Running", { source }), returned("b", "Running", { source })]),
          }),
        ),
      )
      assert.deepStrictEqual(asked, ["ONE", "TWO"])
      assert.deepStrictEqual(
        plan.changes.map((it) => it.action),
        ["adopt", "adopt"],
      )
      assert.deepStrictEqual(
        plan.changes.map((it) => it.differences.map(({ path }) => path)),
        [[], ["source.sprinkler.label"]],
      )
    }),
  )

  it.effect("is made of whatever pipes are there, also those of a kind and a state that nobody knows", () =>
    Effect.gen(function* () {
      const odd = { destination: { columns: [{ newer: 1 }] }, fieldMappings: [{}] }
      const api = client({
        listPipes: () =>
          Effect.succeed([
            returned("a", "Hibernating", { source: { carrierPigeon: { loft: ["north", null] } }, ...odd }),
            returned("b", "Hibernating", { source: {}, destination: {}, fieldMappings: [] }),
            returned("c", "", { source: { carrierPigeon: {} }, ...odd }),
          ]),
      })
      const plan = yield* Planner.plan(program(pipe("a"), pipe("b")), service).pipe(
        Effect.provide(Layer.merge(api, reader([]))),
      )
      assert.deepStrictEqual(
        plan.changes.map(({ action, differences }) => [action, differences.map(({ path }) => path)]),
        [
          ["replace", ["source"]],
          ["adopt", []],
        ],
      )
      assert.deepStrictEqual(
        plan.others.map(({ name }) => name),
        ["c"],
      )
    }),
  )

  it.effect("reads endpoints and the shared size only where they are declared or remembered", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const listing =
        <A>(name: string, answer: A) =>
        () =>
          Effect.sync(() => {
            asked.push(name)
            return answer
          })
      const api = client({
        listPipes: listing("pipes", []),
        listEndpoints: listing("endpoints", []),
        getCdcScaling: listing("size", undefined),
      })
      const given = Layer.merge(api, reader([]))
      const applied = { description: "d" }
      const known = { id: "1", origin: "created" as const, applied, appliedAt: "" }
      const state = State.empty(service, "")
      yield* Planner.plan(program(), service, { state }).pipe(Effect.provide(given))
      assert.deepStrictEqual(asked.splice(0), ["pipes"])
      const { endpoints } = yield* Planner.plan(program(), service, {
        state: { ...state, endpoints: { gone: known } },
      }).pipe(Effect.provide(given))
      assert.deepStrictEqual(asked.splice(0), ["pipes", "endpoints"])
      assert.deepStrictEqual(
        endpoints.map(({ name, action, steps }) => [name, action, steps.map(({ _tag }) => _tag)]),
        [["gone", "delete", ["Forget"]]],
      )
    }),
  )

  it.effect("compares secrets by what they come to, and only those that it can read", () =>
    Effect.gen(function* () {
      const salts = new Set<string>()
      const hash = (salt: string, secret: Redacted.Redacted) =>
        Effect.sync(() => {
          salts.add(salt)
          return `hash of ${Redacted.value(secret)}`
        })
      const record = (secret: string) => ({
        id: "id-a",
        origin: "created" as const,
        arm: "sprinkler",
        applied: { name: "a", source: { sprinkler: {} }, destination: {} },
        secrets: { "source.sprinkler.password": secret },
        appliedAt: "",
      })
      const plan = (recorded: string, of = reader([])) =>
        Planner.plan(program(pipe("a", { password }), pipe("new", { password })), service, {
          state: { ...State.empty(service, "salt"), pipes: { a: record(recorded) } },
          hash,
        }).pipe(
          Effect.map(({ changes }) => changes[0]!),
          Effect.provide(
            Layer.merge(client({ listPipes: () => Effect.succeed([returned("a", "Running")]) }), of),
          ),
        )
      const blind = Layer.succeed(ValueReader, {
        read: (deferred) =>
          Effect.fail(new ValueUnreadable({ deferred, wanted: "P", why: "it is not set", remedy: "set it" })),
      })
      assert.strictEqual((yield* plan("hash of P")).action, "keep")
      assert.deepStrictEqual(
        (yield* plan("hash of Q")).differences.map(({ path, secret }) => [path, secret]),
        [["source.sprinkler.password", true]],
      )
      const unread = yield* plan("hash of Q", blind)
      assert.deepStrictEqual(
        [unread.action, unread.notes.map(({ code }) => code)],
        ["keep", ["secret-unread"]],
      )
      assert.deepStrictEqual([...salts], ["salt"])
    }),
  )

  it.effect("is none where the state is of another service", () =>
    Planner.plan(program(pipe("a")), service, {
      state: State.empty({ ...service, serviceId: "other" }, ""),
    }).pipe(
      Effect.provide(Layer.merge(client({}), reader([]))),
      Effect.flip,
      Effect.map((error) => assert.strictEqual(error._tag, "StateOfAnotherService")),
    ),
  )

  it.effect("fails as the API does", () =>
    Planner.plan(program(pipe("a")), service).pipe(
      Effect.provide(Layer.merge(client({ listPipes: () => Effect.fail(notAuthorised()) }), reader([]))),
      Effect.flip,
      Effect.map((error) => assert.strictEqual(error._tag, "NotAuthorised")),
    ),
  )
})
