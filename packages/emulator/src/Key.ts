/** Keys of the API that an emulator takes, as plain data, each with what it may do. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Judge from "./internal/judge.ts"
import { badRequest, type Refused } from "./internal/refused.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const nonEmpty = Schema.NonEmptyString.annotations({ description: "a text that is not empty" })

const id = nonEmpty.pipe(
  Schema.filter((text) => !text.includes(":"), { description: "a text without a colon" }),
)

const Rights = Schema.Literal("admin", "read-only")

const KeyFile = Schema.Array(
  Schema.Struct({
    id,
    secret: nonEmpty,
    organizations: optional(Schema.Array(nonEmpty)),
    rights: optional(Rights),
  }),
)

export interface Key {
  readonly id: string
  readonly secret: Redacted.Redacted
  /** The ids of the organisations that it is of. Without it the key is of every one. */
  readonly organizations?: ReadonlyArray<string>
  /** `read-only` changes nothing. `admin` by default. */
  readonly rights?: typeof Rights.Type
}

/** Keys as a file gives them, or what is wrong with them. The words repeat nothing of the file. */
export const fromJson = (json: unknown): Effect.Effect<ReadonlyArray<Key>, Refused> =>
  Effect.gen(function* () {
    const keys = yield* Judge.decode(KeyFile, json)
    const ids = keys.map((key) => key.id)
    const twice = ids.findIndex((one, index) => ids.indexOf(one) !== index)
    if (twice !== -1) return yield* badRequest([{ path: [twice, "id"], what: "is the id of a key before" }])
    return keys.map(({ secret, ...key }) => ({ ...key, secret: Redacted.make(secret) }))
  })
