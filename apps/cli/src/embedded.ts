/** An emulator within a run, in a module of its own: where the API is elsewhere, none of it is loaded. */
import { Emulator } from "@pipewright/emulator/Emulator"
import { contracts } from "@pipewright/sources/Contracts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Key } from "./credentials.ts"
import { EmulatorFailed } from "./failures.ts"

const couldNot = (error: Error) =>
  new EmulatorFailed({
    message: `the emulator could not start: ${error.message}`,
    help: "see whether this machine lets a process listen on 127.0.0.1",
  })

/** Hands over the address of an emulator that lives as long as what is done with it. */
export const whileRunning = <A, E, R>(key: Key, use: (baseUrl: string) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const port = yield* Effect.mapError(emulator.listen({ host: "127.0.0.1", port: 0 }), couldNot)
    return yield* use(`http://127.0.0.1:${port}`)
  }).pipe(Effect.scoped, Effect.provide(Layer.mapError(Emulator.layer({ contracts, ...key }), couldNot)))
