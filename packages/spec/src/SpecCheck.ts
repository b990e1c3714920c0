/** What is known of the API, held beside an OpenAPI document: every difference, and which of them are known. */
import type { SourceKind } from "@pipewright/core/SourceKind"
import type { Facts, Operation } from "./Facts.ts"
import { compareDescriptors, compareServices } from "./internal/compareDescriptors.ts"
import { compareShapes, type Deviation } from "./internal/compareShapes.ts"
import { type Difference, factsOf } from "./internal/difference.ts"
import { read } from "./internal/shape.ts"
import type { KnownDifference } from "./KnownDifferences.ts"
import * as OpenApi from "./OpenApi.ts"

export type { Difference } from "./internal/difference.ts"

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
  const pairs = facts.operations.map((ours) => ({
    ours,
    theirs: theirs.find((it) => OpenApi.isSame(ours, it)),
  }))
  const bodies = pairs.flatMap(({ ours, theirs: found }) =>
    found === undefined ? [] : compareOperation(document, ours, found, facts),
  )
  const all = merge([
    ...presence(facts.operations, theirs, exemptions),
    ...bodies,
    ...compareDescriptors(document, facts),
    ...compareServices(document),
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
  known.fact === fact && isAt(known.pointer, pointer) && known.ours === ours && known.theirs === theirs

const isAt = (known: string, pointer: string): boolean =>
  known.endsWith("/*") ? pointer.slice(0, pointer.lastIndexOf("/")) === known.slice(0, -2) : known === pointer

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
      .filter((it) => !ours.some((mine) => OpenApi.isSame(mine, it)))
      .map((it) => entry(it, it.pointer, false)),
    ...ours
      .filter((mine) => !theirs.some((it) => OpenApi.isSame(mine, it)))
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
  const [, name] = /\/clickpipes\/\{\w+\}\/(\w+)$/.exec(path) ?? []
  return name !== undefined && (body === "request" || name === "settings") ? [name] : []
}

/** Where the schemas of an operation are, and what they are about. */
const homeOf = ({ path }: Operation): { readonly area: string; readonly file: string } => {
  if (/ReversePrivateEndpoints/.test(path)) return { area: "endpoints", file: "ServiceWire.ts" }
  if (/cdcScaling$/i.test(path)) return { area: "cdcScaling", file: "Wire.ts" }
  const isOfPipe = /\/clickpipes(\/\{\w+\}.*)?$/.test(path)
  return isOfPipe ? { area: "pipe", file: "Wire.ts" } : { area: "service", file: "ServiceWire.ts" }
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
  const [first, key] = path
  const set =
    path[0] === "settings" && key !== undefined
      ? kinds.filter(({ settings }) => settings !== undefined && Object.hasOwn(settings, key))
      : []
  const wire = ({ name }: SourceKind, ...keys: ReadonlyArray<string>) =>
    `packages/sources/src/${name}/wire.ts ${keys.join(".")}`
  const { area, file } = homeOf(operation)
  return {
    area: kind?.name ?? (first === "settings" || first === "scaling" ? first : area),
    field: path.join("."),
    ...factsOf(deviation),
    places:
      kind !== undefined
        ? [wire(kind, partOf(operation, body), ...path.slice(2))]
        : set.length > 0
          ? set.map((it) => wire(it, "settingKeys", ...path.slice(1)))
          : [`${cloudApi}/${file} ${path.join(".")}`],
  }
}

/** A contract speaks of what is below its arm, and not of whether other arms may be `null`. */
const isOfArm = ({ fact, path }: Deviation): boolean =>
  fact === "null" && path.length === 2 && path[0] === "source"
