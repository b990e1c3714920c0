import type { Owner } from "@pipewright/runtime/Owner"
import * as Json from "./json.ts"
import { plain } from "./terminal.ts"

const who = ({ name, host, pid, startedAt }: Owner): string =>
  plain(`${name} on ${host}, process ${pid}, since ${startedAt}`)

export const question = (holder: Owner): string =>
  `The lock belongs to ${who(holder)}. A run that is still at work then fails at its next step. Take it away?`

export const free = (where: string, json: boolean): string =>
  json ? Json.print({ state: where, unlocked: null }) : `Nobody has a lock on the state in ${plain(where)}.\n`

export const taken = (where: string, holder: Owner, json: boolean): string =>
  json
    ? Json.print({ state: where, unlocked: holder })
    : `The state in ${plain(where)} is free again; the lock was that of ${who(holder)}.\n`
