/**
 * Findings that a program may judge otherwise than we do: those that rest on a setting of somebody's ClickHouse, on
 * what a service was seen to do, or on advice. Everything else is right or wrong whatever anyone thinks of it.
 */
import type { Diagnostic, Severity } from "@pipewright/language/Diagnostic"
import type { SourceCatalog } from "./SourceCatalog.ts"

export interface Rule {
  /** The code of the finding. */
  readonly code: string
  /** Why it may be judged otherwise, in one sentence. */
  readonly doc: string
}

/** What a program makes of a finding; `off` leaves it out. */
export type Level = Severity | "off"

export const levels: ReadonlyArray<Level> = ["error", "warning", "info", "off"]

export const isLevel = (word: unknown): word is Level => levels.some((level) => level === word)

/** By code; what is not in it stays as it is. */
export type Levels = ReadonlyMap<string, Level>

/** The rules that hold for every kind. */
export const general: ReadonlyArray<Rule> = [
  {
    code: "refused-by-default",
    doc: "The service may have the setting on without which ClickHouse refuses the type of a column.",
  },
  {
    code: "nullable-key",
    doc: "The service may have `allow_nullable_key` on, without which no member of a key may be NULL.",
  },
  {
    code: "float-partition",
    doc: "The service may have `allow_floating_point_partition_key` on, without which no fraction splits a table.",
  },
  {
    code: "duplicate-key",
    doc: "The service may have `allow_suspicious_indices` on, without which no member is twice in a key.",
  },
  { code: "unused-template", doc: "A template may be there for pipes that are still to come." },
]

/** The general rules and those of every kind. */
export const all = ({ kinds }: SourceCatalog): ReadonlyArray<Rule> => [
  ...general,
  ...kinds.flatMap(({ rules }) => rules ?? []),
]

/** The findings as a program judges them. */
export const judge = (levels: Levels, diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> =>
  diagnostics.flatMap((diagnostic) => {
    const level = levels.get(diagnostic.code) ?? diagnostic.severity
    return level === "off" ? [] : [{ ...diagnostic, severity: level }]
  })
