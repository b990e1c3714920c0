/**
 * What a failure can be called, what a command then ends with, and what to do where nothing more is known. Each has an
 * entry in `docs/reference/failures.md`, which `explain` shows.
 */
import * as Exit from "./exit.ts"

interface About {
  readonly exit: number
  readonly next: string
}

export const failureCodes = {
  usage: {
    exit: Exit.usage,
    next: "see `pipewright --help`, or `--help` of the command",
  },
  "invalid-program": {
    exit: Exit.invalidProgram,
    next: "mend them; `pipewright check` reports them too",
  },
  "value-unreadable": {
    exit: Exit.failed,
    next: "set what `findings` names, and run the command again",
  },
  "file-unreadable": {
    exit: Exit.failed,
    next: "see to the file, and run the command again",
  },
  "no-credentials": {
    exit: Exit.notAuthorised,
    next: "set CLICKHOUSE_CLOUD_API_KEY and CLICKHOUSE_CLOUD_API_SECRET",
  },
  "not-authorised": {
    exit: Exit.notAuthorised,
    next: "check the API key, and what it may do",
  },
  "api-unavailable": {
    exit: Exit.apiUnavailable,
    next: "run the command again in a while",
  },
  "service-idle": {
    exit: Exit.apiUnavailable,
    next: "run `apply` with `--wake auto`, or send the service a query",
  },
  "service-not-running": {
    exit: Exit.apiUnavailable,
    next: "start the service in the console, and run the command again",
  },
  "request-refused": {
    exit: Exit.failed,
    next: "see to what the API says, and run the command again",
  },
  "pipe-not-found": {
    exit: Exit.failed,
    next: "run `pipewright plan` to see what is there",
  },
  "endpoint-not-found": {
    exit: Exit.failed,
    next: "run `pipewright plan` to see what is there",
  },
  blocked: {
    exit: Exit.failed,
    next: "run `pipewright plan`, which shows the way out",
  },
  "not-allowed": {
    exit: Exit.failed,
    next: "run `pipewright plan`, which shows what each of them needs",
  },
  "stale-plan": {
    exit: Exit.failed,
    next: "make a new one with `plan --out`, and look at it",
  },
  "not-reached": {
    exit: Exit.failed,
    next: "see to what the outcomes say, and run the command again: it goes on from there",
  },
  "not-yet": {
    exit: Exit.notYet,
    next: "run the command again later: it goes on from there",
  },
  "state-locked": {
    exit: Exit.notYet,
    next: "wait for it, or run `pipewright unlock` if it is dead",
  },
  "state-conflict": {
    exit: Exit.notYet,
    next: "run the command again",
  },
  "state-damaged": {
    exit: Exit.failed,
    next: "put back the last state that was right",
  },
  "state-unavailable": {
    exit: Exit.failed,
    next: "see to where the state is, and run the command again",
  },
  "state-of-another-service": {
    exit: Exit.failed,
    next: "give the other service a target of its own",
  },
  "document-unreachable": {
    exit: Exit.apiUnavailable,
    next: "save the document and give the file",
  },
  emulator: {
    exit: Exit.failed,
    next: "see to what it says, and run the command again",
  },
  interrupted: {
    exit: Exit.interrupted,
    next: "run the command again: it goes on from there",
  },
  terminated: {
    exit: Exit.terminated,
    next: "run the command again: it goes on from there",
  },
  bug: {
    exit: Exit.bug,
    next: "report it, with `message` and `trace`",
  },
} as const satisfies Readonly<Record<string, About>>

export type FailureCode = keyof typeof failureCodes
