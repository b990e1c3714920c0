/** Failures as people and machines read them: what happened, where, why, what to do, and the exit code. */
import {
  type ApiUnavailable,
  type CloudApiError,
  type EndpointError,
  isIdle,
  isNotRunning,
} from "@pipewright/cloud-api/errors"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import { render } from "@pipewright/language/Renderer"
import type {
  InvalidProgram,
  NotExecutable,
  StateConflict,
  StateDamaged,
  StateLocked,
  StateOfAnotherService,
  StateUnavailable,
  ValuesUnreadable,
} from "@pipewright/runtime/errors"
import * as Data from "effect/Data"
import type { Output } from "./commands/output.ts"
import { type FailureCode, failureCodes } from "./failureCodes.ts"
import { displayed, type Loaded } from "./program/program.ts"
import { proxyVariable } from "./proxies.ts"
import * as Machine from "./views/failure.json.ts"
import * as Json from "./views/json.ts"
import { lookOf, paint, plain } from "./views/terminal.ts"

/** The command line, or what it names, cannot be worked with. */
export class UsageError extends Data.TaggedError("UsageError")<{
  readonly message: string
  readonly help?: string
}> {}

/** There is no API key to call the API with. */
export class NoCredentials extends Data.TaggedError("NoCredentials")<{ readonly missing: string }> {
  override get message(): string {
    return `there is no API key: ${this.missing} is not set`
  }
}

/** What a plan comes to is out of date, cannot be done, or was not asked for, so nothing was done. */
export class Withheld extends Data.TaggedError("Withheld")<{
  readonly code: "blocked" | "not-allowed" | "stale-plan"
  readonly message: string
  readonly help: string
  /** Of what cannot be done, or was not asked for. */
  readonly names: ReadonlyArray<string>
}> {}

/** The emulator could not be started. */
export class EmulatorFailed extends Data.TaggedError("EmulatorFailed")<{
  readonly message: string
  readonly help: string
}> {}

/** A document that is named by an address cannot be had. */
export class DocumentUnreachable extends Data.TaggedError("DocumentUnreachable")<{
  readonly address: string
  readonly reason: string
}> {
  override get message(): string {
    return `\`${this.address}\` cannot be read: ${this.reason}`
  }
}

export type Failure =
  | UsageError
  | DocumentUnreachable
  | NoCredentials
  | Withheld
  | EmulatorFailed
  | InvalidProgram
  | ValuesUnreadable
  | NotExecutable
  | StateConflict
  | StateDamaged
  | StateLocked
  | StateOfAnotherService
  | StateUnavailable
  | CloudApiError
  | EndpointError

/** A failure in words. */
export interface Told {
  readonly code: FailureCode
  readonly message: string
  readonly help?: string | undefined
  readonly requestId?: string | undefined
  readonly names?: ReadonlyArray<string>
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

export const tell = (failure: Failure): Told => {
  switch (failure._tag) {
    case "UsageError":
      return {
        code: "usage",
        message: failure.message,
        help: failure.help,
        diagnostics: [],
      }
    case "Withheld": {
      const { code, message, help, names } = failure
      return { code, message, help, names, diagnostics: [] }
    }
    case "DocumentUnreachable":
      return {
        code: "document-unreachable",
        message: failure.message,
        help: "check the address and the network, or save the document and give the file",
        diagnostics: [],
      }
    case "EmulatorFailed":
      return {
        code: "emulator",
        message: failure.message,
        help: failure.help,
        diagnostics: [],
      }
    case "NoCredentials":
      return {
        code: "no-credentials",
        message: failure.message,
        help: "make an API key in the ClickHouse Cloud console and set CLICKHOUSE_CLOUD_API_KEY and CLICKHOUSE_CLOUD_API_SECRET, or use --target local",
        diagnostics: [],
      }
    case "InvalidProgram":
      return {
        code: "invalid-program",
        message: "the program has errors, so nothing was done",
        help: "mend them; `pipewright check` reports them too",
        diagnostics: failure.diagnostics,
      }
    case "ValuesUnreadable":
      return {
        code: "value-unreadable",
        message: "a value that has to be sent cannot be read, so nothing was done",
        diagnostics: unread(failure),
      }
    case "NotExecutable":
      return {
        code: "not-allowed",
        message: failure.message,
        help: "`pipewright plan` shows what each of them needs",
        diagnostics: [],
      }
    case "StateLocked":
      return { ...ofState(failure), code: "state-locked" }
    case "StateConflict":
      return { ...ofState(failure), code: "state-conflict" }
    case "StateDamaged":
      return { ...ofState(failure), code: "state-damaged" }
    case "StateUnavailable":
      return { ...ofState(failure), code: "state-unavailable" }
    case "StateOfAnotherService":
      return {
        code: "state-of-another-service",
        message: failure.message,
        help: "give the other service a target of its own; or move the state of this one away, and adopt its pipes",
        diagnostics: [],
      }
    default:
      return tellApi(failure)
  }
}

const ofState = ({ message, remedy }: StateConflict | StateDamaged | StateLocked | StateUnavailable) => ({
  message,
  help: remedy,
  diagnostics: [],
})

/** One finding for each value; where one is used several times, at its first place. */
const unread = ({ failures }: ValuesUnreadable): ReadonlyArray<Diagnostic> => {
  const seen = new Set<string>()
  return failures.flatMap(({ deferred, wanted, message, remedy }) => {
    if (seen.has(wanted)) return []
    seen.add(wanted)
    const { file, span } = deferred.origin
    return [
      {
        code: "value-unreadable",
        severity: "error" as const,
        message: message.replace(wanted, `\`${wanted}\``),
        file,
        span,
        help: remedy,
      },
    ]
  })
}

/** What the API, or its absence, comes to. */
export const tellApi = (error: CloudApiError | EndpointError): Told => {
  const told = { requestId: error.requestId, diagnostics: [] }
  switch (error._tag) {
    case "NotAuthorised":
      return {
        ...told,
        code: "not-authorised",
        message: error.message,
        help:
          error.status === 403
            ? "the API key lacks a permission for this service; an admin can grant it in the console"
            : "check CLICKHOUSE_CLOUD_API_KEY and CLICKHOUSE_CLOUD_API_SECRET, or the key that the target has: it is wrong, expired or of another organization",
      }
    case "ApiUnavailable":
      return {
        ...told,
        code: "api-unavailable",
        message: error.message,
        help: unavailableHelp(error),
      }
    case "PipeNotFound":
      return { ...told, code: "pipe-not-found", message: error.message }
    case "EndpointNotFound":
      return { ...told, code: "endpoint-not-found", message: error.message }
    case "RequestRefused":
      if (isNotRunning(error)) return { ...told, ...notRunning(error) }
      return {
        ...told,
        code: "request-refused",
        message: error.message,
        help: refusalHelp(error.status),
      }
  }
}

const unavailableHelp = ({ reason, origin }: ApiUnavailable): string => {
  switch (reason) {
    case "server-error":
      return "the API failed; try again in a while"
    case "certificate-not-trusted":
      return "if it is signed by an authority of your own, set NODE_EXTRA_CA_CERTS to the file of its certificate"
    case "proxy-refused":
      return `check the proxy in ${proxyVariable()}, and the name and password in it; NO_PROXY lists what goes around it`
    default: {
      const name = proxyVariable()
      const proxy = name === undefined ? "" : ` and the proxy in ${name}`
      return `check the network and the address ${origin}${proxy}; \`--target local\` needs neither`
    }
  }
}

const notRunning = (error: CloudApiError): Omit<Told, "diagnostics"> => ({
  code: isIdle(error) ? "service-idle" : "service-not-running",
  message: error.message,
  help: isIdle(error)
    ? "the service sleeps; `apply` and `destroy` wake it with `--wake auto` and go on, and a query wakes it too"
    : "start the service in the console and try again",
})

const refusalHelp = (status: number | undefined): string | undefined => {
  if (status === 404) return "check the ids of the organization and the service"
  if (status === 429) return "too many requests; try again in a minute"
  return undefined
}

/** A failure as output: findings and one line on standard error, or one JSON object there. */
export const output = (failure: Failure, format: string | undefined, loaded?: Loaded): Output => {
  const { diagnostics, ...told } = tell(failure)
  const { exit } = failureCodes[told.code]
  const shown = loaded === undefined ? undefined : displayed(loaded, diagnostics)
  if (format === "json") {
    const findings = shown?.diagnostics.map((diagnostic) => Json.finding(diagnostic, shown.lookup)) ?? []
    return Machine.output({ ...told, findings })
  }
  const { message, help } = told
  const look = lookOf("stderr")
  const { bold, red } = paint(look.color)
  const findings =
    shown?.diagnostics.map((diagnostic) => `${render(diagnostic, shown.lookup, look)}\n\n`) ?? []
  const hint = help === undefined ? "" : `\n  ${bold("help")}: ${plain(help)}`
  return { stderr: `${findings.join("")}${bold(red("error"))}: ${plain(message)}${hint}\n`, code: exit }
}
