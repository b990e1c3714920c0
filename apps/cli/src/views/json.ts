/** The machine's form: one object with a version. */
import type { Diagnostic, Location } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"
import type { Finding } from "../schemas/shared.ts"

/** Every output says of which version its form is. */
interface Versioned {
  readonly version: 1
}

/** An output of the form that its schema in `schemas/` describes; the schemas themselves are not loaded here. */
export const print = <A extends Versioned = never>(value: Omit<A, "version">): string =>
  `${JSON.stringify({ version: 1, ...value }, undefined, 2)}\n`

/** The same on one line, for what prints many. */
export const line = <A extends Versioned = never>(value: Omit<A, "version">): string =>
  `${JSON.stringify({ version: 1, ...value })}\n`

/** A finding with places as line and column, both from 1. */
export const finding = (
  diagnostic: Diagnostic,
  lookup: (file: string) => Source.Source | undefined,
): Finding => {
  const place = ({ file, span }: Location) => {
    const source = lookup(file)
    const position = (offset: number) =>
      source === undefined ? { line: 1, column: 1 } : Source.position(source, offset)
    return { file, start: position(span.start), end: position(span.end) }
  }
  const { code, severity, message, help, related } = diagnostic
  return {
    code,
    severity,
    message,
    ...place(diagnostic),
    ...(help === undefined ? {} : { help }),
    ...(related === undefined ? {} : { notes: related.map((it) => ({ message: it.message, ...place(it) })) }),
  }
}
