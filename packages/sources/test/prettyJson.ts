/** JSON as the formatter of this repository leaves it alone, so that a kept body is not rewritten by it. */
import type { Json } from "@pipewright/core/Evaluate"

const width = 110

/** `before` is what stands on the line already; `after` is how much still comes. */
const print = (value: Json, indent: string, before: number, after: number): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value as ReadonlyArray<Json>
    const line = `[${items.map((item) => JSON.stringify(item)).join(", ")}]`
    const isFlat = items.every((item) => typeof item !== "object" || item === null)
    if (isFlat && before + line.length + after <= width) return line
    const lines = items.map((item, index) => {
      const comma = index < items.length - 1 ? "," : ""
      return `${inner}${print(item, inner, inner.length, comma.length)}${comma}`
    })
    return `[\n${lines.join("\n")}\n${indent}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return "{}"
  const lines = entries.map(([key, item], index) => {
    const lead = `${inner}${JSON.stringify(key)}: `
    const comma = index < entries.length - 1 ? "," : ""
    return `${lead}${print(item, inner, lead.length, comma.length)}${comma}`
  })
  return `{\n${lines.join("\n")}\n${indent}}`
}

export const prettyJson = (value: Json): string => `${print(value, "", 0, 0)}\n`
