/** Which replication slot goes with which mode. */
import * as Ir from "@pipewright/core/Ir"
import type { Check } from "@pipewright/core/SourceKind"
import * as Checks from "../shared/checks.ts"

/** Only `cdc_only` reads a slot of one's own, and the service can make only its own slot outlive a failover. */
export const slot: Check = ({ source }) => {
  const named = Ir.get(source, "settings", "replicationSlotName")
  if (named === undefined) return []
  const mode = Ir.get(source, "settings", "replicationMode")
  const word = Ir.literal(mode)
  const failover = Ir.get(source, "settings", "enableFailoverSlots")
  return [
    ...(mode !== undefined && typeof word === "string" && word !== "cdc_only"
      ? [
          Checks.Findings.report(
            "not-for-choice",
            Checks.at(named),
            { field: "replicationMode", values: ["cdc_only"], extra: "replicationSlotName" },
            Checks.orElse(mode, "cdc_only", named),
          ),
        ]
      : []),
    ...(failover !== undefined && Ir.literal(failover) === true
      ? [
          Checks.Findings.report(
            "excludes-other-field",
            Checks.at(failover),
            { field: "enableFailoverSlots", other: "replicationSlotName" },
            Checks.orElse(failover, "false", failover),
          ),
        ]
      : []),
  ]
}
