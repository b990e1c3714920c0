/** What is left of a body to `raw { }`. */
import { type Body, type BodyObject, Late } from "../Compile.ts"
import type * as Ir from "../Ir.ts"
import * as Decode from "./decode.ts"

export interface Raw {
  readonly block: Ir.Block
  /** The paths of what the language has no value for: `null` in a list, and numbers beyond all bounds. */
  readonly lost: ReadonlyArray<string>
}

/** Parts that hold nothing are left out. */
export const read = (rest: BodyObject): Raw => {
  const lost: Array<string> = []
  const entries = Object.entries(rest).flatMap(([key, it]): ReadonlyArray<readonly [string, Ir.Value]> => {
    const part = Decode.isObject(it) && Object.keys(it).length === 0 ? undefined : value(it, key, lost)
    return part === undefined || isEmpty(part) ? [] : [[key, part]]
  })
  return { block: Decode.blockOf(new Map(entries)), lost }
}

const isEmpty = (value: Ir.Value): boolean =>
  value._tag === "Block" && [...value.fields.values()].every(isEmpty)

/** `undefined` for nothing, and for what is lost. */
const value = (body: Body, path: string, lost: Array<string>): Ir.Value | undefined => {
  if (body === null) return undefined
  if (Array.isArray(body)) {
    const bodies = body as ReadonlyArray<Body>
    const items = bodies.flatMap((it, index) => value(it, `${path}[${index}]`, lost) ?? [])
    if (items.length < bodies.length) {
      lost.push(path)
      return undefined
    }
    return { _tag: "List", items, origin: Decode.nowhere }
  }
  if (Decode.isObject(body)) {
    const entries = Object.entries(body).flatMap(([key, it]): ReadonlyArray<readonly [string, Ir.Value]> => {
      const inner = value(it, `${path}.${key}`, lost)
      return inner === undefined ? [] : [[key, inner]]
    })
    return Decode.blockOf(new Map(entries))
  }
  if (
    body instanceof Late ||
    typeof body === "object" ||
    (typeof body === "number" && !Number.isFinite(body))
  ) {
    lost.push(path)
    return undefined
  }
  return Decode.literal(body)
}
