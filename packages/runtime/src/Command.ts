/**
 * What it takes to start, stop and read again pipes that are ours, as a plan that the executor carries out. Nothing that is
 * declared is applied by it, and what is remembered of a pipe stays as it is.
 */
import type { LifecycleTable, Move, WireLifecycle } from "@pipewright/cloud-api/WireContract"
import * as Applied from "@pipewright/core/Applied"
import type { Blocked, Change, Command, Live, Note, Permissions, Step } from "@pipewright/core/Change"
import { Blocks, Notes } from "@pipewright/core/CommandWords"
import * as Ir from "@pipewright/core/Ir"
import * as Patch from "@pipewright/core/Patch"
import type * as Plan from "@pipewright/core/Plan"
import type { PipeState, SourceKind } from "@pipewright/core/SourceKind"
import type { Member } from "./Roster.ts"

/** How a live pipe lives. */
export interface Family {
  readonly kind: SourceKind
  readonly lifecycle: WireLifecycle
  readonly table: LifecycleTable
}

export interface Given {
  readonly command: Command
  /** The pipes that are meant. */
  readonly members: ReadonlyArray<Member>
  /** Pipes that are meant, and neither declared nor remembered. */
  readonly others: ReadonlyArray<Live>
  readonly familyOf: (live: Live) => Family | undefined
  readonly permissions: Permissions
}

export const plan = (given: Given): Plan.Plan => ({
  changes: [
    ...given.members.map((member) => change(given, member)),
    ...given.others.map((live) => change(given, { name: live.name, live, isLeftPaused: false })),
  ],
  endpoints: [],
  others: [],
  notes: [],
  known: { values: new Map(), hashes: new Map() },
})

/** Without the request that would create the pipe: nothing of it is remembered as applied. */
const change = (given: Given, member: Member): Change => {
  const { isLeftPaused: _, ...rest } = member
  return {
    action: given.command,
    differences: [],
    requires: [],
    needs: [],
    notes: [],
    steps: [],
    awaits: [],
    ...rest,
    ...decide(given, member),
  }
}

type Part = Partial<Pick<Change, "action" | "steps" | "requires" | "needs" | "notes" | "blocked">>

const refused = (blocked: Blocked): Part => ({ action: "blocked", blocked })

const decide = (given: Given, member: Member): Part => {
  const { command, familyOf } = given
  const { name, pipe, live, record, sameName = [] } = member
  if (record === undefined && sameName.length > 0)
    return refused(Blocks.sameName(sameName.map(({ id }) => id)))
  if (live === undefined) return refused(Blocks.notThere({ isDeclared: pipe !== undefined }))
  if (record === undefined) return refused(Blocks.notOurs({ name, isDeclared: pipe !== undefined }))
  const family = familyOf(live)
  if (family === undefined) return refused(Blocks.unknownKind(undefined))
  const { table } = family
  const move = table.moves.find(({ on, from }) => on === command && from.some((it) => it === live.state))
  switch (command) {
    case "start":
      return start(member, live, table, move)
    case "stop":
      return stop(member, live, family, move)
    case "resync":
      return resync(given, member, live, family, move)
  }
}

const start = (member: Member, live: Live, table: LifecycleTable, move: Move | undefined): Part => {
  const meaning = Object.entries(table.states).find(([state]) => state === live.state)?.[1]
  if (move !== undefined && "refused" in move) {
    // What cannot be started and writes nothing does not run either.
    const isBroken = meaning?.health === "ill" && meaning.writes !== true
    return isBroken ? refused(Blocks.broken({ state: live.state, next: meaning.next })) : { action: "keep" }
  }
  if (move?.to.length === 0) return refused(Blocks.completed(live.state))
  return {
    steps: [{ _tag: "Start" }, settle(table, move)],
    notes: wanted(member) === "stopped" ? [Notes.stopsAgain(undefined)] : [],
  }
}

const stop = (member: Member, live: Live, { kind, table }: Family, move: Move | undefined): Part => {
  const meaning = Object.entries(table.states).find(([state]) => state === live.state)?.[1]
  if (move !== undefined && "to" in move && move.to.length === 0 && meaning?.health === "well")
    return { action: "keep", notes: [Notes.nothingRuns(live.state)] }
  return {
    steps: [{ _tag: "Stop" }, { _tag: "WaitFor", states: kind.lifecycle.stopped }],
    notes: wanted(member) === "running" ? [Notes.startsAgain(undefined)] : [],
  }
}

const resync = (
  { permissions }: Given,
  member: Member,
  live: Live,
  { kind, lifecycle, table }: Family,
  move: Move | undefined,
): Part => {
  const { name, pipe, record } = member
  if (!lifecycle.commands.includes("resync")) return refused(Blocks.noResync(name))
  if ((pipe !== undefined && Applied.isProtected(pipe)) || record?.applied.protect === true)
    return refused(Blocks.protected(undefined))
  const tables = Patch.tablesOf(kind, live.object)
  const rests = table.states[live.state as PipeState]?.health === "resting"
  const afterwards = wanted(member) === "stopped" ? [Notes.stopsAgain(undefined)] : []
  return {
    steps: [{ _tag: "Resync" }, settle(table, move)],
    requires: ["resnapshot"],
    needs: permissions.resnapshot(name) ? [] : ["resnapshot"],
    notes: [
      Notes.rereads(tables),
      ...(rests ? [Notes.runsAfterwards(live.state)] : []),
      ...afterwards,
    ] satisfies ReadonlyArray<Note>,
  }
}

/** Where apply would take the pipe, if it would take it anywhere. */
const wanted = ({ pipe, record }: Member): "running" | "stopped" | undefined => {
  if (pipe === undefined) return undefined
  if (pipe.state !== undefined) return Ir.literal(pipe.state) === "stopped" ? "stopped" : "running"
  return record?.applied.state === "stopped" ? "running" : undefined
}

/** The end of the way that the pipe takes, or a part of it that may take hours and in which all is well. */
const settle = (table: LifecycleTable, move: Move | undefined): Step => {
  const route = move === undefined || !("to" in move) ? table.create : move.to
  const end = route.at(-1)
  const good = route.filter((state) => table.states[state]?.health === "well")
  return {
    _tag: "Settle",
    states: [...new Set([...(end === undefined ? [] : [end]), ...good, "Degraded" as const])],
  }
}
