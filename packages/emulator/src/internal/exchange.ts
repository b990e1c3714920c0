/** A request that is being answered, and what it is answered with. Neither depends on what carries them. */
import * as HttpApi from "@effect/platform/HttpApi"
import { CloudApi } from "@pipewright/cloud-api/CloudApi"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Refused } from "./refused.ts"
import * as RequestBody from "./requestBody.ts"

/** A request as it comes. */
export interface Incoming {
  readonly method: string
  /** From the path on. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  /** The body; `undefined` if it is larger than `RequestBody.mostBytes`. */
  readonly bytes: Effect.Effect<Uint8Array | undefined, unknown>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Exchange {
  readonly requestId: string
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** What is in the header `authorization`. */
  readonly authorization: string
  /** The name of the operation in `CloudApi`, if it is one. */
  readonly operation: OperationName | undefined
  /** The ids in the path of the operation, as the path has them. */
  readonly ids: Readonly<Record<string, string>>
  /** The body. It is read once, when the first asks for it. */
  readonly body: Effect.Effect<unknown, Refused>
  /** The body if somebody has read it, and it is JSON. */
  readonly read: () => unknown
}

type Groups =
  typeof CloudApi extends HttpApi.HttpApi<infer _Id, infer Groups, infer _E, infer _R> ? Groups : never

/** An operation of the API. */
export type Operation = Groups extends { readonly endpoints: Readonly<Record<string, infer Endpoint>> }
  ? Endpoint
  : never

export type OperationName = Operation extends { readonly name: infer Name extends string } ? Name : never

interface Route {
  readonly name: OperationName
  readonly method: string
  readonly path: RegExp
}

const routes: ReadonlyArray<Route> = (() => {
  const found: Array<Route> = []
  HttpApi.reflect(CloudApi, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { name, method, path } }) => {
      const pattern = new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`)
      found.push({ name: name as OperationName, method, path: pattern })
    },
  })
  return found
})()

/** The names of all operations. */
export const operationNames: ReadonlyArray<string> = routes.map(({ name }) => name)

const noIds = {}

const routeOf = (method: string, path: string): Pick<Exchange, "operation" | "ids"> => {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(path) : null
    if (found !== null) return { operation: route.name, ids: found.groups ?? noIds }
  }
  return { operation: undefined, ids: noIds }
}

export const make = ({ method, url, headers, bytes }: Incoming): Exchange => {
  const query = url.indexOf("?")
  const path = query === -1 ? url : url.slice(0, query)
  const { authorization = "", "content-length": length = "0" } = headers
  const { operation, ids } = routeOf(method, path)
  let read: Exit.Exit<unknown, Refused> | undefined
  return {
    requestId: crypto.randomUUID(),
    method,
    path,
    authorization: String(authorization),
    operation,
    ids,
    body: Effect.suspend(() =>
      read !== undefined
        ? read
        : Effect.flatMap(Effect.exit(RequestBody.json(Number(length), bytes)), (exit) => {
            read = exit
            return exit
          }),
    ),
    read: () => (read !== undefined && Exit.isSuccess(read) ? read.value : undefined),
  }
}

/** An answer of JSON. */
export const json = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = noIds,
): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
})

/** A failure in the API's envelope. */
export const failure = (
  { requestId }: Exchange,
  status: number,
  error: string,
  headers?: Readonly<Record<string, string>>,
): Answer => json(status, { status, error, requestId }, headers)
