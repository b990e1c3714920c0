/** `pipewright emulator`: the Cloud API on this machine, until it is stopped. */
import { createServer } from "node:http"
import * as HttpServer from "@effect/platform/HttpServer"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Emulator } from "@pipewright/emulator/Emulator"
import { contracts } from "@pipewright/sources/Contracts"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { EmulatorFailed, output, UsageError } from "../failures.ts"
import { localKey, localPort } from "../session.ts"
import type { Given } from "../specs.ts"
import * as View from "../views/emulator.ts"
import type { Output } from "./output.ts"

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

export const run = (given: Given): Effect.Effect<Output> =>
  Effect.gen(function* () {
    const port = yield* number(given, "port", localPort, 65_535)
    const pace = yield* factor(given, "pace")
    const clock = given.texts.get("clock") === "stepped" ? "stepped" : "real"
    const host = given.texts.get("host") ?? "127.0.0.1"
    const dataDir = given.texts.get("data")
    const full = given.texts.get("full-table")
    const keyId = given.texts.get("key-id") ?? localKey
    // The secret comes by the environment alone: an option would be seen in the list of processes.
    const keySecret = yield* Config.redacted("PIPEWRIGHT_EMULATOR_SECRET").pipe(
      Config.withDefault(Redacted.make(localKey)),
      Effect.orDie,
    )
    const server = NodeHttpServer.layer(() => createServer(), { host, port })
    const emulator = Emulator.serve({
      contracts,
      keyId,
      keySecret,
      clock,
      ...(pace === undefined ? {} : { pace }),
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(full === undefined ? {} : { tables: [full] }),
    }).pipe(
      Layer.provideMerge(server),
      Layer.provide(NodeContext.layer),
      Layer.mapError(
        (error) =>
          new EmulatorFailed({
            message: `the emulator could not start: ${reason(error)}`,
            help: reason(error).includes("EADDRINUSE")
              ? `something else listens on port ${port}; use --port`
              : "check --host, --port and --data",
          }),
      ),
    )
    return yield* Effect.gen(function* () {
      const { address } = yield* HttpServer.HttpServer
      const at = address._tag === "TcpAddress" ? address.port : port
      View.started({ host, port: at, keyId, dataDir }, given.texts.get("format") === "json")
      return yield* Effect.never
    }).pipe(Effect.provide(emulator))
  }).pipe(Effect.catchAll((failure) => Effect.succeed(output(failure, given.texts.get("format")))))

/** The words of the innermost error: the platform wraps those of Node. */
const reason = (error: Error): string => (error.cause instanceof Error ? reason(error.cause) : error.message)
