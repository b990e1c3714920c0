/** Changes a pipe as nobody who uses the API can: as a broken source does, support, or somebody else at the same time. */
import * as Wire from "@pipewright/cloud-api/Wire"
import { type JsonObject, pipeStates } from "@pipewright/cloud-api/WireContract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { isObject, merge } from "./json.ts"
import * as Judge from "./judge.ts"
import * as Operations from "./operations.ts"
import { PipeStore } from "./pipeStore.ts"
import * as Pipes from "./pipes.ts"
import { badRequest, notFound, type Refused } from "./refused.ts"
import { readable, StoredPipe } from "./storedPipe.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/** A part of a pipe as `GET` returns it. It is merged into the pipe; `null` takes a key away. */
const Edit = Schema.Struct({
  state: optional(Schema.Literal(...pipeStates)),
  name: optional(Wire.Name),
  source: optional(Wire.JsonObject),
  destination: optional(Wire.JsonObject),
  fieldMappings: optional(Schema.Array(Wire.FieldMapping)),
  scaling: optional(Wire.JsonObject),
  settings: optional(Wire.JsonObject),
})

export const make = Effect.fnUntraced(function* (
  contracts: Judge.Contracts,
  behaviour: Operations.Behaviour,
) {
  const store = yield* PipeStore
  const { force } = yield* Operations.make(contracts, behaviour)

  const edited = (pipe: StoredPipe, change: JsonObject): Effect.Effect<StoredPipe, Refused> =>
    Effect.gen(function* () {
      const { source: sources, ...rest } = change
      let { source } = pipe
      if (isObject(sources)) {
        const { contract, value } = yield* Judge.onlyArm(sources, contracts)
        if (contract.arm !== pipe.arm) {
          const what = `is not the kind of this pipe, which is ${pipe.arm}`
          return yield* badRequest([{ path: ["source", contract.arm], what }])
        }
        const after = merge(pipe.source, value)
        yield* Judge.none(
          Judge.shapeProblems(Schema.encodedSchema(contract.read), after, ["source", contract.arm]),
        )
        source = readable(contract, after)
      }
      const after = { ...merge(pipe as unknown as JsonObject, rest), source }
      return yield* Judge.decode(StoredPipe, after)
    })

  return (id: string, json: unknown): Effect.Effect<void, Refused> =>
    Effect.gen(function* () {
      const { state, ...change } = yield* Judge.decode(Edit, json)
      yield* Judge.saysSomething(json as object)
      const service = (yield* store.all).find(({ pipes }) => Pipes.get(pipes, id) !== undefined)
      if (service === undefined) return yield* notFound("no service has a pipe of this id")
      const { organizationId, serviceId } = service
      if (Object.keys(change).length > 0) {
        yield* store.modify({ organizationId, serviceId }, (record) =>
          Effect.gen(function* () {
            const pipe = Pipes.get(record.pipes, id)
            if (pipe === undefined) return yield* notFound("no service has a pipe of this id")
            const after = yield* edited(pipe, change as JsonObject)
            const updatedAt = new Date(yield* Clock.currentTimeMillis).toISOString()
            return [
              undefined,
              { ...record, pipes: Pipes.set(record.pipes, { ...after, updatedAt }) },
            ] as const
          }),
        )
      }
      if (state !== undefined) yield* force({ organizationId, serviceId, clickPipeId: id }, state)
    })
})
