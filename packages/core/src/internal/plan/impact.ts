/** What a difference means for whoever runs the pipe. */
import type { Difference, Impact, Live } from "../../Change.ts"
import { type BodyObject, isObject, type Request } from "../../Compile.ts"
import * as Destination from "../../Destination.ts"
import type * as Diff from "../../Diff.ts"
import type { Json } from "../../Evaluate.ts"
import type * as Ir from "../../Ir.ts"
import * as Patch from "../../Patch.ts"
import * as Price from "../../Price.ts"
import * as Walk from "../diff/walk.ts"

export const withImpact = (
  pipe: Ir.Pipe,
  request: Request,
  live: Live,
  differences: ReadonlyArray<Diff.Difference>,
): ReadonlyArray<Difference> =>
  differences.map((difference) => ({ ...difference, impact: impactOf(pipe, request, live, difference) }))

const impactOf = (pipe: Ir.Pipe, request: Request, live: Live, difference: Diff.Difference): Impact => {
  const { edit, keys, row } = difference
  const { lifecycle, scaling } = pipe.kind
  switch (edit) {
    case "replace":
      return { _tag: "rereads", leaves: tables(live.object) }
    case "delta":
      return Patch.isInRow(difference) ? { _tag: "resnapshot", tables: [row!] } : { _tag: "pauses" }
    case "paused":
      return { _tag: "pauses" }
    case "scaling": {
      const before = Price.ofSize(scaling ?? {}, Walk.object(live.object.scaling))
      const declared = Walk.object(request.body.scaling as Json | undefined)
      const after = Price.ofSize(scaling ?? {}, { ...Walk.object(live.object.scaling), ...declared })
      return pipe.kind.priced === "pipe" && before !== undefined && after !== undefined
        ? { _tag: "cost", perMonth: { before, after } }
        : { _tag: "cost" }
    }
    default:
      return keys[0] === "source" && lifecycle.pauseBefore.includes(keys[2] ?? "")
        ? { _tag: "pauses" }
        : { _tag: "inPlace" }
  }
}

/** The tables that a pipe writes, with their database, whatever it reads. */
export const tables = (body: BodyObject): ReadonlyArray<string> => {
  const destination = objectAt(body, "destination")
  const { database, table } = destination
  const prefix = typeof database === "string" ? database : Destination.defaultDatabase
  if (typeof table === "string") return [`${prefix}.${table}`]
  const arms = Object.values(objectAt(body, "source")).filter(isObject)
  const lists = arms.flatMap((arm) => Object.values(arm)).filter((it) => Array.isArray(it))
  return lists.flat().flatMap((row) => {
    const target = isObject(row) ? row.targetTable : undefined
    return typeof target === "string" ? [`${prefix}.${target}`] : []
  })
}

const objectAt = (body: BodyObject, key: string): BodyObject => {
  const found = body[key]
  return isObject(found) ? found : {}
}
