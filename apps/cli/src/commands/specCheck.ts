/** `pipewright spec check`: what this version knows of the API, beside an OpenAPI document. */
import { readFileSync } from "node:fs"
import * as Facts from "@pipewright/spec/Facts"
import { knownDifferences } from "@pipewright/spec/KnownDifferences"
import * as OpenApi from "@pipewright/spec/OpenApi"
import * as SpecCheck from "@pipewright/spec/SpecCheck"
import * as Effect from "effect/Effect"
import * as Exit from "../exit.ts"
import { DocumentUnreachable, output, UsageError } from "../failures.ts"
import { fetchOf } from "../fetching.ts"
import type { Given } from "../specs.ts"
import * as Human from "../views/specCheck.human.ts"
import * as Machine from "../views/specCheck.json.ts"
import { hasColor } from "../views/terminal.ts"
import type { Output } from "./output.ts"

export const run = (given: Given): Effect.Effect<Output> =>
  Effect.gen(function* () {
    const { argument } = given
    if (argument === undefined) {
      return yield* new UsageError({
        message: "spec check needs an OpenAPI document",
        help: "name its file or its address: `pipewright spec check FILE-OR-URL`",
      })
    }
    const url = addressOf(argument)
    if (url !== undefined && `${url.username}${url.password}` !== "") {
      return yield* new UsageError({
        message: `the address \`${shown(url)}\` comes with a login, which would stay in the history of the shell`,
        help: "save the document and give the file",
      })
    }
    const parsed = OpenApi.parse(yield* url === undefined ? fromFile(argument) : fromAddress(url))
    if (typeof parsed === "string") {
      return yield* new UsageError({
        message: `\`${url === undefined ? argument : shown(url)}\` is not an OpenAPI document: ${parsed}`,
        help: "the API's reference links to its document; it is read in JSON",
      })
    }
    const report = SpecCheck.check(parsed, Facts.known(), knownDifferences)
    return {
      stdout:
        given.texts.get("format") === "json"
          ? Machine.specCheck(report)
          : Human.specCheck(report, given.flags.has("known"), hasColor()),
      code: report.differences.length + report.stale.length > 0 ? Exit.failed : Exit.ok,
    }
  }).pipe(Effect.catchAll((failure) => Effect.succeed(output(failure, given.texts.get("format")))))

const addressOf = (argument: string): URL | undefined =>
  /^https?:\/\//i.test(argument) && URL.canParse(argument) ? new URL(argument) : undefined

/** An address without what may be secret in it. */
const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`

const fromFile = (path: string): Effect.Effect<string, UsageError> =>
  Effect.try({
    try: () => readFileSync(path, "utf8"),
    catch: (error) =>
      new UsageError({
        message: `\`${path}\` cannot be read: ${words(error)}`,
        help: "name a file, or an address that starts with https://",
      }),
  })

const fromAddress = (url: URL): Effect.Effect<string, DocumentUnreachable | UsageError> => {
  const failed = (reason: string) => new DocumentUnreachable({ address: shown(url), reason })
  const read = (fetch: typeof globalThis.fetch) =>
    Effect.tryPromise({
      try: async (signal) => {
        const response = await fetch(url, { signal, headers: { accept: "application/json" } })
        return { isOk: response.ok, status: response.status, text: await response.text() }
      },
      catch: (error) => failed(words(error)),
    })
  return Effect.scoped(Effect.flatMap(fetchOf(url.href), read)).pipe(
    Effect.timeoutFail({
      duration: "60 seconds",
      onTimeout: () => failed("there was no answer in a minute"),
    }),
    Effect.flatMap(({ isOk, status, text }) =>
      isOk ? Effect.succeed(text) : Effect.fail(failed(`the answer was ${status}`)),
    ),
  )
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "it may not be read",
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
}

/** What went wrong, by the innermost error: `fetch` wraps those of the network. */
const words = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return words(error.cause)
  const code = "code" in error ? String(error.code) : ""
  return systemWords[code] ?? (error.message === "" ? code : error.message)
}
