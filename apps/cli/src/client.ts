/** How a run reaches the API: with its key, at its rate, and by a proxy where the environment names one. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { CloudApiClient, type Options } from "@pipewright/cloud-api/CloudApiClient"
import * as Layer from "effect/Layer"
import type { Key } from "./credentials.ts"
import type { UsageError } from "./failures.ts"
import { fetchOf } from "./fetching.ts"
import type { Given } from "./specs.ts"
import { version } from "./version.ts"
import * as Stream from "./views/apply.json.ts"
import * as ProgressView from "./views/progress.ts"

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
    ...(given.streams === true
      ? { onWait: Stream.waiting, onRequest: Stream.sent }
      : { onWait: ProgressView.waiting(given.texts.get("format") === "json") }),
  }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(Layer.scoped(FetchHttpClient.Fetch, fetchOf(baseUrl))),
  )
}
