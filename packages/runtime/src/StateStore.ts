/** Where the state of a target is kept between runs, and who may write it. */
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type * as State from "@pipewright/core/State"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { StateConflict, StateDamaged, StateLocked, StateUnavailable } from "./errors.ts"
import { type Backend, serve } from "./internal/state/backend.ts"
import * as FileBackend from "./internal/state/file.ts"
import * as GitBackend from "./internal/state/git.ts"
import * as MemoryBackend from "./internal/state/memory.ts"
import type { Owner } from "./Owner.ts"

/** All that can go wrong with a write. */
export type Failure = StateConflict | StateDamaged | StateLocked | StateUnavailable

/** What a state said when it was read, as one word. */
export type Revision = string

export interface Read {
  /** Absent before the first write. */
  readonly document: State.Document | undefined
  readonly revision: Revision
}

export interface Service {
  /** For people: a file, or a ref. */
  readonly where: string
  /** What there is, with all that was noted. Writes nothing and waits for no lock. */
  readonly read: Effect.Effect<Read, StateDamaged | StateUnavailable>
  /** One at a time, for as long as the scope lasts. The lock of a process of this machine that is gone is taken over. */
  readonly lock: (owner: Owner) => Effect.Effect<void, Failure, Scope.Scope>
  readonly lockHolder: Effect.Effect<Owner | undefined, StateDamaged | StateUnavailable>
  /** Takes the lock away from whoever has it, and says who that was if it can be read. Their next write fails. */
  readonly unlock: Effect.Effect<Owner | undefined, Failure>
  /** Puts a document in the place of the one that was read. Fails if there is another by now. */
  readonly write: (document: State.Document, revision: Revision) => Effect.Effect<Revision, Failure>
  /** Changes the document. When it returns, the change outlasts this process; changes of one moment are one write. */
  readonly journal: (change: State.Change) => Effect.Effect<void, Failure>
}

export interface FileOptions {
  /** The root of the program; the state is in `.pipewright/state` below it. */
  readonly directory: string
  readonly target: string
}

export interface GitOptions {
  /** Anywhere in the repository. */
  readonly directory: string
  readonly target: string
  /** Whom the state is shared with; `origin` by default, and nobody where there is none. */
  readonly remote?: string
}

const of = <E, R>(backend: Effect.Effect<Backend, E, R>) => Effect.flatMap(backend, serve)

export class StateStore extends Context.Tag("@pipewright/runtime/StateStore")<StateStore, Service>() {
  /** Gone with the process, or with the map that is given as the disk. */
  static readonly layerMemory = (disk: Map<string, string> = new Map()): Layer.Layer<StateStore> =>
    Layer.effect(StateStore, of(MemoryBackend.make(disk)))

  static readonly layerFile = (
    options: FileOptions,
  ): Layer.Layer<StateStore, never, FileSystem.FileSystem | Path.Path> =>
    Layer.effect(StateStore, of(FileBackend.make(options)))

  static readonly layerGit = (
    options: GitOptions,
  ): Layer.Layer<StateStore, StateUnavailable, CommandExecutor.CommandExecutor> =>
    Layer.effect(StateStore, of(GitBackend.make(options)))
}
