/** Pieces of wire contracts that several kinds share, as the API's reference has them. */
import type { WireLifecycle } from "@pipewright/cloud-api/WireContract"
import * as Schema from "effect/Schema"

export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** A key that may be left out or be `null`. */
export const nullable = <A, I>(schema: Schema.Schema<A, I>) => optional(Schema.NullOr(schema))

export const text = Schema.NonEmptyString

export const accessKey = Schema.Struct({ accessKeyId: text, secretKey: text })

export const userAndPassword = Schema.Struct({ username: text, password: text })

/** Streams run until they are stopped. */
export const streaming: WireLifecycle = {
  start: () => ["Provisioning", "Running"],
  stop: ["Stopping", "Stopped"],
  commands: ["start", "stop"],
  pausedEdits: [],
}
