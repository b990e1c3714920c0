import * as Ir from "@pipewright/core/Ir"
import type { Check } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "../shared/checks.ts"

export const Findings = Diagnostic.table({
  "mariadb-needs-gtid": ({ type }: { type: string }) => ({
    message: `\`${type}\` tells its place in the binary log by transaction only`,
    help: "write `replicationMechanism = GTID`, or leave it out",
  }),
})

const mariaDb = ["mariadb", "rdsmariadb"]

export const mechanism: Check = ({ source, type }) => {
  const found = Ir.get(source, "settings", "replicationMechanism")
  return found !== undefined && mariaDb.includes(type) && Ir.literal(found) === "FILE_POS"
    ? [Findings.report("mariadb-needs-gtid", Checks.at(found), { type })]
    : []
}
