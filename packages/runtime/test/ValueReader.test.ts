import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { describe, it } from "@effect/vitest"
import type * as Ir from "@pipewright/core/Ir"
import * as ValueReader from "@pipewright/runtime/ValueReader"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"
import { deferred } from "./support.ts"

const environment = { USER_NAME: "ada", EMPTY: "", KEY: "süß" }

const env = (name: string, more?: Partial<Ir.Deferred>) => deferred({ _tag: "Env", name }, more)
const secret = (name: string) => deferred({ _tag: "Secret", name })
const file = (path: string, more?: Partial<Ir.Deferred>, from = "pipes/main.pipe") =>
  deferred({ _tag: "File", path, from }, more)

/** A program in `program/pipes`, with a file beside the program. */
const program = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const home = yield* fs.makeTempDirectoryScoped()
  const root = `${home}/program`
  yield* fs.makeDirectory(`${root}/pipes`, { recursive: true })
  yield* fs.makeDirectory(`${home}/program-too`)
  yield* fs.writeFileString(`${home}/outside.pem`, "outside")
  yield* fs.writeFileString(`${home}/program-too/key.pem`, "outside")
  yield* fs.writeFileString(`${root}/root.pem`, "of the root")
  yield* fs.writeFileString(`${root}/..odd`, "odd")
  yield* fs.writeFileString(`${root}/pipes/ca.pem`, "-----BEGIN\n\nEND\r\n")
  yield* fs.writeFileString(`${root}/pipes/line.pem`, "\n")
  yield* fs.writeFileString(`${root}/pipes/empty.pem`, "")
  yield* fs.writeFile(`${root}/pipes/binary.p12`, new Uint8Array([0xff, 0x00, 0xfe]))
  yield* fs.writeFile(`${root}/pipes/large.bin`, new Uint8Array(ValueReader.fileLimit + 1))
  yield* fs.writeFile(`${root}/pipes/limit.bin`, new Uint8Array(ValueReader.fileLimit))
  yield* fs.symlink(`${home}/outside.pem`, `${root}/pipes/leads-out.pem`)
  yield* fs.symlink(home, `${root}/pipes/up`)
  yield* fs.symlink(`${root}/root.pem`, `${root}/pipes/stays.pem`)
  return root
})

const read = (value: Ir.Deferred) =>
  Effect.gen(function* () {
    const root = yield* program
    const reader = ValueReader.ValueReader.layer({ root, environment })
    return yield* Effect.flatMap(ValueReader.ValueReader, (it) => it.read(value)).pipe(Effect.provide(reader))
  }).pipe(Effect.provide(NodeContext.layer))

const gives = (name: string, value: Ir.Deferred, expected: string) =>
  it.scoped(name, () =>
    Effect.map(read(value), (found) => assert.strictEqual(Redacted.value(found), expected)),
  )

const fails = (name: string, value: Ir.Deferred, wanted: string, why: string) =>
  it.scoped(name, () =>
    Effect.map(Effect.flip(read(value)), (error) => {
      if (error._tag !== "ValueUnreadable") throw error
      assert.strictEqual(error.wanted, wanted)
      assert.include(error.message, why)
      assert.isNotEmpty(error.remedy)
      assert.notInclude(error.message, "outside.pem")
    }),
  )

describe("A value of the environment", () => {
  gives("is that of its variable", env("USER_NAME"), "ada")
  gives("is the same for a secret", secret("USER_NAME"), "ada")
  gives("is turned into base64 when that was asked for", env("KEY", { base64: true }), "c8O8w58=")
  fails("is told of when it is not set", secret("NOPE"), 'secret("NOPE")', "NOPE is not set")
  fails("is told of when it is empty", env("EMPTY"), 'env("EMPTY")', "EMPTY is empty")
  fails("is not what every object has", env("constructor"), 'env("constructor")', "is not set")
})

describe("A value from a file", () => {
  gives("is its text without the end of its last line", file("ca.pem"), "-----BEGIN\n\nEND")
  gives("keeps that end in base64", file("ca.pem", { base64: true }), btoa("-----BEGIN\n\nEND\r\n"))
  fails("is told of when it is an empty line", file("line.pem"), 'file("line.pem")', "empty")
  gives("is relative to the file that asks for it", file("root.pem", {}, "main.pipe"), "of the root")
  gives("may lie above that file, in the program", file("../root.pem"), "of the root")
  gives("may be reached by a link that stays in the program", file("stays.pem"), "of the root")
  gives("may have a name that begins with dots", file("../..odd"), "odd")
  gives("is turned into base64 byte by byte", file("binary.p12", { base64: true }), "/wD+")
  gives("may be as large as the limit", file("limit.bin"), "\0".repeat(ValueReader.fileLimit))
  fails("is told of when it is not there", file("gone.pem"), 'file("gone.pem")', "no readable file gone.pem")
  fails("is told of when it is empty", file("empty.pem"), 'file("empty.pem")', "empty")
  fails("is told of when it is a directory", file("."), 'file(".")', "no readable file")
  fails("is told of when it is too large", file("large.bin"), 'file("large.bin")', "larger than 1 MiB")
  fails("is told of when it is no text", file("binary.p12"), 'file("binary.p12")', "not a text")
  fails(
    "is refused outside the program",
    file("../../program-too/key.pem"),
    'file("../../program-too/key.pem")',
    "outside",
  )
  fails(
    "is refused behind a link out of the program",
    file("leads-out.pem"),
    'file("leads-out.pem")',
    "outside",
  )
  fails(
    "is refused below a link out of the program",
    file("up/program-too/key.pem"),
    'file("up/program-too/key.pem")',
    "outside",
  )
  fails(
    "is named with all that was asked for",
    file("gone", { base64: true }),
    'base64(file("gone"))',
    "gone",
  )
})

describe("A secret that was written into the text", () => {
  gives("is itself", deferred({ _tag: "Given", value: Redacted.make("text") }), "text")
})

describe("Several values", () => {
  const readAll = (values: ReadonlyArray<Ir.Deferred>) =>
    ValueReader.readAll(values).pipe(
      Effect.provide(ValueReader.ValueReader.layer({ root: ".", environment })),
      Effect.provide(NodeContext.layer),
    )

  it.effect("are read each for the value that asks for it", () =>
    Effect.gen(function* () {
      const values = [env("USER_NAME"), secret("KEY")]
      const found = yield* readAll(values)
      assert.deepStrictEqual(
        values.map((it) => Redacted.value(found.get(it)!)),
        ["ada", "süß"],
      )
    }),
  )

  it.effect("that cannot be read are told of together", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        readAll([env("NOPE"), env("USER_NAME"), secret("EMPTY"), file("gone")]),
      )
      assert.deepStrictEqual(
        error.failures.map((it) => it.wanted),
        ['env("NOPE")', 'secret("EMPTY")', 'file("gone")'],
      )
      assert.notInclude(error.message, environment.KEY)
    }),
  )
})
