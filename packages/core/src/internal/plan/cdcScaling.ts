/** What becomes of the size that pipes from databases share. */
import type { Change, Difference, ScalingChange } from "../../Change.ts"
import type { Request } from "../../Compile.ts"
import * as Diff from "../../Diff.ts"
import type { JsonObject } from "../../Evaluate.ts"
import * as Evaluate from "../../Evaluate.ts"
import type * as Ir from "../../Ir.ts"
import * as Price from "../../Price.ts"
import * as Scaling from "../../Scaling.ts"
import { Blocks, Notes } from "./words.ts"

export interface Given {
  readonly scaling: Ir.Block
  readonly request: Request
  readonly live: JsonObject | undefined
  readonly record: JsonObject | undefined
  readonly pipes: ReadonlyArray<Change>
}

export const change = (given: Given): ScalingChange => {
  const { scaling, request, live, record, pipes } = given
  const base = {
    scaling,
    request,
    ...(live === undefined ? {} : { live }),
    ...(record === undefined ? {} : { record }),
  }
  const databases = pipes.flatMap(({ pipe }) => (pipe?.kind.destination === "database" ? [pipe] : []))
  const isKnown = databases.length > 0 && databases.every(({ kind }) => kind.priced === "shared")
  if (live === undefined && databases.length === 0)
    return {
      ...base,
      action: "blocked",
      differences: [],
      steps: [],
      blocked: Blocks.noDatabasePipe(undefined),
      notes: [],
    }
  const known =
    record === undefined ? undefined : { origin: "created" as const, applied: record, secrets: {} }
  const found = Diff.compareFields(Scaling.shared, { request, live: live ?? {}, record: known })
  const [before, after] = [live ?? {}, Evaluate.comparable(request.body, new Map())].map((size) =>
    Price.ofSize(Scaling.shared, size),
  )
  const differences = found.differences.map(
    (difference): Difference => ({
      ...difference,
      impact:
        isKnown && before !== undefined && after !== undefined
          ? { _tag: "cost", perMonth: { before, after } }
          : { _tag: "cost" },
    }),
  )
  const isThere = live !== undefined && differences.length === 0 && found.unknown.length === 0
  const applied = Evaluate.comparable(request.body, new Map())
  if (isThere)
    return {
      ...base,
      action: "keep",
      differences,
      steps: Diff.isSameJson(record, applied) ? [] : [{ _tag: "Remember" }],
      notes: [],
    }
  return {
    ...base,
    action: "update",
    differences,
    steps: [
      { _tag: "PatchCdcScaling", request },
      { _tag: "WaitForCdcScaling", request },
      { _tag: "Remember" },
    ],
    notes: live === undefined ? [Notes.afterFirst(undefined)] : [],
  }
}
