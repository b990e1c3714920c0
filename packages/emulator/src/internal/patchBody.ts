/** Judges the body of an update and works out what the pipe becomes. */
import type * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { JsonObject, PipeEvent, PipeState, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Effect from "effect/Effect"
import { isObject, merge, omit } from "./json.ts"
import * as Judge from "./judge.ts"
import { isPaused } from "./lifecycle.ts"
import { badRequest, type Refused, refusal } from "./refused.ts"
import { cleared, readable, type StoredPipe } from "./storedPipe.ts"
import * as TableMappings from "./tableMappings.ts"

type Problem = SchemaProblems.Problem

const mustBePaused = ({ lifecycle }: WireContract, value: JsonObject, state: PipeState): boolean =>
  !isPaused(state) && lifecycle.pausedEdits.some((key) => Object.hasOwn(value, key))

const same = (one: Problem, other: Problem): boolean =>
  one.what === other.what && JSON.stringify(one.path) === JSON.stringify(other.path)

/** A body that is accepted: the pipe after it, and what moves the pipe besides. */
export interface Edited {
  readonly pipe: StoredPipe
  readonly event?: PipeEvent
}

const eventOf = (pipe: StoredPipe, source: JsonObject): PipeEvent => {
  const value = source[pipe.arm]
  return isObject(value) && Array.isArray(value[TableMappings.add]) && value[TableMappings.add].length > 0
    ? "add tables"
    : "edit"
}

/** The source after the change. */
const editSource = Effect.fnUntraced(function* (
  pipe: StoredPipe,
  body: JsonObject,
  contracts: Judge.Contracts,
  state: PipeState,
): Effect.fn.Return<JsonObject, Refused> {
  const { contract, value } = yield* Judge.onlyArm(body, contracts)
  const path = ["source", contract.arm]
  if (contract.arm !== pipe.arm) {
    return yield* badRequest([{ path, what: `is not the kind of this pipe, which is ${pipe.arm}` }])
  }
  if (contract.patch === undefined) {
    return yield* badRequest([{ path, what: "cannot be edited for this kind of source" }])
  }
  yield* Judge.none(Judge.shapeProblems(contract.patch, value, path))
  if (mustBePaused(contract, value, state)) return yield* refusal("ClickPipe must be paused to edit")

  const touchesTables = TableMappings.add in value || TableMappings.remove in value
  const tables = TableMappings.change(pipe.source.tableMappings, value, path)
  if (touchesTables) yield* Judge.none(tables.problems)
  const after: JsonObject = {
    ...merge(pipe.source, omit(value, [TableMappings.add, TableMappings.remove])),
    ...(touchesTables ? { tableMappings: tables.mappings } : {}),
  }
  // What is kept of the source has no secrets, so a contract may miss them. Only what the change brings about counts.
  const before = Judge.refusals(contract, pipe.source)
  yield* Judge.none(
    Judge.refusals(contract, after).filter((problem) => !before.some((old) => same(old, problem))),
  )
  yield* Judge.none(cleared(contract, after))
  return readable(contract, after)
})

/** What the pipe becomes, with every part of the body or none. Settings in the body change nothing, as in the API. */
export const edit = (
  pipe: StoredPipe,
  json: unknown,
  contracts: Judge.Contracts,
  state: PipeState,
): Effect.Effect<Edited, Refused> =>
  Effect.gen(function* () {
    const body = yield* Judge.decode(Wire.PatchPipe, json)
    yield* Judge.saysSomething(body)
    const takesColumns = contracts.get(pipe.arm)?.destination === "table"
    const columns = body.destination?.columns
    const problems: Array<Problem> = []
    if (body.destination != null && !takesColumns) {
      problems.push({ path: ["destination"], what: "is not accepted for this kind of source" })
    } else if (body.destination != null && (columns === undefined || columns.length === 0)) {
      problems.push({ path: ["destination", "columns"], what: "expected at least one column" })
    }
    if (body.fieldMappings !== undefined && !takesColumns) {
      problems.push({ path: ["fieldMappings"], what: "is not accepted for this kind of source" })
    } else if (body.fieldMappings !== undefined && body.destination == null) {
      problems.push({
        path: ["destination", "columns"],
        what: "Columns are required if field mappings are provided",
      })
    }
    yield* Judge.none(problems)
    const source = body.source == null ? pipe.source : yield* editSource(pipe, body.source, contracts, state)
    const after: StoredPipe = {
      ...pipe,
      name: body.name ?? pipe.name,
      source,
      destination: columns === undefined ? pipe.destination : { ...pipe.destination, columns },
      fieldMappings: body.fieldMappings ?? pipe.fieldMappings,
    }
    return body.source == null ? { pipe: after } : { pipe: after, event: eventOf(pipe, body.source) }
  })
