/** Makes requests go wrong as it is told. What goes wrong follows from the seed and the requests alone. */
import type { Json } from "@pipewright/cloud-api/WireContract"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import { PCGRandom } from "effect/Utils"
import type * as Fault from "../Fault.ts"
import { type Answer, type Exchange, failure } from "./exchange.ts"
import type * as Judge from "./judge.ts"
import { newer } from "./newer.ts"

/** A fault, how many requests it was meant for, and how many of them it hit. */
export interface Told {
  readonly fault: Fault.Fault
  readonly seen: number
  readonly hits: number
}

interface Counted {
  readonly fault: Fault.Fault
  readonly random: PCGRandom
  seen: number
  hits: number
}

export interface Service {
  /** Puts these in place of those before, and counts from the start. */
  readonly set: (faults: ReadonlyArray<Fault.Fault>) => Effect.Effect<void>
  readonly told: Effect.Effect<ReadonlyArray<Told>>
  /** What answers this request, with what goes wrong about it. */
  readonly around: (exchange: Exchange, app: Effect.Effect<Answer>) => Effect.Effect<Answer, Dropped>
}

const isMeant = ({ operation, method, path }: Fault.Fault, exchange: Exchange): boolean =>
  (operation === undefined || operation === exchange.operation) &&
  (method === undefined || method === exchange.method) &&
  (path === undefined || exchange.path.includes(path))

/** Whether it hits a request that is meant. A number is drawn for each of those, whatever else decides. */
const hits = (counted: Counted): boolean => {
  const { fault, random } = counted
  counted.seen += 1
  const isDrawn = fault.chance === undefined || random.number() < fault.chance
  const hit =
    isDrawn &&
    (fault.nth === undefined || counted.seen === fault.nth) &&
    (fault.every === undefined || counted.seen % fault.every === 0) &&
    counted.hits < (fault.times ?? Number.POSITIVE_INFINITY)
  if (hit) counted.hits += 1
  return hit
}

/** The connection of the request is to break. */
export class Dropped extends Data.TaggedError("Dropped") {}

/** The API fails in its envelope; what stands in front of it knows none. */
const failing = (exchange: Exchange, status: 500 | 502 | 503): Answer =>
  status === 500
    ? failure(exchange, 500, "INTERNAL_ERROR: the emulator was told to fail")
    : {
        status,
        headers: { "content-type": "text/html" },
        body: `<html><body><h1>${status}</h1></body></html>`,
      }

/** The operations that only one form of the API has. */
const forms: Readonly<Record<"document" | "guide", ReadonlyArray<string>>> = {
  document: ["getCdcScaling", "updateCdcScaling"],
  guide: ["getOrganizationCdcScaling", "updateOrganizationCdcScaling"],
}

/** The keys that a command to a pipe stands below. */
const commandKeys = { document: "command", guide: "action" } as const

/** What an API that knows one form says to a request in the other. */
const unknownForm = (exchange: Exchange, spoken: "document" | "guide") =>
  Effect.gen(function* () {
    const other = spoken === "document" ? "guide" : "document"
    if (forms[other].includes(exchange.operation ?? "")) {
      return failure(exchange, 404, "NOT_FOUND: the API has no such route")
    }
    if (exchange.operation !== "setState") return undefined
    const body = yield* Effect.orElseSucceed(exchange.body, () => undefined)
    return Predicate.hasProperty(body, commandKeys[other])
      ? failure(
          exchange,
          400,
          `BAD_REQUEST: ${commandKeys[other]}: is not known; ${commandKeys[spoken]}: is missing`,
        )
      : undefined
  })

const asNewer = (answer: Answer, change: (envelope: Json) => Json): Answer =>
  answer.headers["content-type"] === "application/json"
    ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Json)) }
    : answer

/** What answers a request, and may break its connection. */
type App = Effect.Effect<Answer, Dropped>

const apply = (effect: Fault.FaultEffect, exchange: Exchange, contracts: Judge.Contracts, app: App): App => {
  if ("delay" in effect) return Effect.zipRight(Effect.sleep(effect.delay), app)
  if ("drop" in effect) {
    return effect.drop === "before" ? new Dropped() : Effect.zipRight(app, new Dropped())
  }
  if ("newer" in effect) {
    return Effect.map(app, (response) =>
      asNewer(response, (envelope) => newer(envelope, effect.newer, contracts)),
    )
  }
  if ("dialect" in effect) {
    return effect.dialect === "both"
      ? app
      : Effect.flatMap(unknownForm(exchange, effect.dialect), (refusal) =>
          refusal === undefined ? app : Effect.succeed(refusal),
        )
  }
  if ("tooMany" in effect) {
    const { retryAfter, rateLimitReset } = effect.tooMany
    return Effect.succeed(
      failure(exchange, 429, "TOO_MANY_REQUESTS: the emulator was told to refuse", {
        ...(retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(retryAfter)) }),
        ...(rateLimitReset === undefined ? {} : { "x-ratelimit-reset": String(rateLimitReset) }),
      }),
    )
  }
  const { status, when } = effect.fail
  const answer = failing(exchange, status)
  return when === "before" ? Effect.succeed(answer) : Effect.as(app, answer)
}

export class Faults extends Context.Tag("@pipewright/emulator/internal/Faults")<Faults, Service>() {
  static readonly layer = (
    initial: ReadonlyArray<Fault.Fault>,
    seed: number,
    contracts: Judge.Contracts,
  ): Layer.Layer<Faults> => {
    const counted = (faults: ReadonlyArray<Fault.Fault>): ReadonlyArray<Counted> =>
      faults.map((fault, index) => ({ fault, random: new PCGRandom(seed, index), seen: 0, hits: 0 }))
    return Layer.sync(Faults, () => {
      let current = counted(initial)
      return {
        set: (faults) =>
          Effect.sync(() => {
            current = counted(faults)
          }),
        told: Effect.sync(() => current.map(({ fault, seen, hits }) => ({ fault, seen, hits }))),
        around: (exchange, app) =>
          current.length === 0
            ? app
            : current
                .filter((one) => isMeant(one.fault, exchange) && hits(one))
                .reduceRight<App>((inner, { fault }) => apply(fault.effect, exchange, contracts, inner), app),
      }
    })
  }
}
