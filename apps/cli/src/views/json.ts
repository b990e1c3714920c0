/** The machine's form: one object with a version. */
import type { Diagnostic } from "@pipewright/language/Diagnostic"
import * as Source from "@pipewright/language/Source"

/** Goes up when a reader of the previous form would break. */
export const formatVersion = 1

export const print = (value: object): string =>
  `${JSON.stringify({ version: formatVersion, ...value }, undefined, 2)}\n`

/** A finding with places as line and column, both from 1. */
export const finding = (diagnostic: Diagnostic, lookup: (file: string) => Source.Source | undefined) => {
  const source = lookup(diagnostic.file)
  const position = (offset: number) =>
    source === undefined ? { line: 1, column: 1 } : Source.position(source, offset)
  const { code, severity, message, file, span, help } = diagnostic
  return {
    code,
    severity,
    message,
    file,
    start: position(span.start),
    end: position(span.end),
    ...(help === undefined ? {} : { help }),
  }
}
