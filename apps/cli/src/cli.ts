/** The command line by @effect/cli: help, completions, and the commands that talk to an API. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import * as ValidationError from "@effect/cli/ValidationError"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { asksForJson } from "./arguments.ts"
import * as Fast from "./commands/fast.ts"
import type { Output } from "./commands/output.ts"
import * as Failures from "./failures.ts"
import * as Running from "./running.ts"
import { type CommandName, commandOf, type Given, logLevels, type OptionSpec, specs } from "./specs.ts"
import { version } from "./version.ts"
import * as Stream from "./views/apply.json.ts"

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
  completions: async () => (given) => Effect.promise(() => Fast.run("completions", given)),
}

type Parsed = boolean | Option.Option<string> | ReadonlyArray<string>

const usage = (message: string, name: CommandName | undefined, json: boolean): Output =>
  Failures.output(
    new Failures.UsageError({
      message,
      help: `see \`pipewright ${name === undefined ? "" : `${name} `}--help\``,
    }),
    json ? "json" : undefined,
  )

/** @effect/cli prints what it does not understand by itself. Here that is said as every other failure is. */
const silently = <A, E, R>(run: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Console.consoleWith((console) => Console.withConsole(run, { ...console, error: () => Effect.void }))

const misunderstood = ({ error }: ValidationError.ValidationError): string =>
  HelpDoc.toAnsiText(error)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours of the text.
    .replace(/\u001B\[[0-9;]*m/g, "")
    .replace(/\s+/g, " ")
    .trim()

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
      return Effect.sync(() => finish(usage(wrong, name, texts.get("format") === "json")))
    }
    const given: Given = {
      ...(subject === undefined ? {} : { subject }),
      argument: Option.getOrUndefined(path),
      flags,
      texts,
      lists,
      ...(spec.streams === true && texts.get("format") === "json" ? { streams: true } : {}),
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

const isStream = (args: ReadonlyArray<string>): boolean => {
  const name = commandOf(args)
  return asksForJson(args) && name !== undefined && specs[name].streams === true
}

/** Takes `--log-level` out, for @effect/cli has an option of this name that it does not find behind others. */
const logged = (
  args: ReadonlyArray<string>,
): { readonly level: string; readonly rest: ReadonlyArray<string> } => {
  const at = args.findIndex((arg) => arg === `--${logOption}` || arg.startsWith(`--${logOption}=`))
  const found = args[at]
  // A machine is told what it asks for.
  if (found === undefined)
    return { level: asksForJson(args) && !isStream(args) ? "none" : "warning", rest: args }
  const [, attached] = found.split("=")
  return attached === undefined
    ? { level: args[at + 1] ?? "", rest: args.toSpliced(at, 2) }
    : { level: attached, rest: args.toSpliced(at, 1) }
}

/** Runs the command line and ends the process with its exit code. */
export const main = (args: ReadonlyArray<string>, print: (output: Output) => void): void => {
  const json = asksForJson(args)
  const name = commandOf(args)
  const streams = isStream(args)
  // The last line of a stream says how it ended, also where it had hardly begun.
  const finish = (output: Output) =>
    print(
      streams && output.failed !== undefined && output.stdout === undefined
        ? { ...output, stdout: Stream.failed(output.failed) }
        : output,
    )
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
  const run = Command.run(root, { name: "pipewright", version })
  const { level, rest } =
    name !== undefined && logOption in specs[name].options ? logged(args) : { level: "warning", rest: args }
  const known = logLevels.find((it) => it === level)
  if (name !== undefined && known === undefined) {
    finish(usage(`--${logOption} is one of ${logLevels.join(", ")}`, name, json))
    return
  }
  const parsed = run([process.execPath, "pipewright", ...rest]).pipe(
    silently,
    Effect.catchIf(ValidationError.isValidationError, (error) =>
      Effect.sync(() => finish(usage(misunderstood(error), name, json))),
    ),
    Effect.orDie,
  )
  // An emulator runs until it is stopped.
  const tellsStop = json && name !== "emulator" && !args.includes("--watch")
  Running.run(parsed, { level: known ?? "warning", json, tellsStop, finish })
}
