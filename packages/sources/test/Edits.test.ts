/**
 * Any pipe of every kind, and one field of it edited: the plan does what the field says of itself, what is sent is what
 * the API takes, and after it there is nothing left to do.
 */
import type { JsonObject, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Applied from "@pipewright/core/Applied"
import type { Change, Live } from "@pipewright/core/Change"
import { nothingAllowed } from "@pipewright/core/Change"
import * as Compile from "@pipewright/core/Compile"
import type { Json } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as Since from "@pipewright/core/Since"
import type { SourceKind } from "@pipewright/core/SourceKind"
import * as State from "@pipewright/core/State"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import * as PublishedDocument from "@pipewright/testing/PublishedDocument"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { errors, literal, pipe } from "./arbitraryPipes.ts"

const contractOf = (kind: SourceKind): WireContract => contracts.find(({ arm }) => arm === kind.arm)!

const request = (of: Ir.Pipe) => Compile.create(of, Compile.noIds)

/** Secrets come to their names here, and so do their hashes. */
const nameOf = ({ reader }: Ir.Deferred): string => ("name" in reader ? reader.name : reader._tag)

const late = (of: Ir.Pipe) => Evaluate.deferred(request(of).body)

const hashesOf = (of: Ir.Pipe) => new Map(late(of).map((it) => [it, nameOf(it)]))

const reveal = (body: Compile.BodyObject): JsonObject =>
  Evaluate.reveal(body, new Map(Evaluate.deferred(body).map((it) => [it, Redacted.make(nameOf(it))])))

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What the API returns of a source: with what it fills in, and without what it never tells. */
const read = (kind: SourceKind, source: JsonObject): JsonObject => {
  const contract = contractOf(kind)
  const filled = contract.fill(source, "1")
  const told = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null))
  return Schema.decodeUnknownSync(contract.read)(told) as JsonObject
}

const liveOf = (of: Ir.Pipe): Live => {
  const { kind, name } = of
  const body = reveal(request(of).body)
  const source = { [kind.arm]: read(kind, (body.source as JsonObject)[kind.arm] as JsonObject) }
  return { id: "1", name, state: "Running", object: { ...body, source, id: "1" } }
}

const recordOf = (of: Ir.Pipe): State.PipeRecord =>
  Applied.created(of, request(of), "1", { values: new Map(), hashes: hashesOf(of) }, "")

const planOf = (of: Ir.Pipe, live: Live, record: State.PipeRecord): Plan.Plan =>
  Plan.make({
    pipes: [{ pipe: of, request: request(of) }],
    there: { pipes: [live] },
    state: { ...State.empty({ organizationId: "", serviceId: "" }, ""), pipes: { [of.name]: record } },
    hashes: hashesOf(of),
    permissions: { ...nothingAllowed, resnapshot: () => true },
  })

/** What can be edited of a pipe: its name, a part of it, or a field of its source. */
const placesOf = (kind: SourceKind): ReadonlyArray<string> => [
  "name",
  ...(kind.scaling === undefined ? [] : ["scaling"]),
  ...(kind.settings === undefined ? [] : ["settings"]),
  ...(kind.destination === "database" ? [] : ["destination"]),
  ...Object.entries(kind.fields).map(([name, field]) => `source ${Field.wireName(name, field)}`),
]

/** A pipe with what another one has in one place, or without it. */
const edited = (of: Ir.Pipe, other: Ir.Pipe, place: string): Ir.Pipe => {
  const [part, key] = place.split(" ") as [string, string?]
  if (part === "destination") {
    const { fieldMappings: _, ...rest } = of
    const columns = other.destination.fields.get("columns")!
    const destination = {
      ...of.destination,
      fields: new Map([...of.destination.fields, ["columns", columns]]),
    }
    const mappings = other.fieldMappings === undefined ? {} : { fieldMappings: other.fieldMappings }
    return { ...rest, destination, ...mappings }
  }
  if (key === undefined) {
    const { [part as "scaling"]: _, ...rest } = of
    const value = other[part as "scaling"]
    return { ...rest, ...(value === undefined ? {} : { [part]: value }) }
  }
  const value = other.source.fields.get(key)
  const fields = new Map(of.source.fields)
  if (value === undefined) fields.delete(key)
  else fields.set(key, value)
  return { ...of, source: { ...of.source, fields } }
}

/** An object with another one on top; what is `null` there is gone. */
const merge = (below: JsonObject, above: JsonObject): JsonObject => {
  const result: Record<string, Json> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const old = result[key]
    if (value === null) delete result[key]
    else result[key] = isObject(value) && isObject(old) ? merge(old, value) : value
  }
  return result
}

const rowsOf = (value: Json | undefined) => (Array.isArray(value) ? (value as ReadonlyArray<JsonObject>) : [])

/** The source after a PATCH of it, which has to be one that the API takes. */
const patched = (kind: SourceKind, before: JsonObject, arm: JsonObject): JsonObject => {
  Schema.decodeUnknownSync(contractOf(kind).patch!, { onExcessProperty: "error" })(arm)
  const { tableMappingsToAdd, tableMappingsToRemove, ...rest } = arm
  const key = (row: JsonObject) =>
    JSON.stringify(Object.keys(row).flatMap((it) => (it.startsWith("source") ? [row[it]!] : [])))
  const removed = new Set(rowsOf(tableMappingsToRemove).map(key))
  const added = rowsOf(tableMappingsToAdd)
  const mappings = [...rowsOf(before.tableMappings).filter((row) => !removed.has(key(row))), ...added]
  expect(new Set(mappings.map(key)).size).toBe(mappings.length)
  const after = merge(before, rest)
  return read(kind, removed.size + added.length > 0 ? { ...after, tableMappings: mappings } : after)
}

/** The published document is not part of this repository. */
const published = process.env.PIPEWRIGHT_OPENAPI ?? ""
const document = published === "" ? undefined : PublishedDocument.read(published)

/** What the API makes of the requests of a change, which are as the published document has them, where that is there. */
const carryOut = (kind: SourceKind, live: Live, { steps }: Change): Live => {
  let { object } = live
  for (const step of steps) {
    if (!("request" in step)) continue
    const { method, path, body } = step.request
    const { source, ...rest } = reveal(body)
    expect(PublishedDocument.unexplained(document?.request(method, path, reveal(body)) ?? [])).toEqual([])
    if (step._tag === "PutSettings") object = merge(object, { settings: rest })
    else if (step._tag === "PatchScaling") object = merge(object, { scaling: rest })
    else object = merge(object, rest)
    if (!isObject(source)) continue
    const before = (object.source as JsonObject)[kind.arm] as JsonObject
    const after = patched(kind, before, source[kind.arm] as JsonObject)
    object = { ...object, source: { [kind.arm]: after } }
  }
  return { ...live, object }
}

/** What differs, but for secrets, of which a text tells nothing. */
const plainly = ({ differences }: Pick<Change, "differences">) =>
  differences.flatMap(({ path, edit, secret }) => (secret === true ? [] : [`${edit} ${path}`]))

const programOf = (of: Ir.Pipe): Ir.Program => ({ target: undefined, endpoints: [], pipes: [of] })

const sent = ({ steps }: Change) => steps.flatMap((step) => ("request" in step ? [step.request.body] : []))

describe.each(kinds)("A pipe of the kind $name", (kind) => {
  it("is as declared once it was made", () => {
    fc.assert(
      fc.property(pipe(kind), (of) => {
        const plan = planOf(of, liveOf(of), recordOf(of))
        expect(plan.changes[0]!.differences).toEqual([])
        expect(Plan.isEmpty(plan)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it("is edited field by field as the field says, and is as declared after it", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(pipe(kind), pipe(kind), fc.constantFrom(...placesOf(kind)), (of, other, place) => {
        const after = edited(of, other, place)
        if (errors(after) > 0) return
        const live = liveOf(of)
        const record = recordOf(of)
        const change = planOf(after, live, record).changes[0]!
        const edits = new Set(change.differences.map(({ edit }) => edit))
        for (const edit of edits) seen.add(edit)
        const moved = after.name === of.name ? after : { ...after, movedFrom: literal(of.name) }
        const { change: told } = Since.compare(programOf(of), programOf(moved))[0]!
        expect(plainly(told)).toEqual(expect.arrayContaining(plainly(change)))
        // The service may have chosen just what the author now says, which no text tells.
        const known = told.differences.filter(({ before }) => before !== undefined)
        expect(plainly(change)).toEqual(expect.arrayContaining(plainly({ differences: known })))
        if (edits.has("replace")) {
          expect(change.action).toBe("replace")
          return
        }
        if (change.blocked !== undefined) {
          expect(change.blocked.code).toBe("all-tables-changed")
          return
        }
        const knowledge = { values: new Map(), hashes: hashesOf(after) }
        const now = carryOut(kind, live, change)
        const again = planOf(
          after,
          now,
          Applied.updated(after, request(after), record, sent(change), knowledge, ""),
        )
        expect(again.changes[0]!.differences).toEqual([])
        expect(Plan.isEmpty(again)).toBe(true)
      }),
      { numRuns: 250 },
    )
    const facts = [...Object.values(kind.fields), ...Object.values(kind.settings ?? {})].map(
      ({ edit }) => edit,
    )
    const known = new Set(["live", "replace", ...facts, ...(kind.scaling === undefined ? [] : ["scaling"])])
    expect([...seen].sort()).toEqual([...known].sort())
  })
})
