/** Says what a source holds, without a look at it: what it was told, or fields that are made up. */
import * as ServiceWire from "@pipewright/cloud-api/ServiceWire"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { Json } from "@pipewright/cloud-api/WireContract"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { isObject, withoutNulls } from "./json.ts"
import * as Judge from "./judge.ts"
import type { Refused } from "./refused.ts"

/** What a source holds whose body in a request has all of `source` in it. */
export const ToldSchema = Schema.Struct({
  source: Wire.JsonObject,
  fields: Schema.Array(ServiceWire.DiscoveredField),
  meta: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.String }), { exact: true }),
})
export type ToldSchema = typeof ToldSchema.Type

/** What the emulator was told of sources, the first that fits first. It is not kept on disk. */
export class ToldSchemas extends Context.Tag("@pipewright/emulator/internal/ToldSchemas")<
  ToldSchemas,
  Ref.Ref<ReadonlyArray<ToldSchema>>
>() {
  static readonly layer: Layer.Layer<ToldSchemas> = Layer.effect(
    ToldSchemas,
    Ref.make<ReadonlyArray<ToldSchema>>([]),
  )
}

const madeUp: ServiceWire.DiscoveredSchema = {
  fields: [
    { name: "id", type: "Int64", optional: false },
    { name: "message", type: "String", optional: true },
    { name: "timestamp", type: "DateTime64(3)", optional: false },
  ],
}

const has = (asked: Json | undefined, part: Json): boolean =>
  isObject(part)
    ? isObject(asked) && Object.entries(part).every(([key, value]) => has(asked[key], value))
    : JSON.stringify(asked) === JSON.stringify(part)

export const make = Effect.fnUntraced(function* (contracts: Judge.Contracts) {
  const told = yield* ToldSchemas
  const looked = new Map([...contracts].filter(([, { discovery }]) => discovery === true))

  return {
    discover: (json: unknown): Effect.Effect<ServiceWire.DiscoveredSchema, Refused> =>
      Effect.gen(function* () {
        const { source } = yield* Judge.decode(ServiceWire.DiscoverSchema, json)
        const { contract, value } = yield* Judge.onlyArm(source, looked)
        yield* Judge.none(Judge.shapeProblems(contract.create, value, ["source", contract.arm]))
        yield* Judge.none(Judge.refusals(contract, withoutNulls(value)))
        const known = (yield* Ref.get(told)).find((one) => has(source, one.source))
        if (known === undefined) return madeUp
        const { fields, meta } = known
        return { fields, ...(meta === undefined ? {} : { meta }) }
      }),
  }
})

/** Tells what sources hold, in place of what was told before. */
export const tell = (
  told: Context.Tag.Service<typeof ToldSchemas>,
  json: unknown,
): Effect.Effect<void, Refused> =>
  Effect.flatMap(Judge.decode(Schema.Array(ToldSchema), json), (schemas) => Ref.set(told, schemas))
