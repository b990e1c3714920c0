/** The operations on pipes. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Body, PipeRef, Service, ServiceRef } from "../CloudApiClient.ts"
import type * as CdcScaling from "./cdcScaling.ts"
import * as Dialect from "./dialect.ts"
import * as Redact from "./redact.ts"
import { type Known, resolving } from "./resolveCreate.ts"
import type { Described, Sender } from "./send.ts"

const secretsOf = ({ body, secrets = [] }: Body): ReadonlyArray<string> => [
  ...Redact.secretTexts(body.source),
  ...secrets.map(Redacted.value),
]

type Operations = Omit<Service, keyof CdcScaling.Operations>

const below = ["clickpipes"] as const

export const make = ({ api, dialect, patience, send, sendToService }: Sender): Operations => {
  const { pipes } = api
  const speak = Dialect.make(dialect, Dialect.knowsNoCommand)
  const knownServices = new Map<string, Known>()
  const known = ({ organizationId, serviceId }: ServiceRef): Known => {
    const key = JSON.stringify([organizationId, serviceId])
    const one = knownServices.get(key) ?? { listed: undefined, made: new Set() }
    knownServices.set(key, one)
    return one
  }
  const servicePath = ({ organizationId, serviceId }: ServiceRef) => ({ organizationId, serviceId })
  const pipePath = (ref: PipeRef) => ({ ...servicePath(ref), clickPipeId: ref.pipeId })

  const list = (ref: ServiceRef) => {
    const request = pipes.list({ path: servicePath(ref) })
    const described: Described = {
      operation: "listPipes",
      method: "GET",
      ref: servicePath(ref),
      below,
      result: "list of pipes",
    }
    return Effect.map(sendToService(described, request), ({ result }) => result)
  }

  const service: Operations = {
    listPipes: Effect.fn("CloudApiClient.listPipes")(function* (ref) {
      const listed = yield* list(ref)
      known(ref).listed = new Set(listed.map((pipe) => pipe.id))
      return listed
    }),
    createPipe: Effect.fn("CloudApiClient.createPipe")(function* (given) {
      const request = pipes.create({ path: servicePath(given), payload: given.body })
      const described: Described = {
        operation: "createPipe",
        method: "POST",
        ref: servicePath(given),
        below,
        result: "pipe",
        secrets: secretsOf(given),
      }
      const create = Effect.map(sendToService(described, request), ({ result }) => result)
      return yield* resolving(given.body, known(given), patience, create, list(given))
    }),
    getPipe: Effect.fn("CloudApiClient.getPipe")(function* (ref) {
      const request = pipes.get({ path: pipePath(ref) })
      return (yield* send({ operation: "getPipe", method: "GET", ref, below, result: "pipe" }, request))
        .result
    }),
    updatePipe: Effect.fn("CloudApiClient.updatePipe")(function* (given) {
      const request = pipes.update({ path: pipePath(given), payload: given.body })
      const described: Described = {
        operation: "updatePipe",
        method: "PATCH",
        ref: given,
        below,
        result: "pipe",
        secrets: secretsOf(given),
      }
      return (yield* send(described, request)).result
    }),
    deletePipe: Effect.fn("CloudApiClient.deletePipe")(function* (ref) {
      const request = pipes.delete({ path: pipePath(ref) })
      yield* send({ operation: "deletePipe", method: "DELETE", ref, below, result: "pipe" }, request).pipe(
        Effect.catchTag("PipeNotFound", () => Effect.void),
      )
    }),
    setState: Effect.fn("CloudApiClient.setState")(function* (given) {
      const described: Described = {
        operation: "setState",
        method: "PATCH",
        ref: given,
        below: ["clickpipes", "state"],
        result: "pipe",
      }
      const path = pipePath(given)
      return (yield* speak(
        send(described, pipes.setState({ path, payload: { command: given.command } })),
        send(described, pipes.setState({ path, payload: { action: given.command } })),
      )).result
    }),
    setScaling: Effect.fn("CloudApiClient.setScaling")(function* (given) {
      const request = pipes.setScaling({ path: pipePath(given), payload: given.scaling })
      const described: Described = {
        operation: "setScaling",
        method: "PATCH",
        ref: given,
        below: ["clickpipes", "scaling"],
        result: "pipe",
      }
      return (yield* send(described, request)).result
    }),
    getSettings: Effect.fn("CloudApiClient.getSettings")(function* (ref) {
      const request = pipes.getSettings({ path: pipePath(ref) })
      const described: Described = {
        operation: "getSettings",
        method: "GET",
        ref,
        below: ["clickpipes", "settings"],
        result: "settings",
      }
      return (yield* send(described, request)).result
    }),
    putSettings: Effect.fn("CloudApiClient.putSettings")(function* (given) {
      const request = pipes.putSettings({ path: pipePath(given), payload: given.settings })
      const described: Described = {
        operation: "putSettings",
        method: "PUT",
        ref: given,
        below: ["clickpipes", "settings"],
        result: "settings",
      }
      return (yield* send(described, request)).result
    }),
  }
  return service
}
