/** Help, made of the same specs that the command line is read by. */
import * as Exit from "../exit.ts"
import { type CommandName, commandNames, type OptionSpec, specs } from "../specs.ts"
import { type Paint, paint, wrap } from "./terminal.ts"

/** What the terminal can show. */
interface Look {
  readonly color: boolean
  readonly columns: number | undefined
}

export const overview = ({ color, columns }: Look): string => {
  const style = paint(color)
  return page([
    `${style.bold("pipewright")}: pipes as code for ClickHouse Cloud`,
    section("Usage", ["pipewright COMMAND [OPTIONS] [PATH]"], style),
    section(
      "Commands",
      pairs(
        commandNames.map((name) => [name, specs[name].summary]),
        columns,
      ),
      style,
    ),
    section(
      "Options",
      pairs(
        [
          ["-h, --help", "show this help, or that of a command"],
          ["-v, --version", "show the version"],
        ],
        columns,
      ),
      style,
    ),
    section("Try it without an account", ["pipewright apply --target local --yes examples/guide"], style),
  ])
}

export const command = (name: CommandName, { color, columns }: Look): string => {
  const { summary, subject, argument, argumentName, options } = specs[name]
  const given = [
    ...(subject === undefined
      ? []
      : [subject.optional === true ? `[${subject.placeholder}]` : subject.placeholder]),
    ...(argument === undefined ? [] : [argumentName ?? "[PATH]"]),
  ]
  const style = paint(color)
  return page([
    wrap(`pipewright ${name}: ${summary}`, columns, "", "  ")
      .join("\n")
      .replace(`pipewright ${name}`, style.bold),
    section("Usage", [[`pipewright ${name} [OPTIONS]`, ...given].join(" ")], style),
    ...(subject === undefined ? [] : [section(subject.placeholder, wrapped(subject.doc, columns), style)]),
    ...(argument === undefined
      ? []
      : [section(argumentName === undefined ? "Path" : "Argument", wrapped(argument, columns), style)]),
    section(
      "Options",
      pairs(
        [
          ...Object.entries(options).map(([option, spec]) => [spell(option, spec), spec.doc] as const),
          ["-h, --help", "show this help"],
        ],
        columns,
      ),
      style,
    ),
    section(
      "Exit codes",
      pairs(
        exitCodes[name].map((code) => [String(code), meanings.get(code) ?? ""]),
        columns,
      ),
      style,
    ),
  ])
}

const spell = (name: string, { kind, choices, placeholder }: OptionSpec): string =>
  kind === "flag" ? `--${name}` : `--${name} ${choices?.join("|") ?? placeholder ?? "TEXT"}`

const meanings: ReadonlyMap<number, string> = new Map([
  [Exit.ok, "all is well"],
  [Exit.failed, "there are mistakes, or the run did not reach its goal"],
  [Exit.differs, "with `--exit-code`: something differs"],
  [Exit.usage, "the command line cannot be understood"],
  [Exit.invalidProgram, "the program has errors, so nothing was done"],
  [Exit.apiUnavailable, "the API cannot be reached, or fails"],
  [Exit.bug, "a bug of pipewright"],
  [Exit.notYet, "not done yet: something has to be accepted, or takes longer; run it again"],
  [Exit.notAuthorised, "the API key is missing, wrong, or lacks a permission"],
  [Exit.interrupted, "stopped by Ctrl-C"],
])

const { ok, failed, differs, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted } =
  Exit

const exitCodes: Readonly<Record<CommandName, ReadonlyArray<number>>> = {
  init: [ok, usage, interrupted],
  check: [ok, failed, usage],
  lint: [ok, failed, usage],
  fmt: [ok, failed, usage, invalidProgram],
  build: [ok, failed, usage, invalidProgram],
  explain: [ok, usage, invalidProgram],
  pull: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  discover: [ok, failed, usage, invalidProgram, apiUnavailable, notAuthorised, interrupted],
  status: [ok, failed, usage, invalidProgram, apiUnavailable, notAuthorised, interrupted],
  list: [ok, failed, usage, invalidProgram, apiUnavailable, notAuthorised, interrupted],
  start: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  stop: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  resync: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  plan: [ok, failed, differs, usage, invalidProgram, apiUnavailable, notAuthorised, interrupted],
  drift: [ok, failed, differs, usage, invalidProgram, apiUnavailable, notAuthorised, interrupted],
  apply: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  destroy: [ok, failed, usage, invalidProgram, apiUnavailable, notYet, notAuthorised, interrupted],
  unlock: [ok, failed, usage, interrupted],
  emulator: [failed, usage, interrupted],
  "spec check": [ok, failed, usage, apiUnavailable],
  completions: [ok, usage],
}

/** As many columns as a sentence needs to be read well. */
const readable = 40

/** Words and what they mean: beside each other, or one below the other where there is no room for that. */
const pairs = (
  rows: ReadonlyArray<readonly [string, string]>,
  columns: number | undefined,
): ReadonlyArray<string> => {
  const room = columns === undefined ? undefined : columns - sectionIndent.length
  const left = Math.max(...rows.map(([word]) => word.length)) + 2
  return rows.flatMap(([word, doc]) =>
    room !== undefined && room - left < readable
      ? [word, ...wrap(doc, room, "    ", "    ")]
      : wrap(doc, room, word.padEnd(left), " ".repeat(left)),
  )
}

const wrapped = (text: string, columns: number | undefined): ReadonlyArray<string> =>
  wrap(text, columns === undefined ? undefined : columns - sectionIndent.length, "", "")

const sectionIndent = "  "

const section = (title: string, lines: ReadonlyArray<string>, { bold }: Paint): string =>
  [bold(title), ...lines.map((line) => `${sectionIndent}${line}`)].join("\n")

const page = (parts: ReadonlyArray<string>): string => `${parts.join("\n\n")}\n`
