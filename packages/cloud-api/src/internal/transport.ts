/** Says why a request got no answer, from what the platform reports, without keeping the request. */
import * as Predicate from "effect/Predicate"
import type { Unavailability } from "../errors.ts"

const codeOf = (cause: unknown, depth = 0): string | undefined => {
  if (!Predicate.isRecord(cause) || depth > 5) return undefined
  if (typeof cause.code === "string" && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code
  return codeOf(cause.cause, depth + 1)
}

/** The status with which a proxy would not open a way to the API; there are no other signs of it. */
const refusalOf = (cause: unknown, depth = 0): string | undefined => {
  if (!Predicate.isRecord(cause) || depth > 5) return undefined
  const [, status] = /^Proxy response \((\d{3})\)/.exec(String(cause.message)) ?? []
  return status ?? refusalOf(cause.cause, depth + 1)
}

/** The reason for a failure of the transport; `cause` is an error of Node, however deep it is wrapped. */
export const reasonOf = (cause: unknown): { readonly reason: Unavailability; readonly detail: string } => {
  const code = codeOf(cause)
  const refusal = refusalOf(cause)
  if (refusal !== undefined) {
    return { reason: "proxy-refused", detail: `the proxy on the way there answered ${refusal}` }
  }
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
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return { reason: "certificate-not-trusted", detail: `its certificate is not trusted (${code})` }
    // Such as a port that is not for the web: the next try would fail as well.
    default:
      return {
        reason: "connection-failed",
        detail: code === undefined ? "the connection failed" : `the connection failed (${code})`,
      }
  }
}
