/** What the parts of a plan are called. */
import type { Action, Change, Difference, EndpointChange, Impact, Permission } from "@pipewright/core/Change"
import type { Json } from "@pipewright/core/Evaluate"
import type { LeftOut } from "@pipewright/core/Plan"
import { exactly } from "../program/globs.ts"
import { plain } from "./terminal.ts"

/** What an action comes to, as in `2 to replace`. */
export const toDo: Readonly<Record<Exclude<Action, "keep">, string>> = {
  create: "to create",
  update: "to change",
  replace: "to replace",
  delete: "to delete",
  move: "to rename",
  adopt: "to adopt",
  blocked: "blocked",
  start: "to start",
  stop: "to stop",
  resync: "to read again",
}

const steps: Readonly<Record<string, string>> = {
  Create: "create",
  Stop: "stop",
  WaitFor: "wait",
  Patch: "patch",
  PutSettings: "put settings",
  Start: "start",
  Resync: "read all tables again",
  PatchScaling: "scale",
  Delete: "delete",
  WaitGone: "wait until it is gone",
  Settle: "wait until it runs",
  Remember: "remember",
  Forget: "forget",
  CreateEndpoint: "create",
  PatchEndpoint: "patch",
  DeleteEndpoint: "delete",
  WaitForEndpoint: "wait until it is ready",
  WaitEndpointGone: "wait until it is gone",
  PatchCdcScaling: "scale",
  WaitForCdcScaling: "wait until it is so",
}

/** The steps of a change in their order, on one line. */
export const stepsOf = (all: ReadonlyArray<{ readonly _tag: string }>): string =>
  all.map(({ _tag }) => steps[_tag] ?? _tag).join(", ")

/** The option that gives a permission. */
export const option = (permission: Permission): string =>
  permission === "adopt" ? "--adopt" : `--allow-${permission}`

/** A word as it is typed: one with characters of a shell in it stands in quotes. */
export const shell = (word: string): string =>
  /^[\w./][\w./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** A name as it is typed, for itself alone. */
export const typedName = (name: string): string => shell(exactly(name))

/** An option as it is typed, for this name alone. */
export const typed = (permission: Permission, name: string): string =>
  `${option(permission)} ${typedName(name)}`

/** The name that a permission goes by. */
export const allowedAs = (change: Change | EndpointChange): string =>
  "after" in change ? `endpoint.${change.name}` : change.name

const money = (dollars: number): string => `$${dollars.toFixed(2)}`

export const price = ({ before, after }: { readonly before: number; readonly after: number }): string =>
  `${money(before)} → ${money(after)} a month at list price`

/** What a change means beyond the value; nothing where it is just made. */
export const impact = (given: Impact): string | undefined => {
  switch (given._tag) {
    case "inPlace":
      return undefined
    case "pauses":
      return "pauses the pipe"
    case "resnapshot":
      return `reads ${given.tables.join(", ")} again`
    case "rereads":
      return given.leaves.length === 0 ? "needs a new one" : "needs a new pipe"
    case "cost": {
      const { perMonth } = given
      if (perMonth === undefined) return "changes the cost"
      return perMonth.before === perMonth.after ? undefined : price(perMonth)
    }
  }
}

/** Who made it differ, where that is not the program. */
export const mover = ({ movedBy }: Difference): string | undefined =>
  movedBy === "outside" ? "changed outside" : movedBy === "both" ? "changed here and outside" : undefined

/** A value on one line, as JSON; `(nothing)` where there is none. */
export const value = (json: Json | undefined): string =>
  json === undefined || json === null ? "(nothing)" : plain(JSON.stringify(json))

export const sides = ({ before, after, secret }: Difference): readonly [string, string] =>
  secret === true ? ["(secret)", "(another secret)"] : [value(before), value(after)]

/** What was not asked for, and how much of it is not as declared. */
export const leftOut = (all: ReadonlyArray<LeftOut>): string => {
  const changed = all.filter(({ action }) => action !== "keep").length
  return `${all.length} left out${changed === 0 ? "" : ` (${changed} with changes)`}`
}
