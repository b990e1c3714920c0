/** The enumerations of the language by the names of their fields, as types of parameters. */
import * as Destination from "../Destination.ts"
import * as Endpoint from "../Endpoint.ts"
import type * as Field from "../Field.ts"
import * as Scaling from "../Scaling.ts"
import type { SourceCatalog } from "../SourceCatalog.ts"

/** What any field of the name takes: which of these a field takes that the parameter is used in is told there. */
export type Enumerations = ReadonlyMap<string, ReadonlySet<string>>

const found = new WeakMap<SourceCatalog, Enumerations>()

export const of = (catalog: SourceCatalog): Enumerations => {
  const known = found.get(catalog)
  if (known !== undefined) return known
  const all = new Map<string, Set<string>>([
    ["engine", new Set(Destination.engines)],
    ["size", new Set(Object.keys(Scaling.sizes))],
    ["state", new Set(["running", "stopped"])],
  ])
  const add = (name: string, type: Field.Type): void => {
    if (type._tag === "Enum") all.set(name, new Set([...(all.get(name) ?? []), ...type.members]))
    else if (type._tag === "Block" || type._tag === "Mappings") fields(type.fields)
  }
  const fields = (of: Field.Fields): void => {
    for (const [name, { type }] of Object.entries(of)) add(name, type)
  }
  for (const { fields: source, scaling, settings } of catalog.kinds)
    for (const it of [source, scaling ?? {}, settings ?? {}]) fields(it)
  for (const type of Endpoint.types) fields(Endpoint.fields(type))
  found.set(catalog, all)
  return all
}
