/**
 * Advice: what is legal, and is better otherwise. A rule is one object in one file, and a page of the same name beside it
 * is its documentation and its test.
 *
 * What the language, the API or the engine refuses is no rule but a finding of the stage that knows it.
 */
import type * as Ast from "@pipewright/language/Ast"
import type { Diagnostic, Extras, Location, Severity } from "@pipewright/language/Diagnostic"
import type { Edit } from "./Field.ts"
import type * as Ir from "./Ir.ts"

/** What rules are about, as the reference lists them. */
export const groups = ["types", "tables", "streaming", "objects", "databases", "safety", "style"] as const
export type Group = (typeof groups)[number]

/** From the fewest rules to all of them; each holds those before it. */
export const presets = ["recommended", "strict", "all"] as const
export type Preset = (typeof presets)[number]

/** What a fix is taken for; `off` leaves it out. */
export const fixLabels = ["safe", "unsafe", "off"] as const
export type FixLabel = (typeof fixLabels)[number]

/** What a rule found. */
export interface Found extends Location, Extras {
  /** What is the matter and why; names of the text stand in backticks. */
  readonly message: string
  /** What to do. */
  readonly help?: string
  /** Where it is not that of the rule. */
  readonly severity?: Severity
}

/** A program as one target sees it, or as it is where no target is declared. */
export interface Subject {
  readonly program: Ir.Program
  readonly connections: ReadonlyArray<Ir.Connection>
  readonly files: ReadonlyArray<Ast.File>
  /** What the language says of the program, which a rule does not say again. */
  readonly findings: ReadonlyArray<Diagnostic>
  /** Whether a moment, in milliseconds of UNIX time, lies before the run. */
  readonly hasCome: (moment: number) => boolean
}

/** A field that an edit changes. */
export interface EditedField {
  /** As the API spells it: `source.<arm>.<field>`; rows of a list go by what identifies them. */
  readonly path: string
  /** The row of a list that it is, or is in. */
  readonly row?: string
  /** JSON; absent where there is nothing. Neither side is ever a secret. */
  readonly before: unknown
  readonly after: unknown
  /** Then neither side is there. */
  readonly secret?: true
  /** How such an edit reaches what is there. */
  readonly edit: Edit
  /** What it means for whoever runs the pipe, in the words of a plan. */
  readonly impact: { readonly _tag: string }
  /** Where the new value is written, if there is one. */
  readonly origin?: Ir.Origin
}

/** What becomes of a pipe or an endpoint, where a program is compared with an older one. */
export interface Edited {
  readonly of: "pipe" | "endpoint"
  /** It is declared no longer. */
  readonly isGone: boolean
  /** A new pipe that does what the one did that is gone: perhaps it is that pipe under another name. */
  readonly heir?: string
  /** As a plan has it that is made where the older program has just been applied. */
  readonly change: {
    readonly name: string
    /** The word of a plan, such as `replace`. */
    readonly action: string
    readonly differences: ReadonlyArray<EditedField>
    /** What people should know, and why nothing can be done. */
    readonly notes: ReadonlyArray<{ readonly code: string; readonly message: string }>
    readonly blocked?: { readonly code: string; readonly message: string; readonly help: string }
  }
  /** Its name; of what is gone, that of its heir, or the first word of the file that it was in, or else of the program. */
  readonly place: Location
}

/** A rule looks at one of these, or at several. Each is called with what is right of a program: what did not bind is not in it. */
export interface Checks {
  /** Each pipe by itself. */
  readonly pipe?: (pipe: Ir.Pipe, subject: Subject) => ReadonlyArray<Found>
  /** All that a target has, for what pipes have with each other. */
  readonly program?: (subject: Subject) => ReadonlyArray<Found>
  /** What has become of each pipe and endpoint since an older program, where there is one to compare with. */
  readonly edit?: (edited: Edited, subject: Subject) => ReadonlyArray<Found>
  /** Each file as it is written, once, whatever the targets. */
  readonly file?: (file: Ast.File) => ReadonlyArray<Found>
  /** All files as they are written, once. */
  readonly files?: (files: ReadonlyArray<Ast.File>) => ReadonlyArray<Found>
}

export interface LintRule {
  /**
   * `no-…` forbids, `use-…` mandates. What is about one kind has the kind's name before it, as in `kind/no-…`. The name of
   * a rule that is not ours begins with `own/`.
   */
  readonly name: string
  readonly group: Group
  readonly severity: Severity
  /** The first of the presets that has it. */
  readonly preset: Preset
  /** What it wants, in one sentence. */
  readonly summary: string
  /** Where the fact behind it can be read, such as a page of the engine's manual. */
  readonly link: string
  readonly checks: Checks
}

export const make = (rule: LintRule): LintRule => rule

/** What the names of rules begin with that come with a program. */
export const ownPrefix = "own/"

export const isOwn = ({ name }: Pick<LintRule, "name">): boolean => name.startsWith(ownPrefix)

/** The kind that a rule is about; absent for those about any. */
export const kindOf = (rule: Pick<LintRule, "name">): string | undefined => {
  const name = isOwn(rule) ? rule.name.slice(ownPrefix.length) : rule.name
  const at = name.indexOf("/")
  return at === -1 ? undefined : name.slice(0, at)
}

/** Whether a rule finds anything where there is no older program to compare with. */
export const runsAlone = ({ checks: { edit, ...others } }: Pick<LintRule, "checks">): boolean =>
  edit === undefined || Object.keys(others).length > 0

/** The rules that a preset turns on. */
export const isIn = (preset: Preset, rule: LintRule): boolean =>
  presets.indexOf(rule.preset) <= presets.indexOf(preset)

/** Whether a value was written at the place where it is used, so that a fix there changes nothing else. */
export const isWrittenHere = ({ via }: Ir.Origin): boolean => via.length === 0
