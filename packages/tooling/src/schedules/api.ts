/** The emulator behind an `HttpClient`, with a network between them on which things go wrong. */

import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Path from "@effect/platform/Path"
import { Emulator, type Options } from "@pipewright/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as Layer from "effect/Layer"
import type { Mishap, Trouble } from "./faults.ts"

/** The call that a request is of. */
export const currentCall = FiberRef.unsafeMake(-1)

const services = Layer.mergeAll(FileSystem.layerNoop({}), Path.layer)

/** Takes a request as the emulator would over a socket. */
export type Handler = (request: Request) => Promise<Response>

/** An emulator in the time and with the chance of whoever makes it. */
export const emulator = (options: Options) =>
  Effect.gen(function* () {
    const runtime = yield* Layer.toRuntime(Layer.provideMerge(Emulator.layer(options), services))
    return HttpApp.toWebHandlerRuntime(runtime)(Emulator.app)
  })

const envelope = (status: number, error: string): Response =>
  new Response(JSON.stringify({ status, requestId: "request", error }), {
    status,
    headers: { "content-type": "application/json" },
  })

const page = (status: number): Response =>
  new Response("<html>a page</html>", { status, headers: { "content-type": "text/html" } })

const broken = (code: string) => Object.assign(new Error("the connection broke"), { code })

/** Half of an answer, and then no more. */
const half = async (answer: Response): Promise<Response> => {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes.slice(0, bytes.length / 2))
      controller.error(broken("ECONNRESET"))
    },
  })
  return new Response(body, { status: answer.status, headers: answer.headers })
}

type Answer = Response | { readonly broken: string }

/** What comes of a request whose handling, if it comes to that, is `handle`. */
const answered = async (
  mishap: Mishap | undefined,
  words: string,
  handle: () => Promise<Response>,
): Promise<Answer> => {
  switch (mishap?.kind) {
    case undefined:
      return await handle()
    case "repeats":
      return envelope(400, `BAD_REQUEST: source: cannot be used: ${words}`)
    case "fails":
      if (mishap.when === "after") await handle()
      return mishap.form === "page"
        ? page(mishap.status)
        : envelope(mishap.status, `INTERNAL_ERROR: cannot go on with ${words}`)
    case "breaks":
      if (mishap.when === "after") await handle()
      return { broken: mishap.code }
    case "breaksOff":
      return await half(await handle())
    case "unreadable":
      await handle()
      return page(200)
  }
}

const textOf = ({ body }: HttpClientRequest): string | undefined =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : undefined

/** What a run wants to know, and says, of each request. */
export interface Watch {
  /** A request leaves; it meets this. */
  readonly sent: (call: number, request: HttpClientRequest, url: URL) => Trouble
  /** The API answered it. */
  readonly handled: (call: number, method: string, url: URL, answer: Response) => Promise<void>
}

/**
 * The client side of it. A request that is on its way goes on although its caller has gone, unless it is dropped
 * there; `rest` waits for those.
 */
export const network = (handler: Handler, watch: Watch) => {
  const underWay = new Set<Fiber.RuntimeFiber<Answer>>()

  const client = HttpClient.make((request, url) =>
    Effect.gen(function* () {
      const call = yield* FiberRef.get(currentCall)
      const trouble = watch.sent(call, request, url)
      const body = textOf(request)
      let isGone = false
      const handle = async (): Promise<Response> => {
        const { method, headers } = request
        const answer = await handler(
          new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }),
        )
        await watch.handled(call, method, url, answer.clone())
        return answer
      }
      const words = `${body ?? ""} ${request.headers.authorization ?? ""}`
      const trip = Effect.gen(function* () {
        yield* Effect.sleep(trouble.there)
        if (isGone && trouble.dropped) return { broken: "ECONNRESET" }
        const answer = yield* Effect.promise(() => answered(trouble.mishap, words, handle))
        yield* Effect.sleep(trouble.back)
        return answer
      })
      const fiber = yield* Effect.forkDaemon(trip)
      underWay.add(fiber)
      fiber.addObserver(() => underWay.delete(fiber))
      const answer: Answer = yield* Effect.onInterrupt(Fiber.join(fiber), () =>
        Effect.sync(() => {
          isGone = true
        }),
      )
      if (answer instanceof Response) return HttpClientResponse.fromWeb(request, answer)
      return yield* new HttpClientError.RequestError({
        request,
        reason: "Transport",
        cause: broken(answer.broken),
      })
    }),
  )

  const rest = Effect.suspend(() => Fiber.awaitAll([...underWay]))
  return { client, rest }
}
