/** What was asked for by name on the command line. */
import type { Permission, Permissions } from "@pipewright/core/Change"
import { matcher } from "../program/globs.ts"
import type { Given } from "../specs.ts"
import { option } from "../views/plan.words.ts"

const all: ReadonlyArray<Permission> = ["delete", "replace", "resnapshot", "adopt"]

export const given = ({ lists }: Given): Permissions => {
  const of = (permission: Permission) => matcher(lists.get(option(permission).slice(2)))
  return Object.fromEntries(all.map((it) => [it, of(it)])) as Record<Permission, (name: string) => boolean>
}

export type Granted = ReadonlySet<`${Permission} ${string}`>

/** With what was said yes to since. */
export const granting = (permissions: Permissions, granted: Granted): Permissions =>
  Object.fromEntries(
    all.map((it) => [it, (name: string) => permissions[it](name) || granted.has(`${it} ${name}`)]),
  ) as Record<Permission, (name: string) => boolean>
