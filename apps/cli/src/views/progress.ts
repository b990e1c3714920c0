/** Progress of a run: one line for each event, or on a terminal one line that is drawn again. */
import type { Wait } from "@pipewright/cloud-api/CloudApiClient"
import { type Event, Progress } from "@pipewright/runtime/Progress"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { stepsOf } from "./plan.words.ts"
import { columnsOf, fit, hasColor, paint, plain } from "./terminal.ts"

const word = (step: string): string => stepsOf([{ _tag: step }])

const requests: Readonly<Record<string, string>> = {
  createPipe: "create",
  updatePipe: "edit",
  deletePipe: "delete",
  startPipe: "start",
  stopPipe: "stop",
  resyncPipe: "resync",
  putSettings: "edit of its settings",
  setScaling: "edit of its size",
  createEndpoint: "create of the endpoint",
  updateEndpoint: "edit of the endpoint",
  deleteEndpoint: "delete of the endpoint",
  updateCdcScaling: "edit of the size",
}

/** The service need not show what an edit did, such as another secret. */
const found = ({ operation, outcome }: Extract<Event, { readonly _tag: "Found" }>): string => {
  const what = `an earlier ${requests[operation] ?? operation}`
  if (outcome === "unclear") return `what became of ${what} cannot be told; plan shows what is there`
  if (outcome === "done") return `${what} took effect`
  return operation.startsWith("create") || operation.startsWith("delete")
    ? `${what} did not take effect`
    : `nothing is to be seen of ${what}, so it counts as not done`
}

const describe = (event: Event): string | undefined => {
  switch (event._tag) {
    case "Began":
    case "EndpointBegan":
    case "ScalingBegan":
    case "Settled":
    case "Ended":
      return undefined
    case "Did":
      return `${event.name}: ${word(event.step)} done${event.step === "Delete" ? "" : `, ${event.state}`}`
    case "StepFailed":
      return `${event.name}: ${word(event.step)} failed`
    case "StateChanged":
      return `${event.name}: ${event.from} → ${event.to}`
    case "LookFailed":
      return `the states could not be read and will be read again: ${event.why}`
    case "Failed":
      return `${event.name} has failed: ${event.state}`
    case "LeftPaused":
      return `${event.name} was stopped for an edit and could not be started again`
    case "EndpointDid":
      return `endpoint ${event.name}: ${word(event.step)} done`
    case "EndpointChanged":
      return `endpoint ${event.name}: ${event.from} → ${event.to}`
    case "ScalingDid":
      return `cdcScaling: ${word(event.step)} done`
    case "Found":
      return `${event.name}: ${found(event)}`
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

/** What happens now and what is on its way, drawn over itself and gone when the run ends. */
export const layerTerminal = (color: boolean): Layer.Layer<Progress> =>
  Layer.scoped(
    Progress,
    Effect.gen(function* () {
      /** What each thing is at, the one that moved last at the end. */
      const open = new Map<string, string>()
      let arrived = 0
      const { dim } = paint(color)
      const clear = "\r\u001B[K"
      yield* Effect.addFinalizer(() => Effect.sync(() => process.stderr.write(clear)))
      const at = (name: string, what: string) => {
        open.delete(name)
        open.set(name, what)
      }
      const end = (name: string) => {
        if (open.delete(name)) arrived += 1
      }
      const follow = (event: Event) => {
        switch (event._tag) {
          case "Began":
            return at(event.name, word(event.step))
          case "Did":
            return event.step === "Delete" ? end(event.name) : at(event.name, event.state)
          case "StateChanged":
            return at(event.name, event.to)
          case "EndpointBegan":
          case "EndpointDid":
            return at(`endpoint ${event.name}`, word(event.step))
          case "EndpointChanged":
            return at(`endpoint ${event.name}`, event.to)
          case "ScalingBegan":
            return at("cdcScaling", word(event.step))
          case "ScalingDid":
            return end("cdcScaling")
          case "Settled":
          case "StepFailed":
          case "Failed":
            return end(event.name)
        }
      }
      const lasting = new Set<Event["_tag"]>(["LookFailed", "StepFailed", "Failed", "LeftPaused", "Found"])
      return {
        emit: (event: Event) =>
          Effect.sync(() => {
            follow(event)
            if (lasting.has(event._tag)) process.stderr.write(`${clear}${plain(describe(event)!)}\n`)
            const now = [...open].reverse().map(([name, what]) => `${name} ${what}`)
            const line = plain([`  ${arrived} there`, ...now].join(" · "))
            process.stderr.write(clear + dim(fit(line, columnsOf("stderr") ?? 80)))
          }),
      }
    }),
  )

/** What is known when a run is stopped at once: a request that was on its way may have been carried out. */
export const stopped = (): void => {
  const message = "stopped at once; what was on its way may have been carried out"
  const help = "nothing is lost: the next `apply` looks what became of it and goes on from there"
  process.stderr.write(`${message}\n  help: ${help}\n`)
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
      process.stderr.write(`${clear}${paint(hasColor("stderr")).dim(line)}\n`)
    })
}

/** What the first Ctrl-C does. */
export const stopping = (): void => {
  process.stderr.write("\nfinishing what is on its way; Ctrl-C again stops at once\n")
}
