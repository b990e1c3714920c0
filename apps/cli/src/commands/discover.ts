/** `pipewright discover`: what a look at the source of a pipe finds, as rows of its columns. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { CloudApiClient } from "@pipewright/cloud-api/CloudApiClient"
import * as Compile from "@pipewright/core/Compile"
import * as Discover from "@pipewright/core/Discover"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Suggest from "@pipewright/core/Suggest"
import { type Diagnostic, isError } from "@pipewright/language/Diagnostic"
import { InvalidProgram } from "@pipewright/runtime/errors"
import { readAll } from "@pipewright/runtime/ValueReader"
import { contracts } from "@pipewright/sources/Contracts"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { UsageError } from "../failures.ts"
import * as Program from "../program/program.ts"
import { replaceFile } from "../program/write.ts"
import { type Session, withWakingSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/discover.human.ts"
import * as Machine from "../views/discover.json.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"
import { command } from "./plan.ts"
import * as Planning from "./planning.ts"

export const run = (given: Given): Effect.Effect<Output> => {
  const isWrong = (loaded: Program.Loaded) => {
    const places = destinations(loaded)
    return (it: Diagnostic) =>
      isError(it) &&
      !places.some(({ file, start, end }) => it.file === file && it.span.start >= start && it.span.end <= end)
  }
  return command(
    given,
    (loaded) =>
      withWakingSession(loaded, given, (session) => discover(loaded, given, session), isWrong(loaded)),
    (loaded) => {
      const diagnostics = Program.findings(loaded).filter(isWrong(loaded))
      return diagnostics.length > 0 ? Effect.fail(new InvalidProgram({ diagnostics })) : Effect.void
    },
  )
}

/** Where pipes say where they write. What is wrong or missing there is what the look is for. */
const destinations = ({ files }: Program.Loaded) =>
  files.flatMap(({ source, declarations }) =>
    declarations.flatMap((it) =>
      it._tag === "Pipe" || it._tag === "Template"
        ? it.items.flatMap((item) =>
            item._tag === "Into" ? [{ file: source.file, start: item.span.start, end: item.span.end }] : [],
          )
        : [],
    ),
  )

const discover = Effect.fnUntraced(function* (loaded: Program.Loaded, given: Given, session: Session) {
  const pipe = yield* find(loaded, session, given.subject ?? "")
  const source = yield* sourceOf(session, pipe)
  const values = yield* readAll(Evaluate.deferred(source))
  const client = yield* CloudApiClient
  const { fields } = yield* client.discoverSchema({
    ...session.service,
    body: Evaluate.reveal({ source }, values),
    secrets: Evaluate.deferred(source).flatMap((it) => (it.secret ? [values.get(it)!] : [])),
  })
  const found = Discover.compare(fields, pipe)
  const written = given.flags.has("write") ? yield* write(loaded, pipe, found) : undefined
  const discovered: Human.Discovered = {
    session,
    pipe: pipe.name,
    ...found,
    file: written === undefined ? undefined : loaded.display(written),
    isWrite: given.flags.has("write"),
    path: given.argument,
  }
  const json = given.texts.get("format") === "json"
  return {
    stdout: json ? Machine.discover(discovered) : Human.discover(discovered, hasColor()),
    code: Exit.ok,
  } satisfies Output
})

const find = (
  loaded: Program.Loaded,
  { program, target }: Session,
  name: string,
): Effect.Effect<Ir.Pipe, UsageError | InvalidProgram> => {
  const pipe = program.pipes.find((it) => it.name === name)
  if (pipe === undefined) {
    // It may be one that does not say well enough where it writes.
    const diagnostics = Program.bound(loaded, program.target?.name).diagnostics.filter(isError)
    if (diagnostics.length > 0) return Effect.fail(new InvalidProgram({ diagnostics }))
    const help = Suggest.help(
      name,
      program.pipes.map((it) => it.name),
    )
    const message = `there is no pipe \`${name}\` in the target ${target}`
    return Effect.fail(new UsageError({ message, ...(help === undefined ? {} : { help }) }))
  }
  const { kind, type } = pipe
  if (contracts.some(({ arm, discovery }) => arm === kind.arm && discovery === true))
    return Effect.succeed(pipe)
  return Effect.fail(
    new UsageError(
      kind.destination === "database"
        ? {
            message: `\`${name}\` copies tables, and their columns come from the source by themselves`,
            help: "name the tables in `tables`; a row of it says what to leave out with `excludedColumns`",
          }
        : {
            message: `the API does not look into a source of the type \`${type}\``,
            help: "write the columns by hand; in ClickHouse, `DESCRIBE TABLE s3(…)` and its like show what files hold",
          },
    ),
  )
}

/** The source as a create would send it, with what endpoints tell that are there. */
const sourceOf = Effect.fnUntraced(function* (session: Session, pipe: Ir.Pipe) {
  const { source } = Compile.create(pipe, session.service).body
  if (source === undefined || Evaluate.pending(source).length === 0) return source ?? {}
  const { plan } = yield* Planning.make(session.program, session, Planning.nothingAsked)
  const resolved = plan.changes.find(({ name }) => name === pipe.name)?.request?.body.source ?? source
  const [missing] = Evaluate.pending(resolved).flatMap(({ parts }) =>
    parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint])),
  )
  if (missing === undefined) return resolved
  return yield* new UsageError({
    message: `\`${pipe.name}\` goes through \`endpoint.${missing}\`, which is not there yet`,
    help: "make it with `apply` first",
  })
})

/** The file that was changed; `undefined` where there was nothing to add. */
const write = (
  loaded: Program.Loaded,
  pipe: Ir.Pipe,
  { rows }: Discover.Found,
): Effect.Effect<string | undefined, UsageError> =>
  Effect.suspend(() => {
    const { file } = pipe.origin
    const tree = loaded.files.find(({ source }) => source.file === file)!
    const text = Discover.written(tree, pipe, rows)
    if (text === "loop" || text === "template" || text === "broken")
      return Effect.fail(
        new UsageError({
          message: `\`${pipe.name}\` ${reasons[text]}, so nothing was written`,
          help: `paste what fits where its columns are declared:\n${Discover.text(rows)}`,
        }),
      )
    if (text === tree.source.text) return Effect.succeed(undefined)
    const path = join(loaded.root, file)
    try {
      if (readFileSync(path, "utf8") !== tree.source.text)
        throw Object.assign(new Error("it was changed meanwhile"), { syscall: "read" })
      replaceFile(path, text)
      return Effect.succeed(file)
    } catch (error) {
      if (!(error instanceof Error) || !("syscall" in error)) throw error
      const message = `${loaded.display(file)} cannot be written: ${error.message}`
      return Effect.fail(new UsageError({ message, help: "see the rows without --write, and paste them" }))
    }
  })

const reasons: Readonly<Record<Discover.Why, string>> = {
  loop: "is one of several that a `for` makes",
  template: "has its columns from a template",
  broken: "has a mistake in its text",
}
