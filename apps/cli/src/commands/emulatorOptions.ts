/** What the options of `pipewright emulator` and the files that they name say. */
import * as FileSystem from "@effect/platform/FileSystem"
import type { Options } from "@pipewright/emulator/Emulator"
import * as Fault from "@pipewright/emulator/Fault"
import * as Key from "@pipewright/emulator/Key"
import { contracts } from "@pipewright/sources/Contracts"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { UsageError } from "../failures.ts"
import { localKey, localPort } from "../session.ts"
import type { Given } from "../specs.ts"

const number = (
  given: Given,
  option: string,
  otherwise: number,
  most: number,
): Effect.Effect<number, UsageError> => {
  const text = given.texts.get(option)
  if (text === undefined) return Effect.succeed(otherwise)
  const value = Number(text)
  return /^\d+$/.test(text) && value <= most
    ? Effect.succeed(value)
    : Effect.fail(new UsageError({ message: `--${option} is a whole number up to ${most}, not ${text}` }))
}

const factor = (given: Given, option: string): Effect.Effect<number | undefined, UsageError> => {
  const text = given.texts.get(option)
  if (text === undefined) return Effect.succeed(undefined)
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= 1000
    ? Effect.succeed(Number(text))
    : Effect.fail(new UsageError({ message: `--${option} is a number from 0 to 1000, not ${text}` }))
}

/** What the JSON file of an option says, read by the emulator's own reader of it. */
const fromFile = <A>(
  given: Given,
  option: string,
  read: (json: unknown) => Effect.Effect<A, { readonly error: string }>,
): Effect.Effect<A | undefined, UsageError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const file = given.texts.get(option)
    if (file === undefined) return undefined
    const unusable = (reason: string) => new UsageError({ message: `--${option} ${file}: ${reason}` })
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(fs.readFileString(file), () => unusable("it cannot be read"))
    const json = yield* Effect.try({
      try: (): unknown => JSON.parse(text),
      // The words of the parser repeat what is in the file, which may be a secret.
      catch: () => unusable("it holds no JSON"),
    })
    return yield* Effect.mapError(read(json), ({ error }) => unusable(error.replace(/^BAD_REQUEST: /, "")))
  })

/** The variable that the secret of the key comes by. */
export const secretVariable = "PIPEWRIGHT_EMULATOR_SECRET"

/** So many requests in so many seconds, minutes or hours: `10/10s`. */
const rate = (given: Given): Effect.Effect<Options["rateLimit"], UsageError> => {
  const text = given.texts.get("rate-limit")
  if (text === undefined) return Effect.succeed(undefined)
  const [, requests = "0", count = "0", unit = "s"] = /^(\d+)\/(\d+)([smh])$/.exec(text) ?? []
  return Number(requests) > 0 && Number(count) > 0
    ? Effect.succeed({
        requests: Number(requests),
        per: Number(count) * millisIn[unit as keyof typeof millisIn],
      })
    : Effect.fail(
        new UsageError({
          message: `--rate-limit is a number of requests in a time, such as 10/10s or 100/1m, not ${text}`,
        }),
      )
}

const millisIn = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** Where to listen, and what the emulator is made of. */
export const read = (
  given: Given,
): Effect.Effect<
  { readonly host: string; readonly port: number; readonly options: Options },
  UsageError,
  FileSystem.FileSystem
> =>
  Effect.gen(function* () {
    const port = yield* number(given, "port", localPort, 65_535)
    const pace = yield* factor(given, "pace")
    const seed = yield* number(given, "seed", 1, 2 ** 32 - 1)
    const faults = yield* fromFile(given, "faults", Fault.fromJson)
    const keys = yield* fromFile(given, "keys", Key.fromJson)
    const rateLimit = yield* rate(given)
    const record = given.texts.get("record")
    const dataDir = given.texts.get("data")
    const weak = given.texts.get("weak-role")
    const full = given.texts.get("full-table")
    // The secret comes by the environment alone: an option would be seen in the list of processes.
    const keySecret = yield* Config.redacted(secretVariable).pipe(
      Config.withDefault(Redacted.make(localKey)),
      Effect.orDie,
    )
    return {
      host: given.texts.get("host") ?? "127.0.0.1",
      port,
      options: {
        contracts,
        keyId: given.texts.get("key-id") ?? localKey,
        keySecret,
        clock: given.texts.get("clock") === "stepped" ? "stepped" : "real",
        seed,
        keepRows: given.flags.has("keep-rows"),
        previews: !given.flags.has("no-previews"),
        oddAnswers: given.flags.has("odd-answers"),
        ...(weak === undefined ? {} : { weakRoles: [weak] }),
        ...(pace === undefined ? {} : { pace }),
        ...(faults === undefined ? {} : { faults }),
        ...(keys === undefined ? {} : { keys }),
        ...(rateLimit === undefined ? {} : { rateLimit }),
        ...(record === undefined ? {} : { record }),
        ...(dataDir === undefined ? {} : { dataDir }),
        ...(full === undefined ? {} : { tables: [full] }),
      },
    }
  })
