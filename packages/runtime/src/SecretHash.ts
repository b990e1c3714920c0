/**
 * What is remembered of a secret: whether it is still the same can be seen from it, and what it is cannot be found out
 * by trying many, since each try takes long.
 */
import { randomBytes, scrypt } from "node:crypto"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

export interface Service {
  /** The same hash for the same salt and secret. */
  readonly hash: (salt: string, secret: Redacted.Redacted) => Effect.Effect<string>
}

const cost = { N: 2 ** 14, r: 8, p: 1 } as const
const length = 32

/** Stands before each hash: one that was made in another way is not compared with. */
const method = `scrypt-${cost.N}-${cost.r}-${cost.p}`

/** A new salt for a state that begins. */
export const newSalt: Effect.Effect<string> = Effect.sync(() => randomBytes(16).toString("base64"))

const derive = (salt: string, secret: string): Effect.Effect<string> =>
  Effect.async((resume) =>
    scrypt(secret, Buffer.from(salt, "base64"), length, cost, (error, key) =>
      // No error is `null` for one runtime, and `undefined` for another.
      resume(error ? Effect.die(error) : Effect.succeed(`${method}:${key.toString("base64")}`)),
    ),
  )

export class SecretHash extends Context.Tag("@pipewright/runtime/SecretHash")<SecretHash, Service>() {
  /** Each secret is hashed once for as long as the layer lives, however many pipes have it. */
  static readonly layer: Layer.Layer<SecretHash> = Layer.effect(
    SecretHash,
    Effect.map(
      Effect.cachedFunction(([salt, secret]: readonly [string, string]) => derive(salt, secret)),
      (hash) => ({ hash: (salt, secret) => hash(Data.tuple(salt, Redacted.value(secret))) }),
    ),
  )
}
