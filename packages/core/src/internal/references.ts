/** References to parameters and to what a loop or a template names, and texts that hold them. */
import type * as Ast from "@pipewright/language/Ast"
import type { Span } from "@pipewright/language/Source"
import { Findings } from "../errors.ts"
import type * as Ir from "../Ir.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"

/**
 * Follows references until there is a value: what was written, with the parameter it came through added to its way.
 * `undefined` where there is none; that is reported, or follows from something reported.
 */
export const resolve = (context: Context, use: Sourced<Ast.Value>): Sourced<Ast.Value> | undefined => {
  if (use.node._tag !== "Reference") return use
  return follow(context, within(use, use.node), (value) => resolve(context, value))
}

/** The text of a string, its references replaced by what they stand for. */
export const text = (context: Context, use: Sourced<Ast.StringValue>): string | undefined => {
  let result = ""
  for (const part of use.node.parts) {
    if (typeof part === "string") {
      result += part
      continue
    }
    const piece = inText(context, within(use, part))
    if (piece === undefined) return undefined
    result += piece
    if (result.length > lengthLimit) {
      context.diagnostics.push(
        Findings.report("text-too-long", at(use, use.node.span), { limit: lengthLimit }),
      )
      return undefined
    }
  }
  return result
}

/** How long a text may become. References double it at every step, so that a short program could make a huge one. */
const lengthLimit = 65_536

const inText = (context: Context, use: Sourced<Ast.Reference>): string | undefined => {
  const name = spell(use.node)
  // What stands for something else at another place is not remembered.
  if (use.names?.has(name) === true) return follow(context, use, (value) => plain(context, value, use.node))
  if (context.texts.has(name)) return context.texts.get(name)
  const found = follow(context, use, (value) => plain(context, value, use.node))
  // An unknown name is told wherever it stands; what a known one lacks is told once.
  if (found !== undefined || (name.startsWith("param.") && context.params.has(name.slice("param.".length))))
    context.texts.set(name, found)
  return found
}

/** Where a text comes from: where it is asked for, and through what each reference in it leads. */
export const textOrigin = (
  context: Context,
  use: Sourced<{ readonly span: Span }>,
  value: Sourced<Ast.Value>,
): Ir.Origin => {
  const via = [...value.via]
  const seen = new Set<string>()
  const quiet = { ...context, diagnostics: [] }
  const visit = (text: Sourced<Ast.StringValue>): void => {
    for (const part of text.node.parts) {
      if (typeof part === "string" || seen.has(spell(part))) continue
      seen.add(spell(part))
      const found = resolve(quiet, within(text, part))
      if (found === undefined) continue
      for (const step of found.via) if (!via.some((it) => same(it, step))) via.push(step)
      if (found.node._tag === "String") visit(within(found, found.node))
    }
  }
  if (value.node._tag === "String") visit(within(value, value.node))
  return { ...origin(use), via }
}

const same = (a: Ir.Step, b: Ir.Step): boolean =>
  a.file === b.file && a.span.start === b.span.start && a.label === b.label

/** A name, or what the template in it comes to. */
export const nameText = (context: Context, name: Sourced<Ast.Name>): string | undefined =>
  name.node.template === undefined ? name.node.text : text(context, within(name, name.node.template))

export const nameOrigin = (context: Context, name: Sourced<Ast.Name>): Ir.Origin =>
  name.node.template === undefined
    ? origin(name)
    : textOrigin(context, name, within(name, name.node.template))

/** Follows all that the value of a parameter refers to, for the findings of it. */
export const explore = (context: Context, name: string, value: Sourced<Ast.Value>): void => {
  context.resolving.push(name)
  const each = (it: Sourced<Ast.Value>): void => {
    if (it.node._tag === "Reference") resolve(context, it)
    else if (it.node._tag === "String") text(context, within(it, it.node))
    else if (it.node._tag === "List") for (const item of it.node.items) each(within(it, item))
  }
  each(value)
  context.resolving.pop()
}

const plain = (context: Context, value: Sourced<Ast.Value>, use: Ast.Reference): string | undefined => {
  const found = resolve(context, value)
  if (found === undefined) return undefined
  switch (found.node._tag) {
    case "String":
      return text(context, within(found, found.node))
    case "Number":
    case "Boolean":
      return String(found.node.value)
    case "Word":
      return found.node.text
    default:
      context.diagnostics.push(
        Findings.report("reference-in-text", at(found, found.node.span), { name: spell(use) }),
      )
      return undefined
  }
}

const spell = (reference: Ast.Reference): string => reference.path.map((name) => name.text).join(".")

/** What a reference may be where it stands. */
const known = (context: Context, use: Sourced<unknown>): ReadonlyArray<string> => [
  ...(use.names?.keys() ?? []),
  ...[...context.params.keys()].map((it) => `param.${it}`),
]

/** Hands the value of a parameter to `use` while the parameter counts as being resolved. */
const follow = <A>(
  context: Context,
  reference: Sourced<Ast.Reference>,
  use: (value: Sourced<Ast.Value>) => A | undefined,
): A | undefined => {
  const place = at(reference, reference.node.span)
  const local = reference.names?.get(spell(reference.node))
  if (local !== undefined) {
    // An element of a loop is on the way of all that stands in the loop already.
    const via = local.via.filter((step) => !reference.via.includes(step))
    return use({ ...local, via: [...reference.via, ...via] })
  }
  if (reference.names?.has(spell(reference.node)) === true) return undefined
  const [scope, name] = reference.node.path
  const param = scope?.text === "param" && reference.node.path.length === 2 ? name!.text : undefined
  const declared = param === undefined ? undefined : context.params.get(param)
  if (param === undefined || declared === undefined) {
    if (param === undefined || !context.brokenNames.has(param)) {
      context.diagnostics.push(
        Findings.report("unknown-reference", place, {
          name: spell(reference.node),
          known: known(context, reference),
        }),
      )
    }
    return undefined
  }
  if (context.resolving.includes(param)) {
    const path = [...context.resolving.slice(context.resolving.indexOf(param)), param]
    // A cycle can be entered at each of its parameters and is told once.
    if (path.some((it) => context.cyclic.has(it))) return undefined
    for (const it of path) context.cyclic.add(it)
    context.diagnostics.push(Findings.report("param-cycle", place, { path: path.map((it) => `param.${it}`) }))
    return undefined
  }
  const override = context.overrides.get(param)
  const value =
    override ?? (declared.node.default === undefined ? undefined : within(declared, declared.node.default))
  // A parameter without a value is reported where it is declared, once.
  if (value === undefined) return undefined
  const by = override === undefined ? "its default" : `set by target ${context.target}`
  const step = { label: `param ${param}, ${by}`, file: value.file, span: value.node.span }
  context.resolving.push(param)
  try {
    return use({ ...value, via: [...reference.via, step] })
  } finally {
    context.resolving.pop()
  }
}
