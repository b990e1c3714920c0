/** Runs a command that is an effect, and ends the process as it ends. */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as EffectExit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import type { Output } from "./commands/output.ts"
import * as Exit from "./exit.ts"
import type { logLevels } from "./specs.ts"
import * as Ending from "./views/ending.ts"

const levels: Readonly<Record<(typeof logLevels)[number], LogLevel.LogLevel>> = {
  debug: LogLevel.Debug,
  info: LogLevel.Info,
  warning: LogLevel.Warning,
  error: LogLevel.Error,
  none: LogLevel.None,
}

export interface Options {
  /** How much is logged. */
  readonly level: keyof typeof levels
  readonly json: boolean
  /** A machine is told that the run was stopped; not of one that goes on until it is. */
  readonly tellsStop: boolean
  readonly finish: (output: Output) => void
}

export const run = (
  command: Effect.Effect<void, never, NodeContext.NodeContext>,
  { level, json, tellsStop, finish }: Options,
): void => {
  let stopped: number = Exit.interrupted
  process.once("SIGTERM", () => {
    stopped = Exit.terminated
  })
  command.pipe(
    Logger.withMinimumLogLevel(levels[level]),
    Effect.provide(NodeContext.layer),
    NodeRuntime.runMain({
      disableErrorReporting: true,
      disablePrettyLogger: true,
      teardown: (exit, end) => {
        if (EffectExit.isFailure(exit) && !Cause.isInterruptedOnly(exit.cause)) {
          const [first = exit.cause] = Cause.defects(exit.cause)
          const message = first instanceof Error ? first.message : String(first)
          finish(Ending.bug(message, Cause.pretty(exit.cause), json))
          end(Exit.bug)
          return
        }
        if (EffectExit.isSuccess(exit)) return end(Number(process.exitCode ?? 0))
        if (tellsStop) finish(Ending.stopped(stopped))
        end(stopped)
      },
    }),
  )
}

/** The same for one that gives what is to be printed. */
export const print = (command: Effect.Effect<Output>, options: Options): void =>
  run(Effect.map(command, options.finish), options)
