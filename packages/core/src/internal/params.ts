/** Parameters: what a target sets, and whether declarations and values fit. */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Extras } from "@pipewright/language/Diagnostic"
import { Findings } from "../errors.ts"
import * as Suggest from "../Suggest.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, type Sourced, within } from "./context.ts"
import * as Enumerations from "./enumerations.ts"
import * as References from "./references.ts"
import { describe } from "./values.ts"

const types: ReadonlyArray<string> = ["string", "int", "number", "bool", "duration", "bytes", "list"]

/** What stands in `params { }` of a target, also where it is written with `=`, which is reported. */
const blocks = (target: Sourced<Ast.Target>, diagnostics: Array<Diagnostic>): ReadonlyArray<Ast.Block> =>
  target.node.block.entries.flatMap((entry) => {
    if (!isParams(entry)) return []
    if (entry._tag === "Section") return [entry.block]
    const block = Blocks.misplacedEquals({ diagnostics }, within(target, entry), "params")
    return block === undefined ? [] : [block]
  })

export const isParams = (entry: Ast.Entry): entry is Ast.Section | Ast.Attribute =>
  (entry._tag === "Section" || entry._tag === "Attribute") && entry.name.text === "params"

/** The values in `params { }` of a target, by name. */
export const overrides = (
  target: Sourced<Ast.Target> | undefined,
  params: ReadonlyMap<string, unknown>,
  diagnostics: Array<Diagnostic>,
): ReadonlyMap<string, Sourced<Ast.Value>> => {
  const found = new Map<string, Sourced<Ast.Value>>()
  if (target === undefined) return found
  for (const block of blocks(target, diagnostics)) {
    for (const entry of block.entries) {
      if (entry._tag !== "Attribute") {
        diagnostics.push(
          Findings.report("value-expected", at(target, entry.span), {
            name: entry._tag === "Mapping" ? entry.from[0]!.text : entry.name.text,
          }),
        )
      } else if (!params.has(entry.name.text)) {
        diagnostics.push(
          Findings.report("unknown-reference", at(target, entry.name.span), {
            name: `param.${entry.name.text}`,
            known: [...params.keys()].map((name) => `param.${name}`),
          }),
        )
      } else if (found.has(entry.name.text)) {
        diagnostics.push(
          Findings.report("duplicate-field", at(target, entry.name.span), { name: entry.name.text }),
        )
      } else {
        found.set(entry.name.text, within(target, entry.value))
      }
    }
  }
  return found
}

/** Unknown types, values that do not fit them, and parameters without a value. */
export const check = (context: Context): void => {
  for (const [name, param] of context.params) {
    checkType(context, param)
    const value = context.overrides.get(name)
    if (value === undefined && param.node.default === undefined) {
      context.diagnostics.push(
        Findings.report("param-without-value", at(param, param.node.name.span), {
          name,
          target: context.target,
        }),
      )
    }
    const given = [value, param.node.default === undefined ? undefined : within(param, param.node.default)]
    for (const it of given) if (it !== undefined) checkValue(context, name, param.node, it)
    // Followed once here, so that a cycle or an unknown name is told even where nothing uses the parameter.
    const inForce = given.find((it) => it !== undefined)
    if (inForce !== undefined) References.explore(context, name, inForce)
  }
}

/** The types that a parameter names. */
export const checkType = (context: Context, param: Sourced<Ast.Param>): void => {
  for (const type of [param.node.type, param.node.element]) {
    if (type === undefined || types.includes(type.text)) continue
    const enumerations = Enumerations.of(context.catalog)
    if (enumerations.has(type.text)) continue
    const all = [...types, ...enumerations.keys()]
    // The enumerations are too many to be listed where none of them is near.
    const known = Suggest.nearest(type.text, all) === undefined ? types : all
    context.diagnostics.push(
      Findings.report("unknown-param-type", at(param, type.span), { name: type.text, known }),
    )
  }
}

/** Whether a value fits a parameter, by its form; that it does not is reported. */
export const checkValue = (
  context: Context,
  name: string,
  param: Ast.Param,
  value: Sourced<Ast.Value>,
  extras: Extras = {},
): boolean => {
  const type = param.type.text
  const isKnown = (it: string) => types.includes(it) || Enumerations.of(context.catalog).has(it)
  if (!isKnown(type) || (param.element !== undefined && !isKnown(param.element.text))) return true
  if (type === "list" && value.node._tag === "List" && param.element !== undefined) {
    const element = { ...param, type: param.element }
    return value.node.items.every((item) => isWord(context, element, within(value, item)))
      ? isFit(context, name, param, value, extras)
      : false
  }
  return isWord(context, param, value) && isFit(context, name, param, value, extras)
}

/** Whether a value is a word of the enumeration that a parameter is of; of other parameters it says nothing. */
const isWord = (context: Context, { type }: Ast.Param, value: Sourced<Ast.Value>): boolean => {
  const members = types.includes(type.text) ? undefined : Enumerations.of(context.catalog).get(type.text)
  const { node } = value
  if (members === undefined || (node._tag !== "Word" && node._tag !== "String")) return true
  const text = node._tag === "Word" ? node.text : References.text(context, within(value, node))
  if (text === undefined) return false
  const place = at(value, node.span)
  if (!members.has(text)) {
    context.diagnostics.push(
      Findings.report("unknown-member", place, { field: type.text, name: text, known: [...members] }),
    )
    return false
  }
  if (node._tag === "String" && node.parts.every((it) => typeof it === "string")) {
    const fixes = [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text }] }]
    context.diagnostics.push(Findings.report("quoted-member", place, { name: text }, { fixes }))
  }
  return true
}

const isFit = (
  context: Context,
  name: string,
  param: Ast.Param,
  value: Sourced<Ast.Value>,
  extras: Extras,
): boolean => {
  const type = param.type.text
  if (fits(value.node, type, param.element?.text)) return true
  context.diagnostics.push(
    Findings.report(
      "wrong-type",
      at(value, value.node.span),
      {
        name,
        expected: `a value of the type \`${type}${param.element === undefined ? "" : `(${param.element.text})`}\``,
        found: describe(value.node),
      },
      extras,
    ),
  )
  return false
}

/** By form only: whether the value fits the field it is used in is told there. */
const fits = (value: Ast.Value, type: string, element: string | undefined): boolean => {
  if (value._tag === "Reference" || value._tag === "Call") return true
  switch (type) {
    case "string":
      return value._tag === "String" || value._tag === "Word"
    case "int":
      return value._tag === "Number" && Number.isInteger(value.value)
    case "number":
      return value._tag === "Number"
    case "bool":
      return value._tag === "Boolean"
    case "duration":
    case "bytes":
      return value._tag === "Quantity"
    case "list":
      return value._tag === "List" && value.items.every((item) => fits(item, element ?? "string", undefined))
    default:
      // A word of an enumeration, which is looked up before.
      return value._tag === "Word" || value._tag === "String"
  }
}
