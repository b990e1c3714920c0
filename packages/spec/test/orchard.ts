/** A kind that no API has, and the part of an API that would take it, beside `orchard.openapi.json`. */
import { readFileSync } from "node:fs"
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as Wire from "@pipewright/cloud-api/Wire"
import type { LifecycleTable, WireContract } from "@pipewright/cloud-api/WireContract"
import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Facts from "@pipewright/spec/Facts"
import type * as OpenApi from "@pipewright/spec/OpenApi"
import * as Schema from "effect/Schema"

export const document = JSON.parse(
  readFileSync(new URL("orchard.openapi.json", import.meta.url), "utf8"),
) as OpenApi.Document

export const kind = SourceKind.make({
  name: "orchard",
  arm: "orchard",
  types: ["orchard"],
  summary: "Counts what falls from trees.",
  destination: "table",
  fields: {
    fruit: Field.oneOf(["apple", "pear"], { doc: "What grows.", edit: "replace", required: true }),
    trees: Field.integer({ doc: "How many.", edit: "replace", required: true, minimum: 1, maximum: 500 }),
    label: Field.string({ doc: "A name.", edit: "live", maxLength: 12 }),
    gate: Field.block(
      { code: Field.secret({ doc: "The code.", edit: "live" }) },
      { doc: "How to get in.", edit: "live", writeOnly: true },
    ),
    paths: Field.mappings(
      { key: "rows", source: ["field", "line"], fields: {} },
      { doc: "What is counted.", edit: "delta", required: true },
    ),
  },
  settings: { wait_ms: Field.integer({ doc: "How long.", edit: "settings", minimum: 100, unit: "ms" }) },
  lifecycle: { settled: () => ["Running"], stopped: ["Stopped"], pauseBefore: [], sendAlong: [] },
  check: [],
})

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const label = optional(Schema.NullOr(Schema.String.pipe(Schema.maxLength(12))))
const gate = optional(Schema.Struct({ code: optional(Schema.String) }))
const row = Schema.Struct({ field: Schema.String, line: Schema.String, targetTable: Schema.String })

export const create = {
  fruit: Schema.Literal("apple", "pear"),
  trees: Schema.Int.pipe(Schema.between(1, 500)),
  label,
  gate,
  rows: Schema.Array(row),
}

const ripe: LifecycleTable = {
  name: "Ripe",
  about: "are ripe from the start",
  log: "tables",
  create: ["Running"],
  states: { Running: { means: "it is ripe", health: "well", next: "pick" } },
  moves: [],
}

export const contract: WireContract = {
  arm: "orchard",
  destination: "table",
  create: Schema.Struct(create),
  patch: Schema.Struct({
    label,
    gate,
    rowsToAdd: optional(Schema.Array(row)),
    rowsToRemove: optional(Schema.Array(row)),
  }),
  read: Schema.Struct({
    fruit: Schema.String.pipe(Schema.filter(() => true, { jsonSchema: { enum: ["apple", "pear"] } })),
    trees: Schema.Int,
    label: optional(Schema.NullOr(Schema.String)),
    rows: Schema.Array(row),
  }),
  fill: (source) => source,
  refuse: () => [],
  scaling: false,
  settings: true,
  settingKeys: Schema.Struct({
    wait_ms: optional(Schema.NullOr(Schema.Int.pipe(Schema.greaterThanOrEqualTo(100)))),
  }),
  lifecycle: { tables: [ripe], of: () => ripe, commands: ["start", "stop"], pausedEdits: [] },
}

const fieldMappings = optional(Schema.Array(Wire.FieldMapping))

const Pipe = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  source: Wire.JsonObject,
  fieldMappings,
  settings: Wire.JsonObject,
})
const path = "/v1/organizations/:organizationId/services/:serviceId/clickpipes"

const group = HttpApiGroup.make("pipes")
  .add(HttpApiEndpoint.get("list", path).addSuccess(Wire.listEnvelope(Pipe)))
  .add(
    HttpApiEndpoint.post("create", path)
      .setPayload(
        Schema.Struct({
          name: Schema.String.pipe(Schema.maxLength(20)),
          source: Wire.JsonObject,
          fieldMappings,
          settings: optional(Wire.JsonObject),
        }),
      )
      .addSuccess(Wire.envelope(Pipe)),
  )
  .add(HttpApiEndpoint.get("get", `${path}/:clickPipeId`).addSuccess(Wire.envelope(Pipe)))
  .add(
    HttpApiEndpoint.patch("update", `${path}/:clickPipeId`)
      .setPayload(Schema.Struct({ source: optional(Wire.JsonObject), fieldMappings }))
      .addSuccess(Wire.envelope(Pipe)),
  )
  .add(
    HttpApiEndpoint.put("putSettings", `${path}/:clickPipeId/settings`)
      .setPayload(Wire.Settings)
      .addSuccess(Wire.envelope(Wire.JsonObject)),
  )

export const facts = (
  change: { readonly kind?: Partial<SourceKind.SourceKind>; readonly contract?: Partial<WireContract> } = {},
): Facts.Facts => {
  const contracts = [{ ...contract, ...change.contract }]
  return {
    operations: Facts.operations(HttpApi.make("orchard").add(group), contracts),
    contracts,
    kinds: [{ ...kind, ...change.kind }],
  }
}
