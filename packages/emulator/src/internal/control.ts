/** The emulator's own requests, for what the API leaves to time, to other clouds or to other people. */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Fault from "../Fault.ts"
import * as BehindTheBack from "./behindTheBack.ts"
import * as Discovery from "./discovery.ts"
import * as Endpoints from "./endpoints.ts"
import { type Answer, type Exchange, json } from "./exchange.ts"
import { Faults } from "./faults.ts"
import { Journal } from "./journal.ts"
import * as Judge from "./judge.ts"
import type { Behaviour } from "./operations.ts"
import { PipeStore } from "./pipeStore.ts"
import type { Refused } from "./refused.ts"
import * as Services from "./services.ts"
import { Time } from "./time.ts"

const Status = Schema.Struct({ status: ServiceWire.EndpointStatus })
const State = Schema.Struct({ state: ServiceWire.ServiceState })

/** Does what a request says with what its path and its body name, and gives what to answer besides the version. */
type Control = (path: ReadonlyArray<string>, body: Exchange["body"]) => Effect.Effect<unknown, Refused>

/** The parts of a path below `/emulator/`, without their escapes. */
const partsOf = (path: string): ReadonlyArray<string> => {
  try {
    return path
      .replace(/^\/emulator\/|\/$/g, "")
      .split("/")
      .map(decodeURIComponent)
  } catch {
    // A percent sign that leads nowhere: there is no such route.
    return []
  }
}

/** The routes below `/emulator/`. A `*` stands for a part of the path. They ask for no key. */
export const make = Effect.fnUntraced(function* (contracts: Judge.Contracts, behaviour: Behaviour) {
  const journal = yield* Journal
  const store = yield* PipeStore
  const time = yield* Time
  const told = yield* Discovery.ToldSchemas
  const faults = yield* Faults
  const edit = yield* BehindTheBack.make(contracts, behaviour)

  const routes: Readonly<Record<string, Control>> = {
    "GET requests": () => Effect.map(journal.entries, (requests) => ({ requests })),
    "GET clock": () => time.told,
    "POST clock": (_, body) => Effect.zipRight(Effect.flatMap(body, time.advance), time.told),
    "PUT tables/*": ([table = ""]) => store.setTable(table, true),
    "DELETE tables/*": ([table = ""]) => store.setTable(table, false),
    "PATCH pipes/*": ([id = ""], body) => Effect.flatMap(body, (json) => edit(id, json)),
    "GET faults": () => Effect.map(faults.told, (told) => ({ faults: told })),
    "PUT faults": (_, body) => Effect.flatMap(Effect.flatMap(body, Fault.fromJson), faults.set),
    "DELETE faults": () => faults.set([]),
    "POST endpoints/*": ([id = ""], body) =>
      Effect.flatMap(
        Effect.flatMap(body, (json) => Judge.decode(Status, json)),
        ({ status }) => Endpoints.force(store, id, status),
      ),
    "POST services/*/*": ([organizationId = "", serviceId = ""], body) =>
      Effect.flatMap(
        Effect.flatMap(body, (json) => Judge.decode(State, json)),
        ({ state }) => Services.force(store, { organizationId, serviceId }, state),
      ),
    "PUT schemas": (_, body) => Effect.flatMap(body, (json) => Discovery.tell(told, json)),
  }

  /** The answer to a request of ours, or `undefined` if there is no such route. */
  return ({ method, path, body }: Exchange): Effect.Effect<Answer> | undefined => {
    const [name = "", ...parts] = partsOf(path)
    if (method === "GET" && name === "health" && parts.length === 0) {
      return Effect.succeed(json(200, { emulator: "pipewright" }))
    }
    const route = routes[[`${method} ${name}`, ...parts.map(() => "*")].join("/")]
    if (route === undefined) return undefined
    return Effect.match(
      Effect.suspend(() => route(parts, body)),
      {
        onFailure: ({ status, error }) => json(status, { version: 1, error }),
        onSuccess: (told) => json(200, { version: 1, ...(told as object | undefined) }),
      },
    )
  }
})
