/** How a run reaches the API: with its key, at its rate, and by a proxy where the environment names one. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as Undici from "@effect/platform-node/Undici"
import { CloudApiClient, type Options } from "@pipewright/cloud-api/CloudApiClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Key } from "./credentials.ts"
import { UsageError } from "./failures.ts"
import { proxyVariable } from "./proxies.ts"
import type { Given } from "./specs.ts"
import { version } from "./version.ts"
import * as ProgressView from "./views/progress.ts"

/** What is on this machine is reached directly: no proxy could reach it. */
const isLocal = (baseUrl: string): boolean => /^http:/.test(baseUrl)

/** `fetch` of Node knows no proxy in every version that we support, and undici is large, so it is loaded on demand. */
const byProxy = (name: string): Layer.Layer<FetchHttpClient.Fetch, UsageError> =>
  Layer.scoped(
    FetchHttpClient.Fetch,
    Effect.gen(function* () {
      const url = process.env[name] ?? ""
      if (!/^https?:\/\/./i.test(url) || !URL.canParse(url)) {
        return yield* Effect.fail(
          new UsageError({
            message: `${name} is not a URL of http or https`,
            help: "give the proxy as http://HOST:PORT, or unset the variable",
          }),
        )
      }
      // As a whole, for the bundle does not know the single names of it.
      const { default: undici } = yield* Effect.promise(() => import("@effect/platform-node/Undici"))
      const dispatcher = yield* Effect.acquireRelease(
        Effect.sync(() => new undici.EnvHttpProxyAgent()),
        (agent) => Effect.promise(() => agent.destroy()),
      )
      return ((input: Undici.RequestInfo, init: Undici.RequestInit) =>
        undici.fetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
    }),
  )

const http = (baseUrl: string): Layer.Layer<HttpClient.HttpClient, UsageError> => {
  const name = isLocal(baseUrl) ? undefined : proxyVariable()
  return name === undefined
    ? FetchHttpClient.layer
    : FetchHttpClient.layer.pipe(Layer.provideMerge(byProxy(name)))
}

const dialectOf = (given: Given): Options["dialect"] | undefined =>
  (["document", "guide"] as const).find((it) => it === given.texts.get("api-dialect"))

/** How a run calls the API. */
export interface Calling {
  readonly given: Given
  readonly baseUrl: string
  readonly key: Key
  readonly rate: Options["rate"] | undefined
  readonly wake: Options["wake"] | undefined
}

/** A client for a run. */
export const layer = ({
  given,
  baseUrl,
  key,
  rate,
  wake,
}: Calling): Layer.Layer<CloudApiClient, UsageError> => {
  const dialect = dialectOf(given)
  return CloudApiClient.layer({
    baseUrl,
    ...key,
    ...(rate === undefined ? {} : { rate }),
    ...(wake === undefined ? {} : { wake }),
    ...(dialect === undefined ? {} : { dialect }),
    userAgent: `pipewright/${version}`,
    onWait: ProgressView.waiting(given.texts.get("format") === "json"),
  }).pipe(Layer.provide(http(baseUrl)))
}
