/** What each operation of the API does to the pipes. */
import type * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import type {
  JsonObject,
  LifecycleTable,
  PipeEvent,
  PipeState,
  Route,
  WireContract,
} from "@pipewright/cloud-api/WireContract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as CdcScaling from "./cdcScaling.ts"
import * as CreateBody from "./createBody.ts"
import { settingsOf, view } from "./echo.ts"
import { isObject, withoutNulls } from "./json.ts"
import * as Judge from "./judge.ts"
import * as Lifecycle from "./lifecycle.ts"
import * as PatchBody from "./patchBody.ts"
import { PipeStore, type ServiceRecord, type ServiceRef } from "./pipeStore.ts"
import * as Pipes from "./pipes.ts"
import { badRequest, notFound, type Refused, refusal } from "./refused.ts"
import { readable, type StoredPipe, targets } from "./storedPipe.ts"

export interface PipePath extends ServiceRef {
  readonly clickPipeId: string
}

const iso = (millis: number): string => new Date(millis).toISOString()

const find = (service: ServiceRecord, id: string): Effect.Effect<StoredPipe, Refused> => {
  const pipe = Pipes.get(service.pipes, id)
  return pipe === undefined
    ? Effect.fail(notFound("there is no pipe of this id in the service"))
    : Effect.succeed(pipe)
}

const withPipe = (service: ServiceRecord, pipe: StoredPipe): ServiceRecord => ({
  ...service,
  pipes: Pipes.set(service.pipes, pipe),
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

/** Where a new pipe goes. */
const firstRoute = (table: LifecycleTable, isPaused: boolean): Effect.Effect<Route, Refused> => {
  const route = isPaused ? table.createPaused : table.create
  return route === undefined
    ? Effect.fail(badRequest([{ path: ["startPaused"], what: "is not accepted for this kind of source" }]))
    : Effect.succeed(route)
}

/** How the emulator behaves, besides what the contracts say. */
export interface Behaviour {
  /** What the times of the cloud are multiplied by. */
  readonly pace: number
  /** Whether a table that was written to holds rows from then on. */
  readonly keepRows: boolean
  /** Whether it answers in the spellings that the API was seen to use now and then. */
  readonly oddly: boolean
  /** Whether organisations have what support enables for each of them. */
  readonly previews: boolean
  /** Roles of the database that may not do what a pipe has to. */
  readonly weakRoles: ReadonlyArray<string>
}

export const make = Effect.fnUntraced(function* (contracts: Judge.Contracts, behaviour: Behaviour) {
  const { pace, keepRows, oddly } = behaviour
  const store = yield* PipeStore

  const contractOf = (pipe: StoredPipe): WireContract => {
    const contract = contracts.get(pipe.arm)
    if (contract === undefined) throw new Error("a pipe was kept whose contract is not known")
    return contract
  }

  const momentOf = (pipe: StoredPipe, now: number): Lifecycle.Moment => ({
    table: contractOf(pipe).lifecycle.of(pipe.source),
    now,
    pace,
  })

  const viewOf = (pipe: StoredPipe, serviceId: string, now: number): Wire.Pipe =>
    view(pipe, { contract: contractOf(pipe), serviceId, moment: momentOf(pipe, now), oddly })

  /** Notes the tables that have been written to by now: they stay full when the pipe that filled them is gone. */
  const noteTables = (service: ServiceRecord, now: number): ServiceRecord => {
    if (!keepRows) return service
    const tables = new Set(service.tables)
    for (const pipe of Pipes.values(service.pipes)) {
      if (!Lifecycle.hasWritten(pipe.run, momentOf(pipe, now))) continue
      for (const { table } of targets(pipe)) tables.add(table)
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
        const result = { pipe, view: viewOf(pipe, path.serviceId, now) }
        return [result, pipe === before ? service : withPipe(service, pipe)] as const
      }),
    )

  /** Where an event leads, or the API's words against it. */
  const moved = (event: PipeEvent, run: Lifecycle.Run, moment: Lifecycle.Moment) => {
    const after = Lifecycle.after(event, run, moment)
    return "refused" in after ? Effect.fail(refusal(after.refused)) : Effect.succeed(after)
  }

  const create = (ref: ServiceRef, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modify(ref, (service, now) =>
      Effect.gen(function* () {
        const accepted = yield* CreateBody.judge(json, contracts, behaviour)
        const { contract, name, destination, fieldMappings, scaling, settings } = accepted
        const id = crypto.randomUUID()
        const source = readable(contract, contract.fill(accepted.source, id))
        const pipe: StoredPipe = {
          id,
          name,
          arm: contract.arm,
          source,
          destination,
          fieldMappings,
          scaling,
          settings,
          run: { since: now, states: yield* firstRoute(contract.lifecycle.of(source), accepted.startPaused) },
          createdAt: iso(now),
          updatedAt: iso(now),
        }
        yield* Judge.none(fullTables(service, pipe))
        const result = viewOf(pipe, ref.serviceId, now)
        return [result, withPipe(service, pipe)] as const
      }),
    )

  const update = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe, now, service) =>
      Effect.gen(function* () {
        const moment = momentOf(pipe, now)
        const edited = yield* PatchBody.edit(pipe, json, contracts, Lifecycle.stateAt(pipe.run, moment))
        const before = new Set(targets(pipe).map(({ table }) => table))
        const tables = service.tables.filter((table) => !before.has(table))
        yield* Judge.none(fullTables({ ...service, tables }, edited.pipe))
        return edited.event === undefined
          ? edited.pipe
          : { ...edited.pipe, run: yield* moved(edited.event, pipe.run, moment) }
      }),
    ).pipe(Effect.map(({ view }) => view))

  const setState = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe, now) =>
      Effect.gen(function* () {
        const { key, command } = yield* commandIn(json)
        const { lifecycle } = contractOf(pipe)
        if (!lifecycle.commands.includes(command)) {
          const what = `is not a command of this kind of source, expected ${Lifecycle.commandsOf(lifecycle)}`
          return yield* badRequest([{ path: [key], what }])
        }
        const run = yield* moved(command, pipe.run, momentOf(pipe, now))
        return run === pipe.run ? pipe : { ...pipe, run }
      }),
    ).pipe(Effect.map(({ view }) => view))

  /**
   * Puts a pipe into a state of its family from outside, where it rests: what else takes a broken source, or support. A
   * command or another force gets it out.
   */
  const force = (path: PipePath, state: PipeState): Effect.Effect<void, Refused> =>
    modifyPipe(path, (pipe, now) => {
      const { states } = momentOf(pipe, now).table
      const what = `expected one of ${Object.keys(states).join(", ")}`
      return states[state] === undefined
        ? Effect.fail(badRequest([{ path: ["state"], what }]))
        : Effect.succeed({ ...pipe, run: { since: now, states: [state] as const } })
    })

  const setScaling = (path: PipePath, json: unknown): Effect.Effect<Wire.Pipe, Refused> =>
    modifyPipe(path, (pipe, now) =>
      Effect.gen(function* () {
        if (!contractOf(pipe).scaling) {
          return yield* badRequest([{ path: ["scaling"], what: "is not accepted for this kind of source" }])
        }
        const change = yield* Judge.decode(Wire.ScalingPatch, json)
        yield* Judge.saysSomething(change)
        const scaling = withoutNulls({ ...pipe.scaling, ...change }) as Wire.Scaling
        return { ...pipe, scaling, scaledAt: now }
      }),
    ).pipe(Effect.map(({ view }) => view))

  const hasSettings = (pipe: StoredPipe): Effect.Effect<WireContract, Refused> => {
    const contract = contractOf(pipe)
    return contract.settings
      ? Effect.succeed(contract)
      : Effect.fail(notFound(`ingestion for pipe "${pipe.id}" not found`))
  }

  const getSettings = (path: PipePath): Effect.Effect<JsonObject, Refused> =>
    Effect.gen(function* () {
      const pipe = yield* find(yield* store.get(path), path.clickPipeId)
      yield* hasSettings(pipe)
      return settingsOf(pipe, { contract: contractOf(pipe), oddly })
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
    ).pipe(Effect.map(({ pipe }) => settingsOf(pipe, { contract: contractOf(pipe), oddly })))

  return {
    list: (ref: ServiceRef) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { pipes } = yield* store.get(ref)
        return Array.from(Pipes.values(pipes), (pipe) => viewOf(pipe, ref.serviceId, now))
      }),
    get: (path: PipePath) =>
      Effect.zipWith(
        Effect.flatMap(store.get(path), (service) => find(service, path.clickPipeId)),
        Clock.currentTimeMillis,
        (pipe, now) => viewOf(pipe, path.serviceId, now),
      ),
    remove: (path: PipePath): Effect.Effect<void, Refused> =>
      modify(path, (service) =>
        Effect.map(find(service, path.clickPipeId), ({ id }) => {
          const pipes = Pipes.remove(service.pipes, id)
          return [undefined, CdcScaling.afterDelete({ ...service, pipes }, contracts)] as const
        }),
      ),
    create,
    update,
    setState,
    force,
    setScaling,
    getSettings,
    putSettings,
  }
})
