/** The API key of a run, and what the environment says besides: two schemes of names are in use for both. */
import type * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { NoCredentials } from "./failures.ts"

/** The names of ClickHouse's tools, and for each that of the API's guide. */
const ids = [
  ["CLICKHOUSE_ORG_ID", "ORG_ID"],
  ["CLICKHOUSE_SERVICE_ID", "SERVICE_ID"],
] as const
const key = [
  ["CLICKHOUSE_CLOUD_API_KEY", "KEY_ID"],
  ["CLICKHOUSE_CLOUD_API_SECRET", "KEY_SECRET"],
] as const

/** An empty variable counts as not set, as everywhere. */
const variable = (name: string): string | undefined => process.env[name] || undefined

/** The environment as `env` sees it: an id that is not set has the value of its other name. */
export const environment = (): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  ...Object.fromEntries(ids.map(([name, other]) => [name, variable(name) ?? variable(other)])),
})

export interface Key {
  readonly keyId: string
  readonly keySecret: Redacted.Redacted
}

/** The key that the target brings along, or that of the environment. */
export const of = (
  { keyId, keySecret, organization, service }: Ir.Target,
  values: Evaluate.Values,
): Effect.Effect<Key, NoCredentials> =>
  Effect.gen(function* () {
    const own = keyId !== undefined && keySecret?._tag === "Deferred" ? values.get(keySecret) : undefined
    const readIds = ids.filter(([name]) => [organization, service].some((value) => reads(value, name)))
    yield* warnOfTwo(own === undefined ? [...key, ...readIds] : readIds)
    return own === undefined ? yield* ofEnvironment : { keyId: text(keyId, values) ?? "", keySecret: own }
  })

/** A value of the target as a text, where it is one. */
export const text = (value: Ir.Value | undefined, values: Evaluate.Values): string | undefined => {
  if (value?._tag === "Literal") return String(value.value)
  const read = value?._tag === "Deferred" ? values.get(value) : undefined
  return read === undefined ? undefined : Redacted.value(read)
}

const reads = (value: Ir.Value | undefined, name: string): boolean =>
  value?._tag === "Deferred" && value.reader._tag === "Env" && value.reader.name === name

/** The id and the secret come from one scheme: half of one key and half of another are no key. */
const ofEnvironment = Effect.gen(function* () {
  for (const scheme of [0, 1] as const) {
    const [id, secret] = key.map((names) => names[scheme])
    const [keyId, keySecret] = [variable(id!), variable(secret!)]
    if (keyId === undefined && keySecret === undefined) continue
    if (keyId === undefined || keySecret === undefined) {
      return yield* Effect.fail(new NoCredentials({ missing: keyId === undefined ? id! : secret! }))
    }
    return { keyId, keySecret: Redacted.make(keySecret) }
  }
  return yield* Effect.fail(new NoCredentials({ missing: key[0][0] }))
})

/** Whoever set both names may believe that the second one counts. */
const warnOfTwo = (names: ReadonlyArray<readonly [string, string]>): Effect.Effect<void> =>
  Effect.forEach(
    names.filter(([name, other]) => {
      const [first, second] = [variable(name), variable(other)]
      return first !== undefined && second !== undefined && first !== second
    }),
    ([name, other]) =>
      Effect.logWarning(`${name} and ${other} are both set and differ; ${name} is used, so unset ${other}`),
    { discard: true },
  )
