/** The reference page of the states that pipes pass through, from the tables that the emulator runs and `status` reads. */
import type { contracts, lifecycleTables } from "@pipewright/sources/Contracts"
import { cell } from "./fieldTable.ts"

type LifecycleTable = (typeof lifecycleTables)[number]
type Move = LifecycleTable["moves"][number]
type Meaning = NonNullable<LifecycleTable["states"]["Running"]>

export interface Kind {
  readonly title: string
  readonly page: string
  readonly contract: (typeof contracts)[number]
}

const state = (name: string): string => `\`${name}\``
const list = (names: ReadonlyArray<string>): string => names.map(state).join(", ")
const route = (names: ReadonlyArray<string>): string => names.map(state).join(" → ")

const events: Readonly<Record<Move["on"], string>> = {
  start: "`start`",
  stop: "`stop`",
  resync: "`resync`",
  "add tables": "an edit that adds tables",
  edit: "another edit of the source",
}

const outcome = (move: Move): string => {
  if ("refused" in move) return `is refused: ${move.refused}`
  return move.to.length === 0 ? "is taken and changes nothing" : route(move.to)
}

/** The event, and which sources take it unless all do. */
const command = (on: Move["on"], takers: ReadonlyArray<Kind>): string => {
  const known = takers.filter(
    ({ contract: { lifecycle } }) => !isCommand(on) || lifecycle.commands.includes(on),
  )
  return known.length === takers.length
    ? events[on]
    : `${events[on]} (${known.map(({ title }) => title).join(", ")})`
}

const isCommand = (event: Move["on"]): event is "start" | "stop" | "resync" =>
  event === "start" || event === "stop" || event === "resync"

/** The words of a health. */
const healths: Readonly<Record<Meaning["health"], string>> = {
  well: "well",
  moving: "on its way",
  resting: "at rest",
  ill: "not well",
}

const step = ({ next, commands = [] }: Meaning, takers: ReadonlyArray<Kind>): string => {
  const named = commands.map((on) => command(on, takers))
  return named.length === 0 ? next : `${next}: ${named.join(", ")}`
}

const logs: Readonly<Record<LifecycleTable["log"], string>> = {
  tables:
    "What went wrong stands in `system.clickpipes_log`, and rows that could not be written in a table beside that of the pipe, whose name ends with `_clickpipes_error`; both keep it for 7 days.",
  console: "What went wrong is shown by the console alone.",
}

const time = (seconds: number | undefined): string => (seconds === undefined ? "" : `${seconds} s`)

const family = (table: LifecycleTable, kinds: ReadonlyArray<Kind>): string => {
  const takers = kinds.filter(({ contract }) => contract.lifecycle.tables.includes(table))
  const pages = takers.map(({ title, page }) => `[${title}](sources/${page}.md)`).join(", ")
  const states = Object.entries(table.states).map(
    ([name, meaning]) =>
      `| ${[state(name), cell(meaning.means), healths[meaning.health], cell(step(meaning, takers)), time(meaning.seconds)].join(" | ")} |\n`,
  )
  const moves = Object.keys(events).flatMap((event) =>
    table.moves
      .filter(({ on }) => on === event)
      .map((move) => `| ${command(move.on, takers)} | ${list(move.from)} | ${cell(outcome(move))} |\n`),
  )
  return [
    `## ${table.name}\n\nThese pipes ${table.about}. Sources: ${pages}. ${logs[table.log]}\n\n`,
    `- A new pipe: ${route(table.create)}\n`,
    ...(table.createPaused === undefined ? [] : [`- With \`startPaused\`: ${route(table.createPaused)}\n`]),
    "\n| state | what goes on | how it is | what to do next | on its way, in the cloud |\n| --- | --- | --- | --- | --- |\n",
    ...states,
    "\n| what comes | in | leads to |\n| --- | --- | --- |\n",
    ...moves,
  ].join("")
}

export const render = (tables: ReadonlyArray<LifecycleTable>, kinds: ReadonlyArray<Kind>): string =>
  `${[
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Lifecycle of a pipe",
    "What each state means, and what to do next, is also what [`status`](../guide/looking-after-pipes.md) says.",
    "The emulator moves a pipe by these tables, one for each family of pipes. A pipe passes through the states of a route one after the other and rests at the last. On its way it stays in a state for the time in the table, multiplied by `--pace` of [the emulator](../guide/emulator.md). What is not in a table changes nothing.",
    "Columns, field mappings, the name, scaling and settings can be edited in any state and move nothing. Tables of a database pipe can be edited in `Paused` only. A pipe can be put into any of its states by [a request to the emulator](../guide/emulator.md#its-own-addresses).",
    ...tables.map((table) => family(table, kinds).trimEnd()),
  ].join("\n\n")}\n`
