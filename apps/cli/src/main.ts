/** The entry: hands over to the command that was called and loads nothing else. */
import * as Arguments from "./arguments.ts"
import type { Output } from "./commands/output.ts"
import * as Exit from "./exit.ts"
import { isCommand, specs } from "./specs.ts"
import { version } from "./version.ts"

const finish = ({ stdout, stderr, code }: Output): void => {
  if (stdout !== undefined) process.stdout.write(stdout)
  if (stderr !== undefined) process.stderr.write(stderr)
  process.exitCode = code
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

const fast = async (name: "check" | "build", args: ReadonlyArray<string>): Promise<Output> => {
  const given = Arguments.parse(name, specs[name], args)
  if (typeof given === "string") {
    return { stderr: `error: ${given}\n  help: see \`pipewright ${name} --help\`\n`, code: Exit.usage }
  }
  try {
    if (name === "check") return (await import("./commands/check.ts")).run(given)
    return await (await import("./commands/build.ts")).run(given)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NoProgram") throw error
    const { output, UsageError } = await import("./failures.ts")
    return output(new UsageError({ message: error.message }), given.texts.get("format"))
  }
}

const help = async (name: string | undefined): Promise<Output> => {
  const [Help, { hasColor }] = await Promise.all([import("./views/help.ts"), import("./views/terminal.ts")])
  return {
    stdout: isCommand(name) ? Help.command(name, hasColor()) : Help.overview(hasColor()),
    code: Exit.ok,
  }
}

const main = async (args: ReadonlyArray<string>): Promise<void> => {
  const [first, ...rest] = args
  if (first === "--version" || first === "-v") return finish({ stdout: `${version}\n`, code: Exit.ok })
  const asked = first === undefined || args.includes("--help") || args.includes("-h")
  if (asked) return finish(await help(first))
  if (first === "check" || first === "build") return finish(await fast(first, rest))
  const cli = await import("./cli.ts")
  cli.main(args, finish)
}

await main(process.argv.slice(2))
