import * as Ir from "@pipewright/core/Ir"
import type { Lifecycle } from "@pipewright/core/SourceKind"
import * as Lifecycles from "../shared/lifecycles.ts"

/** A pipe that does not wait for more files comes to an end. */
export const lifecycle: Lifecycle = {
  ...Lifecycles.streaming,
  ...Lifecycles.login(["azureContainerName", "path"], ["accessKey", "serviceAccountKey", "connectionString"]),
  rigid: [{ field: "authentication", value: "SERVICE_ACCOUNT", types: ["gcs"] }],
  settled: (source) =>
    Ir.literal(source.fields.get("isContinuous")) === true
      ? Lifecycles.streaming.settled(source)
      : ["Completed", ...Lifecycles.streaming.settled(source)],
}
