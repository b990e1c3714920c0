/** The types that a type is made of, as they are written. */
import type * as Ast from "@pipewright/language/Ast"
import { element } from "./containers.ts"
import { argumentsOf } from "./model.ts"
import { family } from "./resolve.ts"

const withElements = /^(JSON|Nested|Tuple)$/

/** What a type holds, without what that holds. */
export const inner = (type: Ast.Type): ReadonlyArray<Ast.Type> => {
  const name = family(type.name.text) ?? ""
  const types = argumentsOf(type).flatMap((it) => {
    const own = withElements.test(name) ? element(it)?.type : undefined
    return own !== undefined ? [own] : it._tag === "Type" ? [it] : []
  })
  // An aggregate has a function in the place of its first type.
  return name.endsWith("AggregateFunction") ? types.slice(1) : types
}

/** A type and all types in it, each before what it holds. */
export const parts = (type: Ast.Type): ReadonlyArray<Ast.Type> => {
  const all = [type]
  for (const it of all) all.push(...inner(it))
  return all
}
