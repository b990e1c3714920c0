/** A reverse private endpoint as the emulator keeps it, in memory and on disk. */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Wire from "@pipewright/cloud-api/Wire"
import * as Schema from "effect/Schema"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

export const StoredEndpoint = Schema.Struct({
  id: Schema.String,
  type: ServiceWire.EndpointType,
  /** The body of its create, without the names. */
  body: Wire.JsonObject,
  /** The names of one's own that lead to it. */
  names: Schema.Array(Schema.String),
  /** When it was made, in milliseconds since 1970; absent once its status has been forced. */
  since: optional(Schema.Number),
  /** Where it rests once it is provisioned. */
  status: ServiceWire.EndpointStatus,
  deletedAt: optional(Schema.Number),
})
export type StoredEndpoint = typeof StoredEndpoint.Type
