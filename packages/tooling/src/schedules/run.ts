/** Runs a schedule against the emulator, in its own time, and says what is wrong with what happened. */
import { inspect } from "node:util"
import * as HttpClient from "@effect/platform/HttpClient"
import { CloudApiClient, type Service } from "@pipewright/cloud-api/CloudApiClient"
import { type CloudApiError, type EndpointError, mayHaveHappened } from "@pipewright/cloud-api/errors"
import * as RateLimits from "@pipewright/cloud-api/RateLimits"
import { contracts } from "@pipewright/sources/Contracts"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as EffectRandom from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Random from "../internal/random.ts"
import * as Api from "./api.ts"
import * as Checks from "./checks.ts"
import * as Faults from "./faults.ts"
import type { Event, Outcome } from "./history.ts"
import * as Schedule from "./schedule.ts"
import * as Texts from "./texts.ts"
import * as Time from "./time.ts"

const service = { organizationId: "org", serviceId: "svc" }

export interface Told {
  readonly seed: number
  readonly problems: ReadonlyArray<string>
  /** What happened, a line for each thing, with the time in milliseconds. Ids are counted, so that a run repeats. */
  readonly trace: ReadonlyArray<string>
  readonly requests: number
  readonly calls: number
}

/** The things that have ids, and the operation that makes one. */
type Thing = "createPipe" | "createEndpoint"

const thingOf = (operation: Schedule.Operation): Thing =>
  operation.endsWith("Endpoint") ? "createEndpoint" : "createPipe"

const send = (
  client: Service,
  call: Schedule.Call,
  id: string,
): Effect.Effect<Outcome, CloudApiError | EndpointError> => {
  const pipe = { ...service, pipeId: id }
  const endpoint = { ...service, endpointId: id }
  const done = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<Outcome, E> =>
    Effect.as(effect, { is: "done" })
  const made = <E>(effect: Effect.Effect<{ readonly id: string }, E>): Effect.Effect<Outcome, E> =>
    Effect.map(effect, ({ id }) => ({ is: "done", id }))
  const listed = <E>(
    effect: Effect.Effect<ReadonlyArray<{ readonly id: string }>, E>,
  ): Effect.Effect<Outcome, E> => Effect.map(effect, (all) => ({ is: "done", ids: all.map(({ id }) => id) }))
  switch (call.operation) {
    case "listPipes":
      return listed(client.listPipes(service))
    case "createPipe":
      return made(client.createPipe({ ...service, body: call.body }))
    case "getPipe":
      return done(client.getPipe(pipe))
    case "deletePipe":
      return done(client.deletePipe(pipe))
    case "updatePipe":
      return done(client.updatePipe({ ...pipe, body: call.body }))
    case "setState":
      return done(client.setState({ ...pipe, command: call.command }))
    case "setScaling":
      return done(client.setScaling({ ...pipe, scaling: { replicas: call.replicas } }))
    case "getSettings":
      return done(client.getSettings(pipe))
    case "putSettings":
      return done(client.putSettings({ ...pipe, settings: { clickhouse_max_threads: call.threads } }))
    case "getCdcScaling":
      return done(client.getCdcScaling(service))
    case "updateCdcScaling": {
      const scaling = { replicaCpuMillicores: call.cores * 1000, replicaMemoryGb: call.cores * 4 }
      return done(client.updateCdcScaling({ ...service, scaling }))
    }
    case "listEndpoints":
      return listed(client.listEndpoints(service))
    case "createEndpoint":
      return made(client.createEndpoint({ ...service, body: call.body }))
    case "getEndpoint":
      return done(client.getEndpoint(endpoint))
    case "deleteEndpoint":
      return done(client.deleteEndpoint(endpoint))
    case "updateEndpoint":
      return done(client.updateEndpoint({ ...endpoint, body: call.body }))
    case "discoverSchema":
      return done(client.discoverSchema({ ...service, body: call.body }))
    case "getService":
      return done(client.getService(service))
  }
}

const outcomeOf = (error: CloudApiError | EndpointError): Outcome => {
  const why = `${error._tag} ${error.status ?? ""}`.trim()
  if (error._tag === "PipeNotFound" || error._tag === "EndpointNotFound") return { is: "missing" }
  return error._tag === "ApiUnavailable" && mayHaveHappened(error)
    ? { is: "unclear", why: `${why} ${error.reason}` }
    : { is: "refused", why }
}

export const run = async (seed: number): Promise<Told> => {
  const random = Random.make(seed)
  const mark = `hush${random.below(2 ** 30).toString(36)}hush`
  const schedule = Schedule.make(random, mark)
  const time = Time.make(Random.make(random.below(2 ** 31)))
  const faultRandom = Random.make(random.below(2 ** 31))
  const keySecret = `${mark}:key`
  const keys = { keyId: "key-id", keySecret: Redacted.make(keySecret) }

  const events: Array<Event> = []
  const trace: Array<string> = []
  const failures: Array<string> = []
  const numbers = new Map<string, number>()
  const numbered = (text: string): string =>
    text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      const number = numbers.get(id) ?? numbers.size + 1
      numbers.set(id, number)
      return `#${number}`
    })
  const say = (line: string): void => {
    trace.push(`${String(time.now()).padStart(8)}  ${numbered(line)}`)
  }

  const watch: Api.Watch = {
    sent: (call, request, url) => {
      events.push({ kind: "sent", call, at: time.now() })
      const trouble = Faults.next(faultRandom, schedule.faults)
      say(
        `call ${call}: ${request.method} ${url.pathname.slice("/v1/organizations/org/services/svc".length)}${Faults.show(trouble)}`,
      )
      return trouble
    },
    handled: async (call, method, url, answer) => {
      say(`call ${call}: the API answers ${answer.status}`)
      if (answer.status >= 500)
        failures.push(`the emulator answered ${answer.status}: ${await answer.text()}`)
      if (answer.status !== 200) return
      const last = url.pathname.split("/").pop() ?? ""
      // A look at a source is a POST that does nothing, and a wake is no part of what a call asks for.
      if (last === "schemaDiscovery" || url.pathname.endsWith("/services/svc/state")) return
      const id = method === "POST" ? madeBy(await answer.json()) : last
      events.push({ kind: "did", call, method, id })
    },
  }

  const texts = Texts.collector()

  const program = Effect.gen(function* () {
    const handler = yield* Api.emulator({
      contracts,
      ...keys,
      pace: schedule.pace,
      faults: schedule.faults.api,
      seed,
    })
    const { client: httpClient, rest } = Api.network(handler, watch)
    const { dialect, ...client } = schedule.client
    const { wakes } = schedule
    const built = yield* Layer.build(
      CloudApiClient.layer({
        baseUrl: "https://api.example",
        ...keys,
        userAgent: "pipewright/test",
        ...client,
        ...(dialect === undefined ? {} : { dialect }),
        ...(wakes === undefined ? {} : { wake: () => Effect.succeed(wakes) }),
      }).pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, httpClient))),
    )
    const api = yield* Effect.provide(CloudApiClient, built)
    const known: Readonly<Record<Thing, Array<string>>> = { createPipe: [], createEndpoint: [] }
    let calls = 0

    const step = (one: Schedule.Step) =>
      Effect.gen(function* () {
        yield* Effect.sleep(one.pause)
        const call = calls++
        const { operation } = one.call
        const things = known[thingOf(operation)]
        const target =
          "nth" in one.call ? (things[one.call.nth % Math.max(1, things.length)] ?? "unknown") : undefined
        events.push({ kind: "asked", call, operation, target })
        say(
          `call ${call}: ${operation} ${target ?? ("body" in one.call ? (one.call.body.name ?? one.call.body.description ?? "") : "")}`,
        )
        const sending = send(api, one.call, target ?? "").pipe(
          Effect.either,
          Effect.locally(Api.currentCall, call),
        )
        const exit = yield* Effect.exit(
          one.patience === undefined ? Effect.asSome(sending) : Effect.timeoutOption(sending, one.patience),
        )
        const outcome = yield* Effect.sync((): Outcome => {
          if (Exit.isFailure(exit)) return { is: "defect", why: Cause.pretty(exit.cause) }
          if (Option.isNone(exit.value)) return { is: "abandoned" }
          if (Either.isRight(exit.value.value)) return exit.value.value.right
          texts.addError(exit.value.value.left)
          return outcomeOf(exit.value.value.left)
        })
        if (outcome.is === "done" && outcome.id !== undefined) things.push(outcome.id)
        events.push({ kind: "heard", call, outcome })
        say(`call ${call}: ${inspect(outcome, { breakLength: Number.POSITIVE_INFINITY })}`)
      })

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
    const put = (state: string) => {
      say(`the service is ${state}`)
      return control("POST", "services/org/svc", { state })
    }
    const sleep = ({ from, to }: Schedule.Schedule["sleeps"][number]) =>
      Effect.gen(function* () {
        yield* Effect.sleep(from)
        yield* put("idle")
        yield* Effect.sleep(to - from)
        yield* put("running")
      })
    yield* Effect.all(
      [
        ...schedule.callers.map((steps) => Effect.forEach(steps, step, { discard: true })),
        ...schedule.sleeps.map(sleep),
      ],
      { concurrency: "unbounded", discard: true },
    )
    yield* rest
    yield* put("running")
    yield* control("DELETE", "faults")
    return yield* Effect.promise(async () => {
      const authorization = `Basic ${btoa(`${keys.keyId}:${keySecret}`)}`
      const ids = ["clickpipes", "clickpipesReversePrivateEndpoints"].map(async (things) => {
        const url = `https://api.example/v1/organizations/org/services/svc/${things}`
        return listed(await (await handler(new Request(url, { headers: { authorization } }))).json())
      })
      return (await Promise.all(ids)).flat()
    })
  }).pipe(
    Effect.scoped,
    Effect.provideService(RateLimits.RateLimits, new Map()),
    Effect.provide(texts.layer),
    Effect.withTracer(texts.tracer),
    Effect.withRandom(EffectRandom.make(seed)),
  )

  const exit = await time.run(program)
  if (exit !== "hangs" && Exit.isFailure(exit)) failures.push(Cause.pretty(exit.cause))
  const history = {
    events,
    left: exit !== "hangs" && Exit.isSuccess(exit) ? exit.value : [],
    texts: texts.all(),
    failures,
    hangs: exit === "hangs",
  }
  return {
    seed,
    problems: Checks.problems(history, {
      rate: schedule.client.rate,
      marks: [mark, btoa(`${keys.keyId}:${keySecret}`)],
    }).map(numbered),
    trace,
    requests: events.filter(({ kind }) => kind === "sent").length,
    calls: events.filter(({ kind }) => kind === "asked").length,
  }
}

/** What the API's own answers hold. */
const madeBy = (json: unknown): string => (json as { readonly result: { readonly id: string } }).result.id

const listed = (json: unknown): ReadonlyArray<string> => {
  const { result } = json as {
    readonly result: ReadonlyArray<{ readonly id: string; readonly status?: string }>
  }
  // An endpoint is shown for a while after it was deleted.
  return result.flatMap(({ id, status }) => (status === "Deleting" ? [] : [id]))
}
