import type { WireContract } from "@pipewright/cloud-api/WireContract"
import * as Compile from "@pipewright/core/Compile"
import * as Decompile from "@pipewright/core/Decompile"
import type { Json, JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import type { SourceKind } from "@pipewright/core/SourceKind"
import * as Unbind from "@pipewright/core/Unbind"
import { isError } from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { contracts } from "@pipewright/sources/Contracts"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ArbitraryPipes from "./arbitraryPipes.ts"
import * as ArbitraryTables from "./arbitraryTables.ts"
import { plain, withoutImplied } from "./plain.ts"
import { read } from "./programs.ts"

/** How many pipes of each kind. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 500)

/** Any pipe that breaks no rule, under any name and with any names in its destination. */
const anyPipe = (kind: SourceKind): fc.Arbitrary<Ir.Pipe> =>
  fc
    .tuple(
      ArbitraryPipes.pipe(kind),
      ArbitraryTables.destination(kind),
      ArbitraryTables.oddText,
      fc.option(ArbitraryTables.raw(kind), { nil: undefined }),
    )
    .map(([pipe, destination, name, raw]) => ({
      ...ArbitraryTables.into(pipe, destination),
      name,
      ...(raw === undefined ? {} : { raw }),
    }))

const bodyOf = (pipe: Ir.Pipe): Compile.BodyObject => Compile.create(pipe, Compile.noIds).body

/** The pipe as the API would return it. */
const answerOf = (pipe: Ir.Pipe, contract: WireContract): JsonObject => {
  const body = bodyOf(pipe)
  const values = new Map(Evaluate.deferred(body).map((it) => [it, Redacted.make("a value")]))
  const sent = Evaluate.reveal(body, values)
  const filled = contract.fill((sent.source as JsonObject)[contract.arm] as JsonObject, "5e1f3c2a")
  const source = Schema.decodeUnknownSync(Schema.encodedSchema(contract.read))(filled) as JsonObject
  return { ...sent, id: "5e1f3c2a", state: "Running", source: { [contract.arm]: source } }
}

/** What an answer may hold where something else is expected. */
const oddJson: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(
    undefined,
    null,
    "",
    [],
    {},
    [null],
    [[]],
    [{}],
    { odd: null },
    { toString: 1, valueOf: "x", __proto__x: [] },
    0,
    -0,
    -1,
    1e300,
    1.5,
    Number.POSITIVE_INFINITY,
    true,
    "true",
    "250m",
    "1Gi",
    "0",
    "a,,b, ",
    " , ",
    "MergeTree()",
    "ReplacingMergeTree(a b)",
    "Tuple(",
    "UInt8\n x String",
    "UInt8 // c",
  ),
  ArbitraryTables.oddText,
  fc.jsonValue() as fc.Arbitrary<Json>,
)

interface Change {
  readonly at: number
  readonly key: string | undefined
  readonly json: Json | undefined
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  /** Adds a key in place of changing one. */
  key: fc.option(ArbitraryTables.oddText, { nil: undefined, freq: 3 }),
  json: oddJson,
})

/** All objects and lists of a value, itself among them. */
const containers = (json: Json): ReadonlyArray<JsonObject | ReadonlyArray<Json>> =>
  typeof json !== "object" || json === null
    ? []
    : [json as JsonObject, ...Object.values(json as JsonObject).flatMap(containers)]

const changed = (json: Json, { at, key, json: odd }: Change): Json => {
  const all = containers(json)
  const chosen = all[at % all.length]!
  const keys = Object.keys(chosen)
  const where = key ?? keys[Math.floor(at / all.length) % Math.max(1, keys.length)] ?? "odd"
  const visit = (it: Json): Json => {
    if (typeof it !== "object" || it === null) return it
    if (it !== chosen) return Array.isArray(it) ? it.map(visit) : mapped(it as JsonObject, visit)
    if (Array.isArray(it)) return it.map((item, index) => (String(index) === where ? (odd ?? null) : item))
    const rest = Object.entries(it).filter(([name]) => name !== where)
    return Object.fromEntries(odd === undefined ? rest : [...rest, [where, odd]])
  }
  return visit(json)
}

const mapped = (object: JsonObject, change: (json: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, json]) => [key, change(json)]))

describe.each(kinds)("any pipe of the kind $name", (kind) => {
  const contract = contracts.find(({ arm }) => arm === kind.arm)!

  it("comes back from the body of its request, and from the text that it is written as", () => {
    fc.assert(
      fc.property(anyPipe(kind), (pipe) => {
        const found = Decompile.body(bodyOf(pipe), catalog)
        expect(found).toMatchObject({ _tag: "Readable", lost: [] })
        expect(plain((found as Decompile.Readable).pipe)).toEqual(plain(withoutImplied(pipe)))

        const text = Unbind.text([pipe])
        const again = read(text)
        expect(again.diagnostics.filter(isError)).toEqual([])
        expect(again.pipes.map(plain)).toEqual([plain(pipe)])
        expect(Unbind.text(again.pipes)).toBe(text)
      }),
      { numRuns },
    )
  })

  it("is read from any answer at all, and what is written parses and means the same", () => {
    fc.assert(
      fc.property(anyPipe(kind), fc.array(change, { minLength: 1, maxLength: 6 }), (pipe, changes) => {
        const answer = changes.reduce<Json>(changed, answerOf(pipe, contract))
        const [found] = Decompile.answers([answer as JsonObject], catalog)
        if (found?._tag !== "Readable") return
        const text = Unbind.text([found.pipe])
        expect(Parser.parse(Source.make("main.pipe", text)).diagnostics).toEqual([])
        const again = read(text)
        expect(again.pipes.map(plain)).toEqual([plain(found.pipe)])
        expect(Unbind.text(again.pipes)).toBe(text)
        // What went to `raw` is not what the language can say.
        expect(
          again.diagnostics
            .filter(({ code }) => code === "raw-has-field")
            .map(({ message }) => `${message} ${text}`),
        ).toEqual([])
      }),
      { numRuns },
    )
  })
})
