/** Which live pipe a declared one is, and what becomes of both. */
import * as Applied from "../../Applied.ts"
import type {
  Action,
  Blocked,
  Change,
  Difference,
  Live,
  Note,
  Permission,
  Permissions,
  Step,
} from "../../Change.ts"
import type { Request } from "../../Compile.ts"
import * as Diff from "../../Diff.ts"
import type * as Evaluate from "../../Evaluate.ts"
import * as Ir from "../../Ir.ts"
import * as Patch from "../../Patch.ts"
import type * as State from "../../State.ts"
import * as Impact from "./impact.ts"
import * as Steps from "./steps.ts"
import { Blocks, Notes } from "./words.ts"

export interface Context {
  readonly values: Evaluate.Values
  readonly hashes: Diff.Hashes
  readonly permissions: Permissions
  readonly resend: (name: string) => boolean
  /** The ids of pipes that a run stopped for an edit and could not start again. */
  readonly leftPaused: ReadonlySet<string>
}

/** What was found of a declared pipe. */
export interface Match {
  readonly pipe: Ir.Pipe
  readonly request: Request
  readonly awaits: ReadonlyArray<string>
  readonly live: Live | undefined
  readonly record: State.PipeRecord | undefined
  readonly recordName: string | undefined
  /** All live pipes of the name, where that is more than one. */
  readonly sameName: ReadonlyArray<Live>
  /** A pipe of the old name, beside one of the new name. */
  readonly bothNames: boolean
}

type Part = Pick<Change, "action" | "differences" | "steps" | "requires" | "needs" | "notes"> & {
  readonly blocked?: Blocked
}

/** What has to be allowed, and what of it is not. */
const permissionsOf = (
  { permissions }: Context,
  name: string,
  requires: ReadonlyArray<Permission>,
): Pick<Change, "requires" | "needs"> => ({
  requires,
  needs: requires.filter((permission) => !permissions[permission](name)),
})

const nothingRequired = { requires: [], needs: [] } as const

/** The change of a declared pipe. */
export const change = (context: Context, match: Match): Change => {
  const { pipe, request, awaits, live, record, recordName, sameName } = match
  return {
    name: pipe.name,
    pipe,
    request,
    awaits,
    ...(live === undefined ? {} : { live }),
    ...(live === undefined || live.name === pipe.name ? {} : { previousName: live.name }),
    ...(record === undefined ? {} : { record }),
    ...(recordName === undefined || recordName === pipe.name ? {} : { recordName }),
    ...(sameName.length === 0 ? {} : { sameName }),
    ...decide(context, match),
  }
}

const decide = (context: Context, match: Match): Part => {
  const { pipe, request, live, record, sameName, bothNames } = match
  if (sameName.length > 0) return refused(Blocks.sameName(sameName.map(({ id }) => id)), [])
  if (bothNames)
    return refused(Blocks.bothNames({ from: String(Ir.literal(pipe.movedFrom)), name: pipe.name }), [])
  if (live !== undefined) return compared(context, match, live)
  return {
    action: "create",
    differences: [],
    steps: Steps.create(pipe, request),
    ...nothingRequired,
    notes: [
      ...(record === undefined ? [] : [Notes.goneOutside(record.id)]),
      ...(Steps.wanted(pipe) === "stopped" ? [Notes.startsBriefly(undefined)] : []),
    ],
  }
}

const refused = (
  blocked: Blocked,
  differences: ReadonlyArray<Difference>,
  notes: ReadonlyArray<Note> = [],
): Part => ({ action: "blocked", differences, steps: [], ...nothingRequired, blocked, notes })

const compared = (context: Context, match: Match, live: Live): Part => {
  const { pipe, request, record } = match
  const { values, hashes, permissions, resend } = context
  const sides = { pipe, request, live: live.object, record, values, hashes }
  const found = Diff.compare({ ...sides, resend: resend(pipe.name) })
  const wanted = wantedOf(context, pipe, live, record)
  const differences = [
    ...Impact.withImpact(pipe, request, live, rigid(pipe, found.differences)),
    ...stateDifference(pipe, live, wanted),
  ]
  const notes = notesOf(found, context, match)
  const goal = wanted.goal ?? (Steps.rests(pipe, live.state) ? "stopped" : "running")
  const adopts: ReadonlyArray<Permission> = record === undefined ? ["adopt"] : []
  if (isDone(live) && differences.length > 0 && !permissions.replace(pipe.name))
    return refused(Blocks.completed(pipe.name), differences, notes)
  if ((isDone(live) && differences.length > 0) || differences.some(({ edit }) => edit === "replace")) {
    if (Applied.isProtected(pipe)) return refused(Blocks.protected("replaced"), differences, notes)
    return {
      action: "replace",
      differences,
      steps: Steps.replace(pipe, request),
      ...permissionsOf(context, pipe.name, [...adopts, "replace"]),
      notes: [
        ...notes,
        Notes.replaced(Impact.tables(live.object)),
        ...(pipe.kind.destination === "database" ? [Notes.leftovers(undefined)] : []),
      ],
    }
  }
  const changedRows = differences.filter(Patch.isInRow)
  const edit = { pipe, request, pipeId: live.id, live: live.object, differences }
  if (changedRows.length > 0 && Patch.rowsLeft(edit) < 1)
    return refused(Blocks.allTables(pipe.name), differences, notes)
  const changes = Steps.update({ pipe, request, live, differences, goal })
  const remembers = mustRemember(context, match, changes)
  const steps = remembers ? [...changes, { _tag: "Remember" } satisfies Step] : changes
  return {
    action: actionOf(differences, steps, record),
    differences,
    steps,
    ...permissionsOf(context, pipe.name, [
      ...adopts,
      ...(changedRows.length > 0 ? (["resnapshot"] as const) : []),
    ]),
    notes: [
      ...notes,
      ...(changedRows.length === 0 ? [] : [Notes.resnapshot(targetsOf(match, changedRows))]),
      ...restNotes(pipe, live, wanted, changes),
    ],
  }
}

const isDone = ({ state }: Live): boolean => state === "Completed"

const actionOf = (
  differences: ReadonlyArray<Difference>,
  steps: ReadonlyArray<Step>,
  record: State.PipeRecord | undefined,
): Action => {
  if (record === undefined) return "adopt"
  if (differences.length > 0 && differences.every(({ path }) => path === "name")) return "move"
  return differences.length === 0 && steps.every(({ _tag }) => _tag === "Remember") ? "keep" : "update"
}

/** A field that can be edited in general, and not to or from a certain value. */
const rigid = (
  { kind, type }: Ir.Pipe,
  differences: ReadonlyArray<Diff.Difference>,
): ReadonlyArray<Diff.Difference> =>
  differences.map((difference) =>
    kind.lifecycle.rigid?.some(
      ({ field, value, types }) =>
        types.includes(type) &&
        difference.path === `source.${kind.arm}.${field}` &&
        (difference.before === value || difference.after === value),
    )
      ? { ...difference, edit: "replace" }
      : difference,
  )

/** Where the pipe should be, if anybody says, and since when. */
interface Wanted {
  readonly goal: Steps.Goal | undefined
  readonly movedBy: Difference["movedBy"]
}

/** What was stopped on request and has no word about it any more runs again, and so does what was stopped for an edit. */
const wantedOf = (
  { leftPaused }: Context,
  pipe: Ir.Pipe,
  live: Live,
  record: State.PipeRecord | undefined,
): Wanted => {
  const applied = record?.applied.state
  const goal =
    Steps.wanted(pipe) ?? (applied === "stopped" || leftPaused.has(live.id) ? "running" : undefined)
  return { goal, movedBy: record === undefined ? "unknown" : applied === goal ? "outside" : "program" }
}

/** Only what the author wants is compared with where the pipe is; a pipe that came to its end is left there. */
const stateDifference = (pipe: Ir.Pipe, live: Live, { goal, movedBy }: Wanted): ReadonlyArray<Difference> => {
  const before = Steps.rests(pipe, live.state) ? "stopped" : "running"
  const after = goal ?? before
  if (after === before || isDone(live) || (after === "stopped" && broken.has(live.state))) return []
  const origin = pipe.state?.origin
  return [
    {
      path: "state",
      keys: ["state"],
      before,
      after,
      movedBy,
      edit: "state",
      impact: { _tag: "inPlace" },
      ...(origin === undefined ? {} : { origin }),
    },
  ]
}

/** The service gave up on it. */
export const broken: ReadonlySet<string> = new Set(["Failed", "InternalError"])

const mustRemember = (context: Context, match: Match, changes: ReadonlyArray<Step>): boolean => {
  const { pipe, request, record, recordName } = match
  if (record === undefined || changes.length > 0) return true
  return (
    recordName !== pipe.name || !Diff.isSameJson(record.applied, Applied.body(pipe, request, context.values))
  )
}

const notesOf = (found: Diff.Compared, { resend }: Context, { pipe }: Match): ReadonlyArray<Note> => {
  const { unknown, unknownSecrets, unreadSecrets, released, flavour } = found
  const columns = found.differences.some(
    ({ keys: [first, second] }) => first === "destination" && second === "columns",
  )
  return [
    ...(unknownSecrets.length === 0 || resend(pipe.name) ? [] : [Notes.unknownSecrets(unknownSecrets)]),
    ...(unreadSecrets.length === 0 ? [] : [Notes.unreadSecrets(unreadSecrets)]),
    ...(unknown.length === 0 ? [] : [Notes.unknown(unknown)]),
    ...(released.length === 0 ? [] : [Notes.released(released)]),
    ...(flavour === undefined ? [] : [Notes.flavour(flavour)]),
    ...(columns ? [Notes.columns(String(Ir.literal(pipe.destination.fields.get("table"))))] : []),
  ]
}

const restNotes = (
  pipe: Ir.Pipe,
  live: Live,
  { goal }: Wanted,
  changes: ReadonlyArray<Step>,
): ReadonlyArray<Note> => {
  if (broken.has(live.state) && changes.length === 0) return [Notes.failed(live.state)]
  return goal === undefined && Steps.rests(pipe, live.state) ? [Notes.rest(live.state)] : []
}

const targetsOf = ({ request, pipe }: Match, rows: ReadonlyArray<Difference>): ReadonlyArray<string> => {
  const names = new Set(rows.map(({ row }) => row))
  return Patch.targetsOf({ pipe, body: request.body }, names)
}

/** What becomes of a pipe that the state has and the program has not. */
export const orphan = (
  context: Context,
  name: string,
  record: State.PipeRecord,
  live: Live | undefined,
): Change => {
  const base = { name, record, differences: [], awaits: [], ...nothingRequired }
  if (live === undefined) {
    const notes = [Notes.forgotten(record.id)]
    return { ...base, action: "delete", steps: [{ _tag: "Forget" }], notes }
  }
  if (record.applied.protect === true)
    return { ...base, live, action: "blocked", steps: [], blocked: Blocks.protected("deleted"), notes: [] }
  return {
    ...base,
    live,
    action: "delete",
    steps: [{ _tag: "Delete" }],
    ...permissionsOf(context, name, ["delete"]),
    notes: [Notes.deletes(Impact.tables(live.object))],
  }
}
