/** What an answer leaves out and a program cannot do without, as names for what only the author knows. */
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import type { SourceKind } from "../SourceKind.ts"
import * as Decode from "./decode.ts"
import * as Variables from "./variables.ts"

/** The fields of a source with all that has to be there, in the order of the descriptor. */
export const complete = (
  kind: SourceKind,
  type: string,
  fields: ReadonlyMap<string, Ir.Value>,
  prefix: string,
): Map<string, Ir.Value> => {
  const source = Decode.blockOf(new Map(fields))
  const asked = new Map((kind.unreturned?.(source, type) ?? []).map((it) => [it.path.join("."), it]))
  const ask = (field: Field.Field, path: ReadonlyArray<string>): Ir.Value => {
    const value = asked.get(path.join("."))?.value
    if (value !== undefined) return Decode.literal(value)
    const name = Variables.name(prefix, kind.fields, path)
    const isSecret = field.writeOnly === true
    return {
      _tag: "Deferred",
      reader: { _tag: isSecret ? "Secret" : "Env", name },
      base64: false,
      secret: isSecret,
      origin: Decode.nowhere,
    }
  }
  const isAsked = (path: ReadonlyArray<string>) =>
    [...asked.values()].some((it) => path.every((key, index) => it.path[index] === key))
  const inside = (
    below: Field.Fields,
    found: ReadonlyMap<string, Ir.Value>,
    path: ReadonlyArray<string>,
  ): Map<string, Ir.Value> => {
    const result = new Map<string, Ir.Value>()
    for (const [name, field] of Object.entries(below)) {
      const key = Field.wireName(name, field)
      const here = [...path, key]
      const value = found.get(key)
      const isMissing = isAsked(here) || (field.required === true && field.writeOnly === true)
      if (field.type._tag === "Block" && (value?._tag === "Block" || (value === undefined && isMissing))) {
        const inner = inside(field.type.fields, value?._tag === "Block" ? value.fields : new Map(), here)
        result.set(key, Decode.blockOf(inner))
      } else if (value !== undefined) result.set(key, value)
      else if (isMissing) result.set(key, ask(field, here))
    }
    return result
  }
  return inside(kind.fields, fields, [])
}
