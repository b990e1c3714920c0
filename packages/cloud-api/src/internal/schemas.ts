/** What the schemas of the wire are made of. */
import * as Schema from "effect/Schema"

/** May be left out; if it is there, it has a value. */
export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** May be missing or `null`, which read alike. */
export const lenient = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(schema, { exact: true, nullable: true })

export const nonEmpty = Schema.NonEmptyString.annotations({ description: "a text that is not empty" })
