/** Collects everything that a run writes where people could read it: logs, spans and errors. */
import { inspect } from "node:util"
import type { CloudApiError, EndpointError } from "@pipewright/cloud-api/errors"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Tracer from "effect/Tracer"

const shown = (value: unknown): string =>
  inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true })

export const collector = () => {
  const texts: Array<string> = []

  const logger = Logger.make(({ message, cause, annotations, spans }) => {
    texts.push(
      `a log: ${shown(message)} ${shown([...annotations])} ${shown([...spans].map(({ label }) => label))}`,
    )
    if (!Cause.isEmpty(cause)) texts.push(`the cause of a log: ${Cause.pretty(cause)} ${shown(cause)}`)
  })

  const tracer = Tracer.make({
    span: (name, parent, context, links, startTime, kind, options) => {
      const attributes = new Map(Object.entries(options?.attributes ?? {}))
      let status: Tracer.SpanStatus = { _tag: "Started", startTime }
      return {
        _tag: "Span",
        name,
        spanId: String(texts.length),
        traceId: "run",
        parent,
        context,
        get status() {
          return status
        },
        attributes,
        links,
        sampled: true,
        kind,
        end: (endTime, exit) => {
          status = { _tag: "Ended", startTime, endTime, exit }
          const failure = Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""
          texts.push(`a span: ${name} ${shown([...attributes])} ${failure}`)
        },
        attribute: (key, value) => void attributes.set(key, value),
        event: (event, _, more) => void texts.push(`an event of a span: ${name} ${event} ${shown(more)}`),
        addLinks: () => undefined,
      }
    },
    context: (f) => f(),
  })

  return {
    tracer,
    layer: Layer.merge(Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.All)),
    addError: (error: CloudApiError | EndpointError): void => {
      texts.push(`an error: ${String(error)} ${JSON.stringify(error)} ${shown(error)}`)
    },
    addEvent: (event: object): void => {
      texts.push(`an event of a run: ${shown(event)}`)
    },
    all: (): ReadonlyArray<string> => texts,
  }
}
