/** Two kinds that no API has, one for each shape of a destination, and the way of a text through the stages. */
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import * as Scaling from "@pipewright/core/Scaling"
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Parser from "@pipewright/language/Parser"
import * as Renderer from "@pipewright/language/Renderer"
import * as Source from "@pipewright/language/Source"

const lifecycle: SourceKind.Lifecycle = {
  settled: () => ["Running"],
  stopped: ["Stopped"],
  pauseBefore: [],
  sendAlong: [],
}

export const sprinkler = SourceKind.make({
  name: "sprinkler",
  arm: "sprinkler",
  types: ["sprinkler", "hose"],
  summary: "Waters one lawn.",
  flavour: { key: "type" },
  destination: "table",
  fields: {
    taps: Field.commaList({ doc: "The taps.", edit: "replace", required: true, example: "tap-1" }),
    nozzle: Field.oneOf(["mist", "jet", "soft-rain"], { doc: "The nozzle.", edit: "live", required: true }),
    pressure: Field.integer({ doc: "In bar.", edit: "live", minimum: 1, maximum: 10 }),
    pauseMs: Field.integer({ doc: "Between two turns.", edit: "live", unit: "ms" }),
    tank: Field.integer({ doc: "What the tank holds.", edit: "live", unit: "byte", minimum: 1024 }),
    warm: Field.boolean({ doc: "Whether the water is warm.", edit: "live", default: false }),
    label: Field.string({ doc: "A short name.", edit: "live", maxLength: 8 }),
    url: Field.string({
      doc: "Where it is.",
      edit: "live",
      pattern: { source: "^https://", claim: "an address that starts with `https://`" },
    }),
    zones: Field.set(Field.anyString, { doc: "Where it waters.", edit: "live" }),
    turns: Field.list(Field.anyString, { doc: "In this order.", edit: "live" }),
    certificate: Field.secret({ doc: "Proof.", edit: "live" }),
    credentials: Field.block(
      {
        user: Field.string({ doc: "Who.", edit: "live", writeOnly: true }),
        password: Field.secret({ doc: "The password.", edit: "live", required: true }),
      },
      { doc: "The login.", edit: "live", writeOnly: true },
    ),
    schedule: Field.block(
      {
        start: Field.oneOf(["dawn", "dusk"], { doc: "When.", edit: "replace", required: true }),
        note: Field.string({ doc: "Why.", edit: "live" }),
      },
      { doc: "When it waters.", edit: "replace" },
    ),
  },
  scaling: Scaling.fields,
  settings: {
    max_wait_ms: Field.integer({ doc: "How long.", edit: "settings", unit: "ms", minimum: 500 }),
    strict: Field.boolean({ doc: "Whether to mind.", edit: "settings" }),
  },
  lifecycle,
  check: [],
})

export const fountain = SourceKind.make({
  name: "fountain",
  arm: "fountain",
  types: ["fountain", "cascade"],
  summary: "Fills many basins.",
  flavour: { key: "type", unsent: "fountain" },
  destination: "database",
  fields: {
    host: Field.string({
      doc: "Where it is.",
      edit: "live",
      required: true,
      example: "fountain.example.com",
    }),
    tables: Field.mappings(
      {
        key: "tableMappings",
        source: ["parkName", "basinName"],
        fields: {
          depth: Field.integer({ doc: "How deep.", edit: "delta" }),
          keys: Field.list(Field.columnName, { doc: "In this order.", edit: "delta" }),
        },
      },
      { doc: "What goes where.", edit: "delta", required: true },
    ),
  },
  lifecycle: { ...lifecycle, stopped: ["Paused", "Stopped"], pauseBefore: ["tableMappings"] },
  check: [],
})

export const catalog = SourceCatalog.make([sprinkler, fountain])

/** Files by name; a text alone is one of them. */
export type Files = Readonly<Record<string, string>>

const filesOf = (texts: string | Files): Files => (typeof texts === "string" ? { "main.pipe": texts } : texts)

const parse = (texts: string | Files) =>
  Object.entries(filesOf(texts)).map(([name, text]) => Parser.parse(Source.make(name, text)))

/** All findings of a program, the parser's too. */
export const findings = (texts: string | Files): ReadonlyArray<Diagnostic.Diagnostic> => {
  const parsed = parse(texts)
  const files = parsed.map(({ file }) => file)
  return Diagnostic.sort([...parsed.flatMap(({ diagnostics }) => diagnostics), ...Bind.check(files, catalog)])
}

/** Each finding as `code at "the text it marks"`. */
export const codes = (texts: string | Files): ReadonlyArray<string> =>
  findings(texts).map(({ code, file, span }) => {
    const text = filesOf(texts)[file]!
    return `${code} at ${JSON.stringify(text.slice(span.start, span.end))}`
  })

export const rendered = (texts: string | Files): string => {
  const lookup = (file: string) => Source.make(file, filesOf(texts)[file]!)
  return findings(texts)
    .map((it) => Renderer.render(it, lookup))
    .join("\n\n")
}

/** A program without findings, as a target sees it. */
export const program = (texts: string | Files, target?: string): Ir.Program => {
  if (findings(texts).length > 0) throw new Error(rendered(texts))
  return Bind.bind(
    parse(texts).map(({ file }) => file),
    catalog,
    target,
  ).program
}

export const pipe = (texts: string | Files, target?: string): Ir.Pipe => program(texts, target).pipes[0]!

export const request = (texts: string | Files, target?: string): Compile.Request =>
  Compile.create(pipe(texts, target), Compile.noIds)

/** A pipe of the first kind around what is put into its blocks. */
export const watering = (source: string, rest = "", columns = "id UInt64"): string =>
  `pipe "lawn" {
  from sprinkler { taps = "t1", nozzle = mist
    ${source}
  }
  into green.lawn { engine = MergeTree, columns { ${columns} } }
  ${rest}
}
`

/** A pipe of the second kind around the rows of its mappings. */
export const basins = (rows: string, type = "fountain"): string =>
  `pipe "basins" {
  from ${type} { host = "h", tables { ${rows} } }
  into green.*
}
`
