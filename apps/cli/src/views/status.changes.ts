/** What a look at the pipes shows that the look before did not. */
import type { Standing } from "../standing.ts"
import { paint, plain } from "./terminal.ts"

export interface Moved {
  /** The state before; `null` where the pipe was not there, or was not looked at yet. */
  readonly from: string | null
  readonly standing: Standing
}

/** All of them at the first look. */
export const moved = (
  before: ReadonlyArray<Standing> | undefined,
  after: ReadonlyArray<Standing>,
): ReadonlyArray<Moved> => {
  const known = new Map((before ?? []).map((it) => [it.name, it]))
  return after.flatMap((standing) => {
    const last = known.get(standing.name)
    const isSame = last !== undefined && last.state === standing.state && last.id === standing.id
    return isSame ? [] : [{ from: last?.state ?? null, standing }]
  })
}

/** One of them on a line. */
export const line = ({ from, standing }: Moved, at: string, color: boolean): string => {
  const { name, state, means } = standing
  const way = state === undefined ? "not there" : from === null ? state : `${from} → ${state}`
  return `${paint(color).dim(at)} ${plain(name)}: ${plain(way)}, ${means}\n`
}
