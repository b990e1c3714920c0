/**
 * ClickHouse types: which of them the engine takes as the type of a column, and how it spells them.
 *
 * Both are those of ClickHouse 26.7 with its default settings, and compared with what an engine said
 * (`test/clickHouseTypes`).
 */
import type * as Ast from "@pipewright/language/Ast"
import { type Known, stored } from "./internal/clickHouseType/model.ts"
import * as Parts from "./internal/clickHouseType/parts.ts"
import type { Problem } from "./internal/clickHouseType/problems.ts"
import * as Resolve from "./internal/clickHouseType/resolve.ts"
import * as TypeText from "./internal/typeText.ts"

export type { Known } from "./internal/clickHouseType/model.ts"
export type { Code, Parameters, Problem } from "./internal/clickHouseType/problems.ts"

/** Every name that the engine takes, for suggestions; families come before aliases. */
export const names: ReadonlyArray<string> = Resolve.names

/** The family that a name stands for, in the engine's spelling; `undefined` for a name that it does not know. */
export const family = (name: string): string | undefined => Resolve.family(name)

/** What is known of a type, and what is wrong with it, in the order of the text: nothing but advice if the engine takes it. */
export const judge = (
  type: Ast.Type,
): { readonly known: Known; readonly problems: ReadonlyArray<Problem> } => {
  const problems: Array<Problem> = []
  const known = Resolve.resolve(type, (code, span, parameters, more = {}) => {
    // The parameters belong to the code by the type of the function; a union of objects cannot say so.
    problems.push({ code, span, parameters, ...more } as Problem)
  })
  return { known, problems: problems.sort((a, b) => a.span.start - b.span.start) }
}

/** What is wrong with a type. */
export const check = (type: Ast.Type): ReadonlyArray<Problem> => judge(type).problems

/** Whether the engine refuses a type for a problem; the others are only told. */
export const isRefusal = (problem: Problem): boolean => problem.code !== "dropped-argument"

/** A type as the engine spells it: aliases resolved, defaults filled in or left out, names quoted where they must be. */
export const print = (type: Ast.Type): string => Resolve.resolve(type, () => {}).text

/** What is known of a type, whatever is wrong with it. */
export const read = (type: Ast.Type): Known => Resolve.resolve(type, () => {})

/** A type and all types in it, each before what it holds. */
export const parts = (type: Ast.Type): ReadonlyArray<Ast.Type> => Parts.parts(type)

/** The types that a type holds, without what those hold. */
export const inner = (type: Ast.Type): ReadonlyArray<Ast.Type> => Parts.inner(type)

/** What is known of a type by its text; `undefined` for what is no type. */
export const known = (text: string): Known | undefined => {
  const type = TypeText.parse(text)
  return type === undefined ? undefined : read(type)
}

/** Whether a value of the type may be NULL, or hold something that may. */
export const mayBeNull = ({ family: name, inner }: Known): boolean =>
  name === "Nullable" || inner.some(mayBeNull)

/** The type that an aggregate is kept as, or the type itself. */
export const aggregated = (type: Known): Known => stored(type)

/** The type that decides about a value: without marks of absence, dictionaries and ways to aggregate. */
export const base = (type: Known): Known => {
  const it = stored(type)
  const [only] = it.inner
  return only !== undefined && (it.family === "Nullable" || it.family === "LowCardinality") ? base(only) : it
}
