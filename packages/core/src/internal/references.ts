/** References to parameters, endpoints and what a loop or a template names, and texts that hold them. */
import type * as Ast from "@pipewright/language/Ast"
import type { Location } from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"
import * as Endpoint from "../Endpoint.ts"
import { Findings } from "../errors.ts"
import type * as Ir from "../Ir.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"

/**
 * Follows references until there is a value: what was written, with the parameter it came through added to its way. What
 * is known of an endpoint only later has no other value, so there the reference itself is the end. `undefined` where
 * there is none; that is reported, or follows from something reported.
 */
export const resolve = (context: Context, use: Sourced<Ast.Value>): Sourced<Ast.Value> | undefined => {
  if (use.node._tag !== "Reference") return use
  const reference = within(use, use.node)
  if (attribute(context, reference) !== undefined) return use
  return follow(context, reference, (value) => resolve(context, value))
}

/** A piece of a text: as it is, or known only after apply. */
export type Piece = string | Ir.Attribute

/** The text of a string that has to be known now, its references replaced by what they stand for. */
export const text = (context: Context, use: Sourced<Ast.StringValue>): string | undefined => {
  const found = pieces(context, use)
  const later = found?.find((piece) => typeof piece !== "string")
  if (later === undefined) return found?.join("")
  notYet(context, at(use, use.node.span), later)
  return undefined
}

/** Reports a value that is known only after apply where it has to be known before. */
export const notYet = (context: Context, place: Location, { endpoint, name }: Ir.Attribute): void => {
  const { file, span } = place
  context.diagnostics.push(
    Findings.report("pending-not-allowed", { file, span }, { name: `endpoint.${endpoint}.${name}` }),
  )
}

/** The text of a string or of a reference to an endpoint, piece by piece. */
export const pieces = (
  context: Context,
  use: Sourced<Ast.StringValue | Ast.Reference>,
): ReadonlyArray<Piece> | undefined => {
  if (use.node._tag === "Reference") return inText(context, within(use, use.node))
  const result: Array<Piece> = []
  let length = 0
  for (const part of use.node.parts) {
    const found = typeof part === "string" ? [part] : inText(context, within(use, part))
    if (found === undefined) return undefined
    for (const piece of found) {
      length += typeof piece === "string" ? piece.length : piece.endpoint.length + piece.name.length
      const last = result.at(-1)
      if (typeof piece === "string" && typeof last === "string") result[result.length - 1] = last + piece
      else result.push(piece)
    }
    if (typeof part !== "string" && length > lengthLimit) {
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

/** Through how many parameters a value may come: what follows them does so with as many calls, and lists them all. */
const chainLimit = 100

const inText = (context: Context, use: Sourced<Ast.Reference>): ReadonlyArray<Piece> | undefined => {
  const later = attribute(context, use)
  if (later !== undefined) return [later]
  const name = spell(use.node)
  // What stands for something else at another place is not remembered.
  if (use.names?.has(name) === true) return follow(context, use, (value) => plain(context, value, use))
  if (context.texts.has(name)) return context.texts.get(name)
  const found = follow(context, use, (value) => plain(context, value, use))
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
  const { node } = value
  // Nearly all texts lead nowhere.
  if (node._tag !== "String" || node.parts.every((part) => typeof part === "string"))
    return { file: use.file, span: use.node.span, via: value.via }
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
  visit(within(value, node))
  return { ...origin(use), via }
}

const same = (a: Ir.Step, b: Ir.Step): boolean =>
  a.file === b.file && a.span.start === b.span.start && a.label === b.label

/** What a reference to an endpoint stands for; `undefined` for every other reference, and for what is not there. */
export const attribute = (
  { endpoints }: Context,
  { node: { path } }: Sourced<Ast.Reference>,
): Ir.Attribute | undefined => {
  const [scope, endpoint, name] = path
  return scope?.text === "endpoint" &&
    path.length === 3 &&
    endpoints.has(endpoint!.text) &&
    Object.hasOwn(Endpoint.attributes, name!.text)
    ? { _tag: "Attribute", endpoint: endpoint!.text, name: name!.text }
    : undefined
}

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
    else if (it.node._tag === "String") pieces(context, within(it, it.node))
    else if (it.node._tag === "List") for (const item of it.node.items) each(within(it, item))
  }
  each(value)
  context.resolving.pop()
}

const plain = (
  context: Context,
  value: Sourced<Ast.Value>,
  use: Sourced<Ast.Reference>,
): ReadonlyArray<Piece> | undefined => {
  const found = resolve(context, value)
  if (found === undefined) return undefined
  switch (found.node._tag) {
    case "String":
    case "Reference":
      return pieces(context, within(found, found.node))
    case "Number":
    case "Boolean":
      return [String(found.node.value)]
    case "Word":
      return [found.node.text]
    default:
      context.diagnostics.push(
        Findings.report(
          "reference-in-text",
          at(found, found.node.span),
          { name: spell(use.node) },
          { related: [related("it is referred to here", use)] },
        ),
      )
      return undefined
  }
}

const spell = (reference: Ast.Reference): string => reference.path.map((name) => name.text).join(".")

/** What a reference may be where it stands. */
const known = (context: Context, use: Sourced<unknown>): ReadonlyArray<string> => [
  ...(use.names?.keys() ?? []),
  ...[...context.params.keys()].map((it) => `param.${it}`),
  ...[...context.endpoints.keys()].flatMap((it) =>
    Object.keys(Endpoint.attributes).map((name) => `endpoint.${it}.${name}`),
  ),
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
    const meant = param ?? (scope?.text === "endpoint" ? name?.text : undefined)
    if (meant === undefined || !context.brokenNames.has(meant)) {
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
  if (context.resolving.length > chainLimit) {
    // Each parameter of the chain, and what follows on it, leads as far: it is told of the first, as a cycle is.
    const path = [...context.resolving, param]
    if (!path.some((it) => context.cyclic.has(it)))
      context.diagnostics.push(Findings.report("param-too-far", place, { limit: chainLimit }))
    for (const it of path) context.cyclic.add(it)
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
