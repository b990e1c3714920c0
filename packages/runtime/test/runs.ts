/** Plans that are carried out with an API, a reader and people that do what a test says, and what they were asked. */
import type { Service } from "@pipewright/cloud-api/CloudApiClient"
import * as Applied from "@pipewright/core/Applied"
import type { Change, Live, Step } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import { ValueUnreadable } from "@pipewright/runtime/errors"
import * as Progress from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import { StopSoon } from "@pipewright/runtime/StopSoon"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { client, service } from "./support.ts"

export const owner = {
  name: "ada",
  host: "elsewhere.example",
  pid: 4242,
  startedAt: "2026-11-24T12:00:00.000Z",
}

export const options: Executor.Options = { owner, concurrency: 2, wait: "running", timeout: "60 seconds" }

export const planOf = (
  pipes: ReadonlyArray<Ir.Pipe>,
  live: ReadonlyArray<Live> = [],
  state?: State.Document,
): Plan.Plan =>
  Plan.make({
    pipes: pipes.map((it) => ({ pipe: it, request: Compile.create(it, service) })),
    there: { pipes: live },
    state,
  })

export const requestOf = (pipe: Ir.Pipe): Compile.Request => Compile.create(pipe, service)

/** A live pipe that we made. */
export const known = (pipe: Ir.Pipe, id = `id-${pipe.name}`): State.PipeRecord => ({
  id,
  origin: "created",
  arm: pipe.kind.arm,
  applied: Applied.body(pipe, requestOf(pipe), new Map()),
  secrets: {},
  appliedAt: "2026-11-24T12:00:00.000Z",
})

/** A change of a pipe that is there, with steps as they are given. */
export const changing = (
  pipe: Ir.Pipe,
  steps: ReadonlyArray<Step>,
  record: State.PipeRecord = known(pipe),
): Plan.Plan => {
  const change: Change = {
    action: "update",
    name: pipe.name,
    pipe,
    request: requestOf(pipe),
    live: { id: `id-${pipe.name}`, name: pipe.name, state: "Running", object: {} },
    record,
    differences: [],
    steps,
    requires: [],
    needs: [],
    notes: [],
    awaits: [],
  }
  return {
    changes: [change],
    endpoints: [],
    others: [],
    notes: [],
    known: { values: new Map(), hashes: new Map() },
  }
}

export const documentOf = (
  pipes: ReadonlyArray<Ir.Pipe>,
  more: Partial<State.Document> = {},
): State.Document => ({
  ...State.empty(service, "c2FsdA=="),
  pipes: Object.fromEntries(pipes.map((it) => [it.name, known(it)])),
  ...more,
})

/** Each value is its own name; a name that begins with `NO_` cannot be read. */
const reader = (log: Array<string>) =>
  Layer.succeed(ValueReader, {
    read: (it) => {
      const name = "name" in it.reader ? it.reader.name : it.reader._tag
      log.push(`read ${name}`)
      return name.startsWith("NO_")
        ? Effect.fail(
            new ValueUnreadable({ deferred: it, wanted: name, why: "it is not set", remedy: "set it" }),
          )
        : Effect.succeed(Redacted.make(name))
    },
  })

const telling = (log: Array<string>) =>
  Layer.succeed(Progress.Progress, {
    emit: (event) =>
      Effect.sync(() => {
        // How it ended is in the result as well.
        if (event._tag === "Ended") return
        log.push(
          [
            event._tag,
            ...("name" in event ? [event.name] : []),
            ...("step" in event ? [event.step] : []),
          ].join(" "),
        )
      }),
  })

const answering = (approved: boolean, log: Array<string>) =>
  Layer.succeed(Approval, {
    approve: () =>
      Effect.sync(() => {
        log.push("asked")
        return approved
      }),
  })

/** Each secret comes to its own value. */
export const hashing = Layer.succeed(SecretHash, {
  hash: (_, secret) => Effect.succeed(`hash of ${Redacted.value(secret)}`),
})

export interface Given {
  readonly plan: Plan.Plan
  readonly methods?: Partial<Service>
  readonly options?: Partial<Executor.Options>
  readonly approved?: boolean
  /** What is remembered at first. */
  readonly document?: State.Document
  readonly stop?: Effect.Effect<void>
  readonly interruptAfter?: Duration.DurationInput
  /** What stands between the run and its state. */
  readonly store?: (
    store: Effect.Effect.Success<typeof StateStore>,
  ) => Effect.Effect.Success<typeof StateStore>
}

export interface Ran {
  readonly result: Either.Either<Executor.Result, { readonly message: string }>
  /** Values that were read, questions, events. */
  readonly log: ReadonlyArray<string>
  readonly document: State.Document | undefined
}

/** Carries a plan out while time goes on by itself. */
export const run = (given: Given): Effect.Effect<Ran> => {
  const log: Array<string> = []
  const { plan, methods = {}, approved = true, document, stop = Effect.never, store = (it) => it } = given
  return Effect.gen(function* () {
    const state = yield* StateStore
    if (document !== undefined) yield* state.write(document, (yield* state.read).revision)
    const applying = Executor.apply(plan, service, { ...options, ...given.options }).pipe(
      Effect.provideService(StateStore, store(state)),
      Effect.either,
    )
    const fiber = yield* Effect.fork(applying)
    if (given.interruptAfter !== undefined) {
      yield* TestClock.adjust(given.interruptAfter)
      yield* Fiber.interrupt(fiber)
      const interrupted = Either.left(new Error("interrupted"))
      return { result: interrupted, log, document: (yield* state.read).document }
    }
    yield* TestClock.adjust("3 hours")
    const result = yield* Fiber.join(fiber)
    return { result, log, document: (yield* state.read).document }
  }).pipe(
    Effect.provideService(StopSoon, stop),
    Effect.provide(
      Layer.mergeAll(
        client(methods),
        reader(log),
        telling(log),
        answering(approved, log),
        hashing,
        StateStore.layerMemory(),
      ),
    ),
    Effect.orDie,
  )
}

/** How it ended for each pipe, in short. */
export const outcomes = ({ result }: Ran): ReadonlyArray<string> =>
  Either.isLeft(result)
    ? [`nothing: ${result.left.message}`]
    : result.right.pipes.map((it) =>
        [
          it._tag,
          it.change.name,
          ...("state" in it ? [it.state] : []),
          ...(it.isLeftPaused ? ["left paused"] : []),
        ].join(" "),
      )
