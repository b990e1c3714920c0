/** The machine's form: one object with a version. */
import type { Diagnostic, Fix, Location } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import type { Finding } from "../schemas/shared.ts"

/** Every output says of which version its form is. */
interface Versioned {
  readonly version: 1
}

/** Of each of several forms. */
type Unversioned<A> = A extends Versioned ? Omit<A, "version"> : never

/** An output of the form that its schema in `schemas/` describes; the schemas themselves are not loaded here. */
export const print = <A extends Versioned = never>(value: Omit<A, "version">): string =>
  `${JSON.stringify({ version: 1, ...value }, undefined, 2)}\n`

/** The same on one line, for what prints many. */
export const line = <A extends Versioned = never>(value: Unversioned<A>): string =>
  `${JSON.stringify({ version: 1, ...value })}\n`

/** A finding with places as line and column, both from 1. */
export const finding = (
  diagnostic: Diagnostic,
  lookup: (file: string) => Source.Source | undefined,
): Finding => {
  const range = (file: string, { start, end }: Source.Span) => {
    const source = lookup(file)
    const position = (offset: number) =>
      source === undefined ? { line: 1, column: 1 } : Source.position(source, offset)
    return { start: position(start), end: position(end) }
  }
  const place = ({ file, span }: Location) => ({ file, ...range(file, span) })
  const { code, severity, message, help, related, file } = diagnostic
  const fixes = (diagnostic.fixes ?? []).filter((fix) => !repeatsSecret(fix, lookup(file)))
  return {
    code,
    severity,
    message,
    ...place(diagnostic),
    ...(help === undefined ? {} : { help }),
    ...(related === undefined ? {} : { notes: related.map((it) => ({ message: it.message, ...place(it) })) }),
    ...(fixes.length === 0
      ? {}
      : {
          fixes: fixes.map(({ title, safe, edits }) => ({
            title,
            safe,
            edits: edits.map((edit) => ({ ...range(file, edit.span), text: edit.text })),
          })),
        }),
  }
}

/** What is written in the place of a secret may be made of it. */
const repeatsSecret = ({ edits }: Fix, source: Source.Source | undefined): boolean =>
  edits.some(
    ({ span, text }) =>
      text !== "" &&
      source?.hidden?.some((hidden) => span.start < hidden.end && hidden.start < span.end) === true,
  )
