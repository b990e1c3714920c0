/** The ways in which pipes live. */
import * as Ir from "@pipewright/core/Ir"
import type { Lifecycle } from "@pipewright/core/SourceKind"

/** Pipes that read a stream until they are stopped. */
export const streaming: Lifecycle = {
  settled: () => ["Running", "Degraded", "Failed", "InternalError"],
  stopped: ["Stopped"],
  pauseBefore: [],
  sendAlong: [],
}

/**
 * Pipes that copy tables: an initial snapshot, and changes after it unless the mode is `snapshot`. When a field of the
 * connection is edited the service connects anew, and for that it wants all of `send`.
 */
export const database = (
  connection: ReadonlyArray<string>,
  send: ReadonlyArray<string> = ["credentials"],
): Lifecycle => ({
  settled: (source) =>
    Ir.literal(Ir.get(source, "settings", "replicationMode")) === "snapshot"
      ? ["Completed", "Snapshot", "Failed", "InternalError"]
      : ["Running", "Snapshot", "Degraded", "Failed", "InternalError"],
  stopped: ["Paused", "Stopped"],
  pauseBefore: ["tableMappings"],
  sendAlong: connection.length === 0 ? [] : [{ with: connection, send }],
})
