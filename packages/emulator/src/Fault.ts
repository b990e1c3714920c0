/**
 * What goes wrong on demand, as plain data: which requests are meant, which of them it hits, and what happens to those.
 */
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { operationNames } from "./internal/exchange.ts"
import * as Judge from "./internal/judge.ts"
import type { Refused } from "./internal/refused.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const count = Schema.Int.pipe(Schema.greaterThanOrEqualTo(1, { description: "a whole number from 1" }))

const seconds = Schema.Number.pipe(
  Schema.between(0, 86_400, { description: "a number of seconds from 0 to 86400" }),
)

const moment = Schema.Literal("before", "after")

/** What can happen to a request, by the one key that an effect has. */
export const effects = {
  /** The answer is late by so many milliseconds. */
  delay: Schema.Int.pipe(
    Schema.between(0, 600_000, { description: "a whole number of milliseconds from 0 to 600000" }),
  ),
  /** The quota is used up (429), with the headers that say when to come back, or without. */
  tooMany: Schema.Struct({ retryAfter: optional(seconds), rateLimitReset: optional(seconds) }),
  /** The API (500) or what stands in front of it (502, 503) fails, before the request is carried out or after. */
  fail: Schema.Struct({ status: Schema.Literal(500, 502, 503), when: moment }),
  /** The connection breaks instead of an answer, before the request is carried out or after. */
  drop: moment,
  /** The API is newer than its client: objects have fields, enumerations values and pipes a state that nobody knows. */
  newer: Schema.Array(Schema.Literal("fields", "values", "state")),
  /** The API knows requests in the form of the published document, of the guide, or in both. */
  dialect: Schema.Literal("document", "guide", "both"),
} as const
type Effects = typeof effects

/** One of the effects. */
export type FaultEffect = {
  readonly [Key in keyof Effects]: { readonly [K in Key]: Effects[Key]["Type"] }
}[keyof Effects]

const when = {
  /** An operation by its name in `CloudApi`, such as `create`. */
  operation: optional(Schema.String),
  method: optional(Schema.Literal("GET", "POST", "PUT", "PATCH", "DELETE")),
  /** A part of the path, such as the id of a pipe. */
  path: optional(Schema.String),
  /** Of the requests that are meant: only this one, counted from 1. */
  nth: optional(count),
  /** Only every so manyth. */
  every: optional(count),
  /** Only some, by chance. The same seed and the same requests make the same choice. */
  chance: optional(Schema.Number.pipe(Schema.between(0, 1, { description: "a number from 0 to 1" }))),
  /** Not more often than this. */
  times: optional(count),
}

/** Which requests a fault is for, which of those it hits, and an effect that is yet to be looked at. */
const Unjudged = Schema.Struct({ ...when, effect: Wire.JsonObject })

/** A fault. Without a key besides its effect it is for every request, every time. */
export type Fault = Omit<typeof Unjudged.Type, "effect"> & { readonly effect: FaultEffect }

const isEffect = (key: string | undefined): key is keyof typeof effects =>
  key !== undefined && Object.hasOwn(effects, key)

/** Faults as a request or a file gives them, or what is wrong with them. */
export const fromJson = (json: unknown): Effect.Effect<ReadonlyArray<Fault>, Refused> =>
  Effect.gen(function* () {
    const faults = yield* Judge.decode(Schema.Array(Unjudged), json)
    yield* Judge.none(
      faults.flatMap(({ operation, effect }, index) => {
        if (operation !== undefined && !operationNames.includes(operation)) {
          return [{ path: [index, "operation"], what: `expected one of ${operationNames.join(", ")}` }]
        }
        const [key, ...others] = Object.keys(effect)
        return isEffect(key) && others.length === 0
          ? Judge.shapeProblems(effects[key], effect[key], [index, "effect", key])
          : [{ path: [index, "effect"], what: `expected one of ${Object.keys(effects).join(", ")}` }]
      }),
    )
    return faults as ReadonlyArray<Fault>
  })
