import type { Difference, Item } from "@pipewright/core/Drift"
import * as Drift from "@pipewright/core/Drift"
import type * as Schema from "../schemas/drift.ts"
import type { Drifted } from "./drift.human.ts"
import * as Words from "./drift.words.ts"
import * as Json from "./json.ts"

export const drift = (drifted: Drifted): string => {
  const { drift: found, session } = drifted
  return Json.print<Schema.Drift>({
    target: session.target,
    service: session.service,
    drift: Drift.isDrift(found),
    summary: {
      ...Words.counts(found),
      unmade: found.unmade.length,
      others: found.others,
      ...(found.leftOut === undefined ? {} : { leftOut: found.leftOut }),
    },
    remembers: found.remembers,
    items: found.items.map(item(drifted)),
  })
}

const item =
  ({ place, session, path }: Drifted) =>
  (it: Item): Schema.Item => ({
    of: it.of,
    name: it.name,
    what: it.what,
    ...liveOf(it),
    ...("record" in it && it.record !== undefined ? { appliedAt: it.record.appliedAt } : {}),
    differences: it.differences.map(difference(place)),
    notes: it.notes,
    ...Words.ways(it, { path, target: session.target }),
    declared: declaredAt(it, place),
  })

const liveOf = (it: Item): Pick<Schema.Item, "id" | "state"> => {
  if (it.of === "cdcScaling") return {}
  const id = it.live?.id ?? it.record?.id
  const { live } = it
  return {
    ...(id === undefined ? {} : { id }),
    ...(live === undefined ? {} : { state: "status" in live ? live.status : live.state }),
  }
}

const declaredAt = (it: Item, place: Drifted["place"]): string | null => {
  const origin =
    it.of === "pipe"
      ? it.change.pipe?.origin
      : it.of === "endpoint"
        ? it.change.endpoint?.origin
        : it.change?.scaling.origin
  return origin === undefined ? null : place(origin)
}

/** `declared` is there where the program says a value of its own. */
const difference =
  (place: Drifted["place"]) =>
  (it: Difference): Schema.Difference => ({
    path: it.path,
    applied: it.applied ?? null,
    live: it.live ?? null,
    declaredAs: declaredAs[it.declared._tag],
    ...(it.declared._tag === "other" ? { declared: it.declared.value ?? null } : {}),
    movedBy: Words.movedBy(it),
    at: it.origin === undefined ? null : place(it.origin),
  })

const declaredAs = { asApplied: "applied", asLive: "live", other: "other", undeclared: "nothing" } as const
