/** An emulator of the invented kinds as a process of its own: `node --conditions=source emulatorProcess.ts FOLDER`. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Emulator } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { contracts } from "./kinds.ts"

const [, , dataDir = ""] = process.argv

const emulator = Emulator.layer({
  contracts,
  keyId: "local",
  keySecret: Redacted.make("local"),
  pace: 0,
  dataDir,
}).pipe(Layer.provide(NodeContext.layer))

NodeRuntime.runMain(
  Effect.gen(function* () {
    const { listen } = yield* Emulator
    const port = yield* listen({ host: "127.0.0.1", port: 0 })
    process.stdout.write(`${port}\n`)
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(emulator)),
)
