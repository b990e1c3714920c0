/** A ninth kind, which no API has: its descriptor, with everything that a stage may ask of one. */
import * as Field from "@pipewright/core/Field"
import * as Ir from "@pipewright/core/Ir"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"

export const Findings = Diagnostic.table({
  "lamp-without-key": ({ lamp }: { lamp: string }) => ({
    message: `the \`${lamp}\` lamp is locked, and no \`key\` is given`,
    help: 'add `key = secret("…")`',
  }),
  "tower-too-low": () => ({
    message: "a tower below 10 m is hardly seen",
    help: "raise it",
    severity: "warning",
  }),
})

const at = ({ origin: { file, span } }: Ir.Value): Diagnostic.Location => ({ file, span })

const locked: SourceKind.Check = ({ source }) => {
  const lamp = source.fields.get("lamp")
  return lamp !== undefined && Ir.literal(lamp) === "gas" && !source.fields.has("key")
    ? [Findings.report("lamp-without-key", at(lamp), { lamp: "gas" })]
    : []
}

const low: SourceKind.Check = ({ source }) => {
  const height = source.fields.get("height")
  const metres = Ir.literal(height)
  return height !== undefined && typeof metres === "number" && metres < 10
    ? [Findings.report("tower-too-low", at(height), undefined)]
    : []
}

export const lighthouse = SourceKind.make({
  name: "lighthouse",
  arm: "lighthouse",
  types: ["lighthouse", "lightship"],
  summary: "Reads the ships that pass a lighthouse.",
  flavour: { key: "type" },
  destination: "table",
  fields: {
    tower: Field.string({
      doc: "The name of the tower.",
      edit: "replace",
      required: true,
      example: "eddystone",
    }),
    lamp: Field.oneOf(["oil", "gas"], { doc: "What burns in the lamp.", edit: "live", required: true }),
    height: Field.integer({
      doc: "How high it is, in metres.",
      edit: "live",
      minimum: 1,
      maximum: 200,
      default: 30,
    }),
    seas: Field.commaList({ doc: "The seas that it shines on.", edit: "replace" }),
    key: Field.secret({ doc: "The key of the lamp, for `gas`.", edit: "live" }),
  },
  scaling: Scaling.fields,
  settings: {
    flash_interval_ms: Field.integer({
      doc: "The time between two flashes, in milliseconds.",
      edit: "settings",
      minimum: 500,
      maximum: 60_000,
      unit: "ms",
    }),
  },
  lifecycle: {
    settled: () => ["Running", "Failed"],
    stopped: ["Stopped"],
    pauseBefore: [],
    sendAlong: [],
  },
  unreturned: (source) => (Ir.literal(source.fields.get("lamp")) === "gas" ? [{ path: ["key"] }] : []),
  check: [locked, low],
  rules: [{ code: "tower-too-low", doc: "On a cliff a low tower is seen well enough." }],
})
