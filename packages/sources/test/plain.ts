/** Pipes without where they were written, so that two of them can be compared. */
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as Redacted from "effect/Redacted"

export type Plain = string | number | boolean | ReadonlyArray<Plain> | { readonly [key: string]: Plain }

const value = (it: Ir.Value): Plain => {
  switch (it._tag) {
    case "Literal":
      return it.value
    case "Deferred": {
      const { reader } = it
      const asked =
        reader._tag === "File"
          ? reader.path
          : reader._tag === "Given"
            ? Redacted.value(reader.value)
            : reader.name
      return `${it.base64 ? "base64 of " : ""}${it.secret ? "secret " : ""}${reader._tag} ${asked}`
    }
    case "Pending":
      return Evaluate.template(it.parts)
    case "List":
      return it.items.map(value)
    case "Block":
      return Object.fromEntries([...it.fields].map(([key, inner]) => [key, value(inner)]))
  }
}

/** A pipe as data; keys that are not there are left out. */
export const plain = (pipe: Ir.Pipe): Plain => ({
  name: pipe.name,
  kind: pipe.kind.name,
  type: pipe.type,
  source: value(pipe.source),
  destination: value(pipe.destination),
  ...(pipe.fieldMappings === undefined ? {} : { fieldMappings: value(pipe.fieldMappings) }),
  ...(pipe.scaling === undefined ? {} : { scaling: value(pipe.scaling) }),
  ...(pipe.settings === undefined ? {} : { settings: value(pipe.settings) }),
  ...(pipe.raw === undefined ? {} : { raw: value(pipe.raw) }),
  ...(pipe.state === undefined ? {} : { state: value(pipe.state) }),
  ...(pipe.lifecycle === undefined ? {} : { lifecycle: value(pipe.lifecycle) }),
  ...(pipe.movedFrom === undefined ? {} : { movedFrom: value(pipe.movedFrom) }),
  ...(pipe.targets === undefined ? {} : { targets: pipe.targets }),
})

const withBlocks = (
  fields: Field.Fields,
  block: Ir.Block,
  change: (fields: Field.Fields, block: Ir.Block) => Ir.Block,
): Ir.Block => {
  const inner = (type: Field.Type, it: Ir.Value): Ir.Value => {
    if (type._tag === "Block" && it._tag === "Block") return withBlocks(type.fields, it, change)
    if (type._tag === "Mappings")
      return inner(Field.mappingsAsList(type, { doc: "", edit: "delta" }).type, it)
    if (type._tag === "List" && it._tag === "List")
      return { ...it, items: it.items.map((item) => inner(type.item, item)) }
    return it
  }
  const entries = [...block.fields].map(([key, it]) => {
    const field = Field.byWireName(fields, key)
    return [key, field === undefined ? it : inner(field.type, it)] as const
  })
  return change(fields, { ...block, fields: new Map(entries) })
}

/** Changes every block of the source, those in lists too. */
export const withSource = (
  pipe: Ir.Pipe,
  change: (fields: Field.Fields, block: Ir.Block) => Ir.Block,
): Ir.Pipe => ({ ...pipe, source: withBlocks(pipe.kind.fields, pipe.source, change) })

/** Without a flag that is sent anyway because of the field beside it. */
export const withoutImplied = (pipe: Ir.Pipe): Ir.Pipe =>
  withSource(pipe, (fields, block) => {
    const implied = Object.entries(fields).flatMap(([name, field]) =>
      block.fields.has(name) ? Object.entries(field.implies ?? {}) : [],
    )
    return {
      ...block,
      fields: new Map(
        [...block.fields].filter(
          ([key, it]) =>
            !implied.some(([other, said]) => other === key && it._tag === "Literal" && it.value === said),
        ),
      ),
    }
  })
