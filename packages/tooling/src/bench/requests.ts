/** How many requests a plan and an apply take, as the emulator counts them, in a time of their own. */
import * as HttpClient from "@effect/platform/HttpClient"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as RateLimits from "@pipewright/cloud-api/RateLimits"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Planner from "@pipewright/runtime/Planner"
import { Progress } from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Chance from "../internal/random.ts"
import * as Api from "../schedules/api.ts"
import * as Time from "../schedules/time.ts"
import { program } from "./programs.ts"

export interface Counts {
  readonly creates: number
  readonly lists: number
  readonly others: number
}

export interface Applied {
  /** Of the first apply, with its plan, and how long it took in seconds. */
  readonly first: Counts
  readonly seconds: number
  /** Of the same apply once more. */
  readonly second: Counts
}

const service = { organizationId: "org", serviceId: "svc" }

const baseUrl = "https://api.example"

const keys = { keyId: "key-id", keySecret: Redacted.make("key") }

/** Settings are read pipe by pipe where they are declared, so these pipes declare none. */
const declared = (pipes: number) => {
  const text = program(pipes).replaceAll(/^ *settings .*\n/gm, "")
  return Bind.bind([Parser.parse(Source.make("main.pipe", text)).file], catalog).program
}

/** Of the network, one way, in milliseconds. */
const way = 40

const trouble = { there: way, back: way, dropped: false, mishap: undefined }

interface Asked {
  readonly handler: Api.Handler
  /** Of the requests since it was last asked. */
  readonly counts: Effect.Effect<Counts>
}

/** Does something with an emulator on which nothing goes wrong, and with a state that is empty at first. */
const counting = async <A, E>(
  time: ReturnType<typeof Time.make>,
  work: (api: Asked) => Effect.Effect<A, E, Needs>,
): Promise<A> => {
  const all = Effect.gen(function* () {
    const handler = yield* Api.emulator({ contracts, ...keys, seed: 1 })
    const { client: http } = Api.network(handler, { sent: () => trouble, handled: () => Promise.resolve() })
    const client = CloudApiClient.layer({
      baseUrl,
      ...keys,
      userAgent: "pipewright/bench",
      rate: "unlimited",
    }).pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, http)))
    let seen = 0
    const counts = Effect.promise(async (): Promise<Counts> => {
      const answer = await handler(new Request(`${baseUrl}/emulator/requests`))
      const { requests } = (await answer.json()) as {
        readonly requests: ReadonlyArray<{ readonly operation?: string }>
      }
      const names = requests.slice(seen).map(({ operation }) => operation)
      seen = requests.length
      const of = (name: string) => names.filter((it) => it === name).length
      const [creates, lists] = [of("create"), of("list")]
      return { creates, lists, others: names.length - creates - lists }
    })
    return yield* Effect.provide(work({ handler, counts }), Layer.merge(client, StateStore.layerMemory()))
  }).pipe(
    Effect.provide(
      Layer.mergeAll(
        Approval.layerGranted,
        Progress.layerSilent,
        Layer.succeed(SecretHash, { hash }),
        Layer.succeed(ValueReader, { read: () => Effect.succeed(Redacted.make("secret")) }),
      ),
    ),
    Effect.scoped,
    Effect.provideService(RateLimits.RateLimits, new Map()),
    Effect.withRandom(Random.make(1)),
  )
  const exit = await time.run(all)
  if (exit === "hangs") throw new Error("the requests cannot be counted: nothing goes on")
  return Exit.getOrElse(exit, (cause) => {
    throw new Error(`the requests cannot be counted: ${cause}`)
  })
}

type Needs = Approval | CloudApiClient | Progress | SecretHash | StateStore | ValueReader

const planned = Effect.fnUntraced(function* (program: Ir.Program) {
  const { document } = yield* (yield* StateStore).read
  return yield* Planner.plan(program, service, { state: document, hash })
})

/** Of a plan of so many pipes that are there. */
export const plan = (pipes: number): Promise<Counts> =>
  counting(Time.make(Chance.make(1)), ({ handler, counts }) =>
    Effect.gen(function* () {
      const program = declared(pipes)
      yield* Effect.forEach(program.pipes, (pipe) => made(handler, pipe), { discard: true })
      yield* counts
      const { changes } = yield* planned(program)
      if (changes.some(({ live }) => live === undefined)) throw new Error("a pipe is not there")
      return yield* counts
    }),
  )

/** A pipe that is there before anything is counted. */
const made = (handler: Api.Handler, pipe: Ir.Pipe) =>
  Effect.promise(async () => {
    const { method, path, body } = Compile.create(pipe, service)
    const headers = {
      authorization: `Basic ${btoa(`${keys.keyId}:${Redacted.value(keys.keySecret)}`)}`,
      "content-type": "application/json",
    }
    const request = { method, headers, body: JSON.stringify(Evaluate.show(body)) }
    const answer = await handler(new Request(`${baseUrl}${path}`, request))
    if (!answer.ok) throw new Error(`a pipe was not made: ${await answer.text()}`)
  })

/** Of an apply of so many pipes that are not there, and of the next one. */
export const apply = (pipes: number): Promise<Applied> => {
  const time = Time.make(Chance.make(1))
  return counting(time, ({ counts }) =>
    Effect.gen(function* () {
      const program = declared(pipes)
      const once = Effect.flatMap(planned(program), (plan) =>
        Executor.apply(plan, service, { owner, concurrency: 4, wait: "running" }),
      )
      yield* once
      const seconds = time.now() / 1000
      const first = yield* counts
      yield* once
      return { first, seconds, second: yield* counts }
    }),
  )
}

const owner = { name: "ada", host: "elsewhere.example", pid: 4242, startedAt: "2026-11-24T12:00:00.000Z" }

const hash: SecretHash["Type"]["hash"] = (_, secret) => Effect.succeed(`hash of ${Redacted.value(secret)}`)
