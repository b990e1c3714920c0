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
import * as Rule from "./Rule.ts"
import * as SourceCatalog from "./SourceCatalog.ts"

const stores = ["file", "git"] as const

const fixed: Field.Fields = {
  $schema: Field.string({ doc: "Where editors find the schema of this file.", edit: "live" }),
  target: Field.string({
    doc: "The target of `plan` and `apply` when none is given.",
    edit: "live",
    example: "prod",
  }),
  concurrency: Field.integer({
    doc: "How many pipes are created or changed at the same time.",
    edit: "live",
    minimum: 1,
    maximum: 20,
    default: 4,
  }),
  waitSeconds: Field.integer({
    doc: "How long `apply` waits for each pipe to be where it should be, in seconds.",
    edit: "live",
    minimum: 1,
    maximum: 86_400,
    default: 900,
  }),
  state: Field.oneOf(stores, {
    doc: "Where it is kept what `apply` made: files beside the program, or a ref of its git repository, which colleagues and CI share.",
    edit: "live",
    default: "file",
  }),
  stateRemote: Field.string({
    doc: "The git remote with which the state is shared; `origin`, if there is one, by default.",
    edit: "live",
    example: "upstream",
  }),
}

/** All fields of the file, with those rules that a program may judge otherwise. */
export const fields = (rules: ReadonlyArray<Rule.Rule>): Field.Fields => ({
  ...fixed,
  rules: Field.block(
    Object.fromEntries(rules.map(({ code, doc }) => [code, Field.oneOf(Rule.levels, { doc, edit: "live" })])),
    { doc: "What becomes of findings that a program may judge otherwise, by their codes.", edit: "live" },
  ),
})

export interface Configuration {
  readonly target: string | undefined
  /** 1 to 20; 4 by default. */
  readonly concurrency: number
  /** In seconds; 900 by default. */
  readonly waitSeconds: number
  /** Files by default. */
  readonly state: (typeof stores)[number]
  /** Says something for `git` alone. */
  readonly stateRemote: string | undefined
  /** Empty by default. */
  readonly rules: Rule.Levels
}

export const defaults: Configuration = {
  target: undefined,
  concurrency: 4,
  waitSeconds: 900,
  state: "file",
  stateRemote: undefined,
  rules: new Map(),
}

export interface Bound {
  readonly configuration: Configuration
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** Reads a configuration whose JSON was made into a block of the language, so that every value has its span. */
export const bind = (block: Ast.Block, file: string, rules: ReadonlyArray<Rule.Rule>): Bound => {
  const context: Context = {
    catalog: SourceCatalog.make([]),
    connections: new Map(),
    params: new Map(),
    templates: new Map(),
    endpoints: new Map(),
    targets: new Map(),
    overrides: new Map(),
    target: undefined,
    brokenNames: new Set(),
    resolving: [],
    cyclic: new Set(),
    texts: new Map(),
    diagnostics: [],
    json: true,
  }
  const bound = Blocks.bind(context, fields(rules), {
    place: "the configuration",
    origin: { file, span: block.span, via: [] },
    entries: Blocks.entriesOf({ node: block, file, via: [] }),
    partial: block.broken,
  })
  const { target, concurrency, waitSeconds, state, stateRemote } = Object.fromEntries(
    [...bound.fields].map(([name, value]) => [name, Ir.literal(value)]),
  )
  return {
    configuration: {
      target: typeof target === "string" ? target : defaults.target,
      concurrency: typeof concurrency === "number" ? concurrency : defaults.concurrency,
      waitSeconds: typeof waitSeconds === "number" ? waitSeconds : defaults.waitSeconds,
      state: stores.find((it) => it === state) ?? defaults.state,
      stateRemote: typeof stateRemote === "string" ? stateRemote : defaults.stateRemote,
      rules: levels(bound.fields.get("rules")),
    },
    diagnostics: context.diagnostics,
  }
}

const levels = (rules: Ir.Value | undefined): Rule.Levels =>
  new Map(
    (rules?._tag === "Block" ? [...rules.fields] : []).flatMap(([code, value]) => {
      const level = Ir.literal(value)
      return Rule.isLevel(level) ? [[code, level] as const] : []
    }),
  )
