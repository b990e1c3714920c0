import * as Plan from "@pipewright/core/Plan"
import * as Json from "./json.ts"
import type { Planned } from "./plan.human.ts"

export const plan = ({ plan, session, where }: Planned): string =>
  Json.print({
    target: session.target,
    service: session.service,
    summary: { ...Plan.counts(plan), others: plan.others.length },
    pipes: plan.changes.map((change) => ({
      name: change.pipe.name,
      type: change.pipe.type,
      action: change.action,
      declared: where(change),
      live: change.live.map(({ id, state }) => ({ id, state })),
      differences: change.differences.map(({ path, declared, live }) => ({
        path,
        declared,
        live: live ?? null,
      })),
    })),
  })
