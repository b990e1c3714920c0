/** What happened in a run, in its order: what callers asked for and heard, and what the API did. */
import type { Operation } from "./schedule.ts"

export type Outcome =
  /** With the id of what was made, or the ids that were listed. */
  | { readonly is: "done"; readonly id?: string; readonly ids?: ReadonlyArray<string> }
  /** The client says that nothing was done. */
  | { readonly is: "refused"; readonly why: string }
  /** There is no such thing. */
  | { readonly is: "missing" }
  /** The client says that it may have been done. */
  | { readonly is: "unclear"; readonly why: string }
  /** The caller did not wait for the end. */
  | { readonly is: "abandoned" }
  | { readonly is: "defect"; readonly why: string }

/** One call of a caller; `target` is the pipe or the endpoint that it names. */
export interface Asked {
  readonly call: number
  readonly operation: Operation
  readonly target: string | undefined
}

export type Event =
  | ({ readonly kind: "asked" } & Asked)
  /** A request leaves the client. */
  | { readonly kind: "sent"; readonly call: number; readonly at: number }
  /** The API does what a request of the call says. */
  | { readonly kind: "did"; readonly call: number; readonly method: string; readonly id: string }
  | { readonly kind: "heard"; readonly call: number; readonly outcome: Outcome }

export interface History {
  readonly events: ReadonlyArray<Event>
  /** The pipes and endpoints that the API has at the end. */
  readonly left: ReadonlyArray<string>
  /** Everything that people could get to read. */
  readonly texts: ReadonlyArray<string>
  /** What the emulator itself failed at. */
  readonly failures: ReadonlyArray<string>
  readonly hangs: boolean
}
