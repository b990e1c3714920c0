/**
 * The commands and their options, said once. Those that have to start fast, and those that only look at the API, are read
 * with Node's own parser, and everything else with @effect/cli.
 */
import { reporting } from "./reportFormats.ts"

export interface OptionSpec {
  readonly kind: "flag" | "text" | "choice"
  readonly doc: string
  readonly choices?: ReadonlyArray<string>
  /** What a text stands for, as in `--target NAME`. */
  readonly placeholder?: string
  /** A text that may be given several times. */
  readonly repeated?: true
  /** What a text names, so that a shell can offer what there is. */
  readonly values?: Values
}

/** The targets of the program, its pipes, all that `explain --origin` takes, or the types of sources. */
export type Values = "targets" | "pipes" | "subjects" | "sources"

/** The shells that there are completions for. */
export const shells = ["bash", "zsh", "fish"] as const

export interface CommandSpec {
  readonly summary: string
  /** What has to stand before the path. */
  readonly subject?: {
    readonly placeholder: string
    readonly doc: string
    readonly optional?: true
    /** What it names, so that a shell can offer what there is. */
    readonly values?: Values
    /** The option without which it names something else. */
    readonly valuesWith?: string
  }
  /** What the path is; without it the command takes none. */
  readonly argument?: string
  /** Any number of paths may be given. */
  readonly many?: true
  /** What the argument is called, if it is not a path that may be left out. */
  readonly argumentName?: string
  /** All that the argument can be. */
  readonly choices?: ReadonlyArray<string>
  readonly options: Readonly<Record<string, OptionSpec>>
  /** In JSON it tells what happens as it happens, one object on each line. */
  readonly streams?: true
}

/** What was given on the command line. */
export interface Given {
  /** There where the command takes one. */
  readonly subject?: string
  readonly argument: string | undefined
  /** All paths, where the command takes several. */
  readonly paths?: ReadonlyArray<string>
  readonly flags: ReadonlySet<string>
  readonly texts: ReadonlyMap<string, string>
  /** What was given with options that may be repeated. */
  readonly lists: ReadonlyMap<string, ReadonlyArray<string>>
  /** The run is told as it goes, one JSON object on each line. */
  readonly streams?: boolean
}

const format: OptionSpec = {
  kind: "choice",
  choices: ["human", "json"],
  doc: "how to print: for people, or as JSON",
}

const reviewed: OptionSpec = {
  kind: "choice",
  choices: ["human", "json", "markdown"],
  doc: "how to print: for people, as one JSON object, or for a comment on a pull request",
}

const target: OptionSpec = {
  kind: "text",
  placeholder: "NAME",
  values: "targets",
  doc: "the target of the program to work on; `local` is an emulator on this machine",
}

const apiUrl: OptionSpec = {
  kind: "text",
  placeholder: "URL",
  doc: "the base URL of the API, if not the public one",
}

/** How much is told, from most to least. */
export const logLevels = ["debug", "info", "warning", "error", "none"] as const

const logLevel: OptionSpec = {
  kind: "choice",
  choices: logLevels,
  doc: "how much to tell on standard error; warnings and errors by default",
}

const dialect: OptionSpec = {
  kind: "choice",
  choices: ["document", "guide"],
  doc: "send requests as the API's document or as its guide has them; as the API takes them by default",
}

const wake: OptionSpec = {
  kind: "choice",
  choices: ["ask", "auto", "never"],
  doc: "whether to wake the service if it sleeps, which costs money; as the target says, or `ask`, by default",
}

const text = (placeholder: string, doc: string): OptionSpec => ({ kind: "text", placeholder, doc })

const globs = (doc: string): OptionSpec => ({
  kind: "text",
  placeholder: "GLOB",
  repeated: true,
  values: "pipes",
  doc,
})

/** What has to be asked for by name. `*` stands for any characters, `?` for one. */
const permissions = {
  "allow-delete": globs("delete pipes of such a name; `endpoint.NAME` is an endpoint"),
  "allow-replace": globs("delete such pipes and make them anew, which reads everything again"),
  "allow-resnapshot": globs("read tables of such pipes again from the start"),
  adopt: globs("take over pipes that are there already under such a name"),
  "resend-secrets": globs("send the secrets of such pipes again, also where they seem to be the same"),
}

const exitCode: OptionSpec = {
  kind: "flag",
  doc: "end with 2 if anything differs, and with 0 if nothing does",
}

const part = globs(
  "leave out what has no such name; `endpoint.NAME` is an endpoint, and `cdcScaling` the size that database pipes share",
)

const waiting = {
  wait: {
    kind: "choice",
    choices: ["running", "snapshot-done", "none"],
    doc: "wait until pipes are where all is well (the default), until their first rows are all read, or not at all",
  },
  timeout: {
    kind: "text",
    placeholder: "SECONDS",
    doc: "how long to wait for them; what is not there by then is told, with exit code 75",
  },
} as const satisfies Readonly<Record<string, OptionSpec>>

/** The options of a command that calls the API. */
const calling = { target, "api-url": apiUrl, "api-dialect": dialect, "log-level": logLevel }

const watching: OptionSpec = {
  kind: "flag",
  doc: "go on and look again whenever a file of the program changes, until Ctrl-C",
}

const program = "a directory of .pipe files, or one file; this directory by default"

/** What a command to pipes takes. */
const told = {
  subject: {
    placeholder: "NAME",
    doc: "the pipe, or a pattern of names: `*` stands for any characters, `?` for one",
    values: "pipes" as const,
  },
  argument: program,
  streams: true as const,
  options: {
    ...calling,
    wake,
    also: globs("pipes of such a name as well"),
    ...waiting,
    format,
  },
}

const names = [
  "init",
  "check",
  "lint",
  "fmt",
  "build",
  "explain",
  "pull",
  "discover",
  "status",
  "list",
  "start",
  "stop",
  "resync",
  "plan",
  "drift",
  "apply",
  "destroy",
  "unlock",
  "emulator",
  "spec check",
  "completions",
] as const

export type CommandName = (typeof names)[number]

export const commandNames: ReadonlyArray<CommandName> = names

export const specs: Readonly<Record<CommandName, CommandSpec>> = {
  init: {
    summary: "Write a first program: a configuration, a target and a pipe.",
    argument: "the directory to write into, made if it is not there; this directory by default",
    options: {
      source: {
        kind: "text",
        placeholder: "TYPE",
        values: "sources",
        doc: "where the pipe reads from, such as kafka or s3",
      },
      name: { kind: "text", placeholder: "NAME", doc: "what the pipe is called" },
      organization: text("ID", "the id of the organization; from the environment by default"),
      service: text("ID", "the id of the service; from the environment by default"),
      yes: { kind: "flag", doc: "do not ask, and take what is not given as it is by default" },
      format,
    },
  },
  check: {
    summary: "Report every mistake in a program. Needs no network and no credentials.",
    argument: program,
    options: { watch: watching, ...reporting },
  },
  lint: {
    summary:
      "Report what is legal and could be better, and every mistake. Needs no network and no credentials.",
    argument:
      "directories of .pipe files, files, each judged within its whole program, or - for standard input; this directory by default",
    many: true,
    options: {
      fix: { kind: "flag", doc: "mend what can be mended without a change of meaning" },
      "unsafe-fixes": { kind: "flag", doc: "mend what can be mended; look at what it does" },
      "fail-on": {
        kind: "choice",
        choices: ["error", "warning", "info"],
        doc: "the least severe finding that makes it exit with 1; `warning` by default",
      },
      only: {
        kind: "text",
        placeholder: "RULE",
        repeated: true,
        doc: "run this rule and no other that is not named so, whatever the preset",
      },
      since: {
        kind: "text",
        placeholder: "REF",
        doc: "also say what the edits since the branch of REF parted do to pipes that are there",
      },
      stdin: { kind: "flag", doc: "read standard input, as `-` does" },
      "stdin-filename": {
        kind: "text",
        placeholder: "NAME",
        doc: "the file that standard input takes the place of, in the program that it is in",
      },
      baseline: {
        kind: "text",
        placeholder: "FILE",
        doc: "let pass what this file keeps from before; as the configuration says by default",
      },
      "write-baseline": { kind: "flag", doc: "write all that is found into the baseline" },
      "prune-baseline": { kind: "flag", doc: "take out of the baseline what is found no longer" },
      watch: watching,
      "no-cache": { kind: "flag", doc: "work it out anew, and keep nothing of it" },
      "print-config": { kind: "flag", doc: "print what holds of each rule, for a file or the whole program" },
      ...reporting,
    },
  },
  fmt: {
    summary: "Write files in the one style of the language. Keeps every comment.",
    argument: "directories of .pipe files, files, or - for standard input; this directory by default",
    many: true,
    options: {
      check: { kind: "flag", doc: "change nothing; list the files that would change, and exit with 1" },
      diff: { kind: "flag", doc: "change nothing; print what would change as a unified diff" },
      stdin: { kind: "flag", doc: "read standard input and write to standard output, as `-` does" },
      "stdin-path": text("NAME", "what findings call standard input"),
      format,
    },
  },
  build: {
    summary: "Print the API request for each pipe.",
    argument: program,
    options: {
      target,
      reveal: { kind: "flag", doc: "read secrets and show them" },
      format,
    },
  },
  explain: {
    summary: "Explain a field, a finding, a word of a plan, an exit code; or where a value comes from.",
    subject: {
      placeholder: "TOPIC",
      doc: "such as kafka.consumerGroup, unknown-field or exit 75; with --origin PIPE[.FIELD], endpoint.NAME or cdcScaling",
      optional: true,
      values: "subjects",
      valuesWith: "origin",
    },
    argument: program,
    options: {
      list: { kind: "flag", doc: "list all topics, or those of a kind" },
      origin: { kind: "flag", doc: "say where each value of a pipe is written, and how it came there" },
      target,
      format,
    },
  },
  pull: {
    summary: "Write what the service has and the program has not. Changes nothing in the service.",
    argument: "a program, and the directory that new files go into; this directory by default",
    options: {
      ...calling,
      only: globs("take only pipes of such a name"),
      adopt: { kind: "flag", doc: "remember the pipes as taken over, so that they are ours from now on" },
      "dry-run": { kind: "flag", doc: "write nothing; print what would be written as a unified diff" },
      format,
    },
  },
  status: {
    summary: "Say how it is with every pipe, and what to do next. Changes nothing.",
    argument: program,
    options: {
      ...calling,
      only: globs("say it only of pipes of such a name"),
      watch: { kind: "flag", doc: "go on and tell every change, until Ctrl-C" },
      timeout: { kind: "text", placeholder: "SECONDS", doc: "how long to watch" },
      format,
    },
  },
  list: {
    summary: "List every pipe and endpoint of the service, whoever made it. Changes nothing.",
    argument: program,
    options: { ...calling, only: globs("list only what has such a name"), format },
  },
  discover: {
    summary: "Look into the source of a pipe, and print what it holds as rows of columns.",
    subject: { placeholder: "NAME", doc: "the pipe", values: "pipes" },
    argument: program,
    options: {
      ...calling,
      wake,
      write: { kind: "flag", doc: "put the columns that the pipe has not into its file" },
      format,
    },
  },
  start: { summary: "Start pipes that rest or have failed, and wait until they run.", ...told },
  stop: { summary: "Stop pipes, and wait until they rest.", ...told },
  resync: {
    summary: "Let database pipes read all their tables again.",
    ...told,
    options: { "allow-resnapshot": permissions["allow-resnapshot"], ...told.options },
  },
  plan: {
    summary: "Show what apply would do. Changes nothing.",
    argument: program,
    options: {
      ...calling,
      only: part,
      ...permissions,
      out: { kind: "text", placeholder: "FILE", doc: "keep the plan for `apply --plan`; no secret is in it" },
      "exit-code": exitCode,
      format: reviewed,
    },
  },
  drift: {
    summary: "Show what is no longer as it was last applied. Changes nothing and needs no secrets.",
    argument: program,
    options: { ...calling, only: part, "exit-code": exitCode, format: reviewed },
  },
  apply: {
    summary: "Make the service as it is declared, and wait until it is so.",
    streams: true,
    argument: program,
    options: {
      ...calling,
      wake,
      only: part,
      ...permissions,
      plan: { kind: "text", placeholder: "FILE", doc: "do what this plan says, if all is still as it was" },
      yes: { kind: "flag", doc: "do not ask; what has to be asked for by name still has to be" },
      ...waiting,
      format,
    },
  },
  destroy: {
    summary: "Delete the pipes and endpoints that apply made or took over.",
    streams: true,
    argument: program,
    options: {
      ...calling,
      wake,
      only: part,
      "allow-delete": permissions["allow-delete"],
      yes: { kind: "flag", doc: "do not ask; what has to be asked for by name still has to be" },
      format,
    },
  },
  unlock: {
    summary: "Take the lock of a target away from a run that will not give it back.",
    argument: program,
    options: {
      target,
      yes: { kind: "flag", doc: "do not ask" },
      format,
    },
  },
  emulator: {
    summary: "Run the Cloud API on this machine.",
    options: {
      host: { kind: "text", placeholder: "ADDRESS", doc: "the address to listen on; 127.0.0.1 by default" },
      port: { kind: "text", placeholder: "PORT", doc: "the port to listen on; 8484 by default" },
      data: text("DIRECTORY", "keep pipes in this directory; in memory by default"),
      "key-id": { kind: "text", placeholder: "ID", doc: "the API key it takes; `local` by default" },
      "full-table": {
        kind: "text",
        placeholder: "DATABASE.TABLE",
        doc: "a destination table that holds rows, so that no pipe can be made onto it",
      },
      "keep-rows": {
        kind: "flag",
        doc: "let tables that pipes have filled hold rows from then on, so that no pipe can be made onto one",
      },
      "weak-role": {
        kind: "text",
        placeholder: "NAME",
        doc: "a role that may not do what a pipe has to; a create with no other role is refused",
      },
      "no-previews": { kind: "flag", doc: "refuse what support has to enable for an organization" },
      "odd-answers": {
        kind: "flag",
        doc: "answer in the spellings that the API was seen to use now and then",
      },
      clock: {
        kind: "choice",
        choices: ["real", "stepped"],
        doc: "let time run, or let it stand still until `POST /emulator/clock` moves it on",
      },
      keys: text("FILE", "more API keys that it takes, with what each may do, in JSON"),
      "rate-limit": {
        kind: "text",
        placeholder: "N/TIME",
        doc: "how many requests a key may send in a time, such as 10/10s; any number by default",
      },
      record: text("FILE", "write every request to the end of this file, as JSON"),
      "ready-file": {
        kind: "text",
        placeholder: "FILE",
        doc: "a file that is there as long as it listens, with the environment to use it by",
      },
      faults: text("FILE", "make requests go wrong as this file says, in JSON"),
      seed: { kind: "text", placeholder: "N", doc: "what the chance of faults is made of; 1 by default" },
      pace: {
        kind: "text",
        placeholder: "FACTOR",
        doc: "what the times that states take in the cloud are multiplied by; 0.002 by default (1 with a stepped clock), 0 skips them",
      },
      format,
    },
  },
  "spec check": {
    summary: "Compare what this version knows of the API with an OpenAPI document.",
    argument: "the document, in JSON: a file, or an address of http or https",
    argumentName: "FILE-OR-URL",
    options: {
      known: { kind: "flag", doc: "also show the differences that are meant, with their reasons" },
      format,
    },
  },
  completions: {
    summary: "Print what makes a shell complete command lines.",
    argument: "bash, zsh or fish",
    argumentName: "SHELL",
    choices: shells,
    options: {},
  },
}

export const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && (names as ReadonlyArray<string>).includes(name)

/** The command at the beginning of a command line: one word, or two. */
export const commandOf = ([first, second]: ReadonlyArray<string>): CommandName | undefined =>
  [first, `${first} ${second}`].find(isCommand)
