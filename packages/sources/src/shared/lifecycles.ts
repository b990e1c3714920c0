/** The two ways in which pipes live. */
import type { Lifecycle } from "@pipewright/core/SourceKind"
import * as Ir from "@pipewright/core/Ir"

/** Pipes that read a stream until they are stopped. */
export const streaming: Lifecycle = {
  settled: () => ["Running", "Degraded", "Failed", "InternalError"],
  stopped: ["Stopped"],
  pauseBefore: [],
  sendAlong: [],
}

/** Pipes that copy tables: an initial snapshot, and changes after it unless the mode is `snapshot`. */
export const database = (connection: ReadonlyArray<string>): Lifecycle => ({
  settled: (source) =>
    Ir.literal(Ir.get(source, "settings", "replicationMode")) === "snapshot"
      ? ["Completed", "Snapshot", "Failed", "InternalError"]
      : ["Running", "Snapshot", "Degraded", "Failed", "InternalError"],
  stopped: ["Paused", "Stopped"],
  pauseBefore: ["tableMappings"],
  sendAlong: connection.length === 0 ? [] : [{ with: connection, send: ["credentials"] }],
})
