import * as Json from "./json.ts"
import type { Planned } from "./plan.human.ts"
import * as Shown from "./plan.shown.ts"

export const plan = ({ plan, session, place }: Planned): string =>
  Json.print({
    target: session.target,
    service: session.service,
    summary: { ...Shown.counts(plan), others: plan.others.length },
    pipes: Shown.rows(plan).map((row) => ({
      name: row.pipe.name,
      type: row.pipe.type,
      action: row.action,
      declared: place(row.pipe.origin),
      live: row.live.map(({ id, state }) => ({ id, state })),
      differences: row.differences.map(({ path, before, after }) => ({
        path,
        declared: after ?? null,
        live: before ?? null,
      })),
    })),
    notCarriedOut: Shown.withheld(plan, session.target).map((it) => ({
      what: it._tag,
      name: it.name,
      ...(it._tag === "state" ? { state: it.state } : {}),
      ...(it._tag === "move" ? { from: it.from } : {}),
      declared: place(it.origin),
    })),
  })
