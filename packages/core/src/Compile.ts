/**
 * The program to the requests that make it so. A body holds what the author wrote and nothing that the service would
 * fill in by itself; every part of it knows where in the text it comes from.
 */
import * as Destination from "./Destination.ts"
import * as Endpoint from "./Endpoint.ts"
import * as Field from "./Field.ts"
import type * as Ir from "./Ir.ts"
import * as Scaling from "./Scaling.ts"
import type { SourceKind } from "./SourceKind.ts"

/** JSON with values that are still to be read. */
export type Body =
  | string
  | number
  | boolean
  | null
  | Late
  | ReadonlyArray<Body>
  | { readonly [key: string]: Body }

/**
 * A string of which all or some parts, with commas between them, are still to be read, or to be told by the service. It
 * is a class so that nothing an author writes, in `raw` for one, can be taken for it.
 */
export class Late {
  readonly parts: ReadonlyArray<string | Ir.Deferred | Ir.Pending>

  constructor(parts: ReadonlyArray<string | Ir.Deferred | Ir.Pending>) {
    this.parts = parts
  }
}

export interface BodyObject {
  readonly [key: string]: Body
}

/** Where each part of a body comes from, by its JSON pointer. */
export type Origins = ReadonlyMap<string, Ir.Origin>

export interface Request {
  /** The name of the pipe or of the endpoint, or `cdcScaling`. */
  readonly name: string
  /** The file that declares it. */
  readonly file: string
  readonly method: "POST" | "PATCH" | "PUT"
  readonly path: string
  readonly body: BodyObject
  readonly origins: Origins
}

/** The ids in the path; without a target the placeholders of the API's reference stand for them. */
export interface Ids {
  readonly organizationId: string
  readonly serviceId: string
}

export const noIds: Ids = { organizationId: "{organizationId}", serviceId: "{serviceId}" }

/**
 * All requests of a program in three steps, each resting on those before: the endpoints, the pipes that go through them,
 * and the size that pipes from databases share, which the service takes once there is such a pipe.
 */
export const steps = (
  { target, endpoints, pipes }: Ir.Program,
  ids: Ids,
): readonly [ReadonlyArray<Request>, ReadonlyArray<Request>, ReadonlyArray<Request>] => [
  endpoints.map((endpoint) => createEndpoint(endpoint, ids)),
  pipes.map((pipe) => create(pipe, ids)),
  target?.cdcScaling === undefined ? [] : [scale(target.cdcScaling, ids)],
]

const path = (ids: Ids, collection: string): string =>
  `/v1/organizations/${ids.organizationId}/services/${ids.serviceId}/${collection}`

/** The request that creates an endpoint. */
export const createEndpoint = (endpoint: Ir.Endpoint, ids: Ids): Request => {
  const { name, type, fields } = endpoint
  const origins = new Map<string, Ir.Origin>([["/type", type.origin]])
  const rest = block_(Endpoint.fields(String(type.value)), fields, "", origins)
  return {
    name,
    file: endpoint.origin.file,
    method: "POST",
    path: path(ids, "clickpipesReversePrivateEndpoints"),
    body: { type: type.value, ...rest },
    origins,
  }
}

/** The request that sets the size that pipes from databases share. */
export const scale = (scaling: Ir.Block, ids: Ids): Request => {
  const origins = new Map<string, Ir.Origin>()
  return {
    name: "cdcScaling",
    file: scaling.origin.file,
    method: "PATCH",
    path: path(ids, "clickpipesCdcScaling"),
    body: block_(Scaling.shared, scaling, "", origins),
    origins,
  }
}

/** The request that creates a pipe. */
export const create = (pipe: Ir.Pipe, ids: Ids): Request => ({
  name: pipe.name,
  file: pipe.origin.file,
  method: "POST",
  path: path(ids, "clickpipes"),
  body: whole(pipe, nowhere),
  // Made when they are asked for: they take more room than the body, and most pipes of a plan have nothing to say.
  get origins() {
    const origins = new Map<string, Ir.Origin>()
    whole(pipe, origins)
    return origins
  },
})

/** Where the origins of a body are put as it is made. */
type Places = Pick<Map<string, Ir.Origin>, "has" | "set">

const nowhere: Places = {
  has: () => true,
  set: () => new Map(),
}

const whole = (pipe: Ir.Pipe, origins: Places): BodyObject =>
  pipe.raw === undefined ? body(pipe, origins) : merged(body(pipe, origins), pipe.raw, "", origins)

/** What stands in `raw` added to a body; it never stands in the way of what the language has a field for. */
const merged = (body: BodyObject, raw: Ir.Block, pointer: string, origins: Places): BodyObject => {
  // Through entries, because `__proto__` may be the name of one.
  const result = new Map(Object.entries(body))
  for (const [key, value] of raw.fields) {
    const below = result.get(key)
    result.set(
      key,
      rawValue(value, isObject(below) ? below : {}, `${pointer}/${escapePointer(key)}`, origins),
    )
  }
  return Object.fromEntries(result)
}

/** Whether a part of a body has keys of its own. */
export const isObject = (body: Body | undefined): body is BodyObject =>
  typeof body === "object" && body !== null && !Array.isArray(body) && !(body instanceof Late)

/** What a value in `raw` is in the body. */
export const rawBody = (value: Ir.Value): Body => rawValue(value, {}, "", nowhere)

const rawValue = (value: Ir.Value, below: BodyObject, pointer: string, origins: Places): Body => {
  if (!origins.has(pointer)) origins.set(pointer, value.origin)
  switch (value._tag) {
    case "Literal":
      return value.value
    case "Deferred":
    case "Pending":
      return new Late([value])
    case "Block":
      return merged(below, value, pointer, origins)
    case "List":
      return value.items.map((item, index) => rawValue(item, {}, `${pointer}/${index}`, origins))
  }
}

const body = (pipe: Ir.Pipe, origins: Places): BodyObject => {
  const { kind, source, destination, fieldMappings, scaling, settings } = pipe
  origins.set("/name", pipe.origin)
  origins.set("/source", source.origin)
  const flavour = kind.flavour
  const named = flavour === undefined || flavour.unsent === pipe.type ? {} : { [flavour.key]: pipe.type }
  const part = (fields: Field.Fields, block: Ir.Block, key: string) =>
    block_(fields, block, `/${key}`, origins)
  return {
    name: pipe.name,
    source: { [kind.arm]: { ...named, ...block_(kind.fields, source, `/source/${kind.arm}`, origins) } },
    destination: part(destinationFields(kind), destination, "destination"),
    ...(fieldMappings === undefined
      ? {}
      : { fieldMappings: value(Destination.fieldMappings.type, fieldMappings, "/fieldMappings", origins) }),
    ...(scaling === undefined || scaling.fields.size === 0
      ? {}
      : { scaling: part(kind.scaling ?? {}, scaling, "scaling") }),
    ...(settings === undefined || settings.fields.size === 0
      ? {}
      : { settings: part(kind.settings ?? {}, settings, "settings") }),
  }
}

/** The fields of the destination of a pipe. */
export const destinationFields = (kind: SourceKind): Field.Fields =>
  kind.destination === "table" ? Destination.table : Destination.databaseOnly

/** All fields of a body, as one. */
export const bodyFields = (kind: SourceKind): Field.Fields => {
  const part = (fields: Field.Fields) => Field.block(fields, { doc: "A part of the body.", edit: "live" })
  return {
    source: part(sourceFields(kind)),
    destination: part(destinationFields(kind)),
    fieldMappings: Destination.fieldMappings,
    scaling: part(kind.scaling ?? {}),
    settings: part(kind.settings ?? {}),
  }
}

/** The fields below `source`: the arm of the kind, with its flavour. */
export const sourceFields = (kind: SourceKind): Field.Fields => ({
  [kind.arm]: Field.block({ ...flavour(kind), ...kind.fields }, { doc: kind.summary, edit: "live" }),
})

const flavour = (kind: SourceKind): Field.Fields => {
  if (kind.flavour === undefined) return {}
  const { key, unsent } = kind.flavour
  return {
    [key]: Field.oneOf(kind.types, {
      doc: "The flavour of the source.",
      edit: "replace",
      untold: true,
      ...(unsent === undefined ? {} : { default: unsent }),
    }),
  }
}

const block_ = (fields: Field.Fields, block: Ir.Block, pointer: string, origins: Places): BodyObject => {
  origins.set(pointer, block.origin)
  const result: Record<string, Body> = {}
  for (const [name, field] of Object.entries(fields)) {
    const key = Field.wireName(name, field)
    const found = block.fields.get(key)
    if (found === undefined) continue
    result[key] = value(field.type, found, `${pointer}/${escapePointer(key)}`, origins)
    for (const [other, implied] of Object.entries(field.implies ?? {})) {
      if (block.fields.has(other)) continue
      result[other] = implied
      origins.set(`${pointer}/${escapePointer(other)}`, found.origin)
    }
  }
  return result
}

const value = (type: Field.Type, found: Ir.Value, pointer: string, origins: Places): Body => {
  if (type._tag === "Mappings")
    return value(Field.mappingsAsList(type, { doc: "", edit: "delta" }).type, found, pointer, origins)
  origins.set(pointer, found.origin)
  switch (found._tag) {
    case "Literal":
      return found.value
    case "Deferred":
    case "Pending":
      return new Late([found])
    case "Block":
      return block_(type._tag === "Block" ? type.fields : {}, found, pointer, origins)
    case "List": {
      const item = type._tag === "List" ? type.item : Field.anyString
      const items = found.items.map((it, index) => value(item, it, `${pointer}/${index}`, origins))
      if (type._tag !== "List") return items
      const { wrap } = type
      if (wrap !== undefined) return items.map((it) => ({ [wrap]: it }))
      return type.wire === "comma" ? joined(items) : items
    }
  }
}

const joined = (items: ReadonlyArray<Body>): Body => {
  const parts = items.flatMap((item) => (item instanceof Late ? item.parts : [String(item)]))
  return items.some((item) => item instanceof Late) ? new Late(parts) : parts.join(",")
}

/** As RFC 6901 has it. */
const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1")

/** The pointer to a member of the object at a pointer. */
export const pointer = (above: string, key: string): string => `${above}/${escapePointer(key)}`

/** The origin of the part of a body that the API names, as in `destination.columns[0].type`, or of what holds it. */
export const originOf = (request: Pick<Request, "origins">, path: string): Ir.Origin | undefined => {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== "")
  for (let length = parts.length; length > 0; length--) {
    const found = request.origins.get(`/${parts.slice(0, length).map(escapePointer).join("/")}`)
    if (found !== undefined) return found
  }
  return undefined
}
