/** The ways in which pipes live. */
import * as Ir from "@pipewright/core/Ir"
import type { Lifecycle } from "@pipewright/core/SourceKind"

/** The role of one way to log in says nothing for another. */
export const roleOfAuthentication: NonNullable<Lifecycle["clearAlong"]> = [
  { with: ["authentication"], clear: ["iamRole"] },
]

/**
 * A pipe that logs in again tries the login that it is sent, so a way to log in goes with all that belongs to it, and all
 * that belongs to it with the way.
 */
export const login = (
  connection: ReadonlyArray<string>,
  credentials: ReadonlyArray<string>,
): Pick<Lifecycle, "sendAlong" | "clearAlong"> => ({
  sendAlong: [
    { with: ["authentication", "iamRole", ...connection], send: credentials },
    { with: ["iamRole", ...credentials], send: ["authentication"] },
  ],
  clearAlong: roleOfAuthentication,
})

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
