/**
 * Findings about a text, as plain data.
 *
 * A stage that reports findings keeps a typed table of them beside itself (`errors.ts`): the parameters of a code
 * are checked where it is raised, and everything that can be said is in one place.
 */
import type { Span } from "./Source.ts"

export type Severity = "error" | "warning" | "info"

/** A range in a named file. */
export interface Location {
  readonly file: string
  readonly span: Span
}

/** Another place that explains a finding, such as the first of two declarations. */
export interface Related extends Location {
  readonly message: string
}

/** A replacement of a range in the file of the finding. */
export interface Edit {
  readonly span: Span
  readonly text: string
}

/** A mend. A safe one keeps or restores the meaning that the author plainly had; an unsafe one is a guess. */
export interface Fix {
  readonly title: string
  readonly safe: boolean
  readonly edits: ReadonlyArray<Edit>
}

export interface Diagnostic extends Location {
  /** A kebab-case claim that stays the same over versions. */
  readonly code: string
  readonly severity: Severity
  /** What is wrong and why; names of the text stand in backticks. */
  readonly message: string
  /** What to do. */
  readonly help?: string
  readonly related?: ReadonlyArray<Related>
  readonly fixes?: ReadonlyArray<Fix>
}

/** What an entry of a table says once its parameters are known. */
export interface Wording {
  readonly message: string
  readonly help?: string | undefined
  readonly severity?: Severity
  /** A name that is near to the one that was written. Where the finding marks just that one, it can be put in its place. */
  readonly instead?: { readonly of: string; readonly by: string } | undefined
}

// The parameters of an entry are its own: `never` accepts every one of them and hands none out.
type Entries = Readonly<Record<string, (parameters: never) => Wording>>

/** What may accompany a finding. */
export interface Extras {
  readonly related?: ReadonlyArray<Related>
  readonly fixes?: ReadonlyArray<Fix>
}

export interface Table<T extends Entries> {
  readonly codes: ReadonlyArray<keyof T & string>
  readonly report: <K extends keyof T & string>(
    code: K,
    at: Location,
    parameters: Parameters<T[K]>[0],
    extras?: Extras,
  ) => Diagnostic
}

/** A table of findings: `code: (parameters) => wording`. */
export const table = <T extends Entries>(entries: T): Table<T> => ({
  codes: Object.keys(entries),
  report: (code, at, parameters, extras) => {
    const { message, help, severity, instead } = (entries[code] as (parameters: unknown) => Wording)(
      parameters,
    )
    const fixes = [...replaced(at, instead), ...(extras?.fixes ?? [])]
    return {
      code,
      severity: severity ?? "error",
      message,
      file: at.file,
      span: at.span,
      ...(help === undefined ? {} : { help }),
      ...extras,
      ...(fixes.length === 0 ? {} : { fixes }),
    }
  },
})

/** A name that differs in the way it is written alone is what was meant; any other one is a guess. */
const replaced = ({ span }: Location, instead: Wording["instead"]): ReadonlyArray<Fix> => {
  if (instead === undefined || span.end - span.start !== instead.of.length) return []
  const plain = (name: string) => name.toLowerCase().replace(/[_-]/g, "")
  const safe = plain(instead.of) === plain(instead.by)
  return [{ title: `Write \`${instead.by}\``, safe, edits: [{ span, text: instead.by }] }]
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === "error"

/** By file, then by place; findings of one place keep their order. */
export const sort = (diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> =>
  [...diagnostics].sort((a, b) =>
    a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1,
  )

/** One of each: the same code with the same words at the same place is said once. */
export const unique = (diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> => {
  const seen = new Set<string>()
  return diagnostics.filter((it) => {
    const key = `${it.file}\0${it.span.start}\0${it.span.end}\0${it.code}\0${it.message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
