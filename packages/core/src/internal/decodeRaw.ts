/** What is left of a body to `raw { }`. */
import { type Body, type BodyObject, Late } from "../Compile.ts"
import type * as Ir from "../Ir.ts"
import * as Decode from "./decode.ts"

export const read = (rest: BodyObject): Ir.Block =>
  Decode.blockOf(new Map(Object.entries(rest).map(([key, it]) => [key, value(it)])))

const value = (body: Body): Ir.Value => {
  if (body instanceof Late || body === null)
    throw new Error("no program can say in `raw` what is left of this body")
  if (Array.isArray(body))
    return { _tag: "List", items: (body as ReadonlyArray<Body>).map(value), origin: Decode.nowhere }
  if (typeof body === "object") return read(body as BodyObject)
  return Decode.literal(body)
}
