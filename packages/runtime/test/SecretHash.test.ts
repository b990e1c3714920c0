import { describe, it } from "@effect/vitest"
import { newSalt, SecretHash } from "@pipewright/runtime/SecretHash"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { assert } from "vitest"

const salt = "c2FsdHNhbHRzYWx0c2FsdA=="

describe("The hash of a secret", () => {
  it.effect("is that of scrypt with the salt, and says how it was made", () =>
    Effect.gen(function* () {
      const { hash } = yield* SecretHash
      // As Python's `hashlib.scrypt` has it, with n = 2**14, r = 8, p = 1 and 32 bytes.
      assert.strictEqual(
        yield* hash(salt, Redacted.make("pässword")),
        "scrypt-16384-8-1:/t8mlR51UufNKhQj1B0vE029ITD/cozux1pbNTnQjJ4=",
      )
    }).pipe(Effect.provide(SecretHash.layer)),
  )

  it.effect("is another for another salt or secret", () =>
    Effect.gen(function* () {
      const { hash } = yield* SecretHash
      const hashes = yield* Effect.all(
        [
          hash(salt, Redacted.make("a")),
          hash(salt, Redacted.make("b")),
          hash(yield* newSalt, Redacted.make("a")),
        ],
        { concurrency: "unbounded" },
      )
      assert.lengthOf(new Set(hashes), 3)
    }).pipe(Effect.provide(SecretHash.layer)),
  )

  it.effect("is made once, however many ask for it", () =>
    Effect.gen(function* () {
      const { hash } = yield* SecretHash
      const asked = Array.from({ length: 2000 }, () => hash(salt, Redacted.make("a")))
      const hashes = yield* Effect.all(asked, { concurrency: "unbounded" })
      // Each of them as a hash of its own would take longer than a test may.
      assert.lengthOf(new Set(hashes), 1)
    }).pipe(Effect.provide(SecretHash.layer)),
  )

  it("has a salt that is new each time", () => {
    const salts = Array.from({ length: 50 }, () => Effect.runSync(newSalt))
    assert.lengthOf(new Set(salts), 50)
    for (const one of salts) assert.lengthOf(Buffer.from(one, "base64"), 16)
  })
})
