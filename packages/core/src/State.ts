/**
 * What is remembered of a target between two runs: one small document, without secrets. What happens to it goes through
 * `applyJournal`, so that a change that was noted and one that was made are the same.
 */
import { createHash } from "node:crypto"
import * as Either from "effect/Either"
import type { Json, JsonObject } from "./Evaluate.ts"

/** By name. A name may be one that every object has, so look it up with `find`. */
export type Records<A> = Readonly<Record<string, A>>

/** Whether we made it, or took over one that was there. Nothing else is ever deleted. */
export type Beginning = "created" | "adopted"

export interface PipeRecord {
  readonly id: string
  readonly origin: Beginning
  readonly arm: string
  /** The body of its creation as it was last applied, without secrets. */
  readonly applied: JsonObject
  /** Hashes of its secrets, by their places in the body; `untoldSecret` where it may be one or another. */
  readonly secrets: Records<string>
  /** In ISO 8601, as all times here. */
  readonly appliedAt: string
}

export interface EndpointRecord {
  readonly id: string
  readonly origin: Beginning
  readonly applied: JsonObject
  readonly appliedAt: string
}

/** A request that may have been sent. It stays until it is known what became of it. */
export interface Intent {
  readonly id: string
  /** The operation of the API, such as `createPipe`. */
  readonly operation: string
  /** The name in the program. */
  readonly name: string
  /** Absent for what is yet to be created. */
  readonly resourceId?: string
  /** `fingerprint` of the body as it is shown. */
  readonly fingerprint: string
  readonly startedAt: string
  /** The run stopped the pipe for an edit, and it should run again. */
  readonly resume?: boolean
  /** What there is to remember if the request took effect; the id of a new one is in the answer. */
  readonly record?: Omit<PipeRecord, "id"> | Omit<EndpointRecord, "id">
}

export interface ServiceRef {
  readonly organizationId: string
  readonly serviceId: string
}

export interface Document {
  readonly version: 1
  /** Counts the changes. */
  readonly serial: number
  /** Of the hashes of secrets. */
  readonly salt: string
  readonly service: ServiceRef
  readonly pipes: Records<PipeRecord>
  readonly endpoints: Records<EndpointRecord>
  readonly cdcScaling?: JsonObject
  readonly inFlight: ReadonlyArray<Intent>
}

/** What happened to a request: it took effect, or it is certain that it did not. */
export interface Outcome {
  /** Of the intent. */
  readonly id: string
  readonly outcome: "done" | "undone"
}

/** A change of the document; `null` forgets. All of it is made or nothing. */
export interface Change {
  readonly begin?: ReadonlyArray<Intent>
  readonly end?: ReadonlyArray<Outcome>
  readonly pipes?: Records<PipeRecord | null>
  readonly endpoints?: Records<EndpointRecord | null>
  readonly cdcScaling?: JsonObject | null
}

/** Why a text is no document. */
export type Problem =
  | { readonly _tag: "damaged"; readonly why: string }
  | { readonly _tag: "newer"; readonly version: number }

export const currentVersion = 1

/** In the place of a hash. No secret comes to it, so that whichever is declared is sent again. */
export const untoldSecret = ""

export const empty = (service: ServiceRef, salt: string): Document => ({
  version: currentVersion,
  serial: 0,
  salt,
  service: { organizationId: service.organizationId, serviceId: service.serviceId },
  pipes: {},
  endpoints: {},
  inFlight: [],
})

export const find = <A>(records: Records<A>, name: string): A | undefined =>
  Object.hasOwn(records, name) ? records[name] : undefined

/**
 * What a new endpoint under a name comes to: one that it replaces goes on under a name of its own, as long as it is there.
 */
export const withEndpoint = (
  records: Records<EndpointRecord>,
  name: string,
  record: EndpointRecord,
): Records<EndpointRecord> => {
  const before = find(records, name)
  return before === undefined || before.id === record.id
    ? { [name]: record }
    : { [replacedName(name, before.id)]: before, [name]: record }
}

/** No endpoint of a program has such a name. */
export const replacedName = (name: string, id: string): string => `${name} (replaced ${id})`

/** Whether a name is that of an endpoint which another one takes the place of. */
export const isReplaced = (name: string, id: string): boolean => name.endsWith(replacedName("", id))

/** The document after a change. Intents of one id are one: what is begun again takes the place of the first. */
export const applyJournal = (document: Document, change: Change): Document => applyAll(document, [change])

/** The same for many changes, in time that grows with their number and not with its product with the document's size. */
export const applyAll = (document: Document, changes: ReadonlyArray<Change>): Document => {
  const pipes = new Map(Object.entries(document.pipes))
  const endpoints = new Map(Object.entries(document.endpoints))
  const inFlight = new Map(document.inFlight.map((intent) => [intent.id, intent]))
  let { cdcScaling, ...rest } = document
  for (const change of changes) {
    merge(pipes, change.pipes)
    merge(endpoints, change.endpoints)
    if (change.cdcScaling !== undefined) cdcScaling = change.cdcScaling ?? undefined
    for (const intent of change.begin ?? []) {
      inFlight.delete(intent.id)
      inFlight.set(intent.id, intent)
    }
    for (const { id } of change.end ?? []) inFlight.delete(id)
  }
  return {
    ...rest,
    serial: document.serial + changes.length,
    pipes: Object.fromEntries(pipes),
    endpoints: Object.fromEntries(endpoints),
    ...(cdcScaling === undefined ? {} : { cdcScaling }),
    inFlight: [...inFlight.values()],
  }
}

const merge = <A>(records: Map<string, A>, changes: Records<A | null> = {}): void => {
  for (const [name, record] of Object.entries(changes)) {
    if (record === null) records.delete(name)
    else records.set(name, record)
  }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** JSON in which the order of keys says nothing. */
export const canonical = (value: Json, space?: number): string => JSON.stringify(sorted(value), null, space)

const sorted = (value: Json): Json => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

/** Two bodies have the same one exactly if they say the same. */
export const fingerprint = (body: JsonObject): string => sha256(canonical(body))

/** What a document says, as one word: it changes with the document. */
export const revision = (document: Document | undefined): string =>
  document === undefined ? "" : fingerprint(document as unknown as JsonObject)

/** A document as it is stored, with a checksum that `decode` wants. */
export const encode = (document: Document): string =>
  `${canonical({ ...(document as unknown as JsonObject), checksum: revision(document) }, 2)}\n`

/** What makes a document of one version one of the next. */
export type Migrations = Readonly<Record<number, (document: JsonObject) => JsonObject>>

const migrations: Migrations = {}

export const decode = (text: string, steps: Migrations = migrations): Either.Either<Document, Problem> => {
  const damaged = (why: string) => Either.left<Problem>({ _tag: "damaged", why })
  const json = parse(text)
  if (!isObject(json)) return damaged("it holds no JSON object")
  const { checksum, ...said } = json
  if (!isCount(said.version)) return damaged("it does not say its version")
  if (said.version > currentVersion) return Either.left({ _tag: "newer", version: said.version })
  if (checksum !== fingerprint(said)) return damaged("its checksum is not that of what it says")
  let document: JsonObject = said
  for (let version = said.version; version < currentVersion; version += 1) {
    const step = steps[version]
    if (step === undefined) return damaged(`there is no version ${version} of it`)
    document = { ...step(document), version: version + 1 }
  }
  const wrong = Object.entries(shape).find(([key, holds]) => !holds(document[key]))
  return wrong === undefined
    ? Either.right(document as unknown as Document)
    : damaged(`\`${wrong[0]}\` is not what it should be`)
}

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const isText = (value: Json | undefined): boolean => typeof value === "string"
const isCount = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0

type Holds = (value: Json | undefined) => boolean

const has =
  (keys: Readonly<Record<string, Holds>>): Holds =>
  (value) =>
    isObject(value) && Object.entries(keys).every(([key, holds]) => holds(value[key]))

const each =
  (holds: Holds): Holds =>
  (value) =>
    isObject(value) && Object.values(value).every(holds)

const record = { id: isText, origin: isText, applied: isObject, appliedAt: isText }

/** The checksum says that nothing was lost; this, that it was ours to begin with. */
const shape: Readonly<Record<string, Holds>> = {
  serial: isCount,
  salt: isText,
  service: has({ organizationId: isText, serviceId: isText }),
  pipes: each(has({ ...record, arm: isText, secrets: each(isText) })),
  endpoints: each(has(record)),
  cdcScaling: (value) => value === undefined || isObject(value),
  inFlight: (value) =>
    Array.isArray(value) &&
    value.every(has({ id: isText, operation: isText, name: isText, fingerprint: isText, startedAt: isText })),
}
