import * as Plan from "@pipewright/core/Plan"
import * as Json from "./json.ts"
import type { Planned } from "./plan.human.ts"

export const plan = ({ plan, session, place }: Planned): string =>
  Json.print({
    target: session.target,
    service: session.service,
    summary: { ...Plan.counts(plan), others: plan.others.length },
    pipes: plan.changes.map((change) => ({
      name: change.pipe.name,
      type: change.pipe.type,
      action: change.action,
      declared: place(change.pipe.origin),
      live: change.live.map(({ id, state }) => ({ id, state })),
      differences: change.differences.map(({ path, declared, live }) => ({
        path,
        declared,
        live: live ?? null,
      })),
    })),
    notCarriedOut: plan.withheld.map((it) => ({
      what: it._tag,
      name: it.name,
      ...(it._tag === "state" ? { state: it.state } : {}),
      ...(it._tag === "move" ? { from: it.from } : {}),
      declared: place(it.origin),
    })),
  })
