/** What is known of the API, held beside an OpenAPI document: every difference, and which of them are known. */
import * as Destination from "@pipewright/core/Destination"
import type * as Field from "@pipewright/core/Field"
import type { SourceKind } from "@pipewright/core/SourceKind"
import type { Facts, Operation } from "./Facts.ts"
import { type Bodies, compareFields } from "./internal/compareFields.ts"
import { compareShapes, type Deviation, type Fact, type Speaker } from "./internal/compareShapes.ts"
import { objectOf, ofFields, oneOf, read, type Shape } from "./internal/shape.ts"
import type { KnownDifference } from "./KnownDifferences.ts"
import * as OpenApi from "./OpenApi.ts"

export interface Difference {
  /** What it belongs to: the name of a kind, `pipe` for what every pipe has, or `operations`. */
  readonly area: string
  /** The field as it is on the wire, with dots; of an operation, its method and path. */
  readonly field: string
  readonly fact: Fact
  /** Where the document says it, or where it would. */
  readonly pointer: string
  readonly ours: string
  readonly theirs: string
  /** Where it is said here: a file, and what to look for in it. */
  readonly places: ReadonlyArray<string>
}

export interface Report {
  /** What nobody has given a reason for. */
  readonly differences: ReadonlyArray<Difference>
  readonly known: ReadonlyArray<{ readonly difference: Difference; readonly reason: string }>
  /** Reasons for a difference that is not there any more. */
  readonly stale: ReadonlyArray<KnownDifference>
  /** How many operations of the document were compared. */
  readonly operations: number
}

export const check = (
  document: OpenApi.Document,
  facts: Facts,
  exemptions: ReadonlyArray<KnownDifference>,
): Report => {
  const theirs = OpenApi.operations(document)
  const pairs = facts.operations.map((ours) => ({ ours, theirs: theirs.find((it) => isSame(ours, it)) }))
  const bodies = pairs.flatMap(({ ours, theirs: found }) =>
    found === undefined ? [] : compareOperation(document, ours, found, facts),
  )
  const all = merge([
    ...presence(facts.operations, theirs, exemptions),
    ...bodies,
    ...compareDescriptors(document, facts),
  ])
  const reasonFor = (difference: Difference) => exemptions.find((it) => isAbout(it, difference))
  return {
    differences: all.filter((it) => reasonFor(it) === undefined),
    known: all.flatMap((difference) => {
      const exemption = reasonFor(difference)
      return exemption === undefined ? [] : [{ difference, reason: exemption.reason }]
    }),
    stale: exemptions.filter((exemption) => !all.some((it) => isAbout(exemption, it))),
    operations: pairs.filter((it) => it.theirs !== undefined).length,
  }
}

const isAbout = (known: KnownDifference, { fact, pointer, ours, theirs }: Difference): boolean =>
  known.fact === fact && known.pointer === pointer && known.ours === ours && known.theirs === theirs

/** One entry for what several places of ours say alike. */
const merge = (all: ReadonlyArray<Difference>): ReadonlyArray<Difference> => {
  const found = new Map<string, Difference>()
  for (const difference of all) {
    const { area, fact, pointer, ours, theirs } = difference
    const key = JSON.stringify([area, fact, pointer, ours, theirs])
    const before = found.get(key)
    found.set(
      key,
      before === undefined
        ? difference
        : { ...before, places: [...new Set([...before.places, ...difference.places])] },
    )
  }
  return [...found.values()]
}

// --------------------------------------------------------------------------------------------------- operations

const cloudApi = "packages/cloud-api/src"

/** The names of what is filled into a path say nothing. */
const isSame = (
  ours: Pick<Operation, "method" | "path">,
  theirs: Pick<Operation, "method" | "path">,
): boolean => {
  const bare = (path: string) => path.replace(/\{[^}]*\}/g, "{}").replace(/\/$/, "")
  return ours.method === theirs.method && bare(ours.path) === bare(theirs.path)
}

/** A document may be of the whole cloud; what has nothing to do with pipes is not looked at. */
const isOfPipes = ({ path }: OpenApi.Operation): boolean => /clickpipe/i.test(path)

const presence = (
  ours: ReadonlyArray<Operation>,
  theirs: ReadonlyArray<OpenApi.Operation>,
  exemptions: ReadonlyArray<KnownDifference>,
): ReadonlyArray<Difference> => {
  const entry = (
    { method, path }: Pick<Operation, "method" | "path">,
    pointer: string,
    isOurs: boolean,
  ): Difference => ({
    area: "operations",
    field: `${method} ${path}`,
    fact: "operation",
    pointer,
    ours: isOurs ? "present" : "absent",
    theirs: isOurs ? "absent" : "present",
    places: [`${cloudApi}/CloudApi.ts`],
  })
  return [
    ...theirs
      .filter((it) => isOfPipes(it) || exemptions.some(({ pointer }) => pointer === it.pointer))
      .filter((it) => !ours.some((mine) => isSame(mine, it)))
      .map((it) => entry(it, it.pointer, false)),
    ...ours
      .filter((mine) => !theirs.some((it) => isSame(mine, it)))
      .map((mine) => entry(mine, OpenApi.below("/paths", mine.path, mine.method.toLowerCase()), true)),
  ]
}

const compareOperation = (
  document: OpenApi.Document,
  ours: Operation,
  theirs: OpenApi.Operation,
  facts: Facts,
): ReadonlyArray<Difference> =>
  (["request", "response"] as const).flatMap((body) => {
    const mine = ours[body]
    const pointer = OpenApi.bodyPointer(document, theirs, body)
    if (mine === undefined && pointer === undefined) return []
    const name = `${ours.method} ${ours.path}`
    if (mine === undefined || pointer === undefined) {
      return [
        {
          area: "operations",
          field: `${name} ${body}`,
          fact: "field",
          pointer: pointer ?? theirs.pointer,
          ours: mine === undefined ? "absent" : "present",
          theirs: pointer === undefined ? "absent" : "present",
          places: [`${cloudApi}/CloudApi.ts ${ours.name}`],
        },
      ]
    }
    const speaker = body === "request" ? "contract" : "answer"
    return compareShapes(mine, read(document, pointer), speaker)
      .filter((it) => !isOfArm(it))
      .map((it) => locate(it, ours, body, facts))
  })

/** What a body of an operation below a pipe is about, such as `scaling`. */
const topic = ({ path }: Operation, body: "request" | "response"): ReadonlyArray<string> => {
  const [, name] = /\/\{\w+\}\/(\w+)$/.exec(path) ?? []
  return name !== undefined && name !== "clickpipes" && (body === "request" || name === "settings")
    ? [name]
    : []
}

/** The part of a contract that a body is made of. */
const partOf = ({ name }: Operation, body: "request" | "response"): string =>
  body === "response" ? "read" : name === "update" ? "patch" : "create"

const locate = (
  deviation: Deviation,
  operation: Operation,
  body: "request" | "response",
  { kinds }: Facts,
): Difference => {
  const inner = deviation.path[0] === "result" ? deviation.path.slice(1) : deviation.path
  const path = [...topic(operation, body), ...inner]
  const kind = path[0] === "source" ? kinds.find(({ arm }) => arm === path[1]) : undefined
  const key = path[1]
  const set =
    path[0] === "settings" && key !== undefined
      ? kinds.filter(({ settings }) => settings !== undefined && Object.hasOwn(settings, key))
      : []
  const wire = ({ name }: SourceKind, ...keys: ReadonlyArray<string>) =>
    `packages/sources/src/${name}/wire.ts ${keys.join(".")}`
  return {
    area: kind?.name ?? "pipe",
    field: path.join("."),
    ...factsOf(deviation),
    places:
      kind !== undefined
        ? [wire(kind, partOf(operation, body), ...path.slice(2))]
        : set.length > 0
          ? set.map((it) => wire(it, "settingKeys", ...path.slice(1)))
          : [`${cloudApi}/Wire.ts ${path.join(".")}`],
  }
}

/** A contract speaks of what is below its arm, and not of whether other arms may be `null`. */
const isOfArm = ({ fact, path }: Deviation): boolean =>
  fact === "null" && path.length === 2 && path[0] === "source"

const factsOf = ({ fact, pointer, ours, theirs }: Deviation) => ({ fact, pointer, ours, theirs })

// -------------------------------------------------------------------------------------------------- descriptors

/** The bodies that pipes are made, changed and read by. */
interface PipeBodies {
  readonly create: Shape
  readonly update: Shape
  readonly answer: Shape
  readonly scaling: Shape
  readonly settings: Shape
}

const pipeBodies = (document: OpenApi.Document, facts: Facts): PipeBodies | undefined => {
  const theirs = OpenApi.operations(document)
  const body = (name: string, which: "request" | "response"): Shape | undefined => {
    const ours = facts.operations.find((it) => it.name === name)
    const found = ours && theirs.find((it) => isSame(ours, it))
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
      : [{ area: kind.name, path: [name], file, name, fields, isSome: true, editBy: name }]
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

const compareDescriptors = (document: OpenApi.Document, facts: Facts): ReadonlyArray<Difference> => {
  const bodies = pipeBodies(document, facts)
  if (bodies === undefined) return []
  return [...everyPipe, ...facts.kinds.flatMap(partsOf)].flatMap((part) => comparePart(part, bodies))
}

const comparePart = (part: Part, bodies: PipeBodies): ReadonlyArray<Difference> => {
  const { path, fields } = part
  const create = inside(bodies.create, path)
  // That the arm is not there is reported with the bodies.
  if (create === undefined) return []
  const edited = part.editBy === undefined ? inside(bodies.update, path) : bodies[part.editBy]
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
