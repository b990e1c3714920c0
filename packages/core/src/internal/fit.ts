/** Whether a value is one that its type takes. */
import type * as Field from "../Field.ts"

/** What a text would have to be; nothing if it is that. */
export const text = (type: Field.StringType, value: string): string | undefined => {
  if (value === "") return "a string that is not empty"
  if (type.maxLength !== undefined && value.length > type.maxLength)
    return `at most ${type.maxLength} characters long`
  if (type.pattern !== undefined && !new RegExp(type.pattern.source).test(value)) return type.pattern.claim
  return undefined
}

/** A text that fits and is near to one that does not. */
export const nearest = (type: Field.StringType, value: string): string | undefined => {
  const near = type.pattern?.near
  const by = near === undefined ? value : value.replace(new RegExp(near.source), near.by)
  return by !== value && text(type, by) === undefined ? by : undefined
}

export const isInRange = (
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, multipleOf }: Field.NumberType,
  value: number,
): boolean => value >= minimum && value <= maximum && (multipleOf === undefined || value % multipleOf === 0)

export const number = (type: Field.NumberType, value: number): boolean =>
  Number.isFinite(value) && (!type.integer || Number.isInteger(value)) && isInRange(type, value)
