/** Whether two trees say the same, wherever they say it. */

const places: ReadonlySet<string> = new Set(["span", "source", "comments"])

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
  const keys = told(left)
  return keys.length === told(right).length && keys.every((key) => same(left[key], right[key]))
}

const told = (node: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.keys(node).filter((key) => !places.has(key) && node[key] !== undefined)
