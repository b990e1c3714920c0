/** Progress of a run: one line for each event, or on a terminal one line that is drawn again. */
import type { Wait } from "@pipewright/cloud-api/CloudApiClient"
import { type Event, Progress } from "@pipewright/runtime/Progress"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Json from "./json.ts"
import { hasColor, paint, plain } from "./terminal.ts"

const describe = (event: Event): string | undefined => {
  switch (event._tag) {
    case "Did":
      return event.step === "Create" ? `created ${event.name}: ${event.state}` : undefined
    case "StepFailed":
      return event.step === "Create" ? `could not create ${event.name}` : undefined
    case "StateChanged":
      return `${event.name}: ${event.from} → ${event.to}`
    case "LookFailed":
      return `the states could not be read and will be read again: ${event.why}`
    case "Failed":
      return `${event.name} has failed: ${event.state}`
    case "LeftPaused":
      return `${event.name} is paused and could not be started again`
    default:
      return undefined
  }
}

/** Lines on standard error, so that what is printed in the end stands alone on standard output. */
export const layerLines: Layer.Layer<Progress> = Layer.succeed(Progress, {
  emit: (event) =>
    Effect.sync(() => {
      const line = describe(event)
      if (line !== undefined) process.stderr.write(`${plain(line)}\n`)
    }),
})

/** `Creating 3 of 9, 2 on their way`, drawn over itself and gone when the run ends. */
export const layerTerminal = (total: number, color: boolean): Layer.Layer<Progress> =>
  Layer.scoped(
    Progress,
    Effect.gen(function* () {
      const begun = new Set<string>()
      const arrived = new Set<string>()
      const clear = Effect.sync(() => process.stderr.write("\r\u001B[K"))
      yield* Effect.addFinalizer(() => clear)
      return {
        emit: (event: Event) =>
          Effect.sync(() => {
            if (event._tag === "Began") begun.add(event.name)
            if (event._tag === "Settled" || event._tag === "Failed" || event._tag === "StepFailed")
              arrived.add(event.name)
            const line = `  creating ${begun.size} of ${total}, ${arrived.size} arrived`
            process.stderr.write(`\r\u001B[K${paint(color).dim(line)}`)
            if (event._tag === "LookFailed") process.stderr.write(`\r\u001B[K${plain(describe(event)!)}\n`)
          }),
      }
    }),
  )

/** What is known when a run is stopped: a create that was on its way may have been carried out. */
export const stopped = (json: boolean): void => {
  const message = "stopped before the end; pipes may have been created"
  const help = "`pipewright plan` shows what is there; `apply` goes on from there"
  process.stderr.write(
    json ? Json.print({ error: { code: "interrupted", message, help } }) : `${message}\n  help: ${help}\n`,
  )
}

const reasons: Readonly<Record<Wait["why"], string>> = {
  "rate-limited": "rate limited",
  unreachable: "the API cannot be reached",
  failed: "the API failed",
  asleep: "the service was asleep and is waking, which may take minutes",
}

/** Says why nothing seems to happen; requests that wait together are one line. Without a terminal it tells of a wake alone. */
export const waiting = (json: boolean): ((wait: Wait) => Effect.Effect<void>) => {
  let said = ""
  return ({ why, millis }) =>
    Effect.sync(() => {
      const isTerminal = process.stderr.isTTY === true
      const again = why === "asleep" ? "" : `, again in ${Math.ceil(millis / 1000)} s`
      const line = `${reasons[why]}${again}`
      if (json || line === said || (!isTerminal && why !== "asleep")) return
      said = line
      const clear = isTerminal ? "\r\u001B[K" : ""
      process.stderr.write(`${clear}${paint(hasColor(process.stderr)).dim(line)}\n`)
    })
}
