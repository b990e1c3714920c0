/**
 * Applies the programs of a random author one after the other, while things go wrong on the network and runs die, and
 * says what is wrong with what is there in the end.
 */
import { createHash } from "node:crypto"
import * as HttpClient from "@effect/platform/HttpClient"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as RateLimits from "@pipewright/cloud-api/RateLimits"
import * as Bind from "@pipewright/core/Bind"
import type { Permissions } from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import * as Planner from "@pipewright/runtime/Planner"
import { Progress } from "@pipewright/runtime/Progress"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { StateStore } from "@pipewright/runtime/StateStore"
import { StopSoon } from "@pipewright/runtime/StopSoon"
import { ValueReader } from "@pipewright/runtime/ValueReader"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as EffectRandom from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Random from "../internal/random.ts"
import * as Api from "../schedules/api.ts"
import * as Faults from "../schedules/faults.ts"
import * as Texts from "../schedules/texts.ts"
import * as Time from "../schedules/time.ts"
import * as Checks from "./checks.ts"
import { type Death, Disk } from "./disk.ts"
import * as Programs from "./programs.ts"

const service = { organizationId: "org", serviceId: "svc" }

const owner = { name: "ada", host: "elsewhere.example", pid: 4242, startedAt: "2026-11-24T12:00:00.000Z" }

export interface Told {
  readonly seed: number
  readonly problems: ReadonlyArray<string>
  readonly trace: ReadonlyArray<string>
  readonly requests: number
  readonly deaths: number
}

const calm: Faults.Trouble = { there: 0, back: 0, dropped: false, mishap: undefined }

/** A run that is dead sends nothing. */
const neverSent: Faults.Trouble = {
  there: 0,
  back: 0,
  dropped: false,
  mishap: { kind: "breaks", code: "ECONNREFUSED", when: "before" },
}

/** Unlike that of Effect it holds nothing, so that a run that is left alone takes no memory. */
const never = Effect.async<never>(() => undefined)

/** When a run dies: at a request, before it leaves or once the API has done it, or at a write to the disk. */
type Fate =
  | { readonly at: "request" | "write"; readonly nth: number; readonly death: Death }
  | { readonly at: "time"; readonly millis: number; readonly soon: boolean }
  | undefined

const fateOf = ({ one, below, chance }: Random.Random): Fate =>
  chance(20)
    ? undefined
    : one<Fate>([
        { at: "request", nth: below(12), death: one(["before", "after"]) },
        { at: "request", nth: below(12), death: one(["before", "after"]) },
        { at: "write", nth: below(16), death: one(["before", "after"]) },
        { at: "time", millis: below(60_000), soon: chance(50) },
      ])

const all = () => true
const permissions: Permissions = { delete: all, replace: all, resnapshot: all, adopt: () => false }

/** So often a run is tried with everything going right before it counts as one that does not come to an end. */
const patience = 6

export const bind = (text: string): Ir.Program => {
  const parsed = Parser.parse(Source.make("main.pipe", text))
  const { program, diagnostics } = Bind.bind([parsed.file], catalog, "cloud")
  const [first] = [...parsed.diagnostics, ...diagnostics].filter(({ severity }) => severity === "error")
  if (first !== undefined) throw new Error(`a random program is wrong: ${first.message}\n${text}`)
  return program
}

export const run = async (seed: number): Promise<Told> => {
  const random = Random.make(seed)
  const mark = `hush${random.below(2 ** 30).toString(36)}hush`
  const time = Time.make(Random.make(random.below(2 ** 31)))
  const faultRandom = Random.make(random.below(2 ** 31))
  const keys = { keyId: "key-id", keySecret: Redacted.make(`${mark}:key`) }
  const faults = {
    ...Faults.profile(random, 60_000),
    delays: random.one([[0], [0, 100], [0, 0, 500, 2_000]]),
  }

  const trace: Array<string> = []
  const problems: Array<string> = []
  const numbers = new Map<string, number>()
  const numbered = (text: string): string =>
    text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      const number = numbers.get(id) ?? numbers.size + 1
      numbers.set(id, number)
      return `#${number}`
    })
  const say = (line: string): void => void trace.push(`${String(time.now()).padStart(8)}  ${numbered(line)}`)
  const texts = Texts.collector()
  let [requests, deaths, runs, sent, done] = [0, 0, 0, 0, 0]
  /** Those of dead runs too: a fiber that is left alone for good is never given back. */
  const processes: Array<Fiber.RuntimeFiber<unknown, unknown>> = []
  let isCalm = false
  let fate: Fate
  let disk: Disk | undefined
  let content: ReadonlyArray<readonly [string, string]> = []

  const dies = (nth: number, death: Death) => {
    if (fate?.at !== "request" || fate.nth !== nth || fate.death !== death) return false
    say(`the run dies ${death} this`)
    disk?.kill()
    return true
  }
  const watch: Api.Watch = {
    sent: (of, request, url) => {
      // What a dead run still does reaches nobody.
      if (of !== runs || disk?.isDead !== false) return neverSent
      requests += 1
      const trouble = isCalm ? calm : Faults.next(faultRandom, faults)
      const path = url.pathname.slice("/v1/organizations/org/services/svc".length)
      say(`${request.method} ${path}${Faults.show(trouble)}`)
      return dies(sent++, "before") ? neverSent : trouble
    },
    handled: async (of, method, _, answer) => {
      say(`the API answers ${answer.status} to ${method}`)
      if (answer.status >= 500)
        problems.push(`the emulator answered ${answer.status}: ${await answer.text()}`)
      if (of === runs) dies(done++, "after")
    },
  }

  const program = Effect.gen(function* () {
    const handler = yield* Api.emulator({
      contracts,
      ...keys,
      pace: random.one([0, 0.01, 0.1, 1]),
      faults: faults.api,
      seed,
    })
    const { client: httpClient, rest } = Api.network(handler, watch)
    const client = CloudApiClient.layer({
      baseUrl: "https://api.example",
      ...keys,
      userAgent: "pipewright/test",
      timeout: "1 minute",
      rate: "unlimited",
      patience: random.one(["0 seconds", "20 seconds", "2 minutes"] as const),
    }).pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, httpClient)))

    const control = (method: string, path: string, body?: object) =>
      Effect.promise(() =>
        handler(
          new Request(`https://api.example/emulator/${path}`, {
            method,
            headers: { "content-type": "application/json" },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }),
        ),
      )
    const listed = (things: string) =>
      Effect.promise(async () => {
        const url = `https://api.example/v1/organizations/org/services/svc/${things}`
        const headers = { authorization: `Basic ${btoa(`${keys.keyId}:${mark}:key`)}` }
        const { result } = (await (await handler(new Request(url, { headers }))).json()) as {
          readonly result?: ReadonlyArray<Checks.Thing>
        }
        // It may be asked while things go wrong.
        return result ?? []
      })
    /** The owner of the other side accepts every connection that waits for it. */
    const accept = Effect.flatMap(listed("clickpipesReversePrivateEndpoints"), (endpoints) =>
      Effect.forEach(
        endpoints.filter(({ status }) => status === "PendingAcceptance"),
        ({ id }) => control("POST", `endpoints/${id}`, { status: "Ready" }),
        { discard: true },
      ),
    )

    /** One process: it plans and carries out, or dies on the way. */
    const once = (declared: Ir.Program) =>
      Effect.gen(function* () {
        const dead = yield* Deferred.make<void>()
        const own = new Disk(
          content,
          (nth) => (fate?.at === "write" && fate.nth === nth ? fate.death : undefined),
          () => Deferred.unsafeDone(dead, Effect.void),
        )
        disk = own
        runs += 1
        sent = 0
        done = 0
        const { hash } = hashing
        const working = Effect.gen(function* () {
          const store = yield* StateStore
          const { document } = yield* store.read
          const options = { state: document, permissions, hash }
          const plan = yield* Planner.plan(declared, service, options)
          for (const { name, action, steps, blocked } of plan.changes)
            say(`plan: ${action} ${name}: ${steps.map(({ _tag }) => _tag).join(", ")} ${blocked?.code ?? ""}`)
          for (const { name, action, steps, blocked } of plan.endpoints)
            say(
              `plan: ${action} endpoint ${name}: ${steps.map(({ _tag }) => _tag).join(", ")} ${blocked?.code ?? ""}`,
            )
          const result = yield* Executor.apply(plan, service, {
            owner,
            concurrency: 3,
            wait: "running",
            timeout: "1 hour",
          })
          return { plan, result }
        }).pipe(
          Effect.provide(Layer.mergeAll(client, StateStore.layerMemory(own))),
          Effect.provideService(
            StopSoon,
            fate?.at === "time" && fate.soon ? Effect.sleep(fate.millis) : never,
          ),
        )
        if (fate?.at === "time" && !fate.soon)
          yield* Effect.forkDaemon(
            Effect.zipRight(
              Effect.sleep(fate.millis),
              Effect.sync(() => own.kill()),
            ),
          )
        // Who dies puts nothing in order, so it is not interrupted but left alone.
        const process = yield* Effect.forkDaemon(Effect.locally(working, Api.currentCall, runs))
        processes.push(process)
        process.addObserver(() => Deferred.unsafeDone(dead, Effect.void))
        yield* Deferred.await(dead)
        const exit = process.unsafePoll()
        own.kill()
        yield* rest
        content = own.left()
        if (exit === null) {
          deaths += 1
          return undefined
        }
        if (Exit.isFailure(exit)) {
          const failure = Cause.failureOption(exit.cause)
          say(`ends: ${Option.isSome(failure) ? failure.value.message : Cause.pretty(exit.cause)}`)
          if (Option.isSome(failure)) texts.addError(failure.value as never)
          else problems.push(`it breaks: ${Cause.pretty(exit.cause)}`)
          return undefined
        }
        const { plan, result } = exit.value
        for (const outcome of [
          ...result.pipes,
          ...result.endpoints,
          ...(result.cdcScaling === undefined ? [] : [result.cdcScaling]),
        ]) {
          say(
            `outcome: ${"name" in outcome.change ? outcome.change.name : "cdcScaling"} ${outcome._tag}${"error" in outcome ? ` ${outcome.error.message}` : ""}`,
          )
          if ("error" in outcome) texts.addError(outcome.error as never)
        }
        return { plan, result }
      })

    let written = Programs.first(random)
    for (let version = 2 + random.below(2); version > 0; version--) {
      const text = Programs.text(written)
      say(`--- ${JSON.stringify(written)}`)
      const declared = bind(text)
      isCalm = false
      for (let tries = random.below(4); tries > 0; tries--) {
        fate = fateOf(random)
        say(`fate: ${JSON.stringify(fate) ?? "none"}`)
        yield* once(declared)
        yield* Effect.sleep(random.one([1_000, 30_000]))
        if (random.chance(50)) yield* accept
      }
      isCalm = true
      fate = undefined
      yield* control("DELETE", "faults")
      let isDone = false
      for (let tries = patience; tries > 0 && !isDone; tries--) {
        yield* accept
        const ended = yield* once(declared)
        isDone = ended !== undefined && Plan.isEmpty(ended.plan) && !awaitsEndpoint(ended.plan)
      }
      const there = {
        pipes: yield* listed("clickpipes"),
        endpoints: yield* listed("clickpipesReversePrivateEndpoints"),
      }
      const text_ = content.find(([key]) => key === "document")?.[1]
      const document = text_ === undefined ? undefined : Either.getOrUndefined(State.decode(text_))
      if (!isDone) problems.push(`program ${JSON.stringify(written)} does not come to an empty plan`)
      problems.push(...Checks.problems(written, there, document))
      if (problems.length > 0) return
      yield* control("PUT", "faults", faults.api)
      written = Programs.next(random, written)
    }
  }).pipe(
    Effect.provide(
      Layer.mergeAll(
        Approval.layerGranted,
        Layer.succeed(Progress, {
          emit: (event) =>
            Effect.sync(() =>
              texts.addEvent(event._tag === "Ended" ? { ...event.outcome, change: undefined } : event),
            ),
        }),
        Layer.succeed(SecretHash, hashing),
        Layer.succeed(ValueReader, {
          read: ({ reader }) =>
            Effect.succeed(Redacted.make(`${mark} of ${"name" in reader ? reader.name : reader._tag}`)),
        }),
      ),
    ),
    Effect.scoped,
    Effect.provideService(RateLimits.RateLimits, new Map()),
    Effect.provide(texts.layer),
    Effect.withTracer(texts.tracer),
    Effect.withRandom(EffectRandom.make(seed)),
  )

  const exit = await time.run(
    Effect.ensuring(
      program,
      Effect.suspend(() => Fiber.interruptAllAs(FiberId.none)(processes).pipe(Effect.forkDaemon)),
    ),
  )
  if (exit === "hangs") problems.push("it hangs")
  else if (Exit.isFailure(exit)) problems.push(Cause.pretty(exit.cause))
  const leak = [...texts.all(), ...content.flat(), ...trace].find((text) => text.includes(mark))
  if (leak !== undefined) problems.push(`a secret is in ${leak.slice(0, 300)}`)
  return { seed, problems: problems.map(numbered), trace, requests, deaths }
}

/** Quick, for what is slow by intention is of no use here. */
export const hashing = {
  hash: (salt: string, secret: Redacted.Redacted) =>
    Effect.sync(() =>
      createHash("sha256")
        .update(`${salt} ${Redacted.value(secret)}`)
        .digest("hex"),
    ),
}

/** Once it is ready there may be more to do: the endpoint whose place it takes is deleted then. */
const awaitsEndpoint = ({ endpoints }: Plan.Plan): boolean =>
  endpoints.some(({ steps }) => steps.some(({ _tag }) => _tag === "WaitForEndpoint"))
