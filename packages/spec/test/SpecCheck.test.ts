/** In one file, though long: every case is a change of the one API and the one document that stand at its top. */
import { readFileSync } from "node:fs"
import * as Field from "@pipewright/core/Field"
import * as Facts from "@pipewright/spec/Facts"
import { knownDifferences } from "@pipewright/spec/KnownDifferences"
import * as OpenApi from "@pipewright/spec/OpenApi"
import * as SpecCheck from "@pipewright/spec/SpecCheck"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Orchard from "./orchard.ts"

const told = ({ differences }: SpecCheck.Report) =>
  differences.map(({ field, fact, ours, theirs }) => `${field} ${fact}: ${ours} / ${theirs}`)

const orchard = (change: Parameters<typeof Orchard.facts>[0] = {}, document = Orchard.document) =>
  SpecCheck.check(document, Orchard.facts(change), [])

/** The document with another value at a pointer; `undefined` takes it out. */
const altered = (document: OpenApi.Document, pointer: string, value: unknown): OpenApi.Document => {
  const copy = structuredClone(document) as Record<string, unknown>
  const keys = pointer.split("/")
  const key = keys.pop()!.replaceAll("~1", "/")
  const holder = OpenApi.at(copy, keys.join("/")) as Record<string, unknown>
  if (value === undefined) delete holder[key]
  else holder[key] = value
  return copy as unknown as OpenApi.Document
}

const { fields } = Orchard.kind
const withFields = (change: Field.Fields) => ({ kind: { fields: { ...fields, ...change } } })
const withCreate = (change: Schema.Struct.Fields) => ({
  contract: { create: Schema.Struct({ ...Orchard.create, ...change }) as typeof Orchard.contract.create },
})

describe("a document that says what we say", () => {
  it("has no difference, and all five operations are compared", () => {
    expect(orchard()).toEqual({ differences: [], known: [], stale: [], operations: 5 })
  })

  it("may have what has nothing to do with pipes", () => {
    const members = "/paths/~1v1~1organizations~1{organizationId}~1members"
    expect(OpenApi.at(Orchard.document, members)).toBeDefined()
    expect(orchard({}, altered(Orchard.document, members, undefined)).differences).toEqual([])
  })

  it("may keep a body that several operations share in one place", () => {
    const shared = "/components/requestBodies"
    const post = "/paths/~1v1~1organizations~1{organizationId}~1services~1{serviceId}~1clickpipes/post"
    const body = OpenApi.at(Orchard.document, `${post}/requestBody`)
    const moved = altered(Orchard.document, shared, { NewPipe: body })
    const document = altered(moved, `${post}/requestBody`, { $ref: `#${shared}/NewPipe` })
    expect(orchard({}, document)).toEqual({ differences: [], known: [], stale: [], operations: 5 })
  })

  it("may name what is filled into a path otherwise", () => {
    expect(Object.keys(Orchard.document.paths).join()).toContain("{pipeId}")
    expect(
      Orchard.facts()
        .operations.map(({ path }) => path)
        .join(),
    ).toContain("{clickPipeId}")
  })
})

describe("a fact of ours that is flipped", () => {
  const rows: ReadonlyArray<readonly [string, Parameters<typeof orchard>[0], ReadonlyArray<string>]> = [
    [
      "a word of a descriptor",
      withFields({ fruit: Field.oneOf(["apple"], { doc: "", edit: "replace", required: true }) }),
      ["source.orchard.fruit values: apple / apple, pear"],
    ],
    [
      "a word of a contract",
      withCreate({ fruit: Schema.Literal("apple", "pear", "plum") }),
      ["source.orchard.fruit values: apple, pear, plum / apple, pear"],
    ],
    [
      "a bound of a descriptor",
      withFields({ trees: { ...fields.trees!, type: { _tag: "Number", integer: true, minimum: 1 } } }),
      ["source.orchard.trees maximum: none / 500"],
    ],
    [
      "a bound of a contract",
      withCreate({ trees: Schema.Int.pipe(Schema.between(1, 400)) }),
      ["source.orchard.trees maximum: 400 / 500"],
    ],
    [
      "whether a number is whole",
      withFields({
        trees: { ...fields.trees!, type: { _tag: "Number", integer: false, minimum: 1, maximum: 500 } },
      }),
      ["source.orchard.trees integer: no / yes"],
    ],
    [
      "the length of a text",
      withFields({ label: Field.string({ doc: "", edit: "live", maxLength: 13 }) }),
      ["source.orchard.label maxLength: 13 / 12"],
    ],
    [
      "the type of a field",
      withFields({ label: Field.boolean({ doc: "", edit: "live" }) }),
      ["source.orchard.label type: boolean / text"],
    ],
    [
      "a field that cannot be edited any more",
      withFields({ label: { ...fields.label!, edit: "replace" } }),
      ["source.orchard.label edit: replace / an edit"],
    ],
    [
      "a field that can be edited now",
      withFields({ fruit: { ...fields.fruit!, edit: "live" } }),
      ["source.orchard.fruit edit: live / no edit"],
    ],
    [
      "rows that do not come and go",
      withFields({ paths: { ...fields.paths!, edit: "replace" } }),
      ["source.orchard.rows edit: replace / an edit"],
    ],
    [
      "a field that is required no more",
      withFields({ fruit: { ...fields.fruit!, required: false } }),
      ["source.orchard.fruit required: no / yes"],
    ],
    [
      "a field that is required now",
      withFields({ label: { ...fields.label!, required: true } }),
      ["source.orchard.label required: yes / no"],
    ],
    [
      "a secret that may be shown",
      withFields({
        gate: Field.block(
          { code: Field.string({ doc: "", edit: "live", writeOnly: true }) },
          { doc: "", edit: "live" },
        ),
      }),
      ["source.orchard.gate.code secret: no / yes"],
    ],
    [
      "a field that is returned and was not",
      withFields({ label: { ...fields.label!, writeOnly: true } }),
      ["source.orchard.label returned: no / yes"],
    ],
    [
      "what may be null in a contract",
      withCreate({ label: Schema.optionalWith(Schema.String.pipe(Schema.maxLength(12)), { exact: true }) }),
      ["source.orchard.label null: no / yes"],
    ],
    [
      "a field that only a contract has",
      withCreate({ shade: Schema.Boolean }),
      ["source.orchard.shade field: present / absent"],
    ],
    [
      "a bound of a setting",
      { kind: { settings: { wait_ms: Field.integer({ doc: "", edit: "settings", minimum: 99 }) } } },
      ["settings.wait_ms minimum: 99 / 100"],
    ],
  ]

  it.each(rows)("is reported: %s", (_, change, expected) => {
    expect(told(orchard(change))).toEqual(expected)
  })

  it("is pointed at, there and here", () => {
    const [difference] = orchard(withFields({ label: { ...fields.label!, edit: "replace" } })).differences
    expect(difference).toEqual({
      area: "orchard",
      field: "source.orchard.label",
      fact: "edit",
      pointer: "/components/schemas/OrchardEdit/properties/label",
      ours: "replace",
      theirs: "an edit",
      places: ["packages/sources/src/orchard/orchard.ts fields.label"],
    })
    expect(OpenApi.at(Orchard.document, difference!.pointer)).toBeDefined()
  })

  it("of a setting is one difference too, whatever kinds have it", () => {
    const document = altered(Orchard.document, "/components/schemas/Settings/properties/wait_ms/minimum", 50)
    const { differences } = orchard({}, document)
    expect(differences.map(({ area, places }) => ({ area, places }))).toEqual([
      {
        area: "settings",
        places: [
          "packages/sources/src/orchard/wire.ts settingKeys.wait_ms",
          "packages/sources/src/orchard/orchard.ts settings.wait_ms",
        ],
      },
    ])
  })

  it("is one difference where contract and descriptor say the same wrong thing", () => {
    const fruit = Field.oneOf(["fig"], { doc: "", edit: "replace", required: true })
    const { differences } = orchard({
      ...withFields({ fruit }),
      ...withCreate({ fruit: Schema.Literal("fig") }),
    })
    expect(differences.map(({ places }) => places)).toEqual([
      [
        "packages/sources/src/orchard/wire.ts create.fruit",
        "packages/sources/src/orchard/orchard.ts fields.fruit",
      ],
    ])
  })
})

describe("a document that says more", () => {
  const pipes = "/paths/~1v1~1organizations~1{organizationId}~1services~1{serviceId}~1clickpipes"
  const schemas = "/components/schemas"
  it.each([
    ["an operation", `${pipes}/delete`, { responses: {} }, [/^DELETE .*clickpipes operation: absent/]],
    [
      "a field",
      `${schemas}/NewOrchard/properties/soil`,
      { type: "string" },
      [/orchard.soil field: absent \/ present/],
    ],
    [
      "a field on its way out",
      `${schemas}/NewOrchard/properties/soil`,
      { deprecated: true },
      [/orchard.soil field: absent \/ deprecated/],
    ],
    [
      "a field of an answer",
      `${schemas}/Orchard/properties/ripe`,
      { type: "boolean" },
      [/orchard.ripe field: absent/],
    ],
    [
      "a field of an edit",
      `${schemas}/OrchardEdit/properties/trees`,
      { type: "integer" },
      [/orchard.trees field: absent/, /orchard.trees edit: replace \/ an edit/],
    ],
    [
      "a kind of source",
      `${schemas}/NewPipe/properties/source/properties/vineyard`,
      { type: "object" },
      [/^source.vineyard field: absent/],
    ],
    [
      "a setting",
      `${schemas}/Settings/properties/strict`,
      { type: "boolean" },
      [/^settings.strict field: absent/],
    ],
    [
      "a word",
      `${schemas}/NewOrchard/properties/fruit/enum`,
      ["apple", "pear", "plum"],
      [/fruit values: apple, pear \/ apple, pear, plum/],
    ],
  ])("is reported: %s", (_, pointer, value, expected) => {
    const report = told(orchard({}, altered(Orchard.document, pointer, value)))
    expect(report).toEqual(expected.map((pattern) => expect.stringMatching(pattern)))
  })

  it.each([
    ["an operation", `${pipes}~1{pipeId}/patch`, /^PATCH .* operation: present \/ absent/],
    ["a field", `${schemas}/NewOrchard/properties/label`, /orchard.label field: present \/ absent/],
  ])("or less: %s", (_, pointer, expected) => {
    const report = told(orchard({}, altered(Orchard.document, pointer, undefined)))
    expect(report).toEqual([expect.stringMatching(expected)])
  })

  it("may say it by alternatives, of which all keys and all words count", () => {
    const code = { properties: { code: { type: "string", format: "password" } } }
    const gate = { oneOf: [code, { properties: { bell: { type: "boolean" } } }] }
    expect(told(orchard({}, altered(Orchard.document, `${schemas}/Gate`, gate)))).toEqual([
      "source.orchard.gate.bell field: absent / present",
    ])
    const fruit = { anyOf: [{ enum: ["apple"] }, { enum: ["pear", "plum"] }] }
    expect(
      told(orchard({}, altered(Orchard.document, `${schemas}/NewOrchard/properties/fruit`, fruit))),
    ).toEqual(["source.orchard.fruit values: apple, pear / apple, pear, plum"])
  })

  it("does not keep a schema that holds itself from being read", () => {
    const row = { type: "object", properties: { next: { $ref: "#/components/schemas/Row" } } }
    const document = altered(Orchard.document, `${schemas}/Row`, row)
    expect(told(orchard({}, document))).toContain("source.orchard.rows.next field: absent / present")
  })
})

describe("what a service has beside its pipes", () => {
  const service = "/v1/organizations/{organizationId}/services/{serviceId}"
  const json = (schema: object) => ({ content: { "application/json": { schema } } })
  const answer = (result: object) => ({ 200: json({ properties: { result } }) })
  const words = ["VPC_ENDPOINT_SERVICE", "VPC_RESOURCE", "MSK_MULTI_VPC", "GCP_PSC_SERVICE_ATTACHMENT"]
  const text = { type: "string" }
  const names = { type: "array", items: { properties: { privateDnsName: text } } }
  const endpoint = {
    type: { type: "string", enum: words },
    description: text,
    vpcEndpointServiceName: text,
    vpcResourceConfigurationId: text,
    vpcResourceShareArn: text,
    mskClusterArn: text,
    mskAuthentication: { type: "string", enum: ["SASL_IAM", "SASL_SCRAM"] },
    gcpServiceAttachment: text,
    customPrivateDnsMappings: names,
  }
  const list = { type: "array", items: text }
  const returned = { ...endpoint, id: text, endpointId: text, dnsNames: list, privateDnsNames: list }
  const cpu = { type: "integer", minimum: 1000, maximum: 32_000, multipleOf: 1000 }
  const memory = { type: "number", minimum: 4, maximum: 128, multipleOf: 4 }
  const size = { properties: { replicaCpuMillicores: cpu, replicaMemoryGb: memory } }

  interface Bodies {
    readonly create?: object
    readonly edit?: object
    readonly returned?: object
    readonly size?: object
  }

  const document = (change: Bodies = {}): OpenApi.Document =>
    JSON.parse(
      JSON.stringify({
        paths: {
          [`${service}/clickpipesReversePrivateEndpoints`]: {
            post: { requestBody: json({ properties: change.create ?? endpoint }) },
          },
          [`${service}/clickpipesReversePrivateEndpoints/{endpointId}`]: {
            get: { responses: answer({ properties: change.returned ?? returned }) },
            patch: {
              requestBody: json({ properties: change.edit ?? { customPrivateDnsMappings: names } }),
            },
          },
          [`${service}/clickpipesCdcScaling`]: {
            get: { responses: answer(size) },
            patch: { requestBody: json(change.size ?? size) },
          },
        },
      }),
    ) as OpenApi.Document

  const differences = (change?: Bodies) =>
    told(SpecCheck.check(document(change), { ...Orchard.facts(), operations: [] }, [])).filter(
      (it) => !it.includes(" operation: "),
    )

  it("is as the descriptors say", () => {
    expect(differences()).toEqual([])
  })

  it.each([
    ["a type", { create: { ...endpoint, type: { type: "string", enum: words.slice(1) } } }, /^type values: /],
    ["a field", { create: { ...endpoint, colour: text } }, /^colour field: absent \/ present$/],
    ["an edit", { edit: {} }, /^customPrivateDnsMappings edit: live \/ no edit$/],
    [
      "an attribute",
      { returned: { ...returned, dnsNames: undefined } },
      /^dnsNames field: present \/ absent$/,
    ],
    [
      "a bound",
      {
        size: { properties: { replicaCpuMillicores: { ...cpu, maximum: 64_000 }, replicaMemoryGb: memory } },
      },
      /^replicaCpuMillicores maximum: 32000 \/ 64000$/,
    ],
    [
      "a step",
      { size: { properties: { replicaCpuMillicores: cpu, replicaMemoryGb: { ...memory, multipleOf: 8 } } } },
      /^replicaMemoryGb multipleOf: 4 \/ 8$/,
    ],
  ])("or differs by %s", (_, change, expected) => {
    expect(differences(change)).toEqual([expect.stringMatching(expected)])
  })
})

/** The pointers of everything in a value. */
const pointers = (value: unknown, pointer = ""): ReadonlyArray<string> => [
  pointer,
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => pointers(inner, OpenApi.below(pointer, key)))
    : []),
]

it("no document keeps a report from being made, whatever stands where", () => {
  const anywhere = fc.constantFrom(...pointers(Orchard.document).filter((it) => it.split("/").length > 2))
  const facts = Orchard.facts()
  const reference = fc.record({ $ref: anywhere.map((it) => `#${it}`) })
  fc.assert(
    fc.property(anywhere, fc.oneof(fc.jsonValue(), reference), (pointer, value) => {
      const document = altered(Orchard.document, pointer, value)
      expect(SpecCheck.check(document, facts, knownDifferences).stale.length).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})

describe("a reason", () => {
  const change = withFields({ label: { ...fields.label!, edit: "replace" } })
  const [difference] = orchard(change).differences
  const reason = { ...difference!, reason: "It is stuck." }

  it("takes its difference out of the report", () => {
    const report = SpecCheck.check(Orchard.document, Orchard.facts(change), [reason])
    expect(report.differences).toEqual([])
    expect(report.known).toEqual([{ difference, reason: "It is stuck." }])
    expect(report.stale).toEqual([])
  })

  it("is stale when there is no such difference, or another one in its place", () => {
    expect(SpecCheck.check(Orchard.document, Orchard.facts(), [reason]).stale).toEqual([reason])
    const other = { ...reason, theirs: "no edit" }
    const report = SpecCheck.check(Orchard.document, Orchard.facts(change), [other])
    expect(report).toMatchObject({ stale: [other], differences: [difference] })
  })
})

it.each([
  ["{", /not JSON/],
  ["[]", /not an object/],
  ["{}", /no `paths`/],
])("does not take %s for a document", (text, expected) => {
  expect(OpenApi.parse(text)).toMatch(expected)
})

/** The published document is not part of this repository. */
const path = process.env.PIPEWRIGHT_OPENAPI
const isAbsent = path === undefined || path === ""

const said = isAbsent
  ? "there is no published document, since PIPEWRIGHT_OPENAPI is not set"
  : "beside the published document"

describe(said, () => {
  if (isAbsent) {
    it("and nothing is compared with it", () => {
      expect(path ?? "").toBe("")
    })
    return
  }

  const published = OpenApi.parse(readFileSync(path, "utf8")) as OpenApi.Document
  const ours = Facts.known()
  const check = (facts: Facts.Facts, document = published) =>
    SpecCheck.check(document, facts, knownDifferences)

  const withKind = (name: string, change: (fields: Field.Fields) => Field.Fields): Facts.Facts => ({
    ...ours,
    kinds: ours.kinds.map((kind) => (kind.name === name ? { ...kind, fields: change(kind.fields) } : kind)),
  })

  it("there is no difference without a reason, and no reason without a difference", () => {
    const { differences, stale, operations } = check(ours)
    expect({ differences, stale, operations }).toEqual({
      differences: [],
      stale: [],
      operations: OpenApi.operations(published).length,
    })
  })

  it("a word, a bound, a way of editing, a field and an operation that are wrong are reported", () => {
    const format = Field.oneOf(["JSONEachRow"], { doc: "", edit: "replace", required: true })
    expect(told(check(withKind("kafka", (all) => ({ ...all, format }))))).toEqual([
      "source.kafka.format values: JSONEachRow / Avro, AvroConfluent, JSONEachRow, Protobuf",
    ])
    const ackDeadline = Field.integer({ doc: "", edit: "live", minimum: 10, maximum: 900 })
    expect(told(check(withKind("pubsub", (all) => ({ ...all, ackDeadline }))))).toEqual([
      "source.pubsub.ackDeadline maximum: 900 / 600",
    ])
    expect(
      told(check(withKind("postgres", (all) => ({ ...all, host: { ...all.host!, edit: "replace" } })))),
    ).toEqual(["source.postgres.host edit: replace / an edit"])
    expect(told(check(withKind("kinesis", ({ region: _, ...all }) => all)))).toEqual([
      "source.kinesis.region field: absent / present",
    ])
    const operations = ours.operations.filter(({ name }) => name !== "delete")
    expect(told(check({ ...ours, operations }))).toEqual([
      expect.stringMatching(/^DELETE .*\{clickPipeId\} operation: absent \/ present$/),
    ])
  })

  it("what a service has beside its pipes is told with its own file, and one reason is enough for all its keys", () => {
    const others = knownDifferences.filter(({ pointer }) => !pointer.includes("/Service/"))
    const { differences } = SpecCheck.check(published, ours, others)
    expect(differences.length).toBeGreaterThan(20)
    expect(new Set(differences.map(({ area }) => area))).toEqual(new Set(["service"]))
    expect(differences.flatMap(({ places }) => places)).toContain(
      "packages/cloud-api/src/ServiceWire.ts region",
    )
  })

  it("nothing is said in the words of the document", () => {
    const theirs = new Set(descriptions(published).flatMap(sentences))
    const texts = [
      ...ours.kinds.flatMap((kind) => [
        kind.summary,
        ...[kind.fields, kind.settings ?? {}, kind.scaling ?? {}].flatMap(docs),
      ]),
      ...knownDifferences.map(({ reason }) => reason),
    ]
    expect(texts.filter((text) => sentences(text).some((it) => theirs.has(it)))).toEqual([])
  })
})

const descriptions = (value: unknown): ReadonlyArray<string> => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, it]) =>
    key === "description" && typeof it === "string" ? [it] : descriptions(it),
  )
}

const sentences = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .split(/[.;:]\s+|[.]$/)
    .map((it) => it.replaceAll(/[^a-z0-9 ]/g, "").trim())
    .filter((it) => it.split(" ").length > 3)

const docs = (all: Field.Fields): ReadonlyArray<string> =>
  Object.values(all).flatMap(({ doc, type }) => [
    doc,
    ...(type._tag === "Block" || type._tag === "Mappings" ? docs(type.fields) : []),
  ])
