/**
 * The emulator's files in a folder: one file for each service, and one log of what has changed since.
 *
 * A change is a line of the log, and counts once the disk has it. Now and then the services that changed are written
 * anew and the log begins again; a process that is killed between the two finds changes in the log that its files have
 * already, and making them again changes nothing. Files of other names are not ours and are left alone.
 */
import { isPlatformError, type PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { DataDirUnusable, DataFileCorrupt } from "../errors.ts"
import * as FolderLock from "./folderLock.ts"
import * as ServiceRecord from "./serviceRecord.ts"

const suffix = ".pipewright-emulator.json"
const logName = "pipewright-emulator.log"
const lockName = "pipewright-emulator.lock"

/** The log may be this much longer than the files that it changes: 1 MiB. */
const slack = 1024 * 1024

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

const nameOf = ({ organizationId, serviceId }: ServiceRecord.ServiceRef): string =>
  `${namePart(organizationId)}.${namePart(serviceId)}${suffix}`

const decodeFile = Schema.decode(Schema.parseJson(ServiceRecord.ServiceFile))
const decodeChange = Schema.decode(Schema.parseJson(ServiceRecord.Change))

const encoder = new TextEncoder()

/** Services by their keys. */
export type Services = Map<string, ServiceRecord.ServiceRecord>

/** The folder, locked until the scope closes. `services` is what it held; the folder looks at it when it writes. */
export const open = Effect.fnUntraced(function* (dataDir: string, arms: ReadonlySet<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const logFile = path.join(dataDir, logName)
  const services: Services = new Map()
  /** How long the file of each service is that the log has a change of. */
  const changed = new Map<string, number>()
  const sizes = new Map<string, number>()

  const known = (
    file: string,
    at: ReadonlyArray<string | number>,
    pipes: ServiceRecord.ServiceFile["pipes"],
  ) => {
    const index = pipes.findIndex(({ arm }) => !arms.has(arm))
    const where = SchemaProblems.formatPath([...at, "pipes", index, "arm"])
    return index === -1
      ? Effect.void
      : Effect.fail(new DataFileCorrupt({ file, problem: `${where}: no source of this kind is known` }))
  }

  const described = (
    file: string,
    error: Parameters<typeof SchemaProblems.fromParseError>[0],
    where = "",
  ) => {
    const problems = SchemaProblems.fromParseError(error)
    const isObject = problems.every(({ path }) => path.length > 0)
    const problem = isObject ? SchemaProblems.format(problems) : "it holds no JSON object"
    return new DataFileCorrupt({ file, problem: `${where}${problem}` })
  }

  const readFile = Effect.fnUntraced(function* (name: string) {
    const file = path.join(dataDir, name)
    const text = yield* fs.readFileString(file)
    const service = yield* Effect.mapError(decodeFile(text), (error) => described(file, error))
    if (nameOf(service) !== name) {
      const problem = "its organizationId and serviceId are not those of its name"
      return yield* new DataFileCorrupt({ file, problem })
    }
    yield* known(file, [], service.pipes)
    const key = ServiceRecord.keyOf(service)
    services.set(key, ServiceRecord.fromFile(service))
    sizes.set(key, text.length)
  })

  /** What follows the last line's end was being written when the process was killed, so nobody was told of it. */
  const readLog = Effect.gen(function* () {
    const lines = (yield* fs.readFileString(logFile)).split("\n").slice(0, -1)
    for (const [index, line] of lines.entries()) {
      const where = `line ${index + 1}: `
      const change = yield* Effect.mapError(decodeChange(line), (error) => described(logFile, error, where))
      yield* known(logFile, [`line ${index + 1}`], change.pipes ?? [])
      const key = ServiceRecord.keyOf(change)
      const before = services.get(key) ?? ServiceRecord.empty(change, { tables: [] })
      services.set(key, ServiceRecord.apply(before, change))
      changed.set(key, 0)
    }
  })

  /** A folder keeps the names of its files when it is told to, where a system can tell one. */
  const syncFolder = Effect.scoped(Effect.flatMap(fs.open(dataDir, { flag: "r" }), (file) => file.sync)).pipe(
    Effect.ignore,
  )

  /** A reader sees the old file or the new one, never a half: it is written beside and moved into place. */
  const writeFile = Effect.fnUntraced(function* (name: string, bytes: Uint8Array) {
    const file = path.join(dataDir, name)
    yield* Effect.scoped(
      Effect.gen(function* () {
        const beside = yield* fs.open(`${file}.tmp`, { flag: "w", mode: 0o600 })
        yield* beside.writeAll(bytes)
        yield* beside.sync
      }),
    )
    yield* fs.rename(`${file}.tmp`, file)
  })

  const usable = <A, R>(effect: Effect.Effect<A, PlatformError | DataDirUnusable | DataFileCorrupt, R>) =>
    Effect.mapError(effect, (error) =>
      isPlatformError(error) ? new DataDirUnusable({ dataDir, reason: error.message }) : error,
    )

  yield* Effect.gen(function* () {
    yield* fs.makeDirectory(dataDir, { recursive: true })
    yield* FolderLock.hold(dataDir, path.join(dataDir, lockName))
    const names = yield* fs.readDirectory(dataDir)
    yield* Effect.forEach(
      names.filter((name) => name.endsWith(suffix)),
      readFile,
      { discard: true },
    )
    if (names.includes(logName)) yield* readLog
  }).pipe(usable)
  const log = yield* fs.open(logFile, { flag: "a", mode: 0o600 }).pipe(usable)
  let logBytes = Number((yield* log.stat.pipe(usable)).size)

  /** The files of the services as they are now. They are made at once, before another request can change one. */
  const files = (): ReadonlyArray<readonly [name: string, bytes: Uint8Array]> =>
    [...changed.keys()].flatMap((key) => {
      const service = services.get(key)
      if (service === undefined) return []
      const file: typeof ServiceRecord.ServiceFile.Encoded = ServiceRecord.toFile(service)
      const bytes = encoder.encode(`${JSON.stringify(file, null, 2)}\n`)
      sizes.set(key, bytes.byteLength)
      return [[nameOf(service), bytes]]
    })

  const compact = (written: ReturnType<typeof files>) =>
    Effect.gen(function* () {
      for (const [name, bytes] of written) yield* writeFile(name, bytes)
      yield* syncFolder
      yield* log.truncate(0)
      yield* log.sync
      logBytes = 0
    })

  /** Writes the lines, and the files when the log has grown long. Not called while it runs. */
  const append = (changes: ReadonlyArray<typeof ServiceRecord.Change.Encoded>) =>
    Effect.suspend(() => {
      const bytes = encoder.encode(changes.map((change) => `${JSON.stringify(change)}\n`).join(""))
      for (const change of changes) {
        const key = ServiceRecord.keyOf(change)
        changed.set(key, sizes.get(key) ?? 0)
      }
      logBytes += bytes.byteLength
      const fileBytes = [...changed.values()].reduce((sum, size) => sum + size, 0)
      const due = logBytes > slack + fileBytes ? files() : undefined
      const write = Effect.zipRight(log.writeAll(bytes), log.sync)
      if (due === undefined) return write
      changed.clear()
      return Effect.zipRight(write, compact(due))
    })

  const settle = Effect.suspend(() => (logBytes === 0 ? Effect.void : compact(files())))
  yield* settle.pipe(usable)
  changed.clear()
  yield* Effect.addFinalizer(() => Effect.ignoreLogged(Effect.zipRight(settle, fs.remove(logFile))))

  return { services, append }
})
