/**
 * The Cloud API on this machine: the same operations, the same refusals, no cloud.
 *
 * It knows source kinds by their wire contracts alone and shares no code with the compiler, so a body that the API
 * would refuse is refused here. Pipes move through their states as time passes; nothing is read or written for real,
 * and no secret is kept, in memory or on disk.
 *
 * Besides the API it answers, without a key:
 * - `GET /emulator/health` with `{emulator: "pipewright"}`;
 * - `GET /emulator/requests` with `{version: 1, requests}`;
 * - `GET /emulator/clock` with the time that it is in the emulator, and `POST /emulator/clock` with `{advance}`, such as
 *   `"30 seconds"`, which moves a stepped clock on;
 * - `DELETE /emulator/tables/<database>.<table>`, which stands for the user's `DROP TABLE`;
 * - `PUT` of the same, as if somebody had filled it;
 * - `PATCH /emulator/pipes/<id>` with a part of a pipe, `state` included, as nobody can who uses the API;
 * - `GET`, `PUT` and `DELETE /emulator/faults`, which make requests go wrong: a list of `Fault`;
 * - `POST /emulator/endpoints/<id>` with `{status}`, as its owner accepts or rejects a connection;
 * - `POST /emulator/services/<organisation>/<service>` with `{state}`, such as `idle`;
 * - `PUT /emulator/schemas` with a list of `{source, fields, meta?}`, for schema discovery: the first whose `source` is
 *   part of what is asked about answers.
 */
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServer from "@effect/platform/HttpServer"
import type * as Path from "@effect/platform/Path"
import type { PipeState, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Scope } from "effect/Scope"
import { type DataDirUnusable, type DataFileCorrupt, type RecordUnusable, StateNotForced } from "./errors.ts"
import type { Fault } from "./Fault.ts"
import * as Answers from "./internal/answers.ts"
import * as Authorization from "./internal/authorization.ts"
import * as Control from "./internal/control.ts"
import * as Discovery from "./internal/discovery.ts"
import { Faults } from "./internal/faults.ts"
import * as Handlers from "./internal/handlers.ts"
import { Journal, type JournalEntry } from "./internal/journal.ts"
import * as NodeServer from "./internal/nodeServer.ts"
import * as Operations from "./internal/operations.ts"
import { PipeStore } from "./internal/pipeStore.ts"
import * as Platform from "./internal/platform.ts"
import * as RateLimit from "./internal/rateLimit.ts"
import * as Time from "./internal/time.ts"
import type { Key } from "./Key.ts"

export type { JournalEntry } from "./internal/journal.ts"
export type { PipePath } from "./internal/operations.ts"

/** What the emulator is made of. */
export interface Options {
  /** The source kinds it knows; the arm of each is its key below `source`. */
  readonly contracts: ReadonlyArray<WireContract>
  /** The id and the secret of an API key that may do everything. */
  readonly keyId: string
  readonly keySecret: Redacted.Redacted
  /** More keys, each with what it may do. */
  readonly keys?: ReadonlyArray<Key>
  /** How many requests a key may send in a time; the next are refused with a 429. Without it any number. */
  readonly rateLimit?: RateLimit.RateLimit
  /** A file to write every request to, as a line of JSON without secrets. */
  readonly record?: string
  /**
   * How fast pipes live: the times that their states take in the cloud are multiplied by it. 1 is as in the cloud, and
   * the default of a stepped clock; 0 skips every state that is passed through. Else 0.002, which is a second for a pipe
   * from a database.
   */
  readonly pace?: number
  /** `stepped`: time stands still until `POST /emulator/clock` moves it on. `real` by default. */
  readonly clock?: "real" | "stepped"
  /** Destination tables that hold rows from the start, as `database.table`: no pipe can be made onto one. */
  readonly tables?: ReadonlyArray<string>
  /**
   * Whether a table that a pipe has written to holds rows from then on, also when the pipe is gone. Without it tables
   * count as empty, whoever writes to them.
   */
  readonly keepRows?: boolean
  /** What goes wrong from the start. None by default. */
  readonly faults?: ReadonlyArray<Fault>
  /** What chance is made of, so that a run can be repeated. 1 by default. */
  readonly seed?: number
  /**
   * Whether it answers in the spellings that the API was seen to use now and then: `null` for what is empty or false,
   * sizes with units, engines with brackets, lists in another order.
   */
  readonly oddAnswers?: boolean
  /** Whether organisations have what support enables for each of them. They have by default. */
  readonly previews?: boolean
  /** Roles that may not do what a pipe has to: a create that gives no other is refused. */
  readonly weakRoles?: ReadonlyArray<string>
  /** A folder to keep the pipes in, one file for each service. Without it they are gone when the emulator stops. */
  readonly dataDir?: string
}

/** What a test or a command can ask of an emulator that runs in its process. */
export interface Service {
  /** Answers requests, for a server or in process. */
  readonly app: HttpApp.Default
  /** Listens by Node's own server until the scope closes, and gives the port: the way that costs least. */
  readonly listen: (address: NodeServer.Address) => Effect.Effect<number, Error, Scope>
  /** The last requests to the API, the oldest first, refused ones included: 10,000, or fewer if they are large. */
  readonly requests: Effect.Effect<ReadonlyArray<JournalEntry>>
  /** Makes requests go wrong from now on, in place of the faults before. */
  readonly setFaults: (faults: ReadonlyArray<Fault>) => Effect.Effect<void>
  /** Drops or empties a table, given as `database.table`, so that a pipe can be made onto it again. */
  readonly dropTable: (table: string) => Effect.Effect<void>
  /** Puts a pipe into a state of its family, such as `Failed`, where it rests until a command or another force. */
  readonly force: (pipe: Operations.PipePath, state: PipeState) => Effect.Effect<void, StateNotForced>
}

/** Why an emulator cannot start. */
export type StartError = DataDirUnusable | DataFileCorrupt | RecordUnusable

/** Quick enough to wait for, and slow enough that every state can be seen. */
const defaultPace = 0.002

/** The emulator that runs in this process. */
export class Emulator extends Context.Tag("@pipewright/emulator/Emulator")<Emulator, Service>() {
  /**
   * The emulator without a server: `app` answers requests to it.
   *
   * Fails if `dataDir` cannot be used or holds a file that is damaged.
   */
  static readonly layer = (
    options: Options,
  ): Layer.Layer<Emulator, StartError, FileSystem.FileSystem | Path.Path> => {
    const contracts = new Map(options.contracts.map((contract) => [contract.arm, contract]))
    const mode = options.clock ?? "real"
    const behaviour = {
      pace: options.pace ?? (mode === "stepped" ? 1 : defaultPace),
      keepRows: options.keepRows ?? false,
      oddly: options.oddAnswers ?? false,
      previews: options.previews ?? true,
      weakRoles: options.weakRoles ?? [],
    }
    const service = Effect.gen(function* () {
      const { clock } = yield* Time.Time
      const journal = yield* Journal
      const store = yield* PipeStore
      const faults = yield* Faults
      const { force } = yield* Operations.make(contracts, behaviour)
      const respond = yield* Answers.make({
        contracts,
        handlers: yield* Handlers.make(contracts, behaviour),
        control: yield* Control.make(contracts, behaviour),
        refuse: Authorization.make([
          { id: options.keyId, secret: options.keySecret },
          ...(options.keys ?? []),
        ]),
        take: options.rateLimit === undefined ? undefined : RateLimit.make(options.rateLimit),
      })
      const emulator: Service = {
        app: Platform.app(respond),
        listen: (address) => NodeServer.listen(respond, address),
        requests: journal.entries,
        setFaults: faults.set,
        dropTable: (table) => store.setTable(table, false),
        force: (pipe, state) =>
          force(pipe, state).pipe(
            Effect.withClock(clock),
            Effect.mapError(({ error }) => new StateNotForced({ reason: error })),
          ),
      }
      return emulator
    })
    return Layer.effect(Emulator, service).pipe(
      Layer.provide([
        PipeStore.layer({
          tables: options.tables ?? [],
          dataDir: options.dataDir,
          arms: new Set(contracts.keys()),
        }),
        Journal.layer(options.record),
        Time.Time.layer(mode),
        Faults.layer(options.faults ?? [], options.seed ?? 1, contracts),
        Discovery.ToldSchemas.layer,
      ]),
    )
  }

  /** Answers requests. */
  static readonly app: HttpApp.Default<never, Emulator> = Effect.flatMap(Emulator, ({ app }) => app)

  /** The emulator on whatever `HttpServer` there is. It listens until the layer is released. */
  static readonly serve = (
    options: Options,
  ): Layer.Layer<Emulator, StartError, HttpServer.HttpServer | FileSystem.FileSystem | Path.Path> =>
    Layer.scopedDiscard(Effect.flatMap(Emulator, ({ app }) => HttpServer.serveEffect(app))).pipe(
      Layer.provideMerge(Emulator.layer(options)),
    )
}
