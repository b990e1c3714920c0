import type { Owner } from "@pipewright/runtime/Owner"
import type * as Schema from "../schemas/unlock.ts"
import * as Json from "./json.ts"
import { plain } from "./terminal.ts"

/** Who has the lock, if that can be read. */
export type Holder = Owner | "unreadable"

const who = ({ name, host, pid, startedAt }: Owner): string =>
  plain(`${name} on ${host}, process ${pid}, since ${startedAt}`)

export const question = (holder: Holder): string => {
  const whose = holder === "unreadable" ? "The lock cannot be read." : `The lock belongs to ${who(holder)}.`
  return `${whose} A run that is still at work then fails at its next step. Take it away?`
}

export const free = (where: string, json: boolean): string =>
  json
    ? Json.print<Schema.Unlock>({ state: where, unlocked: false })
    : `Nobody has a lock on the state in ${plain(where)}.\n`

export const taken = (where: string, holder: Holder, json: boolean): string => {
  if (json)
    return Json.print<Schema.Unlock>({
      state: where,
      unlocked: true,
      ...(holder === "unreadable" ? {} : { holder }),
    })
  const whose = holder === "unreadable" ? "could not be read" : `was that of ${who(holder)}`
  return `The state in ${plain(where)} is free again; the lock ${whose}.\n`
}
