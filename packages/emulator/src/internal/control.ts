/** The emulator's own requests, for what the API leaves to time, to other clouds or to other people. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Fault from "../Fault.ts"
import * as Answers from "./answers.ts"
import * as BehindTheBack from "./behindTheBack.ts"
import * as Discovery from "./discovery.ts"
import * as Endpoints from "./endpoints.ts"
import * as Faults from "./faults.ts"
import { Journal } from "./journal.ts"
import * as Judge from "./judge.ts"
import type { Behaviour } from "./operations.ts"
import { PipeStore } from "./pipeStore.ts"
import type { Refused } from "./refused.ts"
import { readJson } from "./requestBody.ts"
import * as Services from "./services.ts"
import { Time } from "./time.ts"

const json = (body: unknown, status = 200) => HttpServerResponse.unsafeJson(body, { status })

/** What a request told the emulator to do is done, or the words say why not. */
const done = <R>(work: Effect.Effect<void, Refused, R>) =>
  Effect.match(work, {
    onFailure: ({ status, error }) => json({ version: 1, error }, status),
    onSuccess: () => json({ version: 1 }),
  })

const body = Effect.flatMap(HttpServerRequest.HttpServerRequest, readJson)

const Status = Schema.Struct({ status: ServiceWire.EndpointStatus })
const State = Schema.Struct({ state: ServiceWire.ServiceState })

/** The routes below `Answers.ownPath`. They ask for no key. */
export const layer = (
  contracts: Judge.Contracts,
  behaviour: Behaviour,
): Layer.Layer<never, never, Journal | PipeStore | Time | Faults.Faults | Discovery.ToldSchemas> =>
  HttpApiBuilder.Router.use((router) =>
    Effect.gen(function* () {
      const faults = yield* Faults.Faults
      const edit = yield* BehindTheBack.make(contracts, behaviour)
      const journal = yield* Journal
      const store = yield* PipeStore
      const time = yield* Time
      const told = yield* Discovery.ToldSchemas
      yield* router.get(`${Answers.ownPath}health`, json({ emulator: "pipewright" }))
      yield* router.get(
        `${Answers.ownPath}requests`,
        Effect.map(journal.entries, (requests) => json({ version: 1, requests })),
      )
      const clock = Effect.map(time.told, (told) => json({ version: 1, ...told }))
      yield* router.get(`${Answers.ownPath}clock`, clock)
      yield* router.post(
        `${Answers.ownPath}clock`,
        Effect.matchEffect(Effect.flatMap(body, time.advance), {
          onFailure: ({ status, error }) => Effect.succeed(json({ version: 1, error }, status)),
          onSuccess: () => clock,
        }),
      )
      yield* router.del(
        `${Answers.ownPath}tables/:table`,
        Effect.flatMap(HttpRouter.params, ({ table = "" }) => done(store.setTable(table, false))),
      )
      yield* router.post(
        `${Answers.ownPath}endpoints/:id`,
        Effect.flatMap(HttpRouter.params, ({ id = "" }) =>
          done(
            Effect.flatMap(
              Effect.flatMap(body, (sent) => Judge.decode(Status, sent)),
              ({ status }) => Endpoints.force(store, id, status),
            ),
          ),
        ),
      )
      yield* router.post(
        `${Answers.ownPath}services/:organizationId/:serviceId`,
        Effect.flatMap(HttpRouter.params, ({ organizationId = "", serviceId = "" }) =>
          done(
            Effect.flatMap(
              Effect.flatMap(body, (sent) => Judge.decode(State, sent)),
              ({ state }) => Services.force(store, { organizationId, serviceId }, state),
            ),
          ),
        ),
      )
      yield* router.put(
        `${Answers.ownPath}schemas`,
        done(Effect.flatMap(body, (sent) => Discovery.tell(told, sent))),
      )
      yield* router.put(
        `${Answers.ownPath}tables/:table`,
        Effect.flatMap(HttpRouter.params, ({ table = "" }) => done(store.setTable(table, true))),
      )
      yield* router.patch(
        `${Answers.ownPath}pipes/:id`,
        Effect.flatMap(HttpRouter.params, ({ id = "" }) =>
          done(Effect.flatMap(body, (sent) => edit(id, sent))),
        ),
      )
      yield* router.get(
        `${Answers.ownPath}faults`,
        Effect.map(faults.told, (told) => json({ version: 1, faults: told })),
      )
      yield* router.put(
        `${Answers.ownPath}faults`,
        done(Effect.flatMap(Effect.flatMap(body, Fault.fromJson), faults.set)),
      )
      yield* router.del(`${Answers.ownPath}faults`, done(faults.set([])))
    }),
  )
