/**
 * What differs between a pipe as declared, as last applied and as the API returns it, over what was declared. All three
 * go through the same normalisation.
 *
 * What the API tells is compared with it; what was last applied only says who moved. What the API does not tell is
 * compared with what was last applied, and without that it is kept and said to be unknown.
 */
import { type Body, type BodyObject, bodyFields, isObject, type Request } from "./Compile.ts"
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import * as Field from "./Field.ts"
import type * as Ir from "./Ir.ts"
import * as Walk from "./internal/diff/walk.ts"
import type { SourceKind } from "./SourceKind.ts"

export type Difference = Walk.Difference
export type Hashes = Walk.Hashes
export const hashOf = Walk.hashOf
export const isSameJson = Walk.isSameJson

/** All lists but the first are paths. */
export interface Compared extends Readonly<Walk.Found> {
  /** The flavour is another one that comes to the same, and it stays as it is. */
  readonly flavour?: { readonly live: string; readonly declared: string }
}

export interface Sides {
  readonly pipe: Ir.Pipe
  readonly request: Pick<Request, "body" | "origins">
  /** The pipe as the API returns it. */
  readonly live: JsonObject
  /** What was recorded when it was last applied, if it was. */
  readonly record?: Walk.Applied | undefined
  /** What was read late and is no secret. Without it such fields are not compared. */
  readonly values?: Evaluate.Values
  readonly hashes?: Hashes
  /** Whether secrets are sent again, whatever is known of them. */
  readonly resend?: boolean
  /** Filled with what the API tells of everything that is declared, by path. */
  readonly told?: Map<string, Json>
}

export const compare = (sides: Sides): Compared => {
  const { pipe, request, record } = sides
  const live = Evaluate.withoutLogins(sides.live) as JsonObject
  const found = Walk.nothing()
  const walk = walkOf(sides, pipe.type, found)
  const { source, ...rest } = bodyFields(pipe.kind)
  const all = { source: source!, ...rest }
  const other = otherArm(pipe.kind.arm, live)
  if (other !== undefined) {
    found.differences.push({
      path: "source",
      keys: ["source"],
      before: other,
      after: pipe.kind.arm,
      movedBy: record === undefined ? "unknown" : "program",
      origin: pipe.source.origin,
      edit: "replace",
    })
  }
  const place: Walk.Place = {
    path: "",
    keys: [],
    pointer: "",
    declared: said(pipe, request.body),
    applied: record?.applied,
    live,
    isTold: true,
  }
  const name = { ...place, ...Walk.step(place, "name"), declared: pipe.name }
  const isTold = typeof live.name === "string"
  const names = { ...name, applied: record?.applied.name, live: live.name, isTold }
  if (isTold) Walk.leaf(walk, "live", names, (a, b) => a === b)
  // Of another kind of source nothing more needs to be said.
  Walk.fields(walk, other === undefined ? all : rest, place)
  if (pipe.raw !== undefined) raw(walk, pipe.raw, all, "live", place)
  return alike(pipe.kind, found)
}

/** The three sides of what is no pipe: an endpoint, or a size. */
export const compareFields = (all: Field.Fields, sides: Omit<Sides, "pipe">): Readonly<Walk.Found> => {
  const found = Walk.nothing()
  const place = { path: "", keys: [], pointer: "", declared: sides.request.body }
  const applied = sides.record?.applied
  Walk.fields(walkOf(sides, "", found), all, { ...place, applied, live: sides.live, isTold: true })
  return found
}

const walkOf = (sides: Omit<Sides, "pipe">, type: string, found: Walk.Found): Walk.Walk => ({
  type,
  record: sides.record,
  values: sides.values ?? new Map(),
  hashes: sides.hashes ?? new Map(),
  resend: sides.resend ?? false,
  origins: once(() => sides.request.origins),
  found,
  ...(sides.told === undefined ? {} : { told: sides.told }),
})

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly it: A } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

/** With what goes without saying: the flavour that the service assumes, and the database of a destination. */
const said = ({ kind, type }: Ir.Pipe, body: BodyObject): BodyObject => {
  const source = objectAt(body, "source")
  const flavour = kind.flavour === undefined ? {} : { [kind.flavour.key]: type }
  return {
    ...body,
    source: { ...source, [kind.arm]: { ...flavour, ...objectAt(source, kind.arm) } },
    destination: { database: null, ...objectAt(body, "destination") },
  }
}

const objectAt = (body: BodyObject, key: string): BodyObject => {
  const found: Body | undefined = body[key]
  return isObject(found) ? found : {}
}

/** A flavour that comes to the same as another is no reason to touch a pipe. */
const alike = (kind: SourceKind, found: Walk.Found): Compared => {
  const path = `source.${kind.arm}.${kind.flavour?.key}`
  const difference = found.differences.find((it) => it.path === path)
  // The service need not tell the flavour that it assumes.
  const { before = kind.flavour?.unsent, after } = difference ?? {}
  if (typeof before !== "string" || typeof after !== "string") return found
  if (!kind.flavour?.alike?.some((group) => group.includes(before) && group.includes(after))) return found
  const differences = found.differences.filter((it) => it !== difference)
  return { ...found, differences, flavour: { live: before, declared: after } }
}

/** The parts of a body that are not sent by PATCH. */
const elsewhere: Readonly<Record<string, Field.Edit>> = { settings: "settings", scaling: "scaling" }

/**
 * What stands in `raw`: of its types nothing is known, so it is compared as it is. A field of the language that has a
 * value there which the language does not take is compared with the others.
 */
const raw = (
  walk: Walk.Walk,
  block: Ir.Block,
  known: Field.Fields,
  edit: Field.Edit,
  place: Walk.Place,
): void => {
  const declared = place.declared as BodyObject
  const [applied, live] = [Walk.object(place.applied), Walk.object(place.live)]
  for (const [key, value] of block.fields) {
    const field = Field.byWireName(known, key)
    if (field !== undefined && field.type._tag !== "Block") continue
    const below: Walk.Place = {
      ...Walk.step(place, key),
      declared: declared[key],
      applied: applied[key],
      live: live[key],
      // What the API has no word of was perhaps not understood; only what was sent is known.
      isTold: live[key] !== undefined,
    }
    if (below.declared === undefined) continue
    const reached = place.path === "" ? (elsewhere[key] ?? edit) : edit
    if (value._tag === "Block" && isObject(below.declared)) {
      raw(walk, value, field?.type._tag === "Block" ? field.type.fields : {}, reached, below)
    } else Walk.leaf(walk, reached, below, Walk.isSameJson)
  }
}

const otherArm = (arm: string, live: JsonObject): string | undefined => {
  const source = Walk.object(live.source)
  if (source[arm] != null) return undefined
  return Object.entries(source).find(([key, value]) => key !== arm && value !== null)?.[0]
}
