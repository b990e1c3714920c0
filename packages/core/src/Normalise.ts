/**
 * What two spellings of one value have in common. Both sides of every comparison go through here, and so does what is
 * read back from the API. What is told of one field alone is a fact of that field: `default`, `untold`, `writeOnly`,
 * `generated`, and whether a list is `ordered` or its items have an `identity`.
 */
import type * as Ast from "@pipewright/language/Ast"
import * as ClickHouseType from "./ClickHouseType.ts"
import type { Json } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import type * as Field from "./Field.ts"
import * as TypeText from "./internal/typeText.ts"

/** `null`, `""`, an empty list and what is not there are all nothing. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

/** Whether the API may hold another value than it returns; sizes are 0 or `null` for a while after a change. */
export const isUntold = (field: Field.Field, live: Json | undefined, type: string): boolean => {
  const mayBe = field.edit === "scaling" || field.untold === true || isUntoldOf(field, type)
  if (!mayBe) return false
  if (isNothing(live)) return true
  // Not the size of a running pipe: the service is still at work on it.
  if (field.edit !== "scaling" || field.type._tag !== "Number") return false
  const number = read(field.type, live!)
  return typeof number === "number" && number < (field.type.minimum ?? 0)
}

const isUntoldOf = ({ untold }: Field.Field, type: string): boolean =>
  typeof untold === "object" && untold.includes(type)

/** Whether the value is the one that a pipe has when its author says nothing. */
export const isDefault = (field: Field.Field, value: Json, pipeId: string | undefined): boolean =>
  (field.default !== undefined && isClose(scalar(field, value), field.default)) ||
  (field.generated !== undefined && pipeId !== undefined && value === field.generated.replace("<id>", pipeId))

/** A value as a text; an object may have a `toString` that is no function. */
export const text = (value: Json | undefined): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value)

/** The members of a comma list, or of a list of strings. */
export const members = (value: Json | undefined): ReadonlyArray<string> =>
  (typeof value === "string" ? value.split(",") : Array.isArray(value) ? value.map(text) : [])
    .map((member) => member.trim())
    .filter((member) => member !== "")

/** A scalar in the form in which it is compared; nothing is what the service takes for it. */
export const scalar = (
  field: Pick<Field.Field, "type" | "default">,
  value: Json | undefined,
): Json | undefined =>
  isNothing(value)
    ? (field.default ?? (field.type._tag === "Boolean" ? false : undefined))
    : read(field.type, value!)

/** Whether two scalars or lists of strings are the same. */
export const isSame = (field: Field.Field, a: Json | undefined, b: Json | undefined): boolean => {
  // Most of what is compared is the same to the letter, and needs no reading.
  if (a === b) return true
  if (field.type._tag !== "List") return isClose(scalar(field, a), scalar(field, b))
  const [left, right] = field.type.ordered ? [members(a), members(b)] : [distinct(a), distinct(b)]
  return left.length === right.length && left.every((member, index) => member === right[index])
}

const distinct = (value: Json | undefined): ReadonlyArray<string> => [...new Set(members(value))].sort()

/** Numbers that went through binary fractions may differ in their last digits. */
const isClose = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b ||
  (typeof a === "number" &&
    typeof b === "number" &&
    Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b)))

/** A scalar as its type has it, whatever the API made of it. */
export const read = (type: Field.Type, value: Json): Json => {
  switch (type._tag) {
    case "Number":
      return quantity(type, value)
    case "Boolean":
      return value === "true" ? true : value === "false" ? false : value
    case "Enum":
      return typeof value === "string" ? withoutArguments(value) : value
    case "String":
      if (typeof value !== "string") return value
      // The login in an address is a secret, and no secret is compared.
      return type.holds === "type" ? typeSpelling(value) : Evaluate.withoutLogins(value, "")
    default:
      return value
  }
}

/** The API may echo an engine as a call: `ReplacingMergeTree(version)`. */
export const withoutArguments = (word: string): string => word.trim().replace(/\s*\(.*\)$/s, "")

/** A ClickHouse type in the engine's spelling; one that cannot be read stays as it is. */
const typeSpelling = (text: string): string => {
  const type: Ast.Type | undefined = TypeText.parse(text)
  return type === undefined ? text : ClickHouseType.print(type)
}

const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
}

/** A number, also when the API tells it as a Kubernetes quantity such as `250m` or `1Gi`. */
const quantity = (type: Field.NumberType, value: Json): Json => {
  const found = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/.exec(text(value).trim())
  if ((typeof value !== "string" && typeof value !== "number") || found === null) return value
  const number = Number(found[1])
  const suffix = found[2]
  if (type.unit === "millicore") {
    if (suffix !== undefined) return number * suffixes[suffix]! * 1000
    // A text counts in cores, of which no replica has as many as the smallest one has millicores.
    return typeof value === "string" && number < (type.minimum ?? 1) ? number * 1000 : number
  }
  if (type.unit === "GiB") {
    if (suffix !== undefined) return (number * suffixes[suffix]!) / 1024 ** 3
    // Without a suffix it is a number of bytes, unless nothing has so few.
    return Math.abs(number) >= 1024 ** 2 ? number / 1024 ** 3 : number
  }
  return suffix === undefined ? number : value
}
