/** All that a service has, as far as a program can declare it. Reads only. */
import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Live, LiveEndpoint } from "@pipewright/core/Change"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Effect from "effect/Effect"
import { liveEndpoint, livePipe } from "./internal/live.ts"
import { withSettings } from "./internal/settings.ts"

export interface Survey {
  readonly pipes: ReadonlyArray<Live>
  readonly endpoints: ReadonlyArray<LiveEndpoint>
  /** Absent where there is no database pipe. */
  readonly cdcScaling: JsonObject | undefined
}

/** The pipes with their settings, where `isWanted` says so. */
export const survey = Effect.fn("Survey.survey")(function* (
  service: ServiceRef,
  isWanted: (pipe: Live) => boolean,
) {
  const client = yield* CloudApiClient
  const listed = yield* client.listPipes(service)
  const endpoints = yield* client.listEndpoints(service)
  const scaling = yield* client.getCdcScaling(service)
  return {
    pipes: yield* withSettings(listed.map(livePipe), isWanted, service),
    endpoints: endpoints.map(liveEndpoint),
    cdcScaling: scaling as unknown as JsonObject | undefined,
  } satisfies Survey
})
