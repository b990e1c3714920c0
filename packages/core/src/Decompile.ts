/**
 * Requests and answers back to what a program says: a body that `Compile` made, or a pipe as the API returns it.
 *
 * What the language has no field for, or has one that does not take the value, goes to `raw`, so that a pipe of a newer
 * API comes through whole. What the API never returns stands as a named secret where the pipe needs it.
 */
import { type BodyObject, bodyFields, isObject } from "./Compile.ts"
import type { JsonObject } from "./Evaluate.ts"
import * as Evaluate from "./Evaluate.ts"
import type * as Ir from "./Ir.ts"
import * as Completion from "./internal/completion.ts"
import * as Decode from "./internal/decode.ts"
import * as DecodeDestination from "./internal/decodeDestination.ts"
import * as DecodeRaw from "./internal/decodeRaw.ts"
import * as Sayable from "./internal/sayable.ts"
import * as Variables from "./internal/variables.ts"
import * as Normalise from "./Normalise.ts"
import * as Scaling from "./Scaling.ts"
import type { SourceCatalog } from "./SourceCatalog.ts"
import type { PipeState, SourceKind } from "./SourceKind.ts"

/** A pipe, and the paths of what no program can say. */
export interface Readable {
  readonly _tag: "Readable"
  readonly pipe: Ir.Pipe
  readonly lost: ReadonlyArray<string>
}

/**
 * No pipe that a program can describe. `nameless`: it has no name. `unknown-source`: none of its sources is of a kind
 * of the catalogue. `several-sources`: more than one is. `no-table`: it does not say which table it writes.
 */
export interface Unreadable {
  readonly _tag: "Unreadable"
  readonly name: string | undefined
  readonly why: "nameless" | "unknown-source" | "several-sources" | "no-table"
  /** The keys below `source`. */
  readonly sources: ReadonlyArray<string>
}

export type Decompiled = Readable | Unreadable

/** The pipe of a request body, with all that is sent; its documentation, for one, is not. */
export const body = (object: BodyObject, catalog: SourceCatalog): Decompiled =>
  decompile(object, catalog, () => ({ _tag: "Body" }), undefined, [])

/** Pipes as the API returns them, in the same order. The names of their secrets do not depend on the order. */
export const answers = (
  objects: ReadonlyArray<JsonObject>,
  catalog: SourceCatalog,
): ReadonlyArray<Decompiled> => {
  const prefixes = Variables.prefixes(objects.flatMap(({ name }) => (typeof name === "string" ? [name] : [])))
  return objects.map((answer) => {
    // An address is returned with the login that is in it, and what is written has none.
    const { object, lost } = Sayable.only(Evaluate.withoutLogins(answer, "") as JsonObject)
    const pipeId = typeof object.id === "string" ? object.id : undefined
    const readingOf = (type: string): Decode.Reading => ({ _tag: "Answer", type, pipeId })
    return decompile(
      object,
      catalog,
      readingOf,
      typeof object.name === "string" ? prefixes.get(object.name) : undefined,
      lost,
    )
  })
}

/** The word after `from` for a pipe as the API returns it; of a kind that is not in the catalogue, the key of its source. */
export const typeIn = (object: BodyObject, catalog: SourceCatalog): string | undefined => {
  const sources = Decode.objectAt(object, "source")
  const arm = Object.keys(sources).find((key) => isObject(sources[key]))
  const kind = arm === undefined ? undefined : catalog.byArm.get(arm)
  return kind === undefined ? arm : typeOf(kind, Decode.objectAt(sources, kind.arm))
}

const decompile = (
  object: BodyObject,
  catalog: SourceCatalog,
  readingOf: (type: string) => Decode.Reading,
  prefix: string | undefined,
  lost: ReadonlyArray<string>,
): Decompiled => {
  const sources = Decode.objectAt(object, "source")
  const name = typeof object.name === "string" && object.name !== "" ? object.name : undefined
  const unreadable = (why: Unreadable["why"]): Unreadable => ({
    _tag: "Unreadable",
    name,
    why,
    sources: Object.keys(sources).filter((key) => isObject(sources[key])),
  })
  const arms = catalog.kinds.filter(({ arm }) => Object.hasOwn(sources, arm) && isObject(sources[arm]))
  const [kind, second] = arms
  if (name === undefined) return unreadable("nameless")
  if (kind === undefined) return unreadable("unknown-source")
  if (second !== undefined) return unreadable("several-sources")

  const type = typeOf(kind, Decode.objectAt(sources, kind.arm))
  const reading = readingOf(type)
  const source = sourceOf(kind, reading, Decode.objectAt(sources, kind.arm))
  const destination = DecodeDestination.read(kind, reading, object)
  if (destination === undefined) return unreadable("no-table")
  const scaling = sectionOf(kind, reading, object, "scaling", catalog)
  const settings = sectionOf(kind, reading, object, "settings", catalog)
  const raw = DecodeRaw.read({
    ...others(reading, object, ["name", ...Object.keys(bodyFields(kind)), ...ofService(reading)]),
    ...part("source", { ...others(reading, sources, [kind.arm]), ...part(kind.arm, entries(source)) }),
    ...part("destination", entries(destination)),
    ...(destination.otherMappings === undefined ? {} : { fieldMappings: destination.otherMappings }),
    ...part("scaling", entries(scaling)),
    ...part("settings", entries(settings)),
  })
  const fields = prefix === undefined ? source.fields : Completion.complete(kind, type, source.fields, prefix)
  return {
    _tag: "Readable",
    pipe: {
      name,
      kind,
      type,
      source: Decode.blockOf(fields),
      destination: Decode.blockOf(destination.fields),
      ...(destination.mappings === undefined ? {} : { fieldMappings: destination.mappings }),
      ...(scaling.fields.size === 0 ? {} : { scaling: Decode.blockOf(scaling.fields) }),
      ...(settings.fields.size === 0 ? {} : { settings: Decode.blockOf(settings.fields) }),
      ...(raw.fields.size === 0 ? {} : { raw }),
      // A pipe runs unless its author wants it stopped.
      ...(reading._tag === "Answer" && typeof object.state === "string" && restingStates.has(object.state)
        ? { state: Decode.literal("stopped") }
        : {}),
      origin: Decode.nowhere,
    },
    lost: [...lost, ...misshapen(object), ...destination.lost],
  }
}

/** The states of a pipe that somebody stopped. */
const restingStates: ReadonlySet<string> = new Set<PipeState>(["Stopping", "Stopped", "Pausing", "Paused"])

const entries = ({ rest }: Decode.Read): BodyObject => Object.fromEntries(rest)

/** An object below its key, if there is anything in it. */
const part = (key: string, inner: BodyObject): BodyObject =>
  Object.keys(inner).length === 0 ? {} : { [key]: inner }

/** Parts of a body that are no objects, and so hold nothing. */
const misshapen = (object: BodyObject): ReadonlyArray<string> =>
  ["destination", "scaling", "settings"].filter(
    (key) => !Normalise.isNothing(object[key]) && !isObject(object[key]),
  )

/** What stands beside the keys that are known. */
const others = (reading: Decode.Reading, body: BodyObject, known: ReadonlyArray<string>): BodyObject =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([key, it]) => !known.includes(key) && (reading._tag === "Body" || !Normalise.isNothing(it)),
    ),
  )

/** What an answer says of the pipe as it is, and no author does. */
const ofService = ({ _tag }: Decode.Reading): ReadonlyArray<string> =>
  _tag === "Answer" ? ["id", "serviceId", "state", "createdAt", "updatedAt"] : []

/** The word after `from`; for a flavour of a newer API the one that is assumed, and the other stays in the rest. */
const typeOf = ({ flavour, types }: SourceKind, arm: BodyObject): string => {
  const said = flavour === undefined ? undefined : arm[flavour.key]
  return typeof said === "string" && types.includes(said) ? said : (flavour?.unsent ?? types[0]!)
}

const sourceOf = (kind: SourceKind, reading: Decode.Reading, arm: BodyObject): Decode.Read => {
  const read = Decode.block(reading, kind.fields, arm)
  const key = kind.flavour?.key
  const said = key === undefined ? undefined : read.rest.get(key)
  if (key !== undefined && typeof said === "string" && kind.types.includes(said)) read.rest.delete(key)
  return read
}

const sectionOf = (
  kind: SourceKind,
  reading: Decode.Reading,
  object: BodyObject,
  section: "scaling" | "settings",
  catalog: SourceCatalog,
): Decode.Read => {
  const read = Decode.block(reading, kind[section] ?? {}, Decode.objectAt(object, section))
  if (reading._tag === "Body") return read
  // The service may tell what only pipes of other kinds choose for themselves, and what nobody chooses any more.
  const others = catalog.kinds.flatMap((it) => Object.keys(it[section] ?? {}))
  const own = new Set(Object.keys(kind[section] ?? {}))
  for (const key of [...others, ...(section === "scaling" ? Scaling.retired : [])])
    if (!own.has(key)) read.rest.delete(key)
  return read
}
