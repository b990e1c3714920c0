/** Reads a body as JSON, up to a size. */
import * as Effect from "effect/Effect"
import { badRequest, type Refused } from "./refused.ts"

/** 1 MiB. */
export const mostBytes = 1024 * 1024

const problem = (what: string) => badRequest([{ path: [], what }])
const tooLarge = problem("is larger than 1 MiB")
const broken = problem("is missing or broke off")
const notJson = problem("is not JSON")

/** Pieces of a body, kept as long as they are not too much. What is too much is read on and thrown away. */
export const collect = () => {
  let size = 0
  let chunks: Array<Uint8Array> = []
  return {
    add: (chunk: Uint8Array): void => {
      size += chunk.byteLength
      if (size > mostBytes) chunks = []
      else chunks.push(chunk)
    },
    all: (): Uint8Array | undefined =>
      size > mostBytes ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
  }
}

const decoder = new TextDecoder()

/** The body, as JSON. `length` is what it says of itself: what is too much by that need not be read. */
export const json = (
  length: number,
  bytes: Effect.Effect<Uint8Array | undefined, unknown>,
): Effect.Effect<unknown, Refused> =>
  length > mostBytes
    ? tooLarge
    : Effect.flatMap(
        Effect.mapError(bytes, () => broken),
        (all): Effect.Effect<unknown, Refused> => {
          if (all === undefined) return tooLarge
          if (all.byteLength === 0) return broken
          try {
            return Effect.succeed(JSON.parse(decoder.decode(all)))
          } catch {
            return notJson
          }
        },
      )
