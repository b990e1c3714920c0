/** The operations on pipes. */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { PipeRef, Service, ServiceRef } from "../CloudApiClient.ts"
import { type Call, PipeNotFound } from "../errors.ts"
import type { Pipe } from "../Wire.ts"
import type { JsonObject } from "../WireContract.ts"
import * as Dialect from "./dialect.ts"
import { idsOf, ofPipe, ofService } from "./paths.ts"
import { secretsOf } from "./redact.ts"
import { echoes, makeKnown, resolving, type Sought } from "./resolveCreate.ts"
import type { Described, Sender } from "./send.ts"

export type Operations = Pick<
  Service,
  | "listPipes"
  | "createPipe"
  | "getPipe"
  | "updatePipe"
  | "deletePipe"
  | "setState"
  | "setScaling"
  | "getSettings"
  | "putSettings"
>

const soughtBy = (body: JsonObject): Sought<Pipe> => {
  const source = Predicate.isRecord(body.source) ? (body.source as JsonObject) : {}
  const arms = Object.keys(source).filter((arm) => Predicate.isRecord(source[arm]))
  return {
    isNamesake: (pipe) => pipe.name === body.name,
    // The same arm, and in it nothing else than was sent.
    isSame: (pipe) => arms.every((arm) => pipe.source[arm] !== undefined) && echoes(source, pipe.source),
    words: { name: String(body.name), one: "a pipe", several: "pipes", another: "another source" },
  }
}

const notFound = (ref: PipeRef) => (call: Call) => new PipeNotFound({ ...call, pipeId: ref.pipeId })

export const make = ({ api, dialect, patience, send }: Sender): Operations => {
  const { pipes } = api
  const speak = Dialect.make(dialect, Dialect.knowsNoCommand)
  const known = makeKnown()
  const pipePath = (ref: PipeRef) => ({ ...idsOf(ref), clickPipeId: ref.pipeId })

  const list = (ref: ServiceRef) => {
    const request = pipes.list({ path: idsOf(ref) })
    const described: Described = {
      operation: "listPipes",
      method: "GET",
      path: ofService(ref, "clickpipes"),
      result: "list of pipes",
    }
    return Effect.map(send(described, request), ({ result }) => result)
  }

  const service: Operations = {
    listPipes: Effect.fn("CloudApiClient.listPipes")(function* (ref) {
      const listed = yield* list(ref)
      known(ref).listed = new Set(listed.map((pipe) => pipe.id))
      return listed
    }),
    createPipe: Effect.fn("CloudApiClient.createPipe")(function* (given) {
      const request = pipes.create({ path: idsOf(given), payload: given.body })
      const described: Described = {
        operation: "createPipe",
        method: "POST",
        path: ofService(given, "clickpipes"),
        result: "pipe",
        secrets: secretsOf(given),
      }
      const create = Effect.map(send(described, request), ({ result }) => result)
      return yield* resolving(soughtBy(given.body), known(given), patience, create, list(given))
    }),
    getPipe: Effect.fn("CloudApiClient.getPipe")(function* (ref) {
      const request = pipes.get({ path: pipePath(ref) })
      return (yield* send(
        { operation: "getPipe", method: "GET", path: ofPipe(ref), result: "pipe" },
        request,
        notFound(ref),
      )).result
    }),
    updatePipe: Effect.fn("CloudApiClient.updatePipe")(function* (given) {
      const request = pipes.update({ path: pipePath(given), payload: given.body })
      const described: Described = {
        operation: "updatePipe",
        method: "PATCH",
        path: ofPipe(given),
        result: "pipe",
        secrets: secretsOf(given),
      }
      return (yield* send(described, request, notFound(given))).result
    }),
    deletePipe: Effect.fn("CloudApiClient.deletePipe")(function* (ref) {
      const request = pipes.delete({ path: pipePath(ref) })
      yield* send(
        { operation: "deletePipe", method: "DELETE", path: ofPipe(ref), result: "pipe" },
        request,
        notFound(ref),
      ).pipe(Effect.catchTag("PipeNotFound", () => Effect.void))
    }),
    setState: Effect.fn("CloudApiClient.setState")(function* (given) {
      const described: Described = {
        operation: "setState",
        method: "PATCH",
        path: ofPipe(given, "state"),
        result: "pipe",
      }
      const path = pipePath(given)
      return (yield* speak(
        send(described, pipes.setState({ path, payload: { command: given.command } }), notFound(given)),
        send(described, pipes.setState({ path, payload: { action: given.command } }), notFound(given)),
      )).result
    }),
    setScaling: Effect.fn("CloudApiClient.setScaling")(function* (given) {
      const request = pipes.setScaling({ path: pipePath(given), payload: given.scaling })
      const described: Described = {
        operation: "setScaling",
        method: "PATCH",
        path: ofPipe(given, "scaling"),
        result: "pipe",
      }
      return (yield* send(described, request, notFound(given))).result
    }),
    getSettings: Effect.fn("CloudApiClient.getSettings")(function* (ref) {
      const request = pipes.getSettings({ path: pipePath(ref) })
      const described: Described = {
        operation: "getSettings",
        method: "GET",
        path: ofPipe(ref, "settings"),
        result: "settings",
      }
      return (yield* send(described, request, notFound(ref))).result
    }),
    putSettings: Effect.fn("CloudApiClient.putSettings")(function* (given) {
      const request = pipes.putSettings({ path: pipePath(given), payload: given.settings })
      const described: Described = {
        operation: "putSettings",
        method: "PUT",
        path: ofPipe(given, "settings"),
        result: "settings",
      }
      return (yield* send(described, request, notFound(given))).result
    }),
  }
  return service
}
