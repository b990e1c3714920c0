/** `pipewright init`: a first program in files of its own: a configuration, a target, and a pipe of the chosen source. */
import * as Starter from "@pipewright/core/Starter"
import * as Suggest from "@pipewright/core/Suggest"
import * as Printer from "@pipewright/language/Printer"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { output, UsageError } from "../failures.ts"
import { create } from "../program/create.ts"
import { pipeFile } from "../program/fileNames.ts"
import { configurationFile, NoProgram } from "../program/files.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/init.human.ts"
import * as Machine from "../views/init.json.ts"
import { hasColor } from "../views/terminal.ts"
import { defaultName, validName, type Wanted } from "./init.wanted.ts"
import type { Output } from "./output.ts"

/** The name of the one target. */
const targetName = "prod"

const targetsFile = "targets.pipe"

export const types: ReadonlyArray<string> = [...catalog.byType.keys()]

export const run = (given: Given): Effect.Effect<Output> => {
  const format = given.texts.get("format")
  return wanted(given).pipe(
    Effect.flatMap((it) => write(given.argument ?? ".", it, format)),
    Effect.catchTags({
      UsageError: (failure) => Effect.succeed(output(failure, format)),
      QuitException: () =>
        Effect.succeed<Output>({ stderr: "\nNothing was written.\n", code: Exit.interrupted }),
    }),
  )
}

/** Asks on a terminal for what is not given; elsewhere, or with `--yes`, the rest is as it is by default. */
const wanted = Effect.fnUntraced(function* (given: Given) {
  const source = given.texts.get("source")
  if (source !== undefined && !types.includes(source)) {
    return yield* new UsageError({
      message: `there is no source type \`${source}\``,
      ...optional("help", Suggest.help(source, types)),
    })
  }
  const name = given.texts.get("name")
  if (name !== undefined) yield* validName(name)
  const asks =
    process.stdin.isTTY &&
    process.stdout.isTTY &&
    !given.flags.has("yes") &&
    given.texts.get("format") !== "json"
  const ids = { organization: given.texts.get("organization"), service: given.texts.get("service") }
  if (asks) {
    const { ask } = yield* Effect.promise(() => import("./init.ask.ts"))
    return yield* ask({ source, name, ...ids })
  }
  if (source === undefined) {
    return yield* new UsageError({
      message: "the source of the pipe is not given",
      help: `use --source with one of ${types.join(", ")}`,
    })
  }
  return { source, name: name ?? defaultName(source), ...ids }
})

const optional = <K extends string, A>(key: K, value: A | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: A }

const write = (
  directory: string,
  { source, name, organization, service }: Wanted,
  format: string | undefined,
): Effect.Effect<Output, UsageError> =>
  Effect.suspend(() => {
    const kind = catalog.byType.get(source)
    if (kind === undefined) return Effect.die(new Error(`there is no source type ${source}`))
    const { pipe, secrets } = Starter.pipe(kind, source, name)
    const target = Starter.target(targetName, { organization, service })
    const files = [
      { name: configurationFile, text: `${JSON.stringify({ target: targetName }, undefined, 2)}\n` },
      { name: targetsFile, text: Printer.print(target) },
      { name: fileName(name), text: Printer.print(pipe) },
    ]
    try {
      const paths = create(directory, files)
      const environment = [
        ...(organization === undefined ? [Starter.variables.organization] : []),
        ...(service === undefined ? [Starter.variables.service] : []),
      ]
      const made = { directory, source, name, target: targetName, paths, environment, secrets }
      return Effect.succeed<Output>({
        stdout: format === "json" ? Machine.init(made) : Human.init(made, hasColor()),
        code: Exit.ok,
      })
    } catch (error) {
      if (!(error instanceof NoProgram)) throw error
      const help = "choose another directory, or another --name"
      return Effect.fail(
        new UsageError({ message: error.message, ...(/already/.test(error.message) ? { help } : {}) }),
      )
    }
  })

/** The target has a file of its own. */
const fileName = (name: string): string => {
  const file = pipeFile(name, new Set())
  return file === targetsFile ? "targets-pipe.pipe" : file
}
