/**
 * Keeps the pipes of every service, and with a folder also on disk: one file for each service. Files of other names in
 * that folder are not ours and are left alone.
 */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { DataDirUnusable, DataFileCorrupt } from "../errors.ts"
import { StoredEndpoint } from "./storedEndpoint.ts"
import { StoredPipe } from "./storedPipe.ts"
import { StoredState } from "./storedState.ts"

/** The compute that database pipes share, and when it was asked for, in milliseconds since 1970. */
const StoredScaling = Schema.Struct({ since: Schema.Number, size: Wire.CdcScaling })

const ServiceFile = Schema.Struct({
  version: Schema.Literal(1),
  organizationId: Schema.String,
  serviceId: Schema.String,
  /** Destination tables that hold rows, as `database.table`. */
  tables: Schema.Array(Schema.String),
  pipes: Schema.Array(StoredPipe),
  cdcScaling: Schema.optionalWith(StoredScaling, { exact: true }),
  endpoints: Schema.optionalWith(Schema.Array(StoredEndpoint), { exact: true }),
  /** Absent as long as it has run all the time. */
  state: Schema.optionalWith(StoredState, { exact: true }),
})

/** A service with its pipes, the oldest first. */
export type ServiceRecord = typeof ServiceFile.Type

const ServiceFileText = Schema.parseJson(ServiceFile, { space: 2 })

export interface ServiceRef {
  readonly organizationId: string
  readonly serviceId: string
}

export interface Options {
  readonly tables: ReadonlyArray<string>
  readonly dataDir: string | undefined
  /** The arms that a stored pipe may have. */
  readonly arms: ReadonlySet<string>
}

const keyOf = ({ organizationId, serviceId }: ServiceRef): string =>
  JSON.stringify([organizationId, serviceId])

const suffix = ".pipewright-emulator.json"

/**
 * An id as part of a file's name. No two ids become one: a dot parts the ids, and capitals and letters beyond ASCII
 * are told apart on some disks only, so all of these are encoded.
 */
const namePart = (id: string): string =>
  id.replace(/[^a-z0-9_-]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  )

const nameOf = ({ organizationId, serviceId }: ServiceRef): string =>
  `${namePart(organizationId)}.${namePart(serviceId)}${suffix}`

/** Reading and writing the files of a folder. */
const openFolder = Effect.fnUntraced(function* (dataDir: string, arms: ReadonlySet<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path

  const read = Effect.fnUntraced(function* (name: string) {
    const file = path.join(dataDir, name)
    const text = yield* fs.readFileString(file)
    const record = yield* Schema.decode(ServiceFileText)(text).pipe(
      Effect.mapError((error) => {
        const problems = SchemaProblems.fromParseError(error)
        const isObject = problems.every(({ path }) => path.length > 0)
        const problem = isObject ? SchemaProblems.format(problems) : "it holds no JSON object"
        return new DataFileCorrupt({ file, problem })
      }),
    )
    if (nameOf(record) !== name) {
      const problem = "its organizationId and serviceId are not those of its name"
      return yield* new DataFileCorrupt({ file, problem })
    }
    for (const [index, { arm }] of record.pipes.entries()) {
      if (!arms.has(arm)) {
        const where = SchemaProblems.formatPath(["pipes", index, "arm"])
        return yield* new DataFileCorrupt({ file, problem: `${where}: no source of this kind is known` })
      }
    }
    return record
  })

  const load = Effect.gen(function* () {
    yield* fs.makeDirectory(dataDir, { recursive: true })
    const names = yield* fs.readDirectory(dataDir)
    return yield* Effect.forEach(
      names.filter((name) => name.endsWith(suffix)),
      read,
    )
  }).pipe(
    Effect.catchTags({
      BadArgument: (error) => new DataDirUnusable({ dataDir, reason: error.message }),
      SystemError: (error) => new DataDirUnusable({ dataDir, reason: error.message }),
    }),
  )

  /** A reader sees the old file or the new one, never a half: it is written beside and moved into place. */
  const save = Effect.fnUntraced(function* (record: ServiceRecord) {
    const file = path.join(dataDir, nameOf(record))
    const text = yield* Schema.encode(ServiceFileText)(record)
    yield* fs.writeFileString(`${file}.tmp`, `${text}\n`, { mode: 0o600 })
    yield* fs.rename(`${file}.tmp`, file)
  }, Effect.orDie)

  return { load, save }
})

export interface Service {
  /** The service, without pipes if it is not known: any service exists. */
  readonly get: (ref: ServiceRef) => Effect.Effect<ServiceRecord>
  /** Replaces the service by what `change` makes of it, on disk first. One change at a time; it is not interrupted. */
  readonly modify: <A, E>(
    ref: ServiceRef,
    change: (record: ServiceRecord) => Effect.Effect<readonly [A, ServiceRecord], E>,
  ) => Effect.Effect<A, E>
  /** Every service that something has been done to, the oldest first. */
  readonly all: Effect.Effect<ReadonlyArray<ServiceRecord>>
  /** Forgets that a table holds rows, in every service. */
  readonly dropTable: (table: string) => Effect.Effect<void>
}

const make = Effect.fnUntraced(function* (options: Options) {
  const folder = options.dataDir === undefined ? undefined : yield* openFolder(options.dataDir, options.arms)
  const loaded = folder === undefined ? [] : yield* folder.load
  const records = yield* Ref.make<ReadonlyMap<string, ServiceRecord>>(
    new Map(loaded.map((record) => [keyOf(record), record])),
  )
  const seed = yield* Ref.make(options.tables)
  const lock = yield* Effect.makeSemaphore(1)

  const get = (ref: ServiceRef) =>
    Effect.map(
      Effect.all([Ref.get(records), Ref.get(seed)]),
      ([known, tables]): ServiceRecord =>
        known.get(keyOf(ref)) ?? {
          version: 1,
          organizationId: ref.organizationId,
          serviceId: ref.serviceId,
          tables,
          pipes: [],
        },
    )

  const put = (record: ServiceRecord) =>
    Effect.zipRight(
      folder === undefined ? Effect.void : folder.save(record),
      Ref.update(records, (known) => new Map(known).set(keyOf(record), record)),
    )

  const service: Service = {
    get,
    modify: (ref, change) =>
      Effect.gen(function* () {
        const before = yield* get(ref)
        const [result, after] = yield* change(before)
        if (after !== before) yield* put(after)
        return result
      }).pipe(Effect.uninterruptible, lock.withPermits(1)),
    all: Effect.map(Ref.get(records), (known) => [...known.values()]),
    dropTable: (table) =>
      Effect.gen(function* () {
        const without = (tables: ReadonlyArray<string>) => tables.filter((one) => one !== table)
        yield* Ref.update(seed, without)
        for (const record of (yield* Ref.get(records)).values()) {
          yield* put({ ...record, tables: without(record.tables) })
        }
      }).pipe(Effect.uninterruptible, lock.withPermits(1)),
  }
  return service
})

export class PipeStore extends Context.Tag("@pipewright/emulator/internal/PipeStore")<PipeStore, Service>() {
  static readonly layer = (
    options: Options,
  ): Layer.Layer<PipeStore, DataDirUnusable | DataFileCorrupt, FileSystem.FileSystem | Path.Path> =>
    Layer.effect(PipeStore, make(options))
}
