/** `endpoint NAME: TYPE { … }`, each by itself and all of them together. */
import type * as Ast from "@pipewright/language/Ast"
import * as Endpoint from "../Endpoint.ts"
import { Findings } from "../errors.ts"
import * as Field from "../Field.ts"
import type * as Ir from "../Ir.ts"
import * as Blocks from "./blocks.ts"
import { at, type Context, origin, type Sourced, within } from "./context.ts"
import * as References from "./references.ts"

export const bind = (context: Context): ReadonlyArray<Ir.Endpoint> => {
  const bound = [...context.endpoints.values()].flatMap((endpoint) => one(context, endpoint) ?? [])
  uniqueNames(context, bound)
  return bound
}

const one = (context: Context, endpoint: Sourced<Ast.Endpoint>): Ir.Endpoint | undefined => {
  const { name, type, block, doc } = endpoint.node
  if (!Endpoint.types.includes(type.text)) {
    context.diagnostics.push(
      Findings.report("unknown-endpoint-type", at(endpoint, type.span), {
        name: type.text,
        known: Endpoint.types,
      }),
    )
    return undefined
  }
  const fields = Endpoint.fields(type.text)
  const entries = Blocks.entriesOf(within(endpoint, block)).filter(({ node }) => {
    if (node._tag !== "Attribute" && node._tag !== "Section") return true
    const others = Field.named(fields, node.name.text) ? [] : Endpoint.typesWith(node.name.text)
    if (others.length === 0) return true
    context.diagnostics.push(
      Findings.report("field-elsewhere", at(endpoint, node.name.span), {
        name: node.name.text,
        place: `an endpoint of the type \`${type.text}\``,
        where: `endpoints of the type ${others.map((it) => `\`${it}\``).join(" or ")}`,
      }),
    )
    return false
  })
  const bound = Blocks.bind(context, fields, {
    place: `an endpoint of the type \`${type.text}\``,
    origin: origin(within(endpoint, name)),
    entries,
    partial: block.broken,
  })
  for (const value of bound.fields.values()) known(context, value)
  return {
    name: name.text,
    ...(doc === undefined ? {} : { doc }),
    type: { _tag: "Literal", value: type.text, origin: origin(within(endpoint, type)) },
    fields: bound,
    origin: origin(within(endpoint, name)),
  }
}

/** Reports what is known only after apply where something is made of it that is needed before. */
export const known = (context: Context, value: Ir.Value | undefined): void => {
  if (value?._tag === "List") for (const item of value.items) known(context, item)
  if (value?._tag !== "Pending") return
  const later = value.parts.find((it) => typeof it !== "string")!
  References.notYet(context, value.origin, later)
}

/** A private name leads to one endpoint of the service; names of DNS are the same in any case. */
const uniqueNames = (context: Context, endpoints: ReadonlyArray<Ir.Endpoint>): void => {
  const first = new Map<string, Ir.Value>()
  for (const { fields } of endpoints) {
    const names = fields.fields.get("customPrivateDnsMappings")
    for (const item of names?._tag === "List" ? names.items : []) {
      if (item._tag !== "Literal") continue
      const key = String(item.value).toLowerCase()
      const other = first.get(key)
      if (other === undefined) first.set(key, item)
      else {
        const extras = {
          related: [{ message: "first here", file: other.origin.file, span: other.origin.span }],
        }
        context.diagnostics.push(
          Findings.report("duplicate-private-name", item.origin, { name: String(item.value) }, extras),
        )
      }
    }
  }
}
