/** The target of a run: which service, by which API, with which key. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import type { CloudApiClient, Options, ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import * as Ir from "@pipewright/core/Ir"
import { type Diagnostic, isError } from "@pipewright/language/Diagnostic"
import { InvalidProgram, type StateUnavailable, type ValuesUnreadable } from "@pipewright/runtime/errors"
import type { SecretHash } from "@pipewright/runtime/SecretHash"
import type { StateStore } from "@pipewright/runtime/StateStore"
import { readAll, ValueReader } from "@pipewright/runtime/ValueReader"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Client from "./client.ts"
import * as Credentials from "./credentials.ts"
import { type EmulatorFailed, type NoCredentials, UsageError } from "./failures.ts"
import { directly } from "./fetching.ts"
import * as Program from "./program/program.ts"
import * as Remembered from "./remembered.ts"
import type { Given } from "./specs.ts"
import * as Log from "./views/log.ts"
import * as Waking from "./waking.ts"

/** What a command works on. */
export interface Session {
  /** The name of the target. */
  readonly target: string
  readonly service: ServiceRef
  readonly program: Ir.Program
  /** The API as people may read it. */
  readonly api: string
  /** The API is an emulator that ends with this run, so nothing is kept. */
  readonly embedded: boolean
}

/** The service that the local target stands for; the emulator takes any ids. */
export const localService: ServiceRef = {
  organizationId: "00000000-0000-4000-8000-000000000001",
  serviceId: "00000000-0000-4000-8000-000000000002",
}

export const localPort = 8484
export const localKey = "local"

const publicApi = "https://api.clickhouse.cloud"

type Failures =
  | UsageError
  | InvalidProgram
  | NoCredentials
  | EmulatorFailed
  | StateUnavailable
  | ValuesUnreadable

type Use<A, E> = (
  session: Session,
) => Effect.Effect<A, E, CloudApiClient | SecretHash | StateStore | ValueReader>

/**
 * Runs an effect on the target that was asked for, that the configuration names, or that is the only one. A service that
 * sleeps is left asleep: this is for commands that read.
 */
export const withSession = <A, E>(
  loaded: Program.Loaded,
  given: Given,
  use: Use<A, E>,
): Effect.Effect<A, E | Failures> => session(loaded, given, use, () => undefined)

/**
 * The same for a command that needs a service that is awake: it may wake it. `isWrong` says with which findings it
 * cannot go on.
 */
export const withWakingSession = <A, E>(
  loaded: Program.Loaded,
  given: Given,
  use: Use<A, E>,
  isWrong: (diagnostic: Diagnostic) => boolean = isError,
): Effect.Effect<A, E | Failures> =>
  session(loaded, given, use, (target) => Waking.policy(target, given), isWrong)

const session = <A, E>(
  loaded: Program.Loaded,
  given: Given,
  use: Use<A, E>,
  policy: (target: Ir.Target | undefined) => Options["wake"],
  isWrong: (diagnostic: Diagnostic) => boolean = isError,
): Effect.Effect<A, E | Failures> =>
  Effect.gen(function* () {
    const remembering = (session: Session) =>
      use(session).pipe(Effect.provide(Remembered.layer(loaded, session.target, session.embedded)))
    const name = yield* targetName(loaded, given)
    const declared = Program.targets(loaded).includes(name)
    const { program, diagnostics } = Program.bound(loaded, declared ? name : undefined)
    // What only a target sets is missing where another one is asked for.
    if (diagnostics.some(isWrong)) return yield* Effect.fail(new InvalidProgram({ diagnostics }))
    const { target } = program
    const wake = policy(target)
    if (target === undefined) {
      if (!given.texts.has("api-url")) return yield* onLocal(program, { given, wake }, remembering)
      return yield* Effect.fail(
        new UsageError({
          message: "--api-url does not go with --target local, which is an emulator on this machine",
          help: "leave one of the two out",
        }),
      )
    }
    const { service, apiUrl, key } = yield* coordinates(target, given)
    const client = Client.layer({ given, baseUrl: apiUrl, key, rate: rateOf(target), wake })
    return yield* remembering({ target: name, service, program, api: apiUrl, embedded: false }).pipe(
      Effect.provide(client),
    )
  }).pipe(
    Effect.provide(ValueReader.layer({ root: loaded.root, environment: Credentials.environment() })),
    Effect.provide(NodeContext.layer),
    Effect.provide(Log.layer(given)),
  )

export const targetName = (loaded: Program.Loaded, given: Given): Effect.Effect<string, UsageError> => {
  const names = Program.targets(loaded)
  const name =
    given.texts.get("target") ?? loaded.configuration.target ?? (names.length === 1 ? names[0] : undefined)
  const choice = names.length === 0 ? "" : `one of ${names.join(", ")}, or `
  if (name === undefined) {
    return Effect.fail(
      new UsageError({
        message:
          names.length === 0
            ? "no target is given, and the program declares none"
            : `no target is given, and the program declares ${names.length}`,
        help: `use --target with ${choice}\`local\`, an emulator of the API on this machine that needs no account`,
      }),
    )
  }
  if (names.includes(name) || name === "local") return Effect.succeed(name)
  return Effect.fail(
    new UsageError({
      message: `there is no target \`${name}\``,
      help: `use --target with ${choice}\`local\``,
    }),
  )
}

const rateOf = ({ rate }: Ir.Target): Options["rate"] => {
  if (rate === undefined) return undefined
  const number = (field: string) => Number(Ir.literal(Ir.get(rate, field)))
  return { requests: number("requests"), per: Duration.seconds(number("per")) }
}

/** The ids, the address and the key of a declared target, read from wherever it says. */
const coordinates = Effect.fnUntraced(function* (target: Ir.Target, given: Given) {
  const { organization, service: id, apiUrl: address, keyId, keySecret } = target
  const wanted = [organization, id, address, keyId, keySecret]
  const values = yield* readAll(wanted.filter((value): value is Ir.Deferred => value?._tag === "Deferred"))
  const text = (value: Ir.Value | undefined) => Credentials.text(value, values)
  // An empty variable counts as not set, as everywhere.
  const apiUrl = given.texts.get("api-url") ?? text(address) ?? (process.env.CLICKHOUSE_API_URL || publicApi)
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "") {
    return yield* Effect.fail(
      new UsageError({
        message: "the address of the API is not a plain URL of http or https",
        help: "such as https://api.clickhouse.cloud, in --api-url, the target's `apiUrl` or CLICKHOUSE_API_URL",
      }),
    )
  }
  if (url.protocol !== "https:" && !["127.0.0.1", "[::1]", "localhost"].includes(url.hostname)) {
    return yield* Effect.fail(
      new UsageError({
        message: `\`${url.origin}\` would get the API key and every secret in clear text`,
        help: "use https; http is for an emulator on this machine",
      }),
    )
  }
  const service = { organizationId: text(organization) ?? "", serviceId: text(id) ?? "" }
  for (const [field, id] of Object.entries(service)) {
    if (/^[A-Za-z0-9_-]+$/.test(id)) continue
    return yield* Effect.fail(
      new UsageError({
        message: `the ${field === "serviceId" ? "service" : "organization"} of the target \`${target.name}\` is not an id`,
        help: "the console shows the ids of the organization and of the service",
      }),
    )
  }
  return {
    service,
    apiUrl: apiUrl.replace(/\/+$/, "").replace(/\/v1$/, ""),
    key: yield* Credentials.of(target, values),
  }
})

/** An emulator that listens already, or one that lives as long as the run. */
const onLocal = <A, E, R>(
  program: Ir.Program,
  calling: Pick<Client.Calling, "given" | "wake">,
  use: (session: Session) => Effect.Effect<A, E, R | CloudApiClient>,
) => {
  const key = { keyId: localKey, keySecret: Redacted.make(localKey) }
  const on = (baseUrl: string, embedded: boolean) =>
    use({ target: "local", service: localService, program, api: baseUrl, embedded }).pipe(
      Effect.provide(Client.layer({ ...calling, baseUrl, key, rate: undefined })),
    )
  const listening = `http://127.0.0.1:${localPort}`
  return Effect.gen(function* () {
    if (yield* isEmulator(listening)) return yield* on(listening, false)
    const Embedded = yield* Effect.promise(() => import("./embedded.ts"))
    return yield* Embedded.whileRunning(key, (baseUrl) => on(baseUrl, true))
  })
}

const isEmulator = (baseUrl: string): Effect.Effect<boolean> =>
  Effect.tryPromise(async (signal) => {
    const response = await directly(`${baseUrl}/emulator/health`, { signal })
    const body: unknown = await response.json()
    return typeof body === "object" && body !== null && "emulator" in body && body.emulator === "pipewright"
  }).pipe(
    Effect.timeout("1 second"),
    // Nothing listens there, or something else does: then one is started for the run.
    Effect.orElseSucceed(() => false),
  )
