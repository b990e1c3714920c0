/**
 * What the Cloud API accepts, fills in, echoes and refuses for one source kind.
 *
 * A contract is transcribed from the API's reference and is handed to the emulator. It is the only thing the
 * emulator knows of a kind, so a compiler that forgets a field or patches one that cannot be edited meets the
 * API's own refusal in a test.
 */
import type * as Schema from "effect/Schema"

/** The `state` of a pipe as the API spells it. A newer API may know more of them. */
export const pipeStates = [
  "Unknown",
  "Provisioning",
  "Running",
  "Degraded",
  "Stopping",
  "Stopped",
  "Failed",
  "Completed",
  "InternalError",
  "Setup",
  "Snapshot",
  "Paused",
  "Pausing",
  "Modifying",
  "Resync",
] as const
export type PipeState = (typeof pipeStates)[number]

/** A command of `PATCH …/state`. */
export type PipeCommand = "start" | "stop" | "resync"

/** Any JSON value. */
export type Json = string | number | boolean | null | ReadonlyArray<Json> | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Why the API refuses a body: where in it, as the keys and indexes below `source.<arm>`, and in its words. */
export interface Refusal {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
}

/** States to pass through one after the other; the pipe rests at the last. */
export type Route = readonly [PipeState, ...ReadonlyArray<PipeState>]

/** What moves a pipe besides time: a command, tables that an edit adds, or any other edit of its source. */
export type PipeEvent = PipeCommand | "add tables" | "edit"

/**
 * How it is with a pipe. `well`: nothing has to be done about it. `moving`: it is on its way by itself. `resting`:
 * somebody stopped it. `ill`: somebody has to look.
 */
export type Health = "well" | "moving" | "resting" | "ill"

/** What a state stands for in a family. */
export interface StateMeaning {
  /** What goes on in it. */
  readonly means: string
  readonly health: Health
  /** What whoever runs the pipe does next. */
  readonly next: string
  /** The commands that do it, best first, where the kind takes them. */
  readonly commands?: ReadonlyArray<PipeCommand>
  /** How long a pipe stays when the state is on its way, in seconds of the cloud. A state without it is only rested in. */
  readonly seconds?: number
  /** Rows come into the tables. */
  readonly writes?: true
}

/** What an event does in some states: a new route, nothing (an empty one), or a refusal in the API's words. */
export type Move = { readonly on: PipeEvent; readonly from: ReadonlyArray<PipeState> } & (
  | { readonly to: Route | readonly [] }
  | { readonly refused: string }
)

/** How pipes of one family live: all of their state machine, as data. An event that no move is for changes nothing. */
export interface LifecycleTable {
  /** A name for people, as the heading of the reference has it. */
  readonly name: string
  /** Which pipes these are. */
  readonly about: string
  /** Where the service writes why something went wrong: into tables of ClickHouse, or only where the console shows it. */
  readonly log: "tables" | "console"
  readonly create: Route
  /** The route of a pipe that is to wait after its create; absent where the API has no such pipes. */
  readonly createPaused?: Route
  readonly states: Readonly<Partial<Record<PipeState, StateMeaning>>>
  readonly moves: ReadonlyArray<Move>
}

/** How a pipe of the kind moves between states. */
export interface WireLifecycle {
  /** The families that pipes of the kind belong to. */
  readonly tables: ReadonlyArray<LifecycleTable>
  /** The one of them for a source, worked out from what `read` lets through. */
  readonly of: (source: JsonObject) => LifecycleTable
  /** The commands that the kind takes. */
  readonly commands: ReadonlyArray<PipeCommand>
  /** Keys of the PATCH body below `source.<arm>` that are refused unless the pipe is stopped. */
  readonly pausedEdits: ReadonlyArray<string>
}

/** One kind's part of the wire. */
export interface WireContract {
  /** The key below `source` in the API's objects. */
  readonly arm: string
  /** `table`: one table with columns. `database`: tables are made from mappings and only `database` and `roles` are taken. */
  readonly destination: "table" | "database"
  /** What `POST` accepts below `source.<arm>`; unknown keys are refused. */
  readonly create: Schema.Schema.AnyNoContext
  /** What `PATCH` accepts below `source.<arm>`; absent where a source cannot be edited at all. */
  readonly patch?: Schema.Schema.AnyNoContext
  /**
   * What `GET` returns below `source.<arm>`; a key that is not in it (a secret) is never returned nor kept. It must read
   * whatever `create` and `patch` accept and `fill` adds. An empty `Schema.Struct({})` or a record lets every key
   * through, so neither belongs in it.
   */
  readonly read: Schema.Schema.AnyNoContext
  /** What the service fills in when the body leaves it out. */
  readonly fill: (source: JsonObject, pipeId: string) => JsonObject
  /** What the API refuses although each field by itself is fine. */
  readonly refuse: (source: JsonObject) => ReadonlyArray<Refusal>
  /** `true` where `PATCH …/scaling` and `scaling` on create apply. */
  readonly scaling: boolean
  /** `true` where `…/settings` and `settings` on create apply. */
  readonly settings: boolean
  /** What a map of settings accepts: the keys the kind takes and their bounds. Absent: any key, with the bounds of `Wire.Settings`. */
  readonly settingKeys?: Schema.Schema.AnyNoContext
  /** Settings of other kinds, and the API's words against each. */
  readonly foreignSettings?: Readonly<Record<string, string>>
  /** Settings that a pipe of the kind was seen to be returned with now and then, though nobody had sent them. */
  readonly settingDefaults?: JsonObject
  /**
   * The source as it is returned, where that differs from what is kept. `oddly` asks for the spellings that the API was
   * seen to use now and then, in place of those of its reference. What is `false` or empty is `null` then by itself.
   */
  readonly echo?: (source: JsonObject, oddly: boolean) => JsonObject
  /** What an organisation cannot have until support has enabled it. */
  readonly previews?: (source: JsonObject) => ReadonlyArray<Refusal>
  /** `true` where schema discovery takes the source, as `create` has it. */
  readonly discovery?: boolean
  readonly lifecycle: WireLifecycle
}
