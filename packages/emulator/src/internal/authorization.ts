/** Lets requests in that carry a key, as far as that key goes. */
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import { Authorization } from "@pipewright/cloud-api/CloudApi"
import type * as Wire from "@pipewright/cloud-api/Wire"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/Encoding"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Key } from "../Key.ts"
import { CurrentExchange, type Exchange } from "./exchange.ts"

const basic = /^basic +([^ ]+) *$/i

/** What stands for the key of a request, known or not, without its secret. */
export const keyIdOf = ({ headers }: HttpServerRequest.HttpServerRequest): string => {
  const given = basic.exec(headers.authorization ?? "")?.[1] ?? ""
  return Buffer.from(given, "base64").toString("utf8").split(":")[0] ?? ""
}

const organization = /^\/v1\/organizations\/([^/]+)/

/** Operations that change nothing, although their method is not `GET`. */
const reads: ReadonlySet<string> = new Set(["discoverSchema"])

const organizationOf = ({ path }: Exchange): string | undefined => {
  const found = organization.exec(path)?.[1]
  try {
    return found === undefined ? undefined : decodeURIComponent(found)
  } catch {
    // A percent sign that leads nowhere: the router refuses such a path, and no key is of it.
    return undefined
  }
}

/** Why a key is not enough for a request. */
const forbidden = ({ organizations, rights }: Key, exchange: Exchange): string | undefined => {
  if (organizations !== undefined && !organizations.includes(organizationOf(exchange) ?? "")) {
    return "the API key is not of this organization"
  }
  const isRead = exchange.method === "GET" || reads.has(exchange.operation ?? "")
  return rights === "read-only" && !isRead ? "the API key may only read" : undefined
}

export const layer = (keys: ReadonlyArray<Key>): Layer.Layer<Authorization> => {
  // The header is compared whole, because a secret may have a colon in it and would be cut there.
  const known = new Map(
    keys.map((key) => [Encoding.encodeBase64(`${key.id}:${Redacted.value(key.secret)}`), key]),
  )
  return Layer.succeed(Authorization, {
    basic: () =>
      Effect.gen(function* () {
        const { headers } = yield* HttpServerRequest.HttpServerRequest
        const exchange = yield* CurrentExchange
        const { requestId } = exchange
        const given = basic.exec(headers.authorization ?? "")?.[1]
        const key = known.get(given ?? "")
        if (key === undefined) {
          const why = given === undefined ? "an API key is needed" : "the API key is not known"
          const error = `UNAUTHORIZED: ${why}`
          return yield* Effect.fail<typeof Wire.Unauthorized.Type>({ status: 401, error, requestId })
        }
        const why = forbidden(key, exchange)
        if (why === undefined) return
        const error = `FORBIDDEN: ${why}`
        return yield* Effect.fail<typeof Wire.Forbidden.Type>({ status: 403, error, requestId })
      }),
  })
}
