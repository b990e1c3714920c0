import { CloudApiClient, type ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type { Live } from "@pipewright/core/Change"
import * as Effect from "effect/Effect"

/** How many pipes are read one by one at the same time. */
const concurrency = 4

/** The API need not list settings; those of the pipes that are wanted are then read one by one. */
export const withSettings = Effect.fnUntraced(function* (
  listed: ReadonlyArray<Live>,
  isWanted: (pipe: Live) => boolean,
  service: ServiceRef,
) {
  const client = yield* CloudApiClient
  return yield* Effect.forEach(
    listed,
    (it) =>
      it.object.settings !== undefined || !isWanted(it)
        ? Effect.succeed(it)
        : client.getSettings({ ...service, pipeId: it.id }).pipe(
            Effect.map((settings): Live => ({ ...it, object: { ...it.object, settings } })),
            // It was deleted in between, or has none; the list is what counts.
            Effect.catchTag("PipeNotFound", () => Effect.succeed(it)),
          ),
    { concurrency },
  )
})
