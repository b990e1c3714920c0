/** What two spellings of one value have in common. Both sides of every comparison go through here. */
import type { Json } from "./Evaluate.ts"
import type * as Field from "./Field.ts"

/** `null`, `""`, an empty list and what is not there are all nothing. */
export const isNothing = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

/** Whether the API may hold another value than it returns; sizes are 0 or `null` for a while after a change. */
export const isUntold = (field: Field.Field, live: Json | undefined): boolean => {
  if (field.untold !== true && field.edit !== "scaling") return false
  if (isNothing(live)) return true
  const { type } = field
  if (type._tag !== "Number" || type.minimum === undefined) return false
  const number = quantity(live!, type)
  return typeof number === "number" && number < type.minimum
}

/** The members of a comma list, or of a list of strings. */
export const members = (value: Json | undefined): ReadonlyArray<string> =>
  (typeof value === "string" ? value.split(",") : Array.isArray(value) ? value.map(String) : [])
    .map((member) => member.trim())
    .filter((member) => member !== "")

/** A scalar in the form in which it is compared. */
export const scalar = (type: Field.Type, value: Json | undefined): Json | undefined => {
  if (isNothing(value)) return type._tag === "Boolean" ? false : undefined
  switch (type._tag) {
    case "Number":
      return quantity(value!, type)
    case "Boolean":
      return typeof value === "string" ? value === "true" : value
    case "Enum":
      // The API may echo an engine as a call.
      return typeof value === "string" ? value.trim().replace(/\s*\(.*\)$/s, "") : value
    default:
      return value
  }
}

/** A number, also when the API tells it as a Kubernetes quantity such as `250m` or `1Gi`. */
const quantity = (value: Json, type: Field.NumberType): Json => {
  if (typeof value !== "string") return value
  const found = /^(-?\d+(?:\.\d+)?)(m|Mi|Gi)?$/.exec(value.trim())
  if (found === null) return value
  const number = Number(found[1])
  if (type.unit === "millicore") return found[2] === "m" ? number : number * 1000
  if (type.unit === "GiB")
    return found[2] === "Gi" ? number : found[2] === "Mi" ? number / 1024 : number / 1024 ** 3
  return number
}
