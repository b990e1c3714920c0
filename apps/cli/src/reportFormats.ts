/** The forms in which `check` and `lint` report what they find, and the options that ask for them. */
import type { OptionSpec } from "./specs.ts"

export const reportFormats = [
  "human",
  "compact",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "checkstyle",
] as const

export type ReportFormat = (typeof reportFormats)[number]

/** What a command takes that reports what it finds. */
export const reporting = {
  format: {
    kind: "choice",
    choices: reportFormats,
    doc: "how to print: for people, a line for each finding, or in a form that another program reads",
  },
  output: {
    kind: "text",
    placeholder: "FORMAT=FILE",
    repeated: true,
    doc: "also write a report of such a format into a file, as in sarif=lint.sarif",
  },
} as const satisfies Readonly<Record<string, OptionSpec>>
