/** Pipes that read from one place, so that it is said once. */
import * as Field from "../../Field.ts"
import * as Ir from "../../Ir.ts"
import type { SourceKind } from "../../SourceKind.ts"
import * as Decode from "../decode.ts"
import { wrapped } from "../lines.ts"
import * as Variables from "../variables.ts"
import * as Names from "./names.ts"

export interface Given {
  readonly pipes: ReadonlyArray<Ir.Pipe>
  /** What the program has already. */
  readonly declared: ReadonlyArray<Ir.Connection>
  /** The words after `from`, and the names of connections that are there. */
  readonly isTaken: (name: string) => boolean
  /** What the names of secrets begin with that are given already. */
  readonly prefixes: ReadonlySet<string>
}

export interface Shared {
  /** Those that the program has not. */
  readonly connections: ReadonlyArray<Ir.Connection>
  /** By the name of the pipe. */
  readonly through: ReadonlyMap<string, Ir.Connection>
}

export const share = ({ pipes, declared, isTaken, prefixes }: Given): Shared => {
  const groups = new Map<string, Array<Ir.Pipe>>()
  const through = new Map<string, Ir.Connection>()
  for (const pipe of pipes) {
    const own = serving(pipe, declared)
    if (own !== undefined) {
      through.set(pipe.name, own)
      continue
    }
    const key = placeOf(pipe)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [pipe])
    else group.push(pipe)
  }
  const connections: Array<Ir.Connection> = []
  for (const group of groups.values()) {
    const [first, second] = group
    if (first === undefined || second === undefined) continue
    const name = Names.free(
      nameOf(group, first),
      (it) =>
        isTaken(it) ||
        connections.some((other) => other.name === it) ||
        prefixes.has(Variables.prefixes([it]).get(it)!),
    )
    const connection = make(first, name)
    connections.push(connection)
    for (const { name: pipe } of group) through.set(pipe, connection)
  }
  return { connections, through }
}

const keysOf = (kind: SourceKind): ReadonlyArray<string> =>
  (kind.place ?? []).map((name) => Field.wireName(name, kind.fields[name]!))

/** What is the same for pipes that read from one place; `undefined` where nothing that is told says which place. */
const placeOf = ({ kind, type, source }: Ir.Pipe): string | undefined => {
  const values = keysOf(kind).map((key) => source.fields.get(key))
  if (!isAddress(values[0])) return undefined
  return JSON.stringify([kind.name, type, values.map(plain)])
}

/**
 * The one declared connection by which a pipe is the same, with those of its fields that the pipe need not say. Of
 * several nobody can tell which one is meant, since their logins are not told.
 */
const serving = (pipe: Ir.Pipe, declared: ReadonlyArray<Ir.Connection>): Ir.Connection | undefined => {
  const places = keysOf(pipe.kind)
  if (!isAddress(pipe.source.fields.get(places[0] ?? ""))) return undefined
  const found = declared.filter(({ type, source }) => {
    if (type !== pipe.type || source.unsound !== undefined) return false
    const fits = (key: string) => isSame(pipe, key, source.fields.get(key))
    const isOver = (key: string) => pipe.source.fields.has(key) && source.fields.get(key)?._tag !== "Block"
    return places.every(fits) && [...source.fields.keys()].every((key) => fits(key) || isOver(key))
  })
  const [only] = found
  if (only === undefined || found.length > 1) return undefined
  const same = [...only.source.fields].filter(([key, value]) => isSame(pipe, key, value))
  return { ...only, source: { ...only.source, fields: new Map(same) } }
}

const isSame = ({ kind, source }: Ir.Pipe, key: string, declared: Ir.Value | undefined): boolean =>
  isLike(source.fields.get(key), declared) ||
  (!source.fields.has(key) &&
    Ir.literal(declared) !== undefined &&
    Ir.literal(declared) === Field.byWireName(kind.fields, key)?.default)

/** Whether both say the same, as far as the service tells: the name of what is read late was only made up. */
const isLike = (pulled: Ir.Value | undefined, declared: Ir.Value | undefined): boolean => {
  if (pulled?._tag === "Deferred") return declared !== undefined
  if (pulled?._tag !== "Block" || declared?._tag !== "Block")
    return JSON.stringify(plain(pulled)) === JSON.stringify(plain(declared))
  const keys = new Set([...pulled.fields.keys(), ...declared.fields.keys()])
  return [...keys].every((key) => isLike(pulled.fields.get(key), declared.fields.get(key)))
}

const isAddress = (value: Ir.Value | undefined): boolean =>
  value?._tag === "Literal" || (value?._tag === "List" && value.items.some(isAddress))

/** A value without where it comes from; of what is read late the name does not count, for it was only made up. */
const plain = (value: Ir.Value | undefined): unknown => {
  switch (value?._tag) {
    case undefined:
      return null
    case "Literal":
      return value.value
    case "Deferred":
      return { late: value.secret }
    case "Pending":
      return value.parts
    case "List":
      return value.items.map(plain)
    case "Block":
      return [...value.fields].map(([key, it]) => [key, plain(it)])
  }
}

const nameOf = (group: ReadonlyArray<Ir.Pipe>, { kind, type, source }: Ir.Pipe): string => {
  const first = source.fields.get(keysOf(kind)[0]!)
  const address = Ir.literal(first?._tag === "List" ? first.items[0] : first)
  const words = Names.common(group.map(({ name }) => name))
  const stem = /^[a-z]\w\w/.test(words) ? words : Names.ofAddress(String(address ?? ""))
  if (stem === "") return `shared_${type}`
  return stem.split("_").includes(type) ? `${stem}_source` : `${stem}_${type}`
}

const make = (pipe: Ir.Pipe, name: string): Ir.Connection => {
  const { kind, type } = pipe
  const keys = new Set(keysOf(kind))
  const prefix = Variables.prefixes([name]).get(name)!
  const fields = [...pipe.source.fields].filter(([key]) => keys.has(key))
  const renamed = fields.map(([key, value]) => [key, rename(kind, prefix, value, [key])] as const)
  const isLate = JSON.stringify(fields.map(([, value]) => plain(value))).includes('"late"')
  return {
    name,
    ...(isLate
      ? {
          doc: wrapped(
            "The API tells no login. These pipes read from the same place, so that they are taken to share one; one with a login of its own says so in its `from`.",
          ),
        }
      : {}),
    kind,
    type,
    source: Decode.blockOf(new Map(renamed)),
  }
}

const rename = (kind: SourceKind, prefix: string, value: Ir.Value, path: ReadonlyArray<string>): Ir.Value => {
  if (value._tag === "Block") {
    const fields = [...value.fields].map(
      ([key, it]) => [key, rename(kind, prefix, it, [...path, key])] as const,
    )
    return { ...value, fields: new Map(fields) }
  }
  if (value._tag !== "Deferred" || !("name" in value.reader)) return value
  return { ...value, reader: { ...value.reader, name: Variables.name(prefix, kind.fields, path) } }
}
