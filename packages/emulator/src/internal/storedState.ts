/** The state of a service as the emulator keeps it, in memory and on disk. */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Schema from "effect/Schema"

export const StoredState = Schema.Struct({
  /** When it was taken up, in milliseconds since 1970. */
  since: Schema.Number,
  /** The state to pass through, for as long as that takes. */
  through: Schema.optionalWith(ServiceWire.ServiceState, { exact: true }),
  /** The state to rest in. */
  rests: ServiceWire.ServiceState,
})
export type StoredState = typeof StoredState.Type
