/** Reads a body as JSON, up to a size. */
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { badRequest, type Refused } from "./refused.ts"

/** 1 MiB. */
export const mostBytes = 1024 * 1024

const problem = (what: string) => badRequest([{ path: [], what }])
const tooLarge = problem("is larger than 1 MiB")

const decode = Schema.decodeUnknown(Schema.parseJson())

/** Everything that was sent, or `undefined` if it is too much. What is too much is read on and thrown away. */
const bytesOf = (request: HttpServerRequest.HttpServerRequest) =>
  request.stream.pipe(
    Stream.runFold({ size: 0, chunks: [] as ReadonlyArray<Uint8Array> }, ({ size, chunks }, chunk) => {
      const total = size + chunk.byteLength
      return { size: total, chunks: total > mostBytes ? [] : [...chunks, chunk] }
    }),
    Effect.map(({ size, chunks }) => (size > mostBytes ? undefined : Buffer.concat(chunks))),
  )

/** The body, as JSON. */
export const readJson = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<unknown, Refused> =>
  Effect.gen(function* () {
    // A body that says how large it is need not be read.
    if (Number(request.headers["content-length"] ?? 0) > mostBytes) return yield* tooLarge
    const bytes = yield* Effect.mapError(bytesOf(request), () => problem("is missing or broke off"))
    if (bytes === undefined) return yield* tooLarge
    return yield* Effect.mapError(decode(bytes.toString("utf8")), () => problem("is not JSON"))
  })
