import { hostname } from "node:os"
import { SystemError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import * as State from "@pipewright/core/State"
import type { Owner } from "@pipewright/runtime/Owner"
import type * as StateStore from "@pipewright/runtime/StateStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as fc from "fast-check"
import { assert } from "vitest"
import * as processes from "./processes.ts"
import * as states from "./states.ts"
import { begin, empty, end, owner, record } from "./states.ts"

const folderOf = (directory: string) => `${directory}/.pipewright/state`

const test = <E>(
  name: string,
  body: (directory: string, fs: FileSystem.FileSystem) => Effect.Effect<void, E, Scope.Scope>,
) =>
  it.scopedLive(name, () =>
    Effect.gen(function* () {
      yield* body(yield* states.folder, yield* FileSystem.FileSystem)
    }).pipe(Effect.provide(NodeContext.layer)),
  )

/** A run that noted some requests and was gone before it could put its files in order. */
const died = (directory: string, changes: ReadonlyArray<State.Change>, by: Owner) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const folder = folderOf(directory)
    const store = yield* states.file(directory)
    yield* store.write(empty, "")
    yield* Effect.scoped(
      Effect.gen(function* () {
        yield* store.lock(by)
        for (const change of changes) yield* store.journal(change)
        for (const end of ["json", "journal", "lock"])
          if (yield* fs.exists(`${folder}/prod.${end}`))
            yield* fs.copyFile(`${folder}/prod.${end}`, `${folder}/${end}`)
      }),
    )
    for (const end of ["json", "journal", "lock"])
      if (yield* fs.exists(`${folder}/${end}`)) yield* fs.rename(`${folder}/${end}`, `${folder}/prod.${end}`)
    return folder
  }).pipe(Effect.provide(NodeContext.layer))

const here = (pid: number): Owner => ({ ...owner("ada"), host: hostname(), pid })

const read = (directory: string) => Effect.flatMap(states.file(directory), (store) => store.read)

const after = (changes: ReadonlyArray<State.Change>) => State.applyAll({ ...empty, serial: 1 }, changes)

describe("The files of a state", () => {
  test("are for nobody else to read", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [begin("1")], owner("ada"))
      for (const name of ["prod.json", "prod.journal", "prod.lock"])
        assert.strictEqual((yield* fs.stat(`${folder}/${name}`)).mode & 0o777, 0o600, name)
      assert.strictEqual((yield* fs.stat(folder)).mode & 0o777, 0o700)
    }))

  test("are one document once a run has ended", (directory, fs) =>
    Effect.gen(function* () {
      const store = yield* states.file(directory)
      yield* store.write(empty, "")
      yield* Effect.scoped(Effect.zipRight(store.lock(owner("ada")), store.journal(begin("1"))))
      assert.deepStrictEqual(yield* fs.readDirectory(folderOf(directory)), ["prod.json"])
      assert.strictEqual(
        yield* fs.readFileString(`${folderOf(directory)}/prod.json`),
        State.encode(after([begin("1")])),
      )
    }))

  test("grow by what is noted, and not by the document", (directory, fs) =>
    Effect.gen(function* () {
      const store = yield* states.file(directory)
      yield* store.write(empty, "")
      yield* store.lock(owner("ada"))
      const before = yield* fs.readFileString(`${folderOf(directory)}/prod.json`)
      yield* store.journal(begin("1"))
      const [, first] = [yield* store.read, yield* fs.readFileString(`${folderOf(directory)}/prod.journal`)]
      yield* store.journal(begin("2"))
      const second = yield* fs.readFileString(`${folderOf(directory)}/prod.journal`)
      assert.strictEqual(yield* fs.readFileString(`${folderOf(directory)}/prod.json`), before)
      assert.isTrue(second.startsWith(first))
      assert.strictEqual(second.split("\n").length, 3)
    }))

  test("of two targets are never the same", (directory, fs) =>
    Effect.gen(function* () {
      const targets = ["prod", "Prod", "a/b", "a%2Fb", "../prod", "é", "prod.json", "con."]
      for (const target of targets) {
        const store = yield* states.file(directory, target)
        yield* store.write({ ...empty, salt: target }, "")
      }
      const names = yield* fs.readDirectory(folderOf(directory))
      assert.lengthOf(new Set(names.map((name) => name.toLowerCase())), targets.length)
      for (const target of targets) {
        const { document } = yield* (yield* states.file(directory, target)).read
        assert.strictEqual(document?.salt, target)
      }
    }))

  test("are left alone by whoever only reads", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [begin("1"), end("1"), begin("2")], owner("ada"))
      const all = Effect.forEach(["json", "journal", "lock"], (end) =>
        fs.readFileString(`${folder}/prod.${end}`),
      )
      const before = yield* all
      assert.deepStrictEqual((yield* read(directory)).document, after([begin("1"), end("1"), begin("2")]))
      assert.deepStrictEqual(yield* all, before)
      assert.lengthOf(yield* fs.readDirectory(folder), 3)
    }))

  test("cannot be written where the folder is a file", (directory, fs) =>
    Effect.gen(function* () {
      yield* fs.writeFileString(`${directory}/.pipewright`, "")
      const store = yield* states.file(directory)
      const error = yield* Effect.flip(store.write(empty, ""))
      assert.strictEqual(error._tag, "StateUnavailable")
      assert.include(error.message, `the state in ${folderOf(directory)}/prod.json cannot be reached: `)
    }))
})

describe("A damaged state", () => {
  const damaged = (name: string, file: string, change: (text: string) => string, problem: State.Problem) =>
    test(name, (directory, fs) =>
      Effect.gen(function* () {
        const folder = yield* died(directory, [begin("1"), end("1"), begin("2")], here(yield* processes.dead))
        const text = yield* fs.readFileString(`${folder}/${file}`)
        yield* fs.writeFileString(`${folder}/${file}`, change(text))
        const store = yield* states.file(directory)
        for (const attempt of [store.read, Effect.scoped(store.lock(owner("bob"))), store.write(empty, "")]) {
          const error: StateStore.Failure = yield* Effect.flip(
            attempt as Effect.Effect<unknown, StateStore.Failure>,
          )
          if (error._tag !== "StateDamaged") throw error
          assert.deepStrictEqual(error.problem, problem)
        }
        // Nothing was lost by looking, and nobody is locked out by it.
        assert.strictEqual(yield* fs.readFileString(`${folder}/${file}`), change(text))
        assert.isFalse(yield* fs.exists(`${folder}/prod.lock`))
      }),
    )

  damaged(
    "is one whose document was changed by hand",
    "prod.json",
    (text) => text.replace('"salt": "', '"salt": "x'),
    {
      _tag: "damaged",
      why: "its checksum is not that of what it says",
    },
  )
  damaged("is one whose document was cut short", "prod.json", (text) => text.slice(0, 40), {
    _tag: "damaged",
    why: "it holds no JSON object",
  })
  damaged(
    "is one whose journal was changed in the middle",
    "prod.journal",
    (text) => text.replace("lawn", "roses"),
    {
      _tag: "damaged",
      why: "line 1 of its journal is not what was written",
    },
  )
  damaged(
    "is one whose journal lost its first line",
    "prod.journal",
    (text) => text.slice(text.indexOf("\n") + 1),
    {
      _tag: "damaged",
      why: "line 1 of its journal does not go on where the one before ends",
    },
  )
  damaged(
    "is told from one that a newer version wrote",
    "prod.json",
    () => State.encode({ ...empty, version: 2 } as never),
    { _tag: "newer", version: 2 },
  )

  test("is one whose document is gone and whose journal is not", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [begin("1")], owner("ada"))
      yield* fs.remove(`${folder}/prod.json`)
      const error = yield* Effect.flip(read(directory))
      assert.include(error.message, "is damaged: it is gone, and prod.journal beside it is not")
    }))
})

describe("A run that was killed", () => {
  test("while it noted a change leaves a state that can be read, at whatever byte it was", (directory, fs) =>
    Effect.gen(function* () {
      const changes = [begin("1"), end("1"), begin("süß", "süß")]
      const folder = yield* died(directory, changes, here(yield* processes.dead))
      const bytes = yield* fs.readFile(`${folder}/prod.journal`)
      const store = yield* states.file(directory)
      for (let length = 0; length <= bytes.length; length += 1) {
        const cut = bytes.subarray(0, length)
        const whole = cut.filter((byte) => byte === 10).length
        yield* fs.writeFile(`${folder}/prod.journal`, cut)
        assert.deepStrictEqual(
          (yield* store.read).document,
          after(changes.slice(0, whole)),
          `${length} bytes`,
        )
      }
      yield* fs.writeFile(`${folder}/prod.journal`, bytes.subarray(0, -1))
      yield* store.lock(owner("bob"))
      yield* store.journal(begin("3"))
      assert.deepStrictEqual((yield* store.read).document, after([...changes.slice(0, 2), begin("3")]))
    }))

  test("with the machine leaves out a last line that came to the disk with a hole in it", (directory, fs) =>
    Effect.gen(function* () {
      const changes = [begin("1"), end("1")]
      const folder = yield* died(directory, changes, owner("ada"))
      const bytes = yield* fs.readFile(`${folder}/prod.journal`)
      yield* fs.writeFile(`${folder}/prod.journal`, bytes.fill(0, bytes.length - 30, bytes.length - 10))
      assert.deepStrictEqual((yield* read(directory)).document, after(changes.slice(0, 1)))
    }))

  test("after it wrote the document leaves a journal that is not counted again", (directory, fs) =>
    Effect.gen(function* () {
      const changes = [begin("1"), end("1"), begin("2")]
      const folder = yield* died(directory, changes, owner("ada"))
      yield* fs.writeFileString(`${folder}/prod.json`, State.encode(after(changes)))
      assert.deepStrictEqual((yield* read(directory)).document, after(changes))
    }))

  for (const [place, open, moments] of [
    ["file", states.file, [1, 2, 7]],
    ["ref", states.git, [5]],
  ] as const) {
    it.scopedLive(`with SIGKILL leaves what it noted in a ${place}, and its lock is taken over`, () =>
      Effect.gen(function* () {
        for (const lines of moments) {
          const directory = yield* states.folder
          if (place === "ref") yield* states.sh(directory, "init", "--quiet")
          const printed = yield* processes.killedAfter(lines, "./noteForever.ts", place, directory)
          const noted = printed.length
          assert.isAtLeast(noted, lines)
          const store = yield* open(directory)
          assert.strictEqual((yield* store.lockHolder)?.name, "the killed one")
          yield* store.lock(owner("bob"))
          const { document } = yield* store.read
          for (let count = 1; count <= noted; count += 1) {
            const isIn = document?.inFlight.some(({ id }) => id === `${count}`)
            const made = State.find(document?.pipes ?? {}, `lawn-${count}`)
            assert.deepStrictEqual(
              [isIn, made],
              count % 2 === 0 ? [false, record(`${count}`)] : [true, undefined],
            )
          }
        }
      }).pipe(Effect.provide(NodeContext.layer)),
    )
  }
})

describe("A disk that is full", () => {
  test("fails the change that did not fit, and no other", (directory, fs) =>
    Effect.gen(function* () {
      let isFull = false
      const error = new SystemError({ reason: "WriteZero", module: "FileSystem", method: "writeAll" })
      const small: FileSystem.FileSystem = {
        ...fs,
        open: (path, options) =>
          Effect.map(fs.open(path, options), (file) =>
            isFull && path.endsWith(".journal")
              ? {
                  ...file,
                  sync: file.sync,
                  writeAll: (bytes) =>
                    Effect.zipRight(file.writeAll(bytes.subarray(0, 40)), Effect.fail(error)),
                }
              : file,
          ),
      }
      const store = yield* states.file(directory, "prod", small)
      yield* store.write(empty, "")
      yield* store.lock(owner("ada"))
      yield* store.journal(begin("1"))
      isFull = true
      const failure = yield* Effect.flip(store.journal(begin("2")))
      assert.strictEqual(failure._tag, "StateUnavailable")
      isFull = false
      yield* store.journal(begin("3"))
      assert.deepStrictEqual((yield* store.read).document, after([begin("1"), begin("3")]))
    }))
})

describe("The lock of a process of this machine", () => {
  test("that is gone is taken over", (directory) =>
    Effect.gen(function* () {
      yield* died(directory, [begin("1")], here(yield* processes.dead))
      const store = yield* states.file(directory)
      yield* store.lock(owner("bob"))
      assert.strictEqual((yield* store.lockHolder)?.name, "bob")
      assert.deepStrictEqual((yield* store.read).document?.inFlight, [states.intent("1")])
    }))

  test("that is gone is taken over by one of many who come at once", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [], here(yield* processes.dead))
      const scope = yield* Scope.make()
      const exits = yield* Effect.forEach(
        Array.from({ length: 12 }, (_, index) => `user ${index}`),
        (name) =>
          Effect.flatMap(states.file(directory), (store) =>
            Effect.exit(Scope.extend(store.lock(owner(name)), scope)),
          ),
        { concurrency: "unbounded" },
      )
      assert.lengthOf(exits.filter(Exit.isSuccess), 1)
      assert.deepStrictEqual(yield* fs.readDirectory(folder), ["prod.json", "prod.lock"])
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(yield* fs.readDirectory(folder), ["prod.json"])
    }))

  test("that is gone is not taken away from one who was faster", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [], here(yield* processes.dead))
      const [arrived, go] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const slow: FileSystem.FileSystem = {
        ...fs,
        remove: (path, options) =>
          path === `${folder}/prod.lock`
            ? Deferred.succeed(arrived, undefined).pipe(
                Effect.zipRight(Deferred.await(go)),
                Effect.zipRight(fs.remove(path, options)),
              )
            : fs.remove(path, options),
      }
      const scope = yield* Effect.scope
      const take = (store: StateStore.Service, name: string) =>
        Effect.exit(Scope.extend(store.lock(owner(name)), scope))
      const first = yield* Effect.fork(take(yield* states.file(directory, "prod", slow), "ada"))
      yield* Deferred.await(arrived)
      const second = yield* take(yield* states.file(directory), "bob")
      yield* Deferred.succeed(go, undefined)
      assert.deepStrictEqual([yield* first, second].map(Exit.isSuccess), [true, false])
    }))

  test("that had our number before us is taken over", (directory) =>
    Effect.gen(function* () {
      yield* died(directory, [], here(process.pid))
      yield* (yield* states.file(directory)).lock(owner("bob"))
    }))

  test("that lives is kept", (directory) =>
    Effect.gen(function* () {
      const { pid = 0 } = yield* processes.living
      yield* died(directory, [], here(pid))
      const error = yield* Effect.flip(Effect.scoped((yield* states.file(directory)).lock(owner("bob"))))
      assert.strictEqual(error._tag, "StateLocked")
    }))

  test("that cannot be read keeps others out until it is unlocked", (directory, fs) =>
    Effect.gen(function* () {
      const folder = yield* died(directory, [], owner("ada"))
      yield* fs.writeFileString(`${folder}/prod.lock`, "{}")
      const store = yield* states.file(directory)
      const error = yield* Effect.flip(Effect.scoped(store.lock(owner("bob"))))
      if (error._tag !== "StateDamaged") throw error
      assert.match(error.message, /^the lock in .*prod\.lock cannot be read$/)
      assert.include(error.remedy, "`pipewright unlock` takes it away")
      yield* store.unlock
      yield* store.lock(owner("bob"))
    }))
})

describe("Any changes", () => {
  /** Changes that meet, in batches that are noted at once. */
  const changes = fc.array(
    fc
      .tuple(fc.constantFrom("1", "2", "3"), fc.constantFrom("lawn", "roses", "__proto__"), fc.boolean())
      .map(([id, name, ends]) => (ends ? end(id, name) : begin(id, name))),
    { maxLength: 5 },
  )
  const runs = fc.array(fc.array(changes, { maxLength: 3 }), { maxLength: 3 })

  test("come to the same in files, run by run, as in memory", (home) =>
    Effect.promise(() => {
      let count = 0
      return fc.assert(
        fc.asyncProperty(runs, async (all) => {
          count += 1
          const directory = `${home}/${count}`
          const run = Effect.gen(function* () {
            const [first, disk] = [yield* states.file(directory), yield* states.memory(new Map())]
            yield* first.write(empty, "")
            yield* disk.write(empty, "")
            for (const batches of all) {
              const store = yield* states.file(directory)
              yield* Effect.scoped(
                Effect.gen(function* () {
                  yield* store.lock(owner("ada"))
                  for (const batch of batches)
                    for (const each of [store, disk])
                      yield* Effect.forEach(batch, each.journal, { concurrency: "unbounded" })
                  assert.deepStrictEqual(yield* first.read, yield* disk.read)
                }),
              )
            }
            assert.deepStrictEqual(yield* first.read, yield* disk.read)
            assert.deepStrictEqual((yield* disk.read).document, after(all.flat(2)))
          })
          await Effect.runPromise(run)
        }),
        { numRuns: 30 },
      )
    }))
})
