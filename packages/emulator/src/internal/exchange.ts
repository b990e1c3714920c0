/** The request that is being answered, and answers that are not an operation's. */
import * as HttpApi from "@effect/platform/HttpApi"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Refused } from "./refused.ts"
import { readJson } from "./requestBody.ts"

export interface Exchange {
  readonly requestId: string
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** The name of the operation in `CloudApi`, if it is one. */
  readonly operation: string | undefined
  /** The body. It is read once, when the first asks for it. */
  readonly body: Effect.Effect<unknown, Refused>
  /** The body if somebody has read it, and it is JSON. */
  readonly read: () => unknown
}

export class CurrentExchange extends Context.Reference<CurrentExchange>()(
  "@pipewright/emulator/internal/CurrentExchange",
  {
    defaultValue: (): Exchange => {
      throw new Error("there is no request outside of the middleware")
    },
  },
) {}

const operations: ReadonlyArray<{ readonly name: string; readonly method: string; readonly path: RegExp }> =
  (() => {
    const found: Array<{ readonly name: string; readonly method: string; readonly path: RegExp }> = []
    HttpApi.reflect(CloudApi, {
      onGroup: () => {},
      onEndpoint: ({ endpoint: { name, method, path } }) => {
        found.push({ name, method, path: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}/?$`) })
      },
    })
    return found
  })()

/** The names of all operations. */
export const operationNames: ReadonlyArray<string> = operations.map(({ name }) => name)

export const make = (request: HttpServerRequest.HttpServerRequest): Exchange => {
  const { method } = request
  const [path = ""] = request.url.split("?")
  let read: Exit.Exit<unknown, Refused> | undefined
  return {
    requestId: crypto.randomUUID(),
    method,
    path,
    operation: operations.find((one) => one.method === method && one.path.test(path))?.name,
    body: Effect.suspend(() =>
      read !== undefined
        ? read
        : Effect.flatMap(Effect.exit(readJson(request)), (exit) => {
            read = exit
            return exit
          }),
    ),
    read: () => (read !== undefined && Exit.isSuccess(read) ? read.value : undefined),
  }
}

/** A failure in the API's envelope. */
export const failure = (
  { requestId }: Exchange,
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.unsafeJson({ status, error, requestId }, { status, headers })
