/**
 * Where a pipe is on its way through its states. Nothing runs: the state follows from the time that has passed, and
 * from the table of its family, which the contract brings along.
 */
import type {
  LifecycleTable,
  PipeEvent,
  PipeState,
  Route,
  WireLifecycle,
} from "@pipewright/cloud-api/WireContract"

/** A route, and when it was taken up, in milliseconds since 1970. */
export interface Run {
  readonly since: number
  readonly states: Route
}

/** What a state depends on besides the route: the family, the time, and how fast the emulator lives. */
export interface Moment {
  readonly table: LifecycleTable
  readonly now: number
  /** The times of the table are multiplied by it; 0 skips every state on the way. */
  readonly pace: number
}

const stepAt = ({ since, states }: Run, { table, now, pace }: Moment): number => {
  let left = now - since
  for (const [index, state] of states.entries()) {
    left -= (table.states[state]?.seconds ?? 0) * 1000 * pace
    if (left < 0) return index
  }
  return states.length - 1
}

/** The state at a moment. */
export const stateAt = (run: Run, moment: Moment): PipeState =>
  run.states[stepAt(run, moment)] ?? run.states[0]

/** Whether the pipe has written rows on this route. */
export const hasWritten = (run: Run, moment: Moment): boolean =>
  run.states.slice(0, stepAt(run, moment) + 1).some((state) => moment.table.states[state]?.writes === true)

/** The states in which edits that need a pause are taken. */
export const isPaused = (state: PipeState): boolean => state === "Stopped" || state === "Paused"

/** What an event does to a pipe: it takes up another route, it goes on as before, or the event is refused. */
export const after = (event: PipeEvent, run: Run, moment: Moment): Run | { readonly refused: string } => {
  const state = stateAt(run, moment)
  const move = moment.table.moves.find(({ on, from }) => on === event && from.includes(state))
  if (move === undefined) return run
  if ("refused" in move) return move
  const [first, ...rest] = move.to
  const stays = rest.length === 0 && first === state && stepAt(run, moment) === run.states.length - 1
  return first === undefined || stays ? run : { since: moment.now, states: [first, ...rest] }
}

/** The commands that a kind takes, for people. */
export const commandsOf = ({ commands }: WireLifecycle): string =>
  commands.length === 0 ? "none" : commands.join(" or ")
