/** How it is with a pipe: what its state means for pipes of its family, since when, and what to do next. */

import type {
  Health,
  LifecycleTable,
  PipeCommand,
  StateMeaning,
  WireLifecycle,
} from "@pipewright/cloud-api/WireContract"
import type { Live } from "@pipewright/core/Change"
import * as Decompile from "@pipewright/core/Decompile"
import * as Destination from "@pipewright/core/Destination"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Ir from "@pipewright/core/Ir"
import type { Family } from "@pipewright/runtime/Command"
import type { Member } from "@pipewright/runtime/Roster"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog } from "@pipewright/sources/Kinds"
import type { Given } from "./specs.ts"
import { typedName } from "./views/plan.words.ts"

/** `missing`: it is declared or remembered, and not there. */
export type Condition = Health | "missing"

export interface Standing {
  readonly name: string
  readonly type: string
  /** Absent where it is not there. */
  readonly id?: string
  /** As the API tells it. */
  readonly state?: string
  readonly condition: Condition
  readonly means: string
  readonly next: string
  /** Commands that do it, as they are typed. */
  readonly commands: ReadonlyArray<string>
  /** When the API last changed the pipe. */
  readonly updatedAt?: string
  /** We made it or took it over. */
  readonly isOurs: boolean
  readonly declared: Ir.Origin | undefined
  readonly why?: Why
}

/** Where it is told what went wrong: queries for ClickHouse, or a place in the console. */
export type Why =
  | { readonly _tag: "tables"; readonly log: string; readonly rows?: string }
  | { readonly _tag: "console" }

/** Where the command stands: what follows a name so that another command means the same program and target. */
export const whereOf = ({ argument, texts }: Given): string => {
  const target = texts.get("target")
  return [
    ...(argument === undefined ? [] : [typedName(argument)]),
    ...(target === undefined ? [] : ["--target", typedName(target)]),
  ].join(" ")
}

/** How pipes of a live one's family live; nothing where this version does not know the kind. */
export const familyOf = ({ object }: Live): Family | undefined => {
  const sources = isObject(object.source) ? object.source : {}
  for (const { arm, lifecycle } of contracts) {
    const source = sources[arm]
    const kind = catalog.byArm.get(arm)
    if (isObject(source) && kind !== undefined) return { kind, lifecycle, table: lifecycle.of(source) }
  }
  return undefined
}

export const meaningIn = (table: LifecycleTable, state: string): StateMeaning | undefined =>
  Object.entries(table.states).find(([name]) => name === state)?.[1]

export const typeOf = ({ object }: Live): string => Decompile.typeIn(object, catalog) ?? "unknown"

const newer: StateMeaning = {
  means: "this version of pipewright does not know the state",
  health: "moving",
  next: "see what the console says of it; a newer pipewright may know it",
}

/** `where` stands in the commands. */
export const of = (member: Member, where = ""): Standing => {
  const { name, pipe, live, record, sameName } = member
  const common = { name, isOurs: record !== undefined, declared: pipe?.origin }
  // The id that is remembered would say which of them is meant.
  if (record === undefined && sameName !== undefined && sameName.length > 0)
    return {
      ...common,
      type: pipe?.type ?? typeOf(sameName[0]!),
      condition: "ill",
      means: `${sameName.length} pipes of the service have this name`,
      next: "rename or delete all but one of them in the console",
      commands: [],
    }
  return live === undefined
    ? { ...common, ...missing(member, where) }
    : { ...common, ...there(member, live, where) }
}

const missing = (
  { pipe, record }: Member,
  where: string,
): Pick<Standing, "type" | "condition" | "means" | "next" | "commands"> => ({
  type: pipe?.type ?? record?.arm ?? "unknown",
  condition: "missing",
  ...(pipe === undefined
    ? {
        means: "it is neither declared nor there any more",
        next: "apply, which forgets it",
      }
    : {
        means: record === undefined ? "it is declared and not there yet" : "it was deleted outside",
        next: record === undefined ? "apply, which makes it" : "apply, which makes it anew",
      }),
  commands: [joined("pipewright apply", where)],
})

const joined = (...words: ReadonlyArray<string>): string => words.filter((it) => it !== "").join(" ")

const there = (
  { name, pipe, isLeftPaused }: Member,
  live: Live,
  where: string,
): Omit<Standing, "name" | "isOurs" | "declared"> => {
  const family = familyOf(live)
  const meaning = (family === undefined ? undefined : meaningIn(family.table, live.state)) ?? newer
  const { updatedAt } = live.object
  const wanted = pipe?.state === undefined ? undefined : Ir.literal(pipe.state)
  const isWanted = meaning.health === "resting" && wanted === "stopped" && !isLeftPaused
  const condition = isWanted ? "well" : meaning.health
  const isOffWay = condition === "ill" || condition === "resting"
  const step =
    isLeftPaused && meaning.health === "resting"
      ? resuming(where)
      : stepOf({ name, meaning, wanted, where, lifecycle: family?.lifecycle })
  return {
    type: pipe?.type ?? typeOf(live),
    id: live.id,
    state: live.state,
    condition,
    means: meaning.means,
    ...(isWanted ? { next: "nothing has to be done: the program wants it stopped", commands: [] } : step),
    ...(typeof updatedAt === "string" ? { updatedAt } : {}),
    ...(isOffWay && family !== undefined ? { why: whyOf(live, family.table) } : {}),
  }
}

type Step = Pick<Standing, "next" | "commands">

const resuming = (where: string): Step => ({
  next: "apply, which starts it: a run stopped it for an edit and died before it could do so",
  commands: [joined("pipewright apply", where)],
})

interface Stepping {
  readonly name: string
  readonly meaning: StateMeaning
  readonly wanted: unknown
  readonly where: string
  readonly lifecycle: WireLifecycle | undefined
}

const stepOf = ({ name, meaning, wanted, where, lifecycle }: Stepping): Step => {
  const { health, next, commands = [] } = meaning
  // What the program says stands above what was done by hand.
  if (health === "resting" && wanted === "running")
    return {
      next: "apply, which starts it as the program says",
      commands: [joined("pipewright apply", where)],
    }
  const taken = commands.filter((it) => lifecycle?.commands.includes(it) ?? false)
  return { next, commands: taken.map((it) => joined(typed(it, name), where)) }
}

/** A command to a pipe as it is typed. */
export const typed = (command: PipeCommand, name: string): string =>
  `pipewright ${command} ${typedName(name)}`

/** A pipe may also have been stopped by the service, which then says so in its log. */
const whyOf = ({ id, object }: Live, { log }: LifecycleTable): Why => {
  if (log === "console") return { _tag: "console" }
  const rows = errorTable(object)
  return { _tag: "tables", log: logQuery(id), ...(rows === undefined ? {} : { rows }) }
}

/**
 * The log of a pipe. Which column has the id is not documented, so a row counts in which it stands at all. Every replica
 * keeps rows of its own.
 */
const logQuery = (id: string): string =>
  `SELECT * FROM clusterAllReplicas('default', system.clickpipes_log) WHERE position(formatRow('JSONEachRow', *), ${quoted(id, "'")}) > 0 ORDER BY event_time DESC LIMIT 20`

/** What could not be written. */
const errorTable = ({ destination }: JsonObject): string | undefined => {
  if (!isObject(destination) || typeof destination.table !== "string") return undefined
  const database =
    typeof destination.database === "string" ? destination.database : Destination.defaultDatabase
  return `SELECT * FROM ${quoted(database, "`")}.${quoted(`${destination.table}_clickpipes_error`, "`")} LIMIT 20`
}

const quoted = (text: string, mark: string): string => `${mark}${text.replace(/[\\'`]/g, "\\$&")}${mark}`

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
