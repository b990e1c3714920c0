/** What each operation of the API does to the pipes. */
import type * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as CdcScaling from "./cdcScaling.ts"
import * as CreateBody from "./createBody.ts"
import { isObject, withoutNulls } from "./json.ts"
import * as Judge from "./judge.ts"
import * as Lifecycle from "./lifecycle.ts"
import * as PatchBody from "./patchBody.ts"
import { PipeStore, type ServiceRecord, type ServiceRef } from "./pipeStore.ts"
import { badRequest, notFound, type Refused } from "./refused.ts"
import { readable, type StoredPipe, targets, view } from "./storedPipe.ts"

export interface PipePath extends ServiceRef {
  readonly clickPipeId: string
}

const iso = (millis: number): string => new Date(millis).toISOString()

const find = (service: ServiceRecord, id: string): Effect.Effect<StoredPipe, Refused> => {
  const pipe = service.pipes.find((one) => one.id === id)
  return pipe === undefined
    ? Effect.fail(notFound("there is no pipe of this id in the service"))
    : Effect.succeed(pipe)
}

const replace = (service: ServiceRecord, pipe: StoredPipe): ServiceRecord => ({
  ...service,
  pipes: service.pipes.map((one) => (one.id === pipe.id ? pipe : one)),
})

/** Where a pipe would write to a table that holds rows already. */
const fullTables = (
  service: ServiceRecord,
  pipe: Pick<StoredPipe, "arm" | "source" | "destination">,
): ReadonlyArray<SchemaProblems.Problem> =>
  targets(pipe)
    .filter(({ table }) => service.tables.includes(table))
    .map(({ path }) => ({ path, what: "the table exists and is not empty" }))

/** The command of a body, and the key that it stands below: both spellings are in use, but not both in one body. */
const commandIn = (json: unknown) =>
  Predicate.hasProperty(json, "action") && !Predicate.hasProperty(json, "command")
    ? Effect.map(Judge.decode(Wire.StateAction, json), ({ action }) => ({ key: "action", command: action }))
    : Effect.map(Judge.decode(Wire.StateCommand, json), ({ command }) => ({ key: "command", command }))

/** How the emulator behaves, besides what the contracts say. */
export interface Behaviour {
  /** How long a pipe stays in a state that it passes through. */
  readonly pace: Duration.Duration
  /** Whether a table that was written to holds rows from then on. */
  readonly keepRows: boolean
}

export const make = Effect.fnUntraced(function* (contracts: Judge.Contracts, { pace, keepRows }: Behaviour) {
  const store = yield* PipeStore

  const contractOf = (pipe: StoredPipe): WireContract => {
    const contract = contracts.get(pipe.arm)
    if (contract === undefined) throw new Error("a pipe was kept whose contract is not known")
    return contract
  }

  /** Notes the tables that have been written to by now: they stay full when the pipe that filled them is gone. */
  const noteTables = (service: ServiceRecord, now: number): ServiceRecord => {
    if (!keepRows) return service
    const tables = new Set(service.tables)
    for (const pipe of service.pipes) {
      if (Lifecycle.hasWritten(pipe.run, now, pace)) for (const { table } of targets(pipe)) tables.add(table)
    }
    return tables.size === service.tables.length ? service : { ...service, tables: [...tables] }
  }

  /** Runs a change with the time at which it happens and the tables that are full by then. */
  const modify = <A>(
    ref: ServiceRef,
    change: (service: ServiceRecord, now: number) => Effect.Effect<readonly [A, ServiceRecord], Refused>,
  ) =>
    store.modify(ref, (service) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => change(noteTables(service, now), now)),
    )

  /** Changes one pipe and returns what `result` makes of it; the pipe itself says that nothing has changed. */
  const modifyPipe = (
    path: PipePath,
    change: (pipe: StoredPipe, now: number, service: ServiceRecord) => Effect.Effect<StoredPipe, Refused>,
  ): Effect.Effect<{ readonly pipe: StoredPipe; readonly view: Wire.Pipe }, Refused> =>
    modify(path, (service, now) =>
      Effect.gen(function* () {
        const before = yield* find(service, path.clickPipeId)
        const changed = yield* change(before, now, service)
        const pipe = changed === before ? before : { ...changed, updatedAt: iso(now) }
        const result = { pipe, view: view(pipe, path.serviceId, now, pace) }
        return [result, pipe === before ? service : replace(service, pipe)] as const
      }),
    )

  const create = (ref: ServiceRef, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modify(ref, (service, now) =>
      Effect.gen(function* () {
        const accepted = yield* CreateBody.judge(json, contracts)
        const { contract, name, destination, fieldMappings, scaling, settings } = accepted
        const id = crypto.randomUUID()
        const filled = contract.fill(accepted.source, id)
        const start = contract.lifecycle.start(filled)
        const pipe: StoredPipe = {
          id,
          name,
          arm: contract.arm,
          source: readable(contract, filled),
          destination,
          fieldMappings,
          scaling,
          settings,
          run: { since: now, states: start },
          start,
          createdAt: iso(now),
          updatedAt: iso(now),
        }
        yield* Judge.none(fullTables(service, pipe))
        const result = view(pipe, ref.serviceId, now, pace)
        return [result, { ...service, pipes: [...service.pipes, pipe] }] as const
      }),
    )

  const update = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe, now, service) =>
      Effect.gen(function* () {
        const state = Lifecycle.stateAt(pipe.run, now, pace)
        const after = yield* PatchBody.edit(pipe, json, contracts, state)
        const before = new Set(targets(pipe).map(({ table }) => table))
        const tables = service.tables.filter((table) => !before.has(table))
        yield* Judge.none(fullTables({ ...service, tables }, after))
        return after
      }),
    ).pipe(Effect.map(({ view }) => view))

  const setState = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe, now) =>
      Effect.gen(function* () {
        const { key, command } = yield* commandIn(json)
        const { commands, stop } = contractOf(pipe).lifecycle
        if (!commands.includes(command)) {
          const expected = commands.length === 0 ? "none" : commands.join(" or ")
          const what = `is not a command of this kind of source, expected ${expected}`
          return yield* badRequest([{ path: [key], what }])
        }
        const state = Lifecycle.stateAt(pipe.run, now, pace)
        const states = Lifecycle.after(command, state, { start: pipe.start, stop })
        if (states === "already-running") {
          return yield* badRequest([{ path: [key], what: "the pipe is already running" }])
        }
        return states === "unchanged" ? pipe : { ...pipe, run: { since: now, states } }
      }),
    ).pipe(Effect.map(({ view }) => view))

  const setScaling = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe) =>
      Effect.gen(function* () {
        if (!contractOf(pipe).scaling) {
          return yield* badRequest([{ path: ["scaling"], what: "is not accepted for this kind of source" }])
        }
        const change = yield* Judge.decode(Wire.ScalingPatch, json)
        yield* Judge.saysSomething(change)
        return { ...pipe, scaling: withoutNulls({ ...pipe.scaling, ...change }) as Wire.Scaling }
      }),
    ).pipe(Effect.map(({ view }) => view))

  const hasSettings = (pipe: StoredPipe): Effect.Effect<WireContract, Refused> => {
    const contract = contractOf(pipe)
    return contract.settings
      ? Effect.succeed(contract)
      : Effect.fail(notFound("a pipe of this kind of source has no settings"))
  }

  const getSettings = (path: PipePath): Effect.Effect<JsonObject, Refused> =>
    Effect.gen(function* () {
      const pipe = yield* find(yield* store.get(path), path.clickPipeId)
      yield* hasSettings(pipe)
      return pipe.settings
    })

  const putSettings = (path: PipePath, json: unknown): Effect.Effect<JsonObject, Refused> =>
    modifyPipe(path, (pipe) =>
      Effect.gen(function* () {
        const contract = yield* hasSettings(pipe)
        if (!isObject(json as JsonObject))
          return yield* badRequest([{ path: [], what: "expected an object" }])
        yield* Judge.none(Judge.settingsProblems(contract, json, [], Wire.Settings))
        yield* Judge.saysSomething(json as JsonObject)
        return { ...pipe, settings: withoutNulls({ ...pipe.settings, ...(json as JsonObject) }) }
      }),
    ).pipe(Effect.map(({ pipe }) => pipe.settings))

  return {
    list: (ref: ServiceRef) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { pipes } = yield* store.get(ref)
        return pipes.map((pipe) => view(pipe, ref.serviceId, now, pace))
      }),
    get: (path: PipePath) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const pipe = yield* find(yield* store.get(path), path.clickPipeId)
        return view(pipe, path.serviceId, now, pace)
      }),
    remove: (path: PipePath): Effect.Effect<void, Refused> =>
      modify(path, (service) =>
        Effect.map(find(service, path.clickPipeId), ({ id }) => {
          const pipes = service.pipes.filter((pipe) => pipe.id !== id)
          return [undefined, CdcScaling.afterDelete({ ...service, pipes }, contracts)] as const
        }),
      ),
    create,
    update,
    setState,
    setScaling,
    getSettings,
    putSettings,
  }
})
