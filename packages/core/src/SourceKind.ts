/** One kind of source: everything that any stage knows about it. */
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import type { Fields } from "./Field.ts"
import type * as Ir from "./Ir.ts"
import type { Rule } from "./Rule.ts"

/** The `state` that the API reports. A newer API may know more of them, so any other string is possible too. */
export type PipeState =
  | "Unknown"
  | "Provisioning"
  | "Running"
  | "Degraded"
  | "Stopping"
  | "Stopped"
  | "Failed"
  | "Completed"
  | "InternalError"
  | "Setup"
  | "Snapshot"
  | "Paused"
  | "Pausing"
  | "Modifying"
  | "Resync"

/** What an edit and a wait have to know about the states of a kind. */
export interface Lifecycle {
  /** The states in which a pipe that should run has arrived, best first. */
  readonly settled: (source: Ir.Block) => ReadonlyArray<PipeState>
  /** The states in which a pipe that should be stopped has arrived. */
  readonly stopped: ReadonlyArray<PipeState>
  /** A change of one of these fields is refused unless the pipe is stopped. */
  readonly pauseBefore: ReadonlyArray<string>
  /** When one of `with` is sent in an edit, `send` has to go along or the service refuses it. */
  readonly sendAlong: ReadonlyArray<{
    readonly with: ReadonlyArray<string>
    readonly send: ReadonlyArray<string>
  }>
  /** When one of `with` changes, `clear` is taken away unless it is declared: it belonged to what was before. */
  readonly clearAlong?: ReadonlyArray<{
    readonly with: ReadonlyArray<string>
    readonly clear: ReadonlyArray<string>
  }>
  /** A field that can be edited, but for these types neither to this value nor from it. */
  readonly rigid?: ReadonlyArray<{
    readonly field: string
    readonly value: string
    readonly types: ReadonlyArray<string>
  }>
}

/** Where the flavour of a kind stands in the body. */
export interface Flavour {
  readonly key: string
  /** Sent unless it is this one, which the service assumes. Absent: always sent. */
  readonly unsent?: string
  /** Types between which the service makes no difference, in groups: from one to another there is nothing to change. */
  readonly alike?: ReadonlyArray<ReadonlyArray<string>>
}

/** A rule across the fields of a source, reported where it is broken. */
export type Check = (pipe: Ir.Pipe) => ReadonlyArray<Diagnostic>

/** Fields by name: with a value, or as their own facts give one. */
export interface Start {
  readonly [field: string]: true | string | number | Start
}

/** A field of a source that has to be there although the API may not return it. */
export interface Unreturned {
  /** The API's keys that lead to it; at the end of them may be a block, of which all that is required is meant. */
  readonly path: ReadonlyArray<string>
  /** What it can only be; without it only the author knows. */
  readonly value?: string
}

/** What the choices of a source call for and the API does not return, besides what is required anyway. */
export type Unreturning = (source: Ir.Block, type: string) => ReadonlyArray<Unreturned>

export interface SourceKind {
  /** The name in docs and folders. */
  readonly name: string
  /** The key below `source` in the API's objects. */
  readonly arm: string
  /** The words that may stand after `from`. */
  readonly types: ReadonlyArray<string>
  /** One sentence on what it reads. */
  readonly summary: string
  /** Present where a kind has flavours that the API names in the body. */
  readonly flavour?: Flavour
  /** `table`: into one table with columns. `database`: tables are made from mappings, in one database. */
  readonly destination: "table" | "database"
  readonly fields: Fields
  /**
   * Where pipes of the kind read from and as whom, by the names of fields: pipes that are alike in these read from one
   * place. Absent where every pipe has a place of its own.
   */
  readonly place?: ReadonlyArray<string>
  /** What may stand in `scaling { }`; absent where pipes of the kind are not scaled one by one. */
  readonly scaling?: Fields
  /** What may stand in `settings { }` of the pipe; absent where the API has none for the kind. */
  readonly settings?: Fields
  /** What has a public list price: the compute of each pipe (`pipe`), or that which database pipes share (`shared`). */
  readonly priced?: "pipe" | "shared"
  readonly lifecycle: Lifecycle
  /** What a first pipe of a type has besides the required fields, so that it is right. */
  readonly start?: (type: string) => Start
  readonly unreturned?: Unreturning
  readonly check: ReadonlyArray<Check>
  /** The findings of `check` that a program may judge otherwise. */
  readonly rules?: ReadonlyArray<Rule>
}

export const make = (kind: SourceKind): SourceKind => kind
