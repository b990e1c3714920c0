import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { mysql } from "../mysql.ts"

export const rule = LintRule.make({
  name: "mysql/no-shared-server-id",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "No two pipes take part in the replication of a server under one id.",
  link: "https://dev.mysql.com/doc/refman/8.4/en/replication-options.html#sysvar_server_id",
  checks: {
    program: ({ program }) => {
      const first = new Map<string, Ir.Pipe>()
      return program.pipes
        .filter(({ kind }) => kind.name === mysql.name)
        .flatMap((pipe) => {
          const id = Ir.get(pipe.source, "serverId")
          const [host, port, number] = ["host", "port", "serverId"].map((name) =>
            Ir.literal(Ir.get(pipe.source, name)),
          )
          if (id === undefined || host === undefined || number === undefined) return []
          const place = JSON.stringify([host, port, number])
          const other = first.get(place)
          if (other === undefined) first.set(place, pipe)
          const theirs = other && Ir.get(other.source, "serverId")
          if (other === undefined || theirs === undefined) return []
          return [
            {
              // Where a connection has it, both read it there; the pipe is where they differ.
              ...Checks.at(LintRule.isWrittenHere(id.origin) ? id : pipe),
              message: `\`${pipe.name}\` and \`${other.name}\` are the server ${number}, so one ends the connection of the other`,
              help: "give each pipe an id of its own, or leave `serverId` out",
              related: [{ message: "the other one is here", ...Checks.at(theirs) }],
            },
          ]
        })
    },
  },
})
