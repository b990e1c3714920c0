/** Something that `explain` explains. */

/** What a topic may be; each is a word that may stand before a topic. */
export const kinds = [
  "source",
  "field",
  "finding",
  "rule",
  "action",
  "impact",
  "permission",
  "note",
  "blocked",
  "outcome",
  "failure",
  "exit",
] as const

export type Kind = (typeof kinds)[number]

export interface Topic {
  readonly name: string
  readonly kind: Kind
  /** Other names of the same: the types of a source, and what the API calls it. */
  readonly also: ReadonlyArray<string>
  /** One sentence. */
  readonly summary: string
  /** Markdown; links are as seen from the page. */
  readonly text: string
  /** The page, from the root of the repository, and the place on it. */
  readonly page: string
}
