/** How an edit reaches a pipe, and what is returned: facts of a descriptor beside the bodies of edits and answers. */
import * as Field from "@pipewright/core/Field"
import * as OpenApi from "../OpenApi.ts"
import type { Deviation } from "./compareShapes.ts"
import type { Shape } from "./shape.ts"

/** The bodies beside which fields are held. */
export interface Bodies {
  /** A field that is not in it is reported as such, and nothing more is said of it. */
  readonly create: Shape
  /** Absent where nothing of it can be edited. */
  readonly edit: Shape | undefined
  readonly answer: Shape | undefined
  /** Where each would be said if it is not there. */
  readonly pointers: { readonly edit: string; readonly answer: string }
}

/** Edits that are made by a body: as a key of it, or as lists of what comes and what goes. */
const inPlace: ReadonlySet<Field.Edit> = new Set<Field.Edit>(["live", "paused", "scaling", "settings"])

export const compareFields = (
  fields: Field.Fields,
  bodies: Bodies,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<Deviation> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const here = [...path, key]
    const create = bodies.create.properties.get(key)
    if (create === undefined) return []
    if (field.type._tag === "Block") {
      return compareFields(field.type.fields, { ...inside(bodies, key), create }, here)
    }
    return [...edit(field, key, bodies, here), ...returned(field, key, bodies, here)]
  })

const inside = ({ edit: edited, answer, pointers }: Bodies, key: string): Omit<Bodies, "create"> => ({
  edit: edited?.properties.get(key),
  answer: answer?.properties.get(key),
  pointers: {
    edit: edited?.properties.get(key)?.pointer ?? OpenApi.below(pointers.edit, "properties", key),
    answer: answer?.properties.get(key)?.pointer ?? OpenApi.below(pointers.answer, "properties", key),
  },
})

const edit = (
  field: Field.Field,
  key: string,
  { edit: edited, pointers }: Bodies,
  path: ReadonlyArray<string>,
): ReadonlyArray<Deviation> => {
  const keys = field.type._tag === "Mappings" ? [`${key}ToAdd`, `${key}ToRemove`] : [key]
  const found = keys.map((it) => edited?.properties.get(it)?.pointer)
  const [pointer] = found
  const expected = field.edit === "delta" || inPlace.has(field.edit)
  if (expected === found.every((it) => it !== undefined)) return []
  return [
    {
      path,
      fact: "edit",
      pointer: pointer ?? OpenApi.below(pointers.edit, "properties", keys[0]!),
      ours: field.edit,
      theirs: expected ? "no edit" : "an edit",
    },
  ]
}

const returned = (
  field: Field.Field,
  key: string,
  { answer, pointers }: Bodies,
  path: ReadonlyArray<string>,
): ReadonlyArray<Deviation> => {
  const theirs = answer?.properties.has(key) === true
  const ours = field.writeOnly !== true
  if (theirs === ours) return []
  return [
    {
      path,
      fact: "returned",
      pointer: answer?.properties.get(key)?.pointer ?? OpenApi.below(pointers.answer, "properties", key),
      ours: ours ? "yes" : "no",
      theirs: theirs ? "yes" : "no",
    },
  ]
}
