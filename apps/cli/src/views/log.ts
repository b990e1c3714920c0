/** The log of a run, on standard error: lines for people, or one JSON object for each line. */
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import type { Given } from "../specs.ts"
import * as Stream from "./apply.json.ts"
import { hasColor, paint, plain } from "./terminal.ts"

const nameOf = ({ label }: LogLevel.LogLevel): string => (label === "WARN" ? "warning" : label.toLowerCase())

const textOf = (message: unknown): string =>
  (Array.isArray(message) ? message : [message]).map(String).join(" ")

const forPeople = (color: boolean): Logger.Logger<unknown, void> =>
  Logger.make(({ logLevel, message }) => {
    const name = nameOf(logLevel)
    const { bold, dim, red, yellow } = paint(color)
    const head = name === "error" ? bold(red(name)) : name === "warning" ? bold(yellow(name)) : dim(name)
    const [first = "", ...more] = textOf(message).split("\n").map(plain)
    const lines = [`${head}: ${first}`, ...more.map((line) => `  ${line}`)]
    // A line of progress may stand there, which is drawn again.
    const clear = process.stderr.isTTY ? "\r\u001B[K" : ""
    process.stderr.write(`${clear}${lines.join("\n")}\n`)
  })

const forMachines: Logger.Logger<unknown, void> = Logger.make(({ annotations, logLevel, message }) => {
  const log = { level: nameOf(logLevel), message: textOf(message), ...Object.fromEntries(annotations) }
  process.stderr.write(`${JSON.stringify({ log })}\n`)
})

/** Where a run is told as it goes, a warning is a part of it. */
const inStream: Logger.Logger<unknown, void> = Logger.make((options) =>
  LogLevel.greaterThanEqual(options.logLevel, LogLevel.Warning)
    ? Stream.warning(textOf(options.message))
    : forMachines.log(options),
)

/** How much is told is said by `--log-level`, which the runtime minds by itself. */
export const layer = ({ texts, streams }: Given): Layer.Layer<never> =>
  Logger.replace(
    Logger.defaultLogger,
    streams === true
      ? inStream
      : texts.get("format") === "json"
        ? forMachines
        : forPeople(hasColor("stderr")),
  )
