/** `pipewright pull`: what the service has and the program has not becomes part of the program. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import * as Amend from "@pipewright/core/Amend"
import * as Bind from "@pipewright/core/Bind"
import * as Changes from "@pipewright/core/Change"
import type * as Plan from "@pipewright/core/Plan"
import * as Pull from "@pipewright/core/Pull"
import type * as State from "@pipewright/core/State"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { Approval } from "@pipewright/runtime/Approval"
import * as Executor from "@pipewright/runtime/Executor"
import type { InvalidProgram } from "@pipewright/runtime/errors"
import * as Owner from "@pipewright/runtime/Owner"
import { Progress } from "@pipewright/runtime/Progress"
import { StateStore } from "@pipewright/runtime/StateStore"
import * as Survey from "@pipewright/runtime/Survey"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { UsageError } from "../failures.ts"
import { changed } from "../program/changed.ts"
import { pipeFile } from "../program/fileNames.ts"
import { kindOf } from "../program/files.ts"
import { wanted } from "../program/globs.ts"
import * as Program from "../program/program.ts"
import { newFile, replaceFile } from "../program/write.ts"
import { type Session, withSession } from "../session.ts"
import type { Given } from "../specs.ts"
import type { Pulled, Written } from "../views/pull.human.ts"
import * as Human from "../views/pull.human.ts"
import * as Machine from "../views/pull.json.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"
import { command } from "./plan.ts"
import * as Planning from "./planning.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) => withSession(loaded, given, (session) => pull(loaded, given, session)))

const pull = Effect.fnUntraced(function* (loaded: Program.Loaded, given: Given, session: Session) {
  const dryRun = given.flags.has("dry-run")
  const isMeant = wanted(given)
  const { plan } = yield* Planning.make(session.program, session, Planning.nothingAsked)
  const { document } = yield* (yield* StateStore).read
  const other = new Set(plan.others.map(({ id }) => id))
  const isWanted = ({ id, name }: Changes.Live) => other.has(id) && isMeant(name)
  const there = yield* Survey.survey(session.service, isWanted)
  const found = Pull.make({
    catalog,
    pipes: there.pipes,
    isWanted,
    ...endpointsOf(plan, there),
    connections: Program.bound(loaded, session.program.target?.name).connections,
    allEndpoints: !given.lists.has("only"),
    taken: takenNames(loaded),
    targets: Program.targets(loaded).length > 1 ? [session.target] : undefined,
    judge,
  })
  const amended = Amend.make({
    files: loaded.files,
    catalog,
    target: session.program.target?.name,
    plan,
    isMeant,
    // A program that gave it up is not given it again.
    cdcScaling: given.lists.has("only") || isGivenUp(document, plan) ? undefined : there.cdcScaling,
  })
  const files = [...fresh(loaded, given, found.files), ...edited(loaded, amended)]
  const after = changed(loaded, new Map(files.map(({ file, text }) => [file, text])))
  yield* right(after, session)
  if (!dryRun) yield* write(loaded, files)
  const adopted = given.flags.has("adopt") && !dryRun ? yield* adopt(after, session, isMeant) : []
  const pulled: Pulled = {
    session,
    dryRun,
    files: files.map((it) => ({ ...it, file: loaded.display(it.file) })),
    asked: found.asked,
    left: [...found.left, ...amended.left],
    adopted,
    path: given.argument,
  }
  return {
    stdout: given.texts.get("format") === "json" ? Machine.pull(pulled) : Human.pull(pulled, hasColor()),
    ...(given.texts.get("format") === "json" ? {} : { stderr: Human.left(pulled, hasColor("stderr")) }),
    code: Exit.ok,
  } satisfies Output
})

const isGivenUp = (document: State.Document | undefined, { cdcScaling }: Plan.Plan): boolean =>
  document?.cdcScaling !== undefined && cdcScaling === undefined

/** Endpoints that are declared, by id, and those that are not. */
const endpointsOf = (
  plan: Plan.Plan,
  { endpoints }: Survey.Survey,
): Pick<Pull.Given, "endpoints" | "declaredEndpoints"> => {
  const declaredEndpoints = new Map(
    plan.endpoints.flatMap((it) => (it.live === undefined ? [] : [[it.live.id, it.name] as const])),
  )
  return { declaredEndpoints, endpoints: endpoints.filter(({ id }) => !declaredEndpoints.has(id)) }
}

const takenNames = ({ files }: Program.Loaded): ReadonlySet<string> =>
  new Set(
    files.flatMap(({ declarations }) =>
      declarations.flatMap((it) =>
        it._tag === "Connection" || it._tag === "Endpoint" ? [it.name.text] : [],
      ),
    ),
  )

const judge = (text: string): string | undefined => {
  const { file, diagnostics } = Parser.parse(Source.make("pulled.pipe", text))
  return [...diagnostics, ...Bind.check([file], catalog)].find(isError)?.message
}

/** New files go into the directory that was given, under names that are free there. */
const fresh = (
  loaded: Program.Loaded,
  given: Given,
  files: ReadonlyArray<Pull.File>,
): ReadonlyArray<Written> => {
  const path = given.argument ?? "."
  const directory = kindOf(path) === "directory" ? resolve(path) : loaded.root
  const taken = new Set(readdirSync(directory).map((name) => name.toLowerCase()))
  return files.map(({ title, text, pipes, endpoints }) => {
    const name = pipeFile(title, taken)
    taken.add(name)
    const file = relative(loaded.root, join(directory, name)).split(sep).join("/")
    return {
      file,
      before: undefined,
      text,
      pipes: pipes.map((it) => it.name),
      endpoints: endpoints.map((it) => it.name),
    }
  })
}

const edited = (loaded: Program.Loaded, { files }: Amend.Amended): ReadonlyArray<Written> =>
  files.map(({ file, text, pipes }) => ({
    file,
    before: loaded.source(file)?.text ?? "",
    text,
    pipes,
    endpoints: [],
  }))

/** What would be wrong together, such as a name that is in another target too, is not written. */
const right = (
  after: Program.Loaded,
  { program }: Session,
): Effect.Effect<void, InvalidProgram | UsageError> => {
  const diagnostics = [...Program.findings(after), ...Program.bound(after, program.target?.name).diagnostics]
  const found = diagnostics.find(isError)
  return found === undefined
    ? Effect.void
    : Effect.fail(
        new UsageError({
          message: `nothing was written, because the program would be wrong with it: ${found.message}`,
          help: "see `--dry-run`, and leave out what does not fit with --only",
        }),
      )
}

const write = (loaded: Program.Loaded, files: ReadonlyArray<Written>): Effect.Effect<void, UsageError> =>
  Effect.suspend(() => {
    for (const { file, text, before } of files) {
      const path = join(loaded.root, file)
      try {
        if (before === undefined) newFile(path, text)
        else if (readFileSync(path, "utf8") === before) replaceFile(path, text)
        else throw Object.assign(new Error("it was changed meanwhile"), { syscall: "read" })
      } catch (error) {
        if (!(error instanceof Error) || !("syscall" in error)) throw error
        return Effect.fail(
          new UsageError({
            message: `${loaded.display(file)} cannot be written: ${error.message}`,
            help: "what was written before it is whole; run `pull` again for the rest",
          }),
        )
      }
    }
    return Effect.void
  })

/** Takes over what is as declared: the state learns it, and nothing is sent. */
const adopt = Effect.fnUntraced(function* (
  loaded: Program.Loaded,
  session: Session,
  isMeant: (name: string) => boolean,
) {
  const { program } = Program.bound(loaded, session.program.target?.name)
  const permissions = { ...Changes.nothingAllowed, adopt: () => true }
  const { plan } = yield* Planning.make(program, session, { permissions, resend: () => false })
  const remembering: Plan.Plan = Pull.remembering(plan, isMeant)
  const result = yield* Executor.apply(remembering, session.service, {
    owner: yield* Owner.ofThisProcess(),
    concurrency: loaded.configuration.concurrency,
    wait: "none",
  }).pipe(
    Effect.provide(Progress.layerSilent),
    Effect.provide(Approval.layerGranted),
    Effect.catchTag("NotApproved", Effect.die),
  )
  return [...result.endpoints, ...result.pipes]
    .filter(
      ({ change, _tag }) =>
        change.action === "adopt" && (_tag === "done" || _tag === "settled" || _tag === "kept"),
    )
    .map(({ change }) => ("after" in change ? `endpoint.${change.name}` : change.name))
})
