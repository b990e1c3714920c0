/** Lets requests in that carry a key, as far as that key goes. */
import * as Encoding from "effect/Encoding"
import * as Redacted from "effect/Redacted"
import type { Key } from "../Key.ts"
import { type Answer, type Exchange, failure, type OperationName } from "./exchange.ts"

const basic = /^basic +([^ ]+) *$/i

const given = ({ authorization }: Exchange): string | undefined => basic.exec(authorization)?.[1]

/** What stands for the key of a request, known or not, without its secret. */
export const keyIdOf = (exchange: Exchange): string =>
  Buffer.from(given(exchange) ?? "", "base64")
    .toString("utf8")
    .split(":")[0] ?? ""

/** Operations that change nothing, although their method is not `GET`. */
const reads: ReadonlySet<OperationName> = new Set(["discoverSchema"])

/** Why a key is not enough for a request to an organisation. */
const forbidden = (
  { organizations, rights }: Key,
  { method, operation }: Exchange,
  organizationId: string | undefined,
): string | undefined => {
  if (organizations !== undefined && !organizations.includes(organizationId ?? "")) {
    return "the API key is not of this organization"
  }
  const isRead = method === "GET" || (operation !== undefined && reads.has(operation))
  return rights === "read-only" && !isRead ? "the API key may only read" : undefined
}

/** Says no to a request in the API's words, or nothing. */
export const make = (keys: ReadonlyArray<Key>) => {
  // The header is compared whole, because a secret may have a colon in it and would be cut there.
  const known = new Map(
    keys.map((key) => [Encoding.encodeBase64(`${key.id}:${Redacted.value(key.secret)}`), key]),
  )
  return (exchange: Exchange, organizationId: string | undefined): Answer | undefined => {
    const sent = given(exchange)
    const key = sent === undefined ? undefined : known.get(sent)
    if (key === undefined) {
      const why = sent === undefined ? "an API key is needed" : "the API key is not known"
      return failure(exchange, 401, `UNAUTHORIZED: ${why}`)
    }
    const why = forbidden(key, exchange, organizationId)
    return why === undefined ? undefined : failure(exchange, 403, `FORBIDDEN: ${why}`)
  }
}
