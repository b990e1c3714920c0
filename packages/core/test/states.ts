/** Documents and what happens to them, made up. */
import * as State from "@pipewright/core/State"
import * as fc from "fast-check"

export const service: State.ServiceRef = { organizationId: "org", serviceId: "svc" }

/** Few, so that changes meet; some are names that every object has. */
const name = fc.constantFrom("orders", "__proto__", "constructor", "toString", "0", "")
const time = fc.constant("2026-11-24T12:00:00.000Z")
const origin = fc.constantFrom<State.Beginning>("created", "adopted")
const text = fc.string({ unit: "binary", maxLength: 8 })
const body = fc
  .dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
  .map((object) => JSON.parse(JSON.stringify(object)))

const pipe: fc.Arbitrary<State.PipeRecord> = fc.record({
  id: text,
  origin,
  arm: text,
  applied: body,
  secrets: fc.dictionary(text, text, { maxKeys: 2 }),
  appliedAt: time,
})

const endpoint: fc.Arbitrary<State.EndpointRecord> = fc.record({
  id: text,
  origin,
  applied: body,
  appliedAt: time,
})

const records = <A>(value: fc.Arbitrary<A>) => fc.dictionary(name, value, { maxKeys: 3 })

const id = fc.constantFrom("1", "2", "3", "4")

const intent: fc.Arbitrary<State.Intent> = fc.record(
  {
    id,
    operation: fc.constantFrom("createPipe", "patchPipe"),
    name,
    fingerprint: text,
    startedAt: time,
    resourceId: text,
    resume: fc.boolean(),
    record: fc.oneof(pipe, endpoint),
  },
  { requiredKeys: ["id", "operation", "name", "fingerprint", "startedAt"] },
)

export const change: fc.Arbitrary<State.Change> = fc.record(
  {
    begin: fc.uniqueArray(intent, { maxLength: 3, selector: (it) => it.id }),
    end: fc.array(fc.record({ id, outcome: fc.constantFrom("done", "undone") }), { maxLength: 3 }),
    pipes: records(fc.option(pipe)),
    endpoints: records(fc.option(endpoint)),
    cdcScaling: fc.option(body),
  },
  { requiredKeys: [] },
)

export const changes: fc.Arbitrary<ReadonlyArray<State.Change>> = fc.array(change, { maxLength: 8 })

/** A document is what changes made of an empty one. */
export const document: fc.Arbitrary<State.Document> = fc
  .tuple(text, changes)
  .map(([salt, made]) => made.reduce(State.applyJournal, State.empty(service, salt)))
