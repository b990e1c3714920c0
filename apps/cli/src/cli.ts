/** The command line by @effect/cli: help, completions, and the commands that talk to an API. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as ValidationError from "@effect/cli/ValidationError"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as EffectExit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Fast from "./commands/fast.ts"
import type { Output } from "./commands/output.ts"
import * as Exit from "./exit.ts"
import { type CommandName, commandOf, type Given, logLevels, type OptionSpec, specs } from "./specs.ts"
import { version } from "./version.ts"

type Run = (given: Given) => Effect.Effect<Output>

const runners: Readonly<Record<CommandName, () => Promise<Run>>> = {
  init: async () => (await import("./commands/init.ts")).run,
  check: async () => (given) => Effect.promise(() => Fast.run("check", given)),
  lint: async () => (given) => Effect.promise(() => Fast.run("lint", given)),
  fmt: async () => (given) => Effect.promise(() => Fast.run("fmt", given)),
  build: async () => (given) => Effect.promise(() => Fast.run("build", given)),
  explain: async () => (given) => Effect.promise(() => Fast.run("explain", given)),
  pull: async () => (await import("./commands/pull.ts")).run,
  status: async () => (await import("./commands/status.ts")).run,
  list: async () => (await import("./commands/list.ts")).run,
  discover: async () => (await import("./commands/discover.ts")).run,
  start: async () => (await import("./commands/tell.ts")).run("start"),
  stop: async () => (await import("./commands/tell.ts")).run("stop"),
  resync: async () => (await import("./commands/tell.ts")).run("resync"),
  plan: async () => (await import("./commands/plan.ts")).run,
  drift: async () => (await import("./commands/drift.ts")).run,
  apply: async () => (await import("./commands/apply.ts")).run,
  destroy: async () => (await import("./commands/destroy.ts")).run,
  unlock: async () => (await import("./commands/unlock.ts")).run,
  emulator: async () => (await import("./commands/emulator.ts")).run,
  "spec check": async () => (await import("./commands/specCheck.ts")).run,
}

type Parsed = boolean | Option.Option<string> | ReadonlyArray<string>

const hint = (name: CommandName | undefined): string =>
  `  help: see \`pipewright ${name === undefined ? "" : `${name} `}--help\`\n`

const usage = (message: string, name: CommandName): Output => ({
  stderr: `error: ${message}\n${hint(name)}`,
  code: Exit.usage,
})

const option = (name: string, spec: OptionSpec): Options.Options<Parsed> => {
  if (spec.kind === "flag") return Options.boolean(name).pipe(Options.withDescription(spec.doc))
  const text =
    spec.kind === "choice"
      ? Options.choice(name, [...(spec.choices ?? [])])
      : Options.text(name).pipe(Options.withPseudoName(spec.placeholder ?? "TEXT"))
  const described = text.pipe(Options.withDescription(spec.doc))
  return spec.repeated === true ? Options.repeated(described) : Options.optional(described)
}

const argument = (doc: string) => Args.text({ name: "path" }).pipe(Args.withDescription(doc), Args.optional)

const command = (name: CommandName, finish: (output: Output) => void) => {
  const spec = specs[name]
  const own = Object.entries(spec.options).filter(([key]) => key !== logOption)
  const options = Options.all(Object.fromEntries(own.map(([key, it]) => [key, option(key, it)])))
  const handle = (
    parsed: Readonly<Record<string, Parsed>>,
    path: Option.Option<string>,
    subject?: string,
  ) => {
    const flags = new Set(Object.keys(parsed).filter((key) => parsed[key] === true))
    const texts = new Map(
      Object.entries(parsed).flatMap(([key, value]) =>
        Option.isOption(value) && Option.isSome(value) ? [[key, value.value] as const] : [],
      ),
    )
    const lists = new Map(
      Object.entries(parsed).flatMap(([key, value]) =>
        Array.isArray(value) && value.length > 0 ? [[key, value as ReadonlyArray<string>] as const] : [],
      ),
    )
    const stray = Option.getOrUndefined(path)
    if (stray?.startsWith("-") === true) {
      const [typed = ""] = stray.split("=")
      const wrong = Object.hasOwn(spec.options, typed.slice(2))
        ? `${typed} needs a value`
        : `${name} has no option ${typed}`
      return Effect.sync(() => finish(usage(wrong, name)))
    }
    const given: Given = {
      ...(subject === undefined ? {} : { subject }),
      argument: Option.getOrUndefined(path),
      flags,
      texts,
      lists,
    }
    return Effect.promise(runners[name]).pipe(
      Effect.flatMap((run) => run(given)),
      Effect.map(finish),
    )
  }
  const word = name.split(" ").at(-1) ?? name
  if (spec.subject !== undefined && spec.argument !== undefined) {
    const text = Args.text({ name: spec.subject.placeholder }).pipe(Args.withDescription(spec.subject.doc))
    const subject = spec.subject.optional === true ? Args.optional(text) : Args.map(text, Option.some)
    return Command.make(word, { options, subject, path: argument(spec.argument) }, (config) =>
      handle(config.options, config.path, Option.getOrUndefined(config.subject)),
    ).pipe(Command.withDescription(spec.summary))
  }
  return spec.argument === undefined
    ? Command.make(word, { options }, (config) => handle(config.options, Option.none())).pipe(
        Command.withDescription(spec.summary),
      )
    : Command.make(word, { options, path: argument(spec.argument) }, (config) =>
        handle(config.options, config.path),
      ).pipe(Command.withDescription(spec.summary))
}

const logOption = "log-level"

const levels: Readonly<Record<(typeof logLevels)[number], LogLevel.LogLevel>> = {
  debug: LogLevel.Debug,
  info: LogLevel.Info,
  warning: LogLevel.Warning,
  error: LogLevel.Error,
  none: LogLevel.None,
}

/** Takes `--log-level` out, for @effect/cli has an option of this name that it does not find behind others. */
const logged = (
  args: ReadonlyArray<string>,
): { readonly level: string; readonly rest: ReadonlyArray<string> } => {
  const at = args.findIndex((arg) => arg === `--${logOption}` || arg.startsWith(`--${logOption}=`))
  const found = args[at]
  if (found === undefined) return { level: "warning", rest: args }
  const [, attached] = found.split("=")
  return attached === undefined
    ? { level: args[at + 1] ?? "", rest: args.toSpliced(at, 2) }
    : { level: attached, rest: args.toSpliced(at, 1) }
}

/** Runs the command line and ends the process with its exit code. */
export const main = (args: ReadonlyArray<string>, finish: (output: Output) => void): void => {
  const root = Command.make("pipewright").pipe(
    Command.withDescription("Pipes as code for ClickHouse Cloud."),
    Command.withSubcommands([
      command("init", finish),
      command("check", finish),
      command("lint", finish),
      command("fmt", finish),
      command("build", finish),
      command("explain", finish),
      command("pull", finish),
      command("discover", finish),
      command("status", finish),
      command("list", finish),
      command("start", finish),
      command("stop", finish),
      command("resync", finish),
      command("plan", finish),
      command("drift", finish),
      command("apply", finish),
      command("destroy", finish),
      command("unlock", finish),
      command("emulator", finish),
      Command.make("spec").pipe(
        Command.withDescription("Facts of the API."),
        Command.withSubcommands([command("spec check", finish)]),
      ),
    ]),
  )
  let stopped: number = Exit.interrupted
  process.once("SIGTERM", () => {
    stopped = Exit.terminated
  })
  const run = Command.run(root, { name: "pipewright", version })
  const name = commandOf(args)
  const { level, rest } =
    name !== undefined && logOption in specs[name].options ? logged(args) : { level: "warning", rest: args }
  const known = logLevels.find((it) => it === level)
  if (name !== undefined && known === undefined) {
    finish(usage(`--${logOption} is one of ${logLevels.join(", ")}`, name))
    return
  }
  run([process.execPath, "pipewright", ...rest]).pipe(
    // @effect/cli has printed what is wrong with the command line by then.
    Effect.catchIf(ValidationError.isValidationError, () =>
      Effect.sync(() => finish({ stderr: hint(name), code: Exit.usage })),
    ),
    Logger.withMinimumLogLevel(levels[known ?? "warning"]),
    Effect.provide(NodeContext.layer),
    NodeRuntime.runMain({
      disableErrorReporting: true,
      disablePrettyLogger: true,
      teardown: (exit, end) => {
        if (EffectExit.isFailure(exit) && !Cause.isInterruptedOnly(exit.cause)) {
          finish({ stderr: `this is a bug of pipewright:\n${Cause.pretty(exit.cause)}\n`, code: Exit.bug })
          end(Exit.bug)
        } else end(EffectExit.isFailure(exit) ? stopped : Number(process.exitCode ?? 0))
      },
    }),
  )
}
