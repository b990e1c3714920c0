import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import * as State from "@pipewright/core/State"
import type * as StateStore from "@pipewright/runtime/StateStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { assert } from "vitest"
import * as states from "./states.ts"
import { begin, empty, end, owner, record } from "./states.ts"

const started = (store: StateStore.Service) => store.write(empty, "")

const document = (store: StateStore.Service) => Effect.map(store.read, (read) => read.document)

/** What every place keeps to; `twice` is a place and two stores that share it. */
const keeps = (
  place: string,
  twice: Effect.Effect<
    readonly [StateStore.Service, StateStore.Service],
    unknown,
    NodeContext.NodeContext | Scope.Scope
  >,
) =>
  describe(`A state in ${place}`, () => {
    const test = (
      name: string,
      body: (one: StateStore.Service, other: StateStore.Service) => Effect.Effect<void, unknown, Scope.Scope>,
    ) =>
      it.scopedLive(name, () =>
        Effect.flatMap(Effect.orDie(twice), (stores) => body(...stores)).pipe(
          Effect.provide(NodeContext.layer),
        ),
      )

    test("is nothing before the first write", (one) =>
      Effect.map(one.read, (read) => assert.deepStrictEqual(read, { document: undefined, revision: "" })))

    test("is read as it was written, and counts the write", (one, other) =>
      Effect.gen(function* () {
        const revision = yield* started(one)
        assert.deepStrictEqual(yield* other.read, { document: { ...empty, serial: 1 }, revision })
      }))

    test("is not written over what has come since it was read", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        const before = yield* one.read
        yield* other.journal(begin("1"))
        const error = yield* Effect.flip(one.write(before.document ?? empty, before.revision))
        assert.strictEqual(error._tag, "StateConflict")
        assert.include(error.message, "it has changed since it was read")
        const error2 = yield* Effect.flip(one.write(empty, ""))
        assert.strictEqual(error2._tag, "StateConflict")
        assert.lengthOf((yield* one.read).document?.inFlight ?? [], 1)
        yield* one.write(empty, (yield* one.read).revision)
        assert.deepStrictEqual(yield* document(other), { ...empty, serial: 3 })
      }))

    test("takes notes before and after a request", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* one.lock(owner("ada"))
            yield* one.journal(begin("1"))
            assert.deepStrictEqual((yield* document(other))?.inFlight, [states.intent("1")])
            yield* one.journal(end("1"))
            const seen = yield* document(other)
            assert.deepStrictEqual(seen?.inFlight, [])
            assert.deepStrictEqual(seen?.pipes, { lawn: record("1") })
          }),
        )
        assert.deepStrictEqual(
          yield* document(other),
          [begin("1"), end("1")].reduce(State.applyJournal, { ...empty, serial: 1 }),
        )
      }))

    test("takes notes from many at once, and loses none", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        yield* one.lock(owner("ada"))
        const names = Array.from({ length: 20 }, (_, index) => `lawn-${index}`)
        yield* Effect.forEach(
          names,
          (name) => Effect.zipRight(one.journal(begin(name, name)), one.journal(end(name, name))),
          { concurrency: "unbounded" },
        )
        const seen = yield* document(other)
        assert.sameMembers(Object.keys(seen?.pipes ?? {}), names)
        assert.deepStrictEqual(seen?.inFlight, [])
        assert.strictEqual(seen?.serial, 41)
      }))

    test("takes no note where nothing was written first", (one) =>
      Effect.map(Effect.flip(one.journal(begin("1"))), (error) =>
        assert.strictEqual(error._tag, "StateConflict"),
      ))

    test("is locked by one, and others are told by whom and for how long", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        assert.isUndefined(yield* one.lockHolder)
        const scope = yield* Scope.make()
        yield* Scope.extend(one.lock(owner("ada")), scope)
        assert.strictEqual((yield* other.lockHolder)?.name, "ada")
        for (const attempt of [
          Effect.scoped(other.lock(owner("bob"))),
          other.journal(begin("1")),
          started(other),
        ]) {
          const error = yield* Effect.flip(attempt)
          if (error._tag !== "StateLocked") throw error
          assert.include(error.message, "locked by ada on elsewhere.example, process 4242, for ")
          assert.include(error.remedy, "`pipewright unlock`")
          assert.isTrue(Duration.greaterThanOrEqualTo(error.age, Duration.zero))
        }
        yield* Scope.close(scope, Exit.void)
        assert.isUndefined(yield* other.lockHolder)
        yield* Effect.scoped(other.lock(owner("bob")))
      }))

    test("is not locked twice by one", (one) =>
      Effect.gen(function* () {
        yield* one.lock(owner("ada"))
        assert.strictEqual((yield* Effect.flip(Effect.scoped(one.lock(owner("ada")))))._tag, "StateLocked")
      }))

    test("can be unlocked, after which the other's writes fail", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        yield* one.lock(owner("ada"))
        assert.strictEqual((yield* other.unlock)?.name, "ada")
        assert.isUndefined(yield* other.unlock)
        const alone = yield* Effect.flip(one.journal(begin("1")))
        assert.strictEqual(alone._tag, "StateConflict")
        assert.include(alone.message, "its lock was taken away")
        yield* other.lock(owner("bob"))
        assert.strictEqual((yield* Effect.flip(one.journal(begin("1"))))._tag, "StateLocked")
        yield* other.journal(begin("2"))
        assert.deepStrictEqual((yield* document(one))?.inFlight, [states.intent("2")])
      }))

    test("stays locked by the second after the first, who was unlocked, has ended", (one, other) =>
      Effect.gen(function* () {
        const first = yield* Scope.make()
        yield* Scope.extend(one.lock(owner("ada")), first)
        yield* other.unlock
        yield* other.lock(owner("bob"))
        yield* Scope.close(first, Exit.void)
        assert.strictEqual((yield* one.lockHolder)?.name, "bob")
      }))

    test("is locked by one of many who come at once", (one, other) =>
      Effect.gen(function* () {
        const scope = yield* Effect.scope
        const exits = yield* Effect.forEach(
          [one, other, one, other, one, other],
          (store, index) => Effect.exit(Scope.extend(store.lock(owner(`user ${index}`)), scope)),
          { concurrency: "unbounded" },
        )
        assert.lengthOf(exits.filter(Exit.isSuccess), 1)
      }))

    test("comes back as it was when there are names that every object has", (one, other) =>
      Effect.gen(function* () {
        yield* started(one)
        yield* one.journal({ pipes: { ["__proto__"]: record("1"), constructor: record("2") } })
        const pipes = (yield* document(other))?.pipes ?? {}
        assert.strictEqual(State.find(pipes, "__proto__")?.id, "1")
        assert.strictEqual(State.find(pipes, "constructor")?.id, "2")
      }))
  })

const both = (open: states.Open) => Effect.all([open, open])

keeps(
  "memory",
  Effect.suspend(() => both(states.memory(new Map()))),
)
keeps(
  "a file",
  Effect.flatMap(states.folder, (folder) => both(states.file(folder))),
)
keeps(
  "a ref",
  Effect.flatMap(states.repository, ({ home }) =>
    Effect.zipRight(states.sh(home, "init", "--quiet", "alone"), both(states.git(`${home}/alone`))),
  ),
)
keeps(
  "a ref of two clones",
  Effect.flatMap(states.repository, ({ ada, clone }) =>
    Effect.flatMap(clone("bob"), (bob) => Effect.all([states.git(ada), states.git(bob)])),
  ),
)
