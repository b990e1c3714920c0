/**
 * The project's one configuration file, `pipewright.json`. Its directory is the root of the program.
 *
 * It is described by fields like everything else, so that findings, suggestions and its JSON Schema come from the
 * same place.
 */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Field from "./Field.ts"
import * as Ir from "./Ir.ts"
import * as Blocks from "./internal/blocks.ts"
import type { Context } from "./internal/context.ts"
import * as SourceCatalog from "./SourceCatalog.ts"

export const fields: Field.Fields = {
  $schema: Field.string({ doc: "Where editors find the schema of this file.", edit: "live" }),
  target: Field.string({
    doc: "The target of `plan` and `apply` when none is given.",
    edit: "live",
    example: "prod",
  }),
  concurrency: Field.integer({
    doc: "How many pipes are created at the same time.",
    edit: "live",
    minimum: 1,
    maximum: 20,
    default: 4,
  }),
  waitSeconds: Field.integer({
    doc: "How long `apply` waits for new pipes to settle, in seconds.",
    edit: "live",
    minimum: 1,
    maximum: 86_400,
    default: 900,
  }),
}

export interface Configuration {
  readonly target: string | undefined
  /** 1 to 20; 4 by default. */
  readonly concurrency: number
  /** In seconds; 900 by default. */
  readonly waitSeconds: number
}

export const defaults: Configuration = { target: undefined, concurrency: 4, waitSeconds: 900 }

export interface Bound {
  readonly configuration: Configuration
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** Reads a configuration whose JSON was made into a block of the language, so that every value has its span. */
export const bind = (block: Ast.Block, file: string): Bound => {
  const context: Context = {
    catalog: SourceCatalog.make([]),
    connections: new Map(),
    params: new Map(),
    templates: new Map(),
    targets: new Map(),
    overrides: new Map(),
    target: undefined,
    brokenNames: new Set(),
    resolving: [],
    cyclic: new Set(),
    texts: new Map(),
    diagnostics: [],
  }
  const bound = Blocks.bind(context, fields, {
    place: "the configuration",
    origin: { file, span: block.span, via: [] },
    entries: Blocks.entriesOf({ node: block, file, via: [] }),
    partial: block.broken,
  })
  const { target, concurrency, waitSeconds } = Object.fromEntries(
    [...bound.fields].map(([name, value]) => [name, Ir.literal(value)]),
  )
  return {
    configuration: {
      target: typeof target === "string" ? target : defaults.target,
      concurrency: typeof concurrency === "number" ? concurrency : defaults.concurrency,
      waitSeconds: typeof waitSeconds === "number" ? waitSeconds : defaults.waitSeconds,
    },
    diagnostics: context.diagnostics,
  }
}
