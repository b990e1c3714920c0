/** Says why a request got no answer, from what the platform reports, without keeping the request. */
import * as Predicate from "effect/Predicate"
import type { Unavailability } from "../errors.ts"

const codeOf = (cause: unknown, depth = 0): string | undefined => {
  if (!Predicate.isRecord(cause) || depth > 5) return undefined
  if (typeof cause.code === "string" && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code
  return codeOf(cause.cause, depth + 1)
}

/** The reason for a failure of the transport; `cause` is an error of Node, however deep it is wrapped. */
export const reasonOf = (cause: unknown): { readonly reason: Unavailability; readonly detail: string } => {
  const code = codeOf(cause)
  switch (code) {
    case "ECONNREFUSED":
      return { reason: "connection-refused", detail: "nothing listens there (ECONNREFUSED)" }
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { reason: "host-not-found", detail: `its name cannot be resolved (${code})` }
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return { reason: "timed-out", detail: `it took too long (${code})` }
    case "ECONNRESET":
    case "ECONNABORTED":
    case "EPIPE":
    case "UND_ERR_SOCKET":
    case "ENETDOWN":
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return { reason: "connection-broken", detail: `the connection broke (${code})` }
    // Such as a certificate that is not trusted, or a port that is not for the web: the next try would fail as well.
    default:
      return {
        reason: "connection-failed",
        detail: code === undefined ? "the connection failed" : `the connection failed (${code})`,
      }
  }
}
