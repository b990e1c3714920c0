import { describe, it } from "@effect/vitest"
import type * as Ir from "@pipewright/core/Ir"
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

  it.effect("fails as the API does", () =>
    Planner.plan(program(pipe("a")), service).pipe(
      Effect.provide(Layer.merge(client({ listPipes: () => Effect.fail(notAuthorised()) }), reader([]))),
      Effect.flip,
      Effect.map((error) => assert.strictEqual(error._tag, "NotAuthorised")),
    ),
  )
})
