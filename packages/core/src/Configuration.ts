/**
 * The project's one configuration file, `pipewright.json`. Its directory is the root of the program.
 *
 * It is described by fields like everything else, so that findings, suggestions and its JSON Schema come from the
 * same place.
 */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Location } from "@pipewright/language/Diagnostic"
import * as Field from "./Field.ts"
import * as Ir from "./Ir.ts"
import * as Blocks from "./internal/blocks.ts"
import type { Context } from "./internal/context.ts"
import * as LintRule from "./LintRule.ts"
import * as Rule from "./Rule.ts"
import * as SourceCatalog from "./SourceCatalog.ts"

const stores = ["file", "git"] as const

const fixed: Field.Fields = {
  $schema: Field.string({ doc: "Where editors find the schema of this file.", edit: "live" }),
  extends: Field.string({
    doc: "A file whose `rules` and `lint` hold here too, from the directory of this one. What this one says itself comes first.",
    edit: "live",
    example: "../lint.json",
  }),
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

/** A rule of the linter, as far as the configuration needs it. */
export interface LintRuleName {
  readonly name: string
  readonly summary?: string
}

const level = (doc: string): Field.Field => Field.oneOf(Rule.levels, { doc, edit: "live" })

const levels = (
  entries: ReadonlyArray<readonly [name: string, doc: string]>,
  doc: string,
  open?: Field.Open,
): Field.Field =>
  Field.block(Object.fromEntries(entries.map(([name, doc]) => [name, level(doc)])), {
    doc,
    edit: "live",
    open,
  })

const ofOwnRules = (field: (doc: string) => Field.Field): Field.Open => ({
  prefix: LintRule.ownPrefix,
  field: field("A rule of one of the files in `rulesFrom`."),
})

const label = (doc: string): Field.Field => Field.oneOf(LintRule.fixLabels, { doc, edit: "live" })

const lint = (
  known: ReadonlyArray<LintRuleName>,
  own: ReadonlyArray<LintRuleName> | undefined,
): Field.Fields => {
  const rules = [...known, ...(own ?? [])]
  const ofRules = levels(
    rules.map(({ name, summary = name }) => [name, summary]),
    "How severe what a rule finds is, by the names of rules; `off` leaves it out.",
    own === undefined ? ofOwnRules(level) : undefined,
  )
  return {
    preset: Field.oneOf(LintRule.presets, {
      doc: "The rules that run where nothing else is said of them.",
      edit: "live",
      default: "recommended",
    }),
    rules: ofRules,
    rulesFrom: Field.list(Field.anyString, {
      doc: "Files in TypeScript or JavaScript that hold rules of your own, from the directory of the configuration and below it. `lint` runs them.",
      edit: "live",
      example: "rules/no-plain-topic.ts",
    }),
    fixes: Field.block(Object.fromEntries(rules.map(({ name, summary = name }) => [name, label(summary)])), {
      doc: "What the fixes of rules are taken for, where it is not as they say: `safe` ones `--fix` takes, `unsafe` ones `--unsafe-fixes`, and those that are `off` nobody.",
      edit: "live",
      open: own === undefined ? ofOwnRules(label) : undefined,
    }),
    baseline: Field.string({
      doc: "The file that keeps what was found before, from the directory of the configuration.",
      edit: "live",
      example: "lint-baseline.json",
    }),
    overrides: Field.list(
      {
        _tag: "Block",
        fields: {
          files: Field.list(Field.anyString, {
            doc: "The files that it is about, as patterns of paths within the program, in which `*` stands for any characters.",
            edit: "live",
            required: true,
          }),
          targets: Field.list(Field.anyString, {
            doc: "The targets that it is about; all of them by default.",
            edit: "live",
          }),
          rules: { ...ofRules, required: true },
        },
      },
      {
        doc: "What is otherwise for some files or targets. The last one that says something is right.",
        edit: "live",
      },
    ),
  }
}

/**
 * All fields of the file, with those rules that a program may judge otherwise, and those of the linter. Where it is not
 * said which rules come with the program, every name that one of them may have is taken.
 */
export const fields = (
  rules: ReadonlyArray<Rule.Rule>,
  lintRules: ReadonlyArray<LintRuleName> = [],
  own?: ReadonlyArray<LintRuleName>,
): Field.Fields => ({
  ...fixed,
  rules: levels(
    rules.map(({ code, doc }) => [code, doc]),
    "What becomes of findings that a program may judge otherwise, by their codes.",
  ),
  lint: Field.block(lint(lintRules, own), { doc: "What `lint` looks for.", edit: "live" }),
})

/** What is otherwise for some files or targets. */
export interface LintOverride {
  /** Patterns of paths within the program. */
  readonly files: ReadonlyArray<string>
  readonly targets?: ReadonlyArray<string>
  readonly rules: Rule.Levels
}

/** What one file says of the levels of rules. */
export interface LintLayer {
  readonly file: string
  readonly rules: Rule.Levels
  readonly overrides: ReadonlyArray<LintOverride>
}

/** The path of another file, and where it is written. */
export interface Named extends Location {
  readonly path: string
}

export interface Lint {
  /** `recommended` by default. */
  readonly preset: LintRule.Preset
  /** The file that says so; absent where none does. */
  readonly presetFile?: string
  /** The one that is extended before the one that extends it. */
  readonly layers: ReadonlyArray<LintLayer>
  /** By the names of rules; what is not in it is as the fix says. */
  readonly fixes: ReadonlyMap<string, LintRule.FixLabel>
  /** Files with rules that come with the program. */
  readonly rulesFrom: ReadonlyArray<Named>
  /** A path from the directory of the configuration. */
  readonly baseline?: string
}

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
  readonly lint: Lint
  readonly extends?: Named
}

export const defaults: Configuration = {
  target: undefined,
  concurrency: 4,
  waitSeconds: 900,
  state: "file",
  stateRemote: undefined,
  rules: new Map(),
  lint: { preset: "recommended", layers: [], fixes: new Map(), rulesFrom: [] },
}

/**
 * A configuration with what holds of the one that it extends: how findings are judged, and nothing of where pipes are or
 * how they get there. What is said nearer comes first, rule by rule.
 */
export const extended = (near: Configuration, far: Configuration): Configuration => ({
  ...near,
  rules: new Map([...far.rules, ...near.rules]),
  lint: {
    ...near.lint,
    ...(near.lint.presetFile !== undefined || far.lint.presetFile === undefined
      ? {}
      : { preset: far.lint.preset, presetFile: far.lint.presetFile }),
    layers: [...far.lint.layers, ...near.lint.layers],
    fixes: new Map([...far.lint.fixes, ...near.lint.fixes]),
    rulesFrom: [...far.lint.rulesFrom, ...near.lint.rulesFrom],
  },
})

export interface Bound {
  readonly configuration: Configuration
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** Reads a configuration whose JSON was made into a block of the language, so that every value has its span. */
export const bind = (
  block: Ast.Block,
  file: string,
  rules: ReadonlyArray<Rule.Rule>,
  lintRules: ReadonlyArray<LintRuleName> = [],
  own?: ReadonlyArray<LintRuleName>,
): Bound => {
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
    sources: new Map(),
    diagnostics: [],
    json: true,
    listed: (name, fields, { node: { block } }) =>
      Blocks.bind(context, fields, {
        place: `\`${name}\``,
        origin: { file, span: block.span, via: [] },
        entries: Blocks.entriesOf({ node: block, file, via: [] }),
        partial: block.broken,
      }),
  }
  const bound = Blocks.bind(context, fields(rules, lintRules, own), {
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
      rules: levelsOf(bound.fields.get("rules")),
      lint: lintOf(bound.fields.get("lint"), file),
      ...extendsOf(bound.fields.get("extends")),
    },
    diagnostics: context.diagnostics,
  }
}

const levelsOf = (rules: Ir.Value | undefined): Rule.Levels => wordsOf(rules, Rule.levels)

/** A block of words of one enumeration, by its names. */
const wordsOf = <A extends string>(
  block: Ir.Value | undefined,
  words: ReadonlyArray<A>,
): ReadonlyMap<string, A> =>
  new Map(
    (block?._tag === "Block" ? [...block.fields] : []).flatMap(([name, value]) => {
      const word = words.find((it) => it === Ir.literal(value))
      return word === undefined ? [] : [[name, word] as const]
    }),
  )

const extendsOf = (value: Ir.Value | undefined): Pick<Configuration, "extends"> => {
  const [named] = value === undefined ? [] : namedOf(value)
  return named === undefined ? {} : { extends: named }
}

const namedOf = (value: Ir.Value): ReadonlyArray<Named> => {
  const path = Ir.literal(value)
  const { file, span } = value.origin
  return typeof path === "string" ? [{ path, file, span }] : []
}

const lintOf = (lint: Ir.Value | undefined, file: string): Lint => {
  if (lint?._tag !== "Block") return defaults.lint
  const preset = Ir.literal(lint.fields.get("preset"))
  const overrides = lint.fields.get("overrides")
  const rulesFrom = lint.fields.get("rulesFrom")
  const baseline = Ir.literal(lint.fields.get("baseline"))
  const known = LintRule.presets.find((it) => it === preset)
  return {
    preset: known ?? defaults.lint.preset,
    ...(known === undefined ? {} : { presetFile: file }),
    layers: [
      {
        file,
        rules: levelsOf(lint.fields.get("rules")),
        overrides: overrides?._tag === "List" ? overrides.items.flatMap(overrideOf) : [],
      },
    ],
    fixes: wordsOf(lint.fields.get("fixes"), LintRule.fixLabels),
    rulesFrom: rulesFrom?._tag === "List" ? rulesFrom.items.flatMap(namedOf) : [],
    ...(typeof baseline === "string" ? { baseline } : {}),
  }
}

const overrideOf = (override: Ir.Value): ReadonlyArray<LintOverride> => {
  if (override._tag !== "Block") return []
  const targets = textsOf(override.fields.get("targets"))
  return [
    {
      files: textsOf(override.fields.get("files")) ?? [],
      ...(targets === undefined ? {} : { targets }),
      rules: levelsOf(override.fields.get("rules")),
    },
  ]
}

const textsOf = (list: Ir.Value | undefined): ReadonlyArray<string> | undefined =>
  list?._tag === "List" ? list.items.map((it) => String(Ir.literal(it))) : undefined
