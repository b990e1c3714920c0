/** What a plan is made of: what differs, what is done about it in which order, and what has to be allowed for it. */
import type { Request } from "./Compile.ts"
import type { Difference as Differing } from "./Diff.ts"
import type { JsonObject } from "./Evaluate.ts"
import type * as Ir from "./Ir.ts"
import type { PipeState } from "./SourceKind.ts"
import type * as State from "./State.ts"

/**
 * `create`: it is not there. `update`: it is there and is changed in place. `replace`: it is there, and can only be
 * deleted and made anew. `delete`: it is ours and no longer declared. `keep`: there is nothing to do. `move`: it gets
 * another name and nothing else. `adopt`: it is there and we neither made nor adopted it. `blocked`: nothing can be
 * done, and it says why. A command to a pipe is an action of its own, and no program asks for one.
 */
export type Action =
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "keep"
  | "move"
  | "adopt"
  | "blocked"
  | Command

/** What people tell a pipe to do. `resync`: to read all its tables again. */
export type Command = "start" | "stop" | "resync"

/** What has to be asked for by name before it is done. */
export type Permission = "delete" | "replace" | "resnapshot" | "adopt"

/** What was asked for, by the name of a pipe, or of an endpoint with `endpoint.` before it. */
export type Permissions = Readonly<Record<Permission, (name: string) => boolean>>

/** Nothing was asked for. */
export const nothingAllowed: Permissions = {
  delete: () => false,
  replace: () => false,
  resnapshot: () => false,
  adopt: () => false,
}

/** What a change means for whoever runs the pipe. */
export type Impact =
  | { readonly _tag: "inPlace" }
  /** The pipe is stopped for it and started again. */
  | { readonly _tag: "pauses" }
  /** All rows of these source tables are read again. */
  | { readonly _tag: "resnapshot"; readonly tables: ReadonlyArray<string> }
  /** Everything is read again, and these tables stay behind as they are. */
  | { readonly _tag: "rereads"; readonly leaves: ReadonlyArray<string> }
  /** In US dollars, by list price; absent where none is public or a size is unknown. */
  | { readonly _tag: "cost"; readonly perMonth?: { readonly before: number; readonly after: number } }

export interface Difference extends Differing {
  readonly impact: Impact
}

/** What a person should know; it changes nothing in what is done. */
export interface Note {
  readonly code: string
  readonly message: string
}

/** Why nothing can be done, and the way out. */
export interface Blocked extends Note {
  readonly help: string
}

/**
 * One request, or one wait, of a change. The executor carries out steps as they stand, in their order.
 *
 * `Remember` and `Forget` send nothing: the state alone learns that the pipe or endpoint is as declared, or gone.
 */
export type Step =
  | { readonly _tag: "Create"; readonly request: Request }
  | { readonly _tag: "Stop" }
  | { readonly _tag: "WaitFor"; readonly states: ReadonlyArray<PipeState> }
  /** `paths` are those of the differences that it takes away. */
  | { readonly _tag: "Patch"; readonly request: Request; readonly paths: ReadonlyArray<string> }
  | { readonly _tag: "PutSettings"; readonly request: Request }
  | { readonly _tag: "Start" }
  /** All tables are read again from the start. */
  | { readonly _tag: "Resync" }
  | { readonly _tag: "PatchScaling"; readonly request: Request }
  | { readonly _tag: "Delete" }
  /** Until a list no longer has it. */
  | { readonly _tag: "WaitGone" }
  | { readonly _tag: "Settle"; readonly states: ReadonlyArray<PipeState> }
  | { readonly _tag: "Remember" }
  | { readonly _tag: "Forget" }

export type EndpointStep =
  | { readonly _tag: "CreateEndpoint"; readonly request: Request }
  | { readonly _tag: "PatchEndpoint"; readonly request: Request }
  /** The one that was there when the plan was made, also after a `CreateEndpoint`. */
  | { readonly _tag: "DeleteEndpoint" }
  | { readonly _tag: "WaitForEndpoint"; readonly statuses: ReadonlyArray<string> }
  | { readonly _tag: "WaitEndpointGone" }
  | { readonly _tag: "Remember" }
  | { readonly _tag: "Forget" }

export type ScalingStep =
  | { readonly _tag: "PatchCdcScaling"; readonly request: Request }
  | { readonly _tag: "WaitForCdcScaling"; readonly request: Request }
  | { readonly _tag: "Remember" }

/** A pipe as the API lists it, as far as a plan needs it. */
export interface Live {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly object: JsonObject
}

/** An endpoint as the API lists it. */
export interface LiveEndpoint {
  readonly id: string
  readonly type: string
  readonly status: string
  readonly object: JsonObject
}

interface Common<S> {
  readonly action: Action
  /** Of the pipe or the endpoint in the program; of one that is no longer in it, in the state. */
  readonly name: string
  readonly differences: ReadonlyArray<Difference>
  readonly steps: ReadonlyArray<S>
  /** What has to be allowed for it. */
  readonly requires: ReadonlyArray<Permission>
  /** What of that is not allowed yet. Nothing is done as long as there is any. */
  readonly needs: ReadonlyArray<Permission>
  readonly blocked?: Blocked
  readonly notes: ReadonlyArray<Note>
}

export interface Change extends Common<Step> {
  /** The name in the service, where it gets another. */
  readonly previousName?: string
  /** Absent where it is no longer declared. */
  readonly pipe?: Ir.Pipe
  /**
   * What would create it, with all that endpoints tell already filled in. Without it the change does not make the pipe as
   * it is declared, and what is remembered of it stays as it is.
   */
  readonly request?: Request
  readonly live?: Live
  /** Several live pipes have the name; which one is meant cannot be told. */
  readonly sameName?: ReadonlyArray<Live>
  readonly record?: State.PipeRecord
  /** The name under which the state has the record, where that is another. */
  readonly recordName?: string
  /** The pipe that does what this new one does, and that is no longer declared. */
  readonly perhapsFrom?: string
  /** The endpoints of the program whose answers the requests still wait for. */
  readonly awaits: ReadonlyArray<string>
}

export interface EndpointChange extends Common<EndpointStep> {
  readonly endpoint?: Ir.Endpoint
  readonly request?: Request
  readonly live?: LiveEndpoint
  readonly record?: State.EndpointRecord
  /** What is done once all pipes have been changed: nothing may lead through an endpoint that is deleted. */
  readonly after: ReadonlyArray<EndpointStep>
}

/** The size that pipes from databases share. It is set once all pipes have been made. */
export interface ScalingChange {
  readonly action: "update" | "keep" | "blocked"
  readonly scaling: Ir.Block
  readonly request: Request
  /** What the API says; absent where there is no database pipe yet. */
  readonly live?: JsonObject
  readonly record?: JsonObject
  readonly differences: ReadonlyArray<Difference>
  readonly steps: ReadonlyArray<ScalingStep>
  readonly blocked?: Blocked
  readonly notes: ReadonlyArray<Note>
}

/** Whether a change sends any request that changes something. */
export const writes = ({ steps }: { readonly steps: ReadonlyArray<{ readonly _tag: string }> }): boolean =>
  steps.some(({ _tag }) => !silent.has(_tag))

const silent: ReadonlySet<string> = new Set([
  "WaitFor",
  "WaitGone",
  "Settle",
  "Remember",
  "Forget",
  "WaitForEndpoint",
  "WaitEndpointGone",
  "WaitForCdcScaling",
])
