/** Carries requests of Node's own server to the emulator. It does little for each, as many may come. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Runtime from "effect/Runtime"
import type { Respond } from "./answers.ts"
import type { Answer } from "./exchange.ts"
import type { Dropped } from "./faults.ts"
import { collect } from "./requestBody.ts"

type Bytes = Effect.Effect<Uint8Array | undefined, Error>

const none: Bytes = Effect.succeed(new Uint8Array())

/** Calls `then` with the body when all of it is there, or with what went wrong: at once if there is none. */
const withBytes = (request: IncomingMessage, then: (bytes: Bytes) => void): void => {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === "0")) {
    then(none)
    return
  }
  const body = collect()
  let isOver = false
  const once = (bytes: Bytes) => {
    if (!isOver) then(bytes)
    isOver = true
  }
  request.on("data", body.add)
  request.on("end", () => once(Effect.succeed(body.all())))
  request.on("error", (error) => once(Effect.fail(error)))
}

const send = (response: ServerResponse, exit: Exit.Exit<Answer, Dropped>): void => {
  if (Exit.isFailure(exit)) {
    response.destroy()
    return
  }
  const { status, headers, body } = exit.value
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) })
  response.end(body)
}

/** Where to listen. Port 0 is a free one. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Listens until the scope closes, and gives the port. */
export const listen = (respond: Respond, { host, port }: Address) =>
  Effect.gen(function* () {
    const runFork = Runtime.runFork(yield* Effect.runtime())
    const server = createServer((request, response) => {
      const { method = "", url = "", headers } = request
      withBytes(request, (bytes) => {
        const fiber = runFork(respond({ method, url, headers, bytes }))
        fiber.addObserver((exit) => send(response, exit))
        if (fiber.unsafePoll() !== null) return
        response.on("close", () => {
          if (!response.writableEnded) fiber.unsafeInterruptAsFork(FiberId.none)
        })
      })
    })
    return yield* Effect.acquireRelease(
      Effect.async<number, Error>((resume) => {
        server.once("error", (error) => resume(Effect.fail(error)))
        server.listen({ host, port }, () => resume(Effect.succeed((server.address() as AddressInfo).port)))
      }),
      () =>
        Effect.async<void>((resume) => {
          server.close(() => resume(Effect.void))
          server.closeAllConnections()
        }),
    )
  })
