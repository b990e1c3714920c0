/** What the descriptors say of the bodies of pipes, beside a document. */
import * as Destination from "@pipewright/core/Destination"
import * as Endpoint from "@pipewright/core/Endpoint"
import type * as Field from "@pipewright/core/Field"
import * as Scaling from "@pipewright/core/Scaling"
import type { SourceKind } from "@pipewright/core/SourceKind"
import type { Facts } from "../Facts.ts"
import * as OpenApi from "../OpenApi.ts"
import { type Bodies, compareFields } from "./compareFields.ts"
import { compareShapes, type Deviation, type Speaker } from "./compareShapes.ts"
import { type Difference, factsOf } from "./difference.ts"
import { objectOf, ofFields, oneOf, read, type Shape } from "./shape.ts"

/** The bodies that something is made, changed and read by. */
interface ThingBodies {
  readonly create: Shape
  readonly update: Shape
  readonly answer: Shape
}

/** Those of a pipe, some parts of which have operations of their own. */
interface PipeBodies extends ThingBodies {
  readonly scaling: Shape
  readonly settings: Shape
}

const pipeBodies = (document: OpenApi.Document, facts: Facts): PipeBodies | undefined => {
  const theirs = OpenApi.operations(document)
  const body = (name: string, which: "request" | "response"): Shape | undefined => {
    const ours = facts.operations.find((it) => it.name === name)
    const found = ours && theirs.find((it) => OpenApi.isSame(ours, it))
    const pointer = found && OpenApi.bodyPointer(document, found, which)
    return pointer === undefined ? undefined : read(document, pointer)
  }
  const [create, update, scaling, settings] = ["create", "update", "setScaling", "putSettings"].map((name) =>
    body(name, "request"),
  )
  const answer = body("get", "response")?.properties.get("result")
  // Where an operation is not there, that is reported, and nothing can be held beside its bodies.
  if (create === undefined || update === undefined || answer === undefined) return undefined
  const nothing = objectOf(new Map())
  return { create, update, answer, scaling: scaling ?? nothing, settings: settings ?? nothing }
}

/** Fields that a kind, or every pipe, has in one place of the bodies. */
interface Part {
  readonly area: string
  readonly path: ReadonlyArray<string>
  readonly file: string
  readonly name: string
  readonly fields: Field.Fields
  /** Where the document has more keys than these fields, because others have those. */
  readonly isSome?: boolean
  /** What stands in the body beside the fields. */
  readonly beside?: ReadonlyMap<string, Shape>
  /** Where edits go, if not into the body of an edit of the pipe. */
  readonly editBy?: "scaling" | "settings"
}

const partsOf = (kind: SourceKind): ReadonlyArray<Part> => {
  const file = `packages/sources/src/${kind.name}/${kind.name}.ts`
  const beside = kind.flavour && { beside: new Map([[kind.flavour.key, oneOf(kind.types)]]) }
  const some = (name: "scaling" | "settings"): ReadonlyArray<Part> => {
    const fields = kind[name]
    return fields === undefined
      ? []
      : [{ area: name, path: [name], file, name, fields, isSome: true, editBy: name }]
  }
  return [
    { area: kind.name, path: ["source", kind.arm], file, name: "fields", fields: kind.fields, ...beside },
    ...some("scaling"),
    ...some("settings"),
  ]
}

const everyPipe: ReadonlyArray<Part> = [
  {
    area: "pipe",
    path: ["destination"],
    file: "packages/core/src/Destination.ts",
    name: "table",
    fields: Destination.table,
  },
  {
    area: "pipe",
    path: [],
    file: "packages/core/src/Destination.ts",
    name: "",
    fields: { fieldMappings: Destination.fieldMappings },
    isSome: true,
  },
]

export const compareDescriptors = (document: OpenApi.Document, facts: Facts): ReadonlyArray<Difference> => {
  const bodies = pipeBodies(document, facts)
  if (bodies === undefined) return []
  return [...everyPipe, ...facts.kinds.flatMap(partsOf)].flatMap((part) =>
    comparePart(
      part,
      bodies,
      part.editBy === undefined ? inside(bodies.update, part.path) : bodies[part.editBy],
    ),
  )
}

const comparePart = (
  part: Part,
  bodies: ThingBodies,
  edited: Shape | undefined,
): ReadonlyArray<Difference> => {
  const { path, fields } = part
  const create = inside(bodies.create, path)
  // That the arm is not there is reported with the bodies.
  if (create === undefined) return []
  const answer = inside(bodies.answer, path)
  const held: Bodies = {
    create,
    edit: edited,
    answer,
    pointers: {
      edit: edited?.pointer ?? OpenApi.below(bodies.update.pointer, ...steps(path)),
      answer: answer?.pointer ?? OpenApi.below(bodies.answer.pointer, ...steps(path)),
    },
  }
  const own = ofFields(fields)
  const mine: Shape = { ...own, properties: new Map([...(part.beside ?? []), ...own.properties]) }
  const speaker: Speaker = "descriptor"
  const isOthers = (it: Deviation) =>
    part.isSome === true && it.fact === "field" && it.ours === "absent" && it.path.length === 1
  return [
    ...compareShapes(mine, create, speaker).filter((it) => !isOthers(it)),
    ...compareFields(fields, held),
  ].map((it) => ({
    area: part.area,
    field: [...path, ...it.path].join("."),
    ...factsOf(it),
    places: [
      `${part.file} ${[part.name, ...named(fields, it.path)].filter((name) => name !== "").join(".")}`,
    ],
  }))
}

// ------------------------------------------------------------------------------------------- beside the pipes

const service = "/v1/organizations/{organizationId}/services/{serviceId}"

/** The descriptors of what a service has besides its pipes. */
export const compareServices = (document: OpenApi.Document): ReadonlyArray<Difference> => {
  const theirs = OpenApi.operations(document)
  const body = (method: string, path: string, which: "request" | "response"): Shape | undefined => {
    const found = theirs.find((it) => OpenApi.isSame({ method, path: `${service}/${path}` }, it))
    const pointer = found && OpenApi.bodyPointer(document, found, which)
    const shape = pointer === undefined ? undefined : read(document, pointer)
    return which === "request" ? shape : shape?.properties.get("result")
  }
  const endpoint = "clickpipesReversePrivateEndpoints"
  const endpointBodies = thing(
    body("POST", endpoint, "request"),
    body("PATCH", `${endpoint}/{id}`, "request"),
    body("GET", `${endpoint}/{id}`, "response"),
  )
  const shared = body("PATCH", "clickpipesCdcScaling", "request")
  const sharedBodies = thing(shared, shared, body("GET", "clickpipesCdcScaling", "response"))
  return [
    ...(endpointBodies === undefined
      ? []
      : [
          ...comparePart(endpoints, endpointBodies, endpointBodies.update),
          ...attributes(endpointBodies.answer),
        ]),
    ...(sharedBodies === undefined ? [] : comparePart(sharedSize, sharedBodies, sharedBodies.update)),
  ]
}

const thing = (
  create: Shape | undefined,
  update: Shape | undefined,
  answer: Shape | undefined,
): ThingBodies | undefined =>
  create === undefined || update === undefined || answer === undefined
    ? undefined
    : { create, update, answer }

const endpoints: Part = {
  area: "endpoints",
  path: [],
  file: "packages/core/src/Endpoint.ts",
  name: "fields",
  fields: Object.assign({}, ...Endpoint.types.map(Endpoint.fields)) as Field.Fields,
  beside: new Map([["type", oneOf(Endpoint.types)]]),
}

const sharedSize: Part = {
  area: "cdcScaling",
  path: [],
  file: "packages/core/src/Scaling.ts",
  name: "shared",
  fields: Scaling.shared,
}

/** What a reference asks an endpoint for has to be in the answer. */
const attributes = (answer: Shape): ReadonlyArray<Difference> =>
  Object.entries(Endpoint.attributes).flatMap(([name, { path }]) => {
    const key = path.replace(/\[\d+\]$/, "")
    if (answer.properties.has(key)) return []
    return [
      {
        area: endpoints.area,
        field: key,
        fact: "field",
        pointer: OpenApi.below(answer.pointer, "properties", key),
        ours: "present",
        theirs: "absent",
        places: [`${endpoints.file} attributes.${name}`],
      },
    ]
  })

// ------------------------------------------------------------------------------------------------------- paths

const inside = (shape: Shape, path: ReadonlyArray<string>): Shape | undefined =>
  path.reduce<Shape | undefined>((found, key) => found?.properties.get(key), shape)

const steps = (path: ReadonlyArray<string>): ReadonlyArray<string> =>
  path.flatMap((key) => ["properties", key])

/** A path on the wire as the descriptor names it: `tables` for `tableMappings`. */
const named = (fields: Field.Fields, [key, ...rest]: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (key === undefined) return []
  const name = Object.keys(fields).find((it) => fields[it]?.type._tag === "Mappings") ?? key
  const field = fields[key] ?? fields[name]
  const isMapping = fields[key] === undefined && field?.type._tag === "Mappings" && field.type.key === key
  if (fields[key] === undefined && !isMapping) return [key, ...rest]
  const inner = field?.type._tag === "Block" || field?.type._tag === "Mappings" ? field.type.fields : {}
  return [isMapping ? name : key, ...named(inner, rest)]
}
