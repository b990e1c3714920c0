/** The machine's form: one object with a version. */
import type { Diagnostic, Location } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"

/** Goes up when a reader of the previous form would break. */
export const formatVersion = 1

export const print = (value: object): string =>
  `${JSON.stringify({ version: formatVersion, ...value }, undefined, 2)}\n`

/** A finding with places as line and column, both from 1. */
export const finding = (diagnostic: Diagnostic, lookup: (file: string) => Source.Source | undefined) => {
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
