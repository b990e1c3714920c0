/**
 * Two forms of one request: that of the published document, and that of the guide. The document's is sent first; a
 * refusal that shows that it is not known leads to the guide's, which is then remembered for as long as the client is.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { CloudApiError } from "../errors.ts"

export type Dialect = "document" | "guide"

/** Sends a request in one of its two forms, or in both. */
export type Speak = <A, E extends CloudApiError>(
  document: Effect.Effect<A, E>,
  guide: Effect.Effect<A, E>,
) => Effect.Effect<A, E>

/** `isUnknown` says of a refusal that the form was not known, so that nothing was done. */
export const make = (pinned: Dialect | undefined, isUnknown: (error: CloudApiError) => boolean): Speak => {
  let spoken = pinned ?? "document"
  return (document, guide) =>
    Effect.suspend(() => {
      if (spoken === "guide") return guide
      if (pinned !== undefined) return document
      return Effect.catchAll(document, (error) =>
        isUnknown(error)
          ? Effect.flatMap(Effect.either(guide), (second) => {
              // A second refusal of the form leaves the first, which is of the form that we believe in.
              if (Either.isLeft(second) && isUnknown(second.left)) return Effect.fail(error)
              spoken = "guide"
              return second
            })
          : Effect.fail(error),
      )
    })
}

const unknownKey =
  /unknown|unexpected|unrecogni[sz]ed|additional|excess|not (?:a )?(?:allowed|known|recogni[sz]ed)/i

/** The API knows no `command` in the body of a state command, or misses an `action`. */
export const knowsNoCommand = (error: CloudApiError): boolean => {
  if (error._tag !== "RequestRefused" || error.status !== 400) return false
  const words = error.apiMessage ?? ""
  return /\baction\b/i.test(words) || (/\bcommand\b/i.test(words) && unknownKey.test(words))
}

const unknownPath = /\b(?:route|path)\b|\bcannot (?:get|patch)\b/i

/**
 * The API has nothing at the path of a request. A 404 is also said of a thing that is not there yet, so its words have
 * to be about the path, or be none of the API's: what answers in front of it knows no other reason.
 */
export const knowsNoPath = (error: CloudApiError): boolean =>
  error.status === 404 &&
  (error._tag === "ApiUnavailable" ||
    (error._tag === "RequestRefused" && unknownPath.test(error.apiMessage ?? "")))
