/** Reads what a program leaves to be read: the environment, secrets, files. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import type * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { ValuesUnreadable, ValueUnreadable } from "./errors.ts"

export interface Options {
  /** The directory of the program, which no file may lead out of. */
  readonly root: string
  /** The variables that `env` and `secret` look up. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface Service {
  /** What a value stands for. An empty variable counts as not set. Nothing is kept: each call reads again. */
  readonly read: (deferred: Ir.Deferred) => Effect.Effect<Redacted.Redacted, ValueUnreadable>
}

/** The most that a file may hold: certificates and keys are a few KiB. */
export const fileLimit = 1024 * 1024

export class ValueReader extends Context.Tag("@pipewright/runtime/ValueReader")<ValueReader, Service>() {
  static readonly layer = (
    options: Options,
  ): Layer.Layer<ValueReader, never, FileSystem.FileSystem | Path.Path> =>
    Layer.effect(ValueReader, make(options))
}

const make = Effect.fnUntraced(function* ({ root, environment }: Options) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path

  const variable = (deferred: Ir.Deferred, name: string) => {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined
    return value === undefined || value === ""
      ? fail(
          deferred,
          value === ""
            ? `the environment variable ${name} is empty`
            : `the environment variable ${name} is not set`,
          `set ${name} in the environment of this command`,
        )
      : Effect.succeed(new TextEncoder().encode(value))
  }

  const file = Effect.fnUntraced(function* (deferred: Ir.Deferred, name: string, from: string) {
    const wanted = path.resolve(root, path.dirname(from), name)
    const absent = () =>
      fail(
        deferred,
        `there is no readable file ${name} beside ${from}`,
        "check the path; it is relative to the `.pipe` file",
      )
    // Links are followed first, so that one cannot lead out of the program either.
    const [real, home] = yield* Effect.all([fs.realPath(wanted), fs.realPath(root)]).pipe(
      Effect.catchAll(absent),
    )
    const inside = path.relative(home, real)
    if (inside === ".." || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)) {
      return yield* fail(
        deferred,
        "the file is outside the program",
        "keep the file in the program's directory",
      )
    }
    const { size, type } = yield* fs.stat(real).pipe(Effect.catchAll(absent))
    // Neither a directory nor a pipe or a device, which might never end.
    if (type !== "File") return yield* absent()
    if (size > fileLimit) {
      return yield* fail(
        deferred,
        "the file is larger than 1 MiB",
        "a certificate or a key is a few KiB; check the path",
      )
    }
    const bytes = yield* fs.readFile(real).pipe(Effect.catchAll(absent))
    if (bytes.length === 0) return yield* fail(deferred, "the file is empty", "check the path")
    return bytes
  })

  const read = Effect.fn("ValueReader.read")(function* (deferred: Ir.Deferred) {
    const { reader, base64 } = deferred
    if (reader._tag === "Given") return reader.value
    const bytes = yield* reader._tag === "File"
      ? file(deferred, reader.path, reader.from)
      : variable(deferred, reader.name)
    if (base64) return Redacted.make(Encoding.encodeBase64(bytes))
    const read = yield* text(deferred, bytes)
    if (reader._tag !== "File") return Redacted.make(read)
    // Editors end the last line, which is no part of a password; in a PEM it says nothing.
    const value = read.replace(/\r?\n$/, "")
    return value === "" ? yield* fail(deferred, "the file is empty", "check the path") : Redacted.make(value)
  })

  // A text that is not UTF-8 would be sent with characters replaced, and nobody would see it.
  const text = (deferred: Ir.Deferred, bytes: Uint8Array) =>
    Effect.try({
      try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
      catch: () =>
        unreadable(deferred, "it is not a text in UTF-8", "send it as base64, with `base64(file(…))`"),
    })

  return { read } satisfies Service
})

const fail = (deferred: Ir.Deferred, why: string, remedy: string) =>
  Effect.fail(unreadable(deferred, why, remedy))

const unreadable = (deferred: Ir.Deferred, why: string, remedy: string) =>
  new ValueUnreadable({ deferred, wanted: spell(deferred), why, remedy })

const spell = ({ reader, base64 }: Ir.Deferred): string => {
  const call =
    reader._tag === "Given"
      ? "a value"
      : reader._tag === "File"
        ? `file("${reader.path}")`
        : `${reader._tag.toLowerCase()}("${reader.name}")`
  return base64 ? `base64(${call})` : call
}

/** Reads several values; all that cannot be read are told together. */
export const readAll = (
  wanted: ReadonlyArray<Ir.Deferred>,
): Effect.Effect<Evaluate.Values, ValuesUnreadable, ValueReader> =>
  Effect.gen(function* () {
    const reader = yield* ValueReader
    const results = yield* Effect.forEach(wanted, (deferred) =>
      Effect.either(reader.read(deferred)).pipe(Effect.map((result) => [deferred, result] as const)),
    )
    const failures = results.flatMap(([, result]) => (Either.isLeft(result) ? [result.left] : []))
    if (failures.length > 0) return yield* Effect.fail(new ValuesUnreadable({ failures }))
    return new Map(
      results.flatMap(([deferred, result]) =>
        Either.isRight(result) ? [[deferred, result.right] as const] : [],
      ),
    )
  })
