/** Lets requests in that carry the emulator's key. */
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import { Authorization } from "@pipewright/cloud-api/CloudApi"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/Encoding"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { CurrentExchange } from "./exchange.ts"

const basic = /^basic +([^ ]+) *$/i

export const layer = (keyId: string, keySecret: Redacted.Redacted): Layer.Layer<Authorization> => {
  const expected = Encoding.encodeBase64(`${keyId}:${Redacted.value(keySecret)}`)
  return Layer.succeed(Authorization, {
    // The header is compared whole, because a secret may have a colon in it and would be cut there.
    basic: () =>
      Effect.gen(function* () {
        const { headers } = yield* HttpServerRequest.HttpServerRequest
        const given = basic.exec(headers.authorization ?? "")?.[1]
        if (given === expected) return
        const error = `UNAUTHORIZED: ${given === undefined ? "an API key is needed" : "the API key is not known"}`
        return yield* Effect.fail({
          status: 401 as const,
          error,
          requestId: (yield* CurrentExchange).requestId,
        })
      }),
  })
}
