/** Carries requests of @effect/platform's servers, on a socket or in process, to the emulator and answers back. */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { Respond } from "./answers.ts"
import { collect } from "./requestBody.ts"

const broken = Object.assign(new Error("the connection broke"), { code: "ECONNRESET" })

/** Breaks the connection. Without one, in process, the answer breaks off where its body begins. */
const drop = ({
  source,
}: HttpServerRequest.HttpServerRequest): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.suspend(() => {
    const socket = Predicate.hasProperty(source, "socket") ? source.socket : undefined
    if (!Predicate.hasProperty(socket, "destroy") || typeof socket.destroy !== "function") {
      return Effect.succeed(HttpServerResponse.stream(Stream.fail(broken)))
    }
    // The server interrupts what answers a request whose connection is gone.
    socket.destroy()
    return Effect.never
  })

export const app = (respond: Respond): HttpApp.Default =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const { method, url, headers, stream } = request
    const bytes = Effect.suspend(() => {
      const body = collect()
      return Effect.map(
        Stream.runForEach(stream, (chunk) => Effect.sync(() => body.add(chunk))),
        body.all,
      )
    })
    return respond({ method, url, headers, bytes }).pipe(
      Effect.map(({ status, headers, body }) => HttpServerResponse.text(body, { status, headers })),
      Effect.catchTag("Dropped", () => drop(request)),
    )
  })
