/** What mends a type: each touches only what it is about, so that the rest stays as it was written. */
import type * as Ast from "@pipewright/language/Ast"
import type { Edit, Fix } from "@pipewright/language/Diagnostic"
import { argumentsOf } from "./model.ts"

/** Another text for a part of a type. */
export const replace = ({ span }: Ast.TypeArgument, text: string): Fix => ({
  title: `Write \`${text}\``,
  safe: false,
  edits: [{ span, text }],
})

/** The one type that stands in the parentheses of another, if it does. */
const only = (type: Ast.TypeArgument): Ast.Type | undefined => {
  if (type._tag !== "Type") return undefined
  const [inner, ...more] = argumentsOf(type)
  return inner?._tag === "Type" && more.length === 0 ? inner : undefined
}

/** A type without what is around it. */
export const unwrap = (outer: Ast.Type, safe = false): Fix | undefined => {
  const inner = only(outer)
  if (inner === undefined) return undefined
  return { title: `Leave \`${outer.name.text}\` out`, safe, edits: around(outer, inner) }
}

const around = (outer: Ast.Type, inner: Ast.Type): ReadonlyArray<Edit> => [
  { span: { start: outer.span.start, end: inner.span.start }, text: "" },
  { span: { start: inner.span.end, end: outer.span.end }, text: "" },
]

/** `Nullable(LowCardinality(T))` the right way round; where `T` may be absent already, the outer mark says nothing. */
export const turnRound = (outer: Ast.Type): Fix | undefined => {
  const inner = only(outer)
  if (inner?.name.text !== "LowCardinality") return undefined
  if (only(inner)?.name.text === outer.name.text) return unwrap(outer, true)
  const edits = [
    { span: outer.name.span, text: inner.name.text },
    { span: inner.name.span, text: outer.name.text },
  ]
  return { title: `Write \`${inner.name.text}(${outer.name.text}(…))\``, safe: true, edits }
}

/** A key without its mark of absence, which stands around it or within a dictionary. */
export const neverAbsent = (key: Ast.TypeArgument): Fix | undefined => {
  if (key._tag !== "Type") return undefined
  if (key.name.text === "Nullable") return unwrap(key)
  const inner = key.name.text === "LowCardinality" ? only(key) : undefined
  return inner?.name.text === "Nullable" ? unwrap(inner) : undefined
}

/** The name alone. */
export const bare = ({ name, span }: Ast.Type): Fix => ({
  title: `Write \`${name.text}\``,
  safe: false,
  edits: [{ span: { start: name.span.end, end: span.end }, text: "" }],
})

/** Without an argument that is not the first. */
export const leaveOut = (before: Ast.TypeArgument, it: Ast.TypeArgument): Fix => ({
  title: "Remove it",
  safe: false,
  edits: [{ span: { start: before.span.end, end: it.span.end }, text: "" }],
})
