/** A written value against the type of its field. */
import type * as Ast from "@pipewright/language/Ast"
import type { Extras, Fix } from "@pipewright/language/Diagnostic"
import * as Redacted from "effect/Redacted"
import * as Endpoint from "../Endpoint.ts"
import { Findings } from "../errors.ts"
import type * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Unit from "../Unit.ts"
import { at, type Context, origin, related, type Sourced, within } from "./context.ts"
import * as Deferred from "./deferred.ts"
import * as Fit from "./fit.ts"
import * as References from "./references.ts"

/** The value of a field that is not a block; `undefined` where it does not fit, which is reported. */
export const bind = (
  context: Context,
  name: string,
  field: Field.Field,
  use: Sourced<Ast.Value>,
): Ir.Value | undefined => {
  const found = References.resolve(context, use)
  if (found === undefined) return undefined
  const { node } = found
  if (field.type._tag === "List") return list(context, name, field, field.type, found, use)
  if (field.type._tag === "Block" && node._tag === "Object" && context.listed !== undefined)
    return context.listed(name, field.type.fields, within(found, node))
  if (node._tag === "Call") return Deferred.bind(context, name, field, within(found, node), use)
  if (
    node._tag === "Reference" ||
    (node._tag === "String" && node.parts.some((it) => typeof it !== "string"))
  ) {
    const parts = References.pieces(context, within(found, node))
    if (parts === undefined) return undefined
    const later = parts.find((it) => typeof it !== "string")
    if (later !== undefined)
      return fitsLater(context, name, field, found, parts, later)
        ? { _tag: "Pending", parts, origin: References.textOrigin(context, use, found) }
        : undefined
  }
  const value = scalar(context, name, field, found, use)
  if (value === undefined) return undefined
  const from = References.textOrigin(context, use, found)
  return field.secret === true
    ? {
        _tag: "Deferred",
        reader: { _tag: "Given", value: Redacted.make(String(value)) },
        base64: false,
        secret: true,
        origin: from,
      }
    : { _tag: "Literal", value, origin: from }
}

/** Whether a field takes a text that is known only after apply, going by the form that such values have. */
const fitsLater = (
  context: Context,
  name: string,
  field: Field.Field,
  found: Sourced<Ast.Value>,
  parts: ReadonlyArray<References.Piece>,
  later: Ir.Attribute,
): boolean => {
  if (field.type._tag !== "String" || field.secret === true) {
    References.notYet(context, at(found, found.node.span), later)
    return false
  }
  const { pattern } = field.type
  const sample = parts
    .map((it) => (typeof it === "string" ? it : Endpoint.attributes[it.name]!.example))
    .join("")
  if (pattern === undefined || new RegExp(pattern.source).test(sample)) return true
  context.diagnostics.push(
    Findings.report("text-does-not-fit", at(found, found.node.span), { name, claim: pattern.claim }),
  )
  return false
}

const list = (
  context: Context,
  name: string,
  field: Field.Field,
  type: Field.ListType,
  found: Sourced<Ast.Value>,
  use: Sourced<Ast.Value>,
): Ir.Value | undefined => {
  const items = found.node._tag === "List" ? found.node.items.map((item) => within(found, item)) : [found]
  // The API takes no empty text, and what a list brings along goes with its members.
  if (items.length === 0 && (type.wire === "comma" || field.implies !== undefined)) {
    const claim = "a list of at least one"
    context.diagnostics.push(Findings.report("text-does-not-fit", at(use, use.node.span), { name, claim }))
    return undefined
  }
  const bound = items.flatMap((item) => {
    const value = bind(context, name, { ...field, type: type.item }, item)
    return value === undefined ? [] : [value]
  })
  if (bound.length < items.length) return undefined
  // One value that stands for a list of one comes the way that the value does.
  const via = found.node._tag === "List" ? found.via : bound[0]!.origin.via
  return { _tag: "List", items: bound, origin: { ...origin(use), via } }
}

const scalar = (
  context: Context,
  name: string,
  { type, secret }: Field.Field,
  found: Sourced<Ast.Value>,
  use: Sourced<Ast.Value>,
): string | number | boolean | undefined => {
  const { node } = found
  // It came through a reference: what is wrong with it follows from where it is used.
  const referred = node !== use.node
  const from = referred ? { related: [related(`\`${name}\` takes it here`, use)] } : {}
  const place = at(found, node.span)
  const wrong = (expected: string, fixes?: ReadonlyArray<Fix>, shown = described(node, secret)) => {
    const extras = { ...from, ...(fixes === undefined ? {} : { fixes }) }
    const isParam = node._tag === "Word" && context.params.has(node.text)
    const help = isParam ? `did you mean \`param.${node.text}\`?` : undefined
    context.diagnostics.push(
      Findings.report("wrong-type", place, { name, expected, found: shown, help }, extras),
    )
    return undefined
  }
  switch (type._tag) {
    case "String": {
      if (node._tag === "Word" && type.bare === true) return node.text
      if (node._tag !== "String") {
        if (node._tag !== "Word") return wrong("a string")
        const put = (title: string, text: string, safe: boolean): Fix => ({
          title,
          safe,
          edits: [{ span: node.span, text }],
        })
        return wrong(
          "a string",
          context.params.has(node.text)
            ? [put(`Write \`param.${node.text}\``, `param.${node.text}`, false)]
            : [put("Put it in quotes", JSON.stringify(node.text), true)],
        )
      }
      const text = References.text(context, within(found, node))
      if (text === undefined) return undefined
      const claim = Fit.text(type, text)
      if (claim === undefined) return text
      const by = referred || !isPlain(node) ? undefined : Fit.nearest(type, text)
      const fixes =
        by === undefined
          ? {}
          : {
              fixes: [
                {
                  title: `Write \`${by}\``,
                  safe: false,
                  edits: [{ span: node.span, text: JSON.stringify(by) }],
                },
              ],
            }
      context.diagnostics.push(
        Findings.report("text-does-not-fit", place, { name, claim }, { ...from, ...fixes }),
      )
      return undefined
    }
    case "Boolean":
      return node._tag === "Boolean"
        ? node.value
        : wrong("`true` or `false`", unquoted(node, /^(true|false)$/))
    case "Number":
      return number(
        context,
        name,
        type,
        found,
        (expected, shown) => wrong(expected, unquoted(node, /^-?\d+(\.\d+)?$/), shown),
        from,
      )
    case "Enum": {
      // A parameter may hold the word as a string; in place it stands without quotes.
      const word =
        node._tag === "Word"
          ? node.text
          : node._tag === "String"
            ? References.text(context, within(found, node))
            : undefined
      if (word === undefined) return node._tag === "String" ? undefined : wrong("a word")
      if (!type.members.includes(word)) {
        context.diagnostics.push(
          Findings.report("unknown-member", place, { field: name, name: word, known: type.members }, from),
        )
        return undefined
      }
      // An element of a list that came through a reference has that on its way.
      const through =
        context.json === true || referred || found.via.some((step) => /^(param|arg) /.test(step.label))
      if (node._tag === "String" && !through) {
        context.diagnostics.push(
          Findings.report(
            "quoted-member",
            place,
            { name: word },
            {
              fixes: [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text: word }] }],
            },
          ),
        )
      }
      return word
    }
    default:
      return wrong("a block")
  }
}

/** What stands where a secret does may be one, whatever its form. */
const described = (node: Ast.Value, secret: boolean | undefined): string =>
  secret === true && node._tag === "Word" ? "a word" : describe(node)

/** Whether a string has no references in it. */
const isPlain = ({ parts }: Ast.StringValue): boolean => parts.every((part) => typeof part === "string")

/** `"true"` and the like without its quotes. */
const unquoted = (node: Ast.Value, plain: RegExp): ReadonlyArray<Fix> | undefined => {
  const text = node._tag === "String" && node.parts.length === 1 ? node.parts[0] : undefined
  return typeof text === "string" && plain.test(text)
    ? [{ title: "Remove the quotes", safe: true, edits: [{ span: node.span, text }] }]
    : undefined
}

const number = (
  context: Context,
  name: string,
  type: Field.NumberType,
  found: Sourced<Ast.Value>,
  wrong: (expected: string, found?: string) => undefined,
  from: Pick<Extras, "related">,
): number | undefined => {
  const { node } = found
  const place = at(found, node.span)
  const known = Unit.known(type.unit)
  if (node._tag !== "Number" && node._tag !== "Quantity") {
    return wrong(known.length === 0 ? "a number" : `a number, or one with a unit (${known.join(", ")})`)
  }
  const value =
    node._tag === "Number"
      ? node.value
      : type.unit === undefined
        ? undefined
        : Unit.convert(node.value, node.unit, type.unit)
  if (value === undefined) {
    const unit = node._tag === "Quantity" ? node.unit : ""
    const meant = Unit.meant(unit, type.unit)
    const edit = { span: { start: node.span.end - unit.length, end: node.span.end }, text: meant ?? "" }
    const fixes =
      meant === undefined ? {} : { fixes: [{ title: `Write \`${meant}\``, safe: true, edits: [edit] }] }
    const words = { name, unit, known, meant: meant === undefined ? undefined : `${node.value}${meant}` }
    context.diagnostics.push(Findings.report("unknown-unit", place, words, fixes))
    return undefined
  }
  if (type.integer && !Number.isInteger(value)) {
    if (node._tag === "Number") return wrong("a whole number", `\`${value}\``)
    context.diagnostics.push(Findings.report("inexact-unit", place, { name, unit: type.unit! }, from))
    return undefined
  }
  if (!Fit.isInRange(type, value)) {
    context.diagnostics.push(
      Findings.report("number-out-of-range", place, { name, claim: range(type) }, from),
    )
    return undefined
  }
  return value
}

const range = ({ minimum, maximum, multipleOf, unit }: Field.NumberType): string => {
  const suffix = `${unit === undefined ? "" : ` ${unit}`}${multipleOf === undefined ? "" : `, a multiple of ${multipleOf}`}`
  if (minimum === undefined) return `at most ${maximum}${suffix}`
  return maximum === undefined ? `at least ${minimum}${suffix}` : `${minimum} to ${maximum}${suffix}`
}

export const describe = (node: Ast.Value): string => {
  switch (node._tag) {
    case "String":
      return "a string"
    case "Number":
      return "a number"
    case "Quantity":
      return "a number with a unit"
    case "Boolean":
      return `\`${node.value}\``
    case "Word":
      return `the word \`${node.text}\``
    case "List":
      return "a list"
    case "Object":
      return "a block"
    case "Reference":
      return "a reference"
    case "Call":
      return `\`${node.name.text}(…)\``
  }
}
