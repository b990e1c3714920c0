/** The entry: hands over to the command that was called and loads nothing else. */
import * as Arguments from "./arguments.ts"
import * as Fast from "./commands/fast.ts"
import * as Looking from "./commands/looking.ts"
import type { Output } from "./commands/output.ts"
import * as Exit from "./exit.ts"
import { type CommandName, commandNames, commandOf, specs } from "./specs.ts"
import { version } from "./version.ts"
import { columnsOf, hasColor } from "./views/terminal.ts"
import * as Writing from "./writing.ts"

const finish = ({ stdout, stderr, code }: Output): void => {
  process.exitCode = code
  if (stdout !== undefined) Writing.write("stdout", stdout)
  if (stderr !== undefined) Writing.write("stderr", stderr)
}

// Node 20 lacks what the parser's library asks for.
const groupBy = <A>(items: Iterable<A>, key: (item: A, index: number) => PropertyKey) => {
  const groups: Record<PropertyKey, Array<A>> = Object.create(null)
  let index = 0
  for (const item of items) {
    const name = key(item, index++)
    groups[name] ??= []
    groups[name].push(item)
  }
  return groups
}
if (!("groupBy" in Object))
  Object.defineProperty(Object, "groupBy", { value: groupBy, configurable: true, writable: true })

const fast = async (name: Fast.FastCommand, args: ReadonlyArray<string>): Promise<Output> => {
  const given = Arguments.parse(name, specs[name], args)
  return typeof given === "string"
    ? unusable(given, `see \`pipewright ${name} --help\``, args)
    : Fast.run(name, given, [name, ...args])
}

const looking = async (name: Looking.LookingCommand, args: ReadonlyArray<string>): Promise<void> => {
  const given = Arguments.parse(name, specs[name], args)
  if (typeof given !== "string") return Looking.run(name, given, finish)
  finish(await unusable(given, `see \`pipewright ${name} --help\``, args))
}

/** A command line that cannot be worked with. */
const unusable = async (
  message: string,
  help: string | undefined,
  args: ReadonlyArray<string>,
): Promise<Output> => {
  const { output, UsageError } = await import("./failures.ts")
  const format = Arguments.asksForJson(args) ? "json" : undefined
  return output(new UsageError({ message, ...(help !== undefined && { help }) }), format)
}

const help = async (name: CommandName | undefined): Promise<Output> => {
  const Help = await import("./views/help.ts")
  const look = { color: hasColor(), columns: columnsOf() }
  return {
    stdout: name === undefined ? Help.overview(look) : Help.command(name, look),
    code: Exit.ok,
  }
}

const unknown = async (name: string, args: ReadonlyArray<string>): Promise<Output> => {
  const Suggest = await import("@pipewright/core/Suggest")
  const longer = commandNames.find((it) => it.startsWith(`${name} `))
  const help = longer === undefined ? Suggest.help(name, commandNames) : `there is \`${longer}\``
  return unusable(`there is no command \`${name}\``, help, args)
}

const main = async (args: ReadonlyArray<string>): Promise<void> => {
  const [first, ...rest] = args
  if (first === "__complete") return finish(await (await import("./commands/complete.ts")).run(rest))
  if (first === "--version" || first === "-v") return finish({ stdout: `${version}\n`, code: Exit.ok })
  const asked = first === undefined || args.includes("--help") || args.includes("-h")
  // The first word of a command of two words asks for the help of that command.
  const name = commandOf(args) ?? (asked ? commandNames.find((it) => it.startsWith(`${first} `)) : undefined)
  if (first !== undefined && !first.startsWith("-") && name === undefined)
    return finish(await unknown(first, args))
  if (asked) return finish(await help(name))
  if (Fast.isFast(first)) {
    const cache = Fast.isKept(first) ? await import("./cache.ts") : undefined
    return finish(cache?.recall(cache.place(), args) ?? (await fast(first, rest)))
  }
  // What runs as an effect writes as it goes, by the streams of Node.
  Writing.expectEnd("stdout")
  Writing.expectEnd("stderr")
  if (Looking.isLooking(first)) return looking(first, rest)
  const cli = await import("./cli.ts")
  cli.main(args, finish)
}

main(process.argv.slice(2)).catch(async (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  const { bug } = await import("./views/ending.ts")
  const trace = error instanceof Error ? (error.stack ?? message) : message
  finish(bug(message, trace, Arguments.asksForJson(process.argv)))
})
