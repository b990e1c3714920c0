import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import type * as State from "@pipewright/core/State"
import type * as StateStore from "@pipewright/runtime/StateStore"
import { StateStore as Store } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { assert, beforeAll } from "vitest"
import * as states from "./states.ts"
import { begin, empty, end, owner, sh } from "./states.ts"

// As on a machine that nobody has set up.
beforeAll(() => {
  process.env.GIT_CONFIG_GLOBAL = "/dev/null"
  process.env.GIT_CONFIG_SYSTEM = "/dev/null"
})

const ref = "refs/pipewright/state/prod"

type Repository = Effect.Effect.Success<typeof states.repository>

const test = <E>(
  name: string,
  body: (repository: Repository) => Effect.Effect<void, E, NodeContext.NodeContext | Scope.Scope>,
) =>
  it.scopedLive(name, () => Effect.flatMap(states.repository, body).pipe(Effect.provide(NodeContext.layer)))

const run = (store: StateStore.Service, name: string, ...changes: ReadonlyArray<State.Change>) =>
  Effect.scoped(
    Effect.gen(function* () {
      yield* store.lock(owner(name))
      const { document, revision } = yield* store.read
      if (document === undefined) yield* store.write(empty, revision)
      for (const change of changes) yield* store.journal(change)
    }),
  )

const names = (store: StateStore.Service) =>
  Effect.map(store.read, ({ document }) => Object.keys(document?.pipes ?? {}))

describe("A state in a ref", () => {
  test("leaves files, index and branches as they are", ({ ada }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      yield* fs.writeFileString(`${ada}/main.pipe`, "changed")
      yield* fs.writeFileString(`${ada}/new.pipe`, "new")
      yield* sh(ada, "add", "new.pipe")
      const look = Effect.all([
        sh(ada, "status", "--porcelain=v2", "--branch"),
        sh(ada, "for-each-ref", "refs/heads", "refs/remotes", "refs/tags"),
        sh(ada, "rev-parse", "HEAD"),
        fs.readFile(`${ada}/.git/index`),
        fs.readDirectory(ada),
      ])
      const before = yield* look
      yield* run(yield* states.git(ada), "ada", begin("1"), end("1"))
      assert.deepStrictEqual(yield* look, before)
      assert.isFalse(yield* fs.exists(`${ada}/.git/FETCH_HEAD`))
    }))

  test("is shared by clones through their remote", ({ ada, clone }) =>
    Effect.gen(function* () {
      const bob = yield* states.git(yield* clone("bob"))
      yield* run(yield* states.git(ada), "ada", end("1", "lawn"))
      yield* run(bob, "bob", end("2", "roses"))
      assert.deepStrictEqual(yield* names(yield* states.git(ada)), ["lawn", "roses"])
      const carol = yield* states.git(yield* clone("carol"))
      assert.deepStrictEqual(yield* names(carol), ["lawn", "roses"])
    }))

  test("is shared by a clone of one commit, as CI makes it", ({ ada, clone }) =>
    Effect.gen(function* () {
      const ci = yield* clone("ci", "--depth=1", "--single-branch", "--no-tags")
      assert.strictEqual(yield* sh(ci, "rev-list", "--count", "HEAD"), "1")
      yield* run(yield* states.git(ci), "ci", begin("1"), end("1"))
      assert.deepStrictEqual(yield* names(yield* states.git(ada)), ["lawn"])
      yield* run(yield* states.git(ada), "ada", end("2", "roses"))
      assert.deepStrictEqual(yield* names(yield* states.git(ci)), ["lawn", "roses"])
      assert.strictEqual(yield* sh(ci, "rev-list", "--count", "HEAD"), "1")
    }))

  test("tells in its history what was done", ({ ada }) =>
    Effect.gen(function* () {
      yield* run(
        yield* states.git(ada),
        "ada",
        { begin: [states.intent("1"), states.intent("2", "roses")] },
        end("1"),
      )
      assert.deepStrictEqual((yield* sh(ada, "log", "--reverse", "--format=%an: %B", ref)).split(/\n+/), [
        "pipewright: lock by ada on elsewhere.example",
        "pipewright: write",
        "pipewright: 2 notes",
        "begin createPipe lawn",
        "begin createPipe roses",
        "pipewright: 2 notes",
        "done 1",
        "remember lawn",
        "pipewright: unlock",
      ])
    }))

  test("is pushed once for all that comes at one moment", ({ ada, origin }) =>
    Effect.gen(function* () {
      const store = yield* states.git(ada)
      yield* run(store, "ada")
      yield* store.lock(owner("ada"))
      const count = Effect.map(sh(origin, "rev-list", "--count", ref), Number)
      const before = yield* count
      const ids = Array.from({ length: 20 }, (_, index) => `${index}`)
      yield* Effect.forEach(ids, (id) => store.journal(begin(id, `lawn-${id}`)), { concurrency: "unbounded" })
      assert.isAtMost((yield* count) - before, 2)
      assert.lengthOf((yield* store.read).document?.inFlight ?? [], ids.length)
    }))

  test("goes to a remote that was added after the first run", ({ home }) =>
    Effect.gen(function* () {
      yield* sh(home, "init", "--quiet", "alone")
      yield* sh(home, "init", "--quiet", "--bare", "later.git")
      yield* run(yield* states.git(`${home}/alone`), "ada", end("1"))
      yield* sh(`${home}/alone`, "remote", "add", "origin", `${home}/later.git`)
      const store = yield* states.git(`${home}/alone`)
      assert.deepStrictEqual(yield* names(store), ["lawn"])
      yield* run(store, "ada", end("2", "roses"))
      assert.strictEqual(
        yield* sh(`${home}/later.git`, "rev-parse", ref),
        yield* sh(`${home}/alone`, "rev-parse", ref),
      )
    }))

  test("goes to the remote that is named", ({ home, ada, origin }) =>
    Effect.gen(function* () {
      yield* sh(home, "init", "--quiet", "--bare", "other.git")
      yield* run(yield* states.git(ada, `${home}/other.git`), "ada", end("1"))
      assert.strictEqual(yield* sh(origin, "for-each-ref", ref), "")
      assert.include(yield* sh(`${home}/other.git`, "for-each-ref", ref), ref)
    }))

  test("runs none of the hooks of the repository", ({ ada }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      for (const hook of ["pre-push", "reference-transaction", "post-commit"]) {
        yield* fs.writeFileString(`${ada}/.git/hooks/${hook}`, "#!/bin/sh\nexit 1\n", { mode: 0o755 })
      }
      const store = yield* states.git(ada)
      yield* run(store, "ada", end("1"))
      assert.deepStrictEqual(yield* names(store), ["lawn"])
    }))
})

describe("Two clones at once", () => {
  test("never hold the lock together, and lose nothing", ({ ada, clone }) =>
    Effect.gen(function* () {
      const bob = yield* clone("bob")
      yield* run(yield* states.git(ada), "ada")
      let holders = 0
      /** Comes back until it had its turn. */
      const insist = (directory: string, name: string): Effect.Effect<void, StateStore.Failure> =>
        Effect.gen(function* () {
          const store = yield* states.git(directory)
          yield* store.lock(owner(name))
          holders += 1
          assert.strictEqual(holders, 1)
          yield* store.journal(begin(name, name))
          yield* store.journal(end(name, name))
          holders -= 1
        }).pipe(
          Effect.scoped,
          Effect.catchTags({
            StateLocked: () => insist(directory, name),
            StateConflict: () => insist(directory, name),
          }),
        )
      const all = ["a", "b", "c", "d"]
      yield* Effect.forEach(all, (name, index) => insist(index % 2 === 0 ? ada : bob, name), {
        concurrency: "unbounded",
      })
      const { document } = yield* (yield* states.git(bob)).read
      assert.sameMembers(Object.keys(document?.pipes ?? {}), all)
      assert.deepStrictEqual(document?.inFlight, [])
      assert.strictEqual(document?.serial, 1 + 2 * all.length)
    }))

  test("are told when the lock went to the other", ({ ada, clone }) =>
    Effect.gen(function* () {
      const [one, other] = [yield* states.git(ada), yield* states.git(yield* clone("bob"))]
      const scope = yield* Effect.scope
      const exits = yield* Effect.forEach(
        [one, other],
        (store, index) => Effect.exit(Scope.extend(store.lock(owner(`user ${index}`)), scope)),
        { concurrency: "unbounded" },
      )
      assert.lengthOf(exits.filter(Exit.isSuccess), 1)
    }))

  test("cannot write over each other by an old view", ({ ada, clone }) =>
    Effect.gen(function* () {
      const [one, other] = [yield* states.git(ada), yield* states.git(yield* clone("bob"))]
      yield* run(one, "ada", end("1", "lawn"))
      const seen = yield* one.read
      yield* run(other, "bob", end("2", "roses"))
      const error = yield* Effect.flip(one.write(seen.document ?? empty, seen.revision))
      assert.strictEqual(error._tag, "StateConflict")
      assert.deepStrictEqual(yield* names(one), ["lawn", "roses"])
    }))
})

describe("A push", () => {
  test("that the remote refuses is told in its words", ({ ada, origin }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const store = yield* states.git(ada)
      yield* run(store, "ada")
      yield* fs.writeFileString(
        `${origin}/hooks/pre-receive`,
        "#!/bin/sh\necho 'not on a friday' >&2\nexit 1\n",
        {
          mode: 0o755,
        },
      )
      const error = yield* Effect.flip(run(store, "ada"))
      assert.strictEqual(error._tag, "StateUnavailable")
      assert.include(error.message, `the state in ${ref} of origin cannot be reached: `)
      assert.include(error.message, "not on a friday")
      yield* fs.remove(`${origin}/hooks/pre-receive`)
      yield* run(store, "ada", end("1"))
    }))

  test("whose answer was lost counts if the remote has it", ({ ada, origin, home }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const store = yield* states.git(ada)
      yield* run(store, "ada")
      // The server takes the push, and what answers for it fails, once.
      const flaky = `#!/bin/sh\ngit-receive-pack "$@"\nif [ -e ${home}/once ]; then rm ${home}/once; exit 1; fi\n`
      yield* fs.writeFileString(`${home}/receive`, flaky, { mode: 0o755 })
      yield* sh(ada, "config", "remote.origin.receivepack", `${home}/receive`)
      yield* store.lock(owner("ada"))
      yield* fs.writeFileString(`${home}/once`, "")
      yield* store.journal(end("1"))
      assert.isFalse(yield* fs.exists(`${home}/once`))
      assert.deepStrictEqual(yield* names(store), ["lawn"])
      assert.strictEqual(yield* sh(origin, "rev-list", "--count", "--grep=remember lawn", ref), "1")
    }))
})

describe("A repository", () => {
  test("that is none is told so", ({ home }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      yield* fs.makeDirectory(`${home}/plain`)
      const open = Effect.provide(Store, Store.layerGit({ directory: `${home}/plain`, target: "prod" }))
      const error = yield* Effect.flip(open)
      assert.include(error.message, "not a git repository")
    }))

  test("that cannot be reached is told without its login", ({ ada }) =>
    Effect.gen(function* () {
      for (const login of ["ada:s3cr3t", "t0ken-s3cr3t", "ada:s3c/r3t@x"]) {
        const store = yield* states.git(ada, `https://${login}@127.0.0.1:1/state.git`)
        const error = yield* Effect.flip(store.read)
        assert.strictEqual(error._tag, "StateUnavailable")
        const all = JSON.stringify([error, error.message, error.stack, store.where])
        assert.include(all, "127.0.0.1:1/state.git")
        assert.notMatch(all, /s3c/)
      }
    }))

  test("whose ref holds something else is told so", ({ ada, home }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      yield* fs.writeFileString(`${home}/state.json`, "{}")
      const blob = yield* sh(ada, "hash-object", "-w", `${home}/state.json`)
      yield* sh(ada, "update-index", "--add", "--cacheinfo", `100644,${blob},state.json`)
      const tree = yield* sh(ada, "write-tree")
      const id = yield* sh(
        ada,
        ...["-c", "user.name=a", "-c", "user.email=a@example.com"],
        "commit-tree",
        tree,
        "-m",
        "x",
      )
      yield* sh(ada, "push", "--quiet", "origin", `${id}:${ref}`)
      const error = yield* Effect.flip((yield* states.git(ada)).read)
      assert.strictEqual(error._tag, "StateDamaged")
    }))
})
