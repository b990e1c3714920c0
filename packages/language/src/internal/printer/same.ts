/** Whether two trees say the same, wherever they say it. */

const isPlace = (key: string): boolean => key === "span" || key === "source" || key === "comments"

export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => same(item, b[index]))
    )
  }
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  // Lists of keys would take longer than all else here, and this is done before a file is overwritten.
  for (const key in left) if (!isPlace(key) && !same(left[key], right[key])) return false
  for (const key in right)
    if (!isPlace(key) && right[key] !== undefined && left[key] === undefined) return false
  return true
}
