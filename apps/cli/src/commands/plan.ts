/** `pipewright plan`: what apply would do. */

import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import { isError } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import { InvalidProgram } from "@pipewright/runtime/errors"
import * as Effect from "effect/Effect"
import { type Failure, output, UsageError } from "../failures.ts"
import * as Program from "../program/program.ts"
import { withSession } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/plan.human.ts"
import * as Machine from "../views/plan.json.ts"
import * as Markdown from "../views/plan.markdown.ts"
import * as Skipped from "../views/skipped.ts"
import { hasColor, lookOf } from "../views/terminal.ts"
import { looked, type Output } from "./output.ts"
import * as Planning from "./planning.ts"

/** What standard output can show. */
export const look = (): Human.Look => lookOf()

/** Loads a program that has no errors. */
export const load = (given: Given): Effect.Effect<Program.Loaded, UsageError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(Program.load(given.argument ?? "."))
    } catch (error) {
      if (!(error instanceof Program.NoProgram)) throw error
      return Effect.fail(new UsageError({ message: error.message }))
    }
  })

export const valid = (loaded: Program.Loaded): Effect.Effect<void, InvalidProgram> => {
  const diagnostics = Program.findings(loaded)
  return diagnostics.some(isError) ? Effect.fail(new InvalidProgram({ diagnostics })) : Effect.void
}

/** Where something is declared, for people. */
export const place =
  (loaded: Program.Loaded) =>
  ({ file, span }: Ir.Origin): string => {
    const source = loaded.source(file)
    const line = source === undefined ? 1 : Source.position(source, span.start).line
    return `${loaded.display(file)}:${line}`
  }

/** Runs a command on a loaded program, which has to be valid by default, and turns failures into output. */
export const command = (
  given: Given,
  run: (loaded: Program.Loaded) => Effect.Effect<Output, Failure>,
  check: (loaded: Program.Loaded) => Effect.Effect<void, InvalidProgram> = valid,
): Effect.Effect<Output> => {
  const format = given.texts.get("format")
  return load(given).pipe(
    Effect.matchEffect({
      onFailure: (failure) => Effect.succeed(output(failure, format)),
      onSuccess: (loaded) =>
        check(loaded).pipe(
          Effect.zipRight(run(loaded)),
          Effect.catchAll((failure) => Effect.succeed(output(failure, format, loaded))),
          Effect.map((done) => (format === "json" ? done : hinted(done, loaded))),
        ),
    }),
  )
}

const hinted = (done: Output, { skipped }: Program.Loaded): Output =>
  skipped.length === 0
    ? done
    : { ...done, stderr: `${Skipped.human(skipped, hasColor("stderr"))}${done.stderr ?? ""}` }

const view = (given: Given, planned: Human.Planned): string => {
  switch (given.texts.get("format")) {
    case "json":
      return Machine.plan(planned)
    case "markdown":
      return Markdown.plan(planned)
    default:
      return Human.plan(planned, look())
  }
}

export const run = (given: Given): Effect.Effect<Output> =>
  command(given, (loaded) =>
    withSession(loaded, given, (session) =>
      Effect.gen(function* () {
        const made = yield* Planning.make(session.program, session, Planning.asked(given))
        const out = given.texts.get("out")
        if (out !== undefined) yield* Planning.keep(out, made)
        const planned = { plan: made.plan, session, place: place(loaded) }
        return {
          stdout: view(given, planned),
          code: looked(given, Plan.hasChanges(made.plan)),
        } satisfies Output
      }),
    ),
  )
