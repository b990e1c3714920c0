/** `pipewright emulator`: the Cloud API on this machine, until it is stopped. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { EmulatorFailed, output } from "../failures.ts"
import { localKey, localService } from "../session.ts"
import type { Given } from "../specs.ts"
import * as View from "../views/emulator.ts"
import * as EmulatorOptions from "./emulatorOptions.ts"
import type { Output } from "./output.ts"
import * as ReadyFile from "./readyFile.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  Effect.gen(function* () {
    const { host, port, options } = yield* EmulatorOptions.read(given)
    const readyFile = given.texts.get("ready-file")
    const couldNot = (error: Error) => {
      const { code, message } = innermost(error)
      // Each runtime has words of its own for it, and not all of them have the code among them.
      const isTaken = code === "EADDRINUSE"
      const why = isTaken ? `${code}: address already in use ${host}:${port}` : message
      return new EmulatorFailed({
        message: `the emulator could not start: ${why}`,
        help: isTaken
          ? `something else listens on port ${port}; use --port`
          : "check --host, --port and the files and directories that are named",
      })
    }
    if (readyFile !== undefined) yield* Effect.mapError(ReadyFile.clear(readyFile), couldNot)
    return yield* Effect.gen(function* () {
      const { listen } = yield* Emulator
      const { keyId, keySecret, dataDir } = options
      const started: View.Started = {
        host,
        port: yield* Effect.mapError(listen({ host, port }), couldNot),
        keyId,
        secretVariable: Redacted.value(keySecret) === localKey ? undefined : EmulatorOptions.secretVariable,
        dataDir,
        service: localService,
      }
      if (readyFile !== undefined) {
        yield* Effect.mapError(ReadyFile.hold(readyFile, View.environment(started)), couldNot)
      }
      View.started(started, given.texts.get("format") === "json")
      return yield* Effect.never
    }).pipe(Effect.scoped, Effect.provide(Layer.mapError(Emulator.layer(options), couldNot)))
  }).pipe(
    Effect.catchAll((failure) => Effect.succeed(output(failure, given.texts.get("format")))),
    Effect.provide(NodeContext.layer),
  )

/** The platform wraps the errors of the runtime. */
const innermost = (error: NodeJS.ErrnoException): NodeJS.ErrnoException =>
  error.cause instanceof Error ? innermost(error.cause) : error
