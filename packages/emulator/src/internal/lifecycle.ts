/** Where a pipe is on its way through its states. Nothing runs: the state follows from the time that has passed. */
import type { PipeState } from "@pipewright/cloud-api/WireContract"
import * as Duration from "effect/Duration"

/** States to pass through, each for one pace; the pipe rests at the last. */
export type Route = readonly [PipeState, ...ReadonlyArray<PipeState>]

/** A route, and when it was taken up, in milliseconds since 1970. */
export interface Run {
  readonly since: number
  readonly states: Route
}

const stepAt = (run: Run, now: number, pace: Duration.Duration): number => {
  const step = Duration.toMillis(pace)
  const last = run.states.length - 1
  return step <= 0 ? last : Math.max(0, Math.min(last, Math.floor((now - run.since) / step)))
}

/** The state at a moment. */
export const stateAt = (run: Run, now: number, pace: Duration.Duration): PipeState =>
  run.states[stepAt(run, now, pace)] ?? run.states[0]

const writing: ReadonlySet<PipeState> = new Set(["Running", "Degraded", "Snapshot", "Resync", "Completed"])

/** Whether the pipe has written rows on this route. */
export const hasWritten = (run: Run, now: number, pace: Duration.Duration): boolean =>
  run.states.slice(0, stepAt(run, now, pace) + 1).some((state) => writing.has(state))

/** The states in which edits that need a pause are taken. */
export const isPaused = (state: PipeState): boolean => state === "Stopped" || state === "Paused"

const stopping: ReadonlySet<PipeState> = new Set(["Stopping", "Stopped", "Pausing", "Paused"])

/** What a command does in a state: a new route, nothing, or a refusal. */
export const after = (
  command: "start" | "stop" | "resync",
  state: PipeState,
  routes: { readonly start: Route; readonly stop: Route },
): Route | "unchanged" | "already-running" => {
  switch (command) {
    case "start":
      if (stopping.has(state) || state === "Failed") return routes.start
      // The API says yes to a pipe that has nothing left to do, and leaves it as it is.
      return state === "Completed" ? "unchanged" : "already-running"
    case "stop":
      return stopping.has(state) || state === "Completed" ? "unchanged" : routes.stop
    case "resync": {
      // The tables are filled anew beside the old ones and then swapped, on infrastructure that is there already.
      const rest = routes.start[routes.start.length - 1] ?? routes.start[0]
      const filling = routes.start
        .slice(0, -1)
        .filter((passed) => passed !== "Unknown" && passed !== "Provisioning")
      const [first = "Resync", ...others] = [...filling, "Resync" as const]
      return [first, ...others, rest]
    }
  }
}
