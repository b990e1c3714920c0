/** The plan of a command: what was asked for by name, what is remembered, and a plan that is kept in a file. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import type { Permissions } from "@pipewright/core/Change"
import * as Changes from "@pipewright/core/Change"
import type * as Ir from "@pipewright/core/Ir"
import type * as Plan from "@pipewright/core/Plan"
import * as SavedPlan from "@pipewright/core/SavedPlan"
import { StateConflict } from "@pipewright/runtime/errors"
import * as Planner from "@pipewright/runtime/Planner"
import { SecretHash } from "@pipewright/runtime/SecretHash"
import { type Revision, StateStore } from "@pipewright/runtime/StateStore"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { UsageError } from "../failures.ts"
import { matcher } from "../program/globs.ts"
import type { Session } from "../session.ts"
import type { Given } from "../specs.ts"
import * as Only from "./only.ts"
import * as Permitted from "./permissions.ts"

/** What was asked for by name. */
export interface Asked {
  readonly permissions: Permissions
  /** The pipes whose secrets are sent again. */
  readonly resend: (name: string) => boolean
  readonly only?: Only.Patterns
}

/** Nothing was. */
export const nothingAsked: Asked = { permissions: Changes.nothingAllowed, resend: () => false }

export const asked = (given: Given): Asked => ({
  permissions: Permitted.given(given),
  resend: matcher(given.lists.get("resend-secrets")),
  only: Only.given(given),
})

/** A plan, the same as it would be kept, and the state that it rests on. */
export interface Made {
  readonly plan: Plan.Plan
  readonly saved: SavedPlan.SavedPlan
  readonly revision: Revision
}

export const make = Effect.fnUntraced(function* (program: Ir.Program, session: Session, asked: Asked) {
  const store = yield* StateStore
  const { hash } = yield* SecretHash
  const { document, revision } = yield* store.read
  const { target, service } = session
  const { only, ...options } = asked
  const whole = yield* Planner.plan(program, service, { state: document, ...options, hash })
  const plan = yield* Only.chosen(whole, only)
  const saved = SavedPlan.make({
    plan,
    target,
    service,
    serial: document?.serial ?? 0,
    resend: asked.resend,
    only,
  })
  return { plan, saved, revision } satisfies Made
})

/**
 * Fails if another run has written the state since it was read. What that run made in between looks to a plan as if
 * somebody else had made it.
 */
export const unmoved = Effect.fnUntraced(function* ({ revision }: Made) {
  const store = yield* StateStore
  if ((yield* store.read).revision === revision) return
  return yield* new StateConflict({
    where: store.where,
    why: "another run has written it since the plan was made",
  })
})

/** Keeps a plan for its owner alone. An older file of the name is left behind whole or replaced whole. */
export const keep = (file: string, { saved }: Made): Effect.Effect<void, UsageError> =>
  Effect.try({
    try: () => {
      const text = SavedPlan.encode(saved)
      const beside = `${file}.${process.pid}.tmp`
      try {
        writeFileSync(beside, text, { mode: 0o600, flag: "wx" })
        renameSync(beside, file)
      } finally {
        rmSync(beside, { force: true })
      }
    },
    catch: (error) =>
      new UsageError({
        message: `the plan cannot be kept in ${file}: ${error instanceof Error ? error.message : String(error)}`,
      }),
  })

/** More than any plan needs. */
const largest = 256 * 1024 * 1024

/** A plan that was kept. */
export const kept = (file: string): Effect.Effect<SavedPlan.SavedPlan, UsageError> =>
  Effect.gen(function* () {
    const text = yield* Effect.try({
      try: () => {
        if (statSync(file).size > largest) throw new Error("it is too large for a plan")
        return readFileSync(file, "utf8")
      },
      catch: (error) =>
        new UsageError({
          message: `the plan in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        }),
    })
    const decoded = SavedPlan.decode(text)
    if (Either.isRight(decoded)) return decoded.right
    const problem = decoded.left
    return yield* new UsageError(
      problem._tag === "newer"
        ? {
            message: `the plan in ${file} has version ${problem.version}, and this command reads up to ${SavedPlan.currentVersion}`,
            help: "use the version of pipewright that made it",
          }
        : {
            message: `${file} is no plan, or was changed: ${problem.why}`,
            help: "make it with `plan --out`",
          },
    )
  })

/** What was asked for when a plan was kept. */
export const askedBy = (saved: SavedPlan.SavedPlan): Asked => {
  const names = new Set(saved.resend)
  return { permissions: SavedPlan.permissions(saved), resend: (name) => names.has(name), only: saved.only }
}
