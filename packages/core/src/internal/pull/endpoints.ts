/** Endpoints of a service, and the pipes that go through them. */
import type { LiveEndpoint } from "../../Change.ts"
import * as Endpoint from "../../Endpoint.ts"
import * as Ir from "../../Ir.ts"
import * as Decode from "../decode.ts"
import * as Names from "./names.ts"

/** Where nothing is left to go through. */
const gone: ReadonlySet<string> = new Set(["Deleted", "Deleting", "Failed", "Rejected", "Expired"])

export const isGone = ({ status }: LiveEndpoint): boolean => gone.has(status)

/** Whether a program can declare one of its type. */
export const isKnown = ({ type }: LiveEndpoint): boolean => Endpoint.types.includes(type)

/** The endpoint, with a name that is made of its description. */
export const read = ({ type, object }: LiveEndpoint, isTaken: (name: string) => boolean): Ir.Endpoint => {
  const { fields } = Decode.block(
    { _tag: "Answer", type: "", pipeId: undefined },
    Endpoint.fields(type),
    object,
  )
  const words = Names.snake(String(Ir.literal(fields.get("description")) ?? ""))
  const wanted = /^[a-z]/.test(words) ? words.slice(0, 40).replace(/_+$/, "") : Names.snake(type)
  return {
    name: Names.free(wanted, isTaken),
    type: Decode.literal(type),
    fields: Decode.blockOf(fields),
    origin: Decode.nowhere,
  }
}

/** A source with references in the place of the ids of endpoints. */
export const refer = (source: Ir.Block, names: ReadonlyMap<string, string>): Ir.Block => ({
  ...source,
  fields: new Map([...source.fields].map(([key, value]) => [key, referring(value, names)])),
})

const referring = (value: Ir.Value, names: ReadonlyMap<string, string>): Ir.Value => {
  if (value._tag === "List") return { ...value, items: value.items.map((it) => referring(it, names)) }
  if (value._tag === "Block") return refer(value, names)
  const endpoint = value._tag === "Literal" ? names.get(String(value.value)) : undefined
  return endpoint === undefined
    ? value
    : { _tag: "Pending", parts: [{ _tag: "Attribute", endpoint, name: "id" }], origin: value.origin }
}

/** The names of the endpoints that a source refers to. */
export const names = (value: Ir.Value): ReadonlyArray<string> => {
  switch (value._tag) {
    case "Block":
      return [...value.fields.values()].flatMap(names)
    case "List":
      return value.items.flatMap(names)
    case "Pending":
      return value.parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint]))
    default:
      return []
  }
}
