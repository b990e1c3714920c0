/** Where two shapes say different things. */
import * as OpenApi from "../OpenApi.ts"
import { type Limit, limits, type Shape } from "./shape.ts"

/** What can differ. `edit` and `returned` are found where fields meet the bodies of edits and answers. */
export type Fact =
  | Limit
  | "operation"
  | "field"
  | "type"
  | "values"
  | "integer"
  | "null"
  | "required"
  | "secret"
  | "edit"
  | "returned"

export interface Deviation {
  /** Keys on the way to it, as on the wire. */
  readonly path: ReadonlyArray<string>
  readonly fact: Fact
  /** Where the document says it, or where it would. */
  readonly pointer: string
  readonly ours: string
  readonly theirs: string
}

/**
 * What a shape of ours can say. A wire contract says all of a request. An answer is read leniently, so only its keys,
 * types and words count. A descriptor leaves what is `null` and how often a thing may come to the contract.
 */
export type Speaker = "contract" | "answer" | "descriptor"

const spoken: Readonly<Record<Speaker, ReadonlySet<Fact>>> = {
  contract: new Set<Fact>([...limits, "field", "type", "values", "integer", "null", "required"]),
  answer: new Set<Fact>(["field", "type", "values"]),
  descriptor: new Set<Fact>([
    "field",
    "type",
    "values",
    "integer",
    "minimum",
    "maximum",
    "multipleOf",
    "maxLength",
    "required",
    "secret",
  ]),
}

/** A shorter text or list than the document speaks of is never wrong of us, so these count only where it has them. */
const onlyIfTheirs: ReadonlySet<Fact> = new Set<Fact>(["minLength", "minItems", "maxLength"])

export const compareShapes = (
  ours: Shape,
  theirs: Shape,
  speaker: Speaker,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<Deviation> => {
  if (ours.kind === "anything") return []
  const says = spoken[speaker]
  const { pointer } = theirs
  const differ = (fact: Fact, mine: string, other: string, keyword?: string): ReadonlyArray<Deviation> =>
    says.has(fact) && mine !== other
      ? [
          {
            path,
            fact,
            pointer: keyword === undefined ? pointer : OpenApi.below(pointer, keyword),
            ours: mine,
            theirs: other,
          },
        ]
      : []
  if (ours.kind !== theirs.kind) return differ("type", ours.kind, theirs.kind)
  return [
    ...differ("values", words(ours), words(theirs), theirs.words === undefined ? undefined : "enum"),
    ...differ("integer", yes(ours.isInteger), yes(theirs.isInteger)),
    ...differ("null", yes(ours.isNullable), yes(theirs.isNullable)),
    // A secret that the document does not mark as one is still one.
    ...(theirs.isSecret ? differ("secret", yes(ours.isSecret), "yes", "format") : []),
    ...limits.flatMap((limit) => {
      const other = theirs.limits[limit]
      const mine = ours.limits[limit]
      if (other === undefined && (onlyIfTheirs.has(limit) || mine === undefined)) return []
      return differ(
        limit,
        String(mine ?? "none"),
        String(other ?? "none"),
        other === undefined ? undefined : limit,
      )
    }),
    ...required(ours, theirs, path).filter(() => says.has("required")),
    ...fields(ours, theirs, speaker, path),
    ...(ours.item === undefined || theirs.item === undefined
      ? []
      : compareShapes(ours.item, theirs.item, speaker, path)),
  ]
}

const yes = (is: boolean): string => (is ? "yes" : "no")

const words = ({ words: all }: Shape): string => (all === undefined ? "any" : [...all].sort().join(", "))

/** Only where the document has a list of what is required: most of its schemas have none, and that says nothing. */
const required = (ours: Shape, theirs: Shape, path: ReadonlyArray<string>): ReadonlyArray<Deviation> => {
  const { required: wanted } = theirs
  if (wanted === undefined) return []
  return [...theirs.properties.keys()].flatMap((key) => {
    const mine = ours.required?.has(key) === true
    if (!ours.properties.has(key) || mine === wanted.has(key)) return []
    const index = [...wanted].indexOf(key)
    return [
      {
        path: [...path, key],
        fact: "required" as const,
        pointer: OpenApi.below(
          theirs.pointer,
          ...(index < 0 ? ["properties", key] : ["required", String(index)]),
        ),
        ours: yes(mine),
        theirs: yes(!mine),
      },
    ]
  })
}

const fields = (
  ours: Shape,
  theirs: Shape,
  speaker: Speaker,
  path: ReadonlyArray<string>,
): ReadonlyArray<Deviation> => {
  const missing = [...theirs.properties].filter(([key]) => !ours.properties.has(key))
  return [
    ...missing.map(([key, { pointer, isDeprecated }]) => ({
      path: [...path, key],
      fact: "field" as const,
      pointer,
      ours: "absent",
      theirs: isDeprecated ? "deprecated" : "present",
    })),
    ...[...ours.properties].flatMap(([key, mine]) => {
      const other = theirs.properties.get(key)
      if (other !== undefined) return compareShapes(mine, other, speaker, [...path, key])
      return [
        {
          path: [...path, key],
          fact: "field" as const,
          pointer: OpenApi.below(theirs.pointer, "properties", key),
          ours: "present",
          theirs: "absent",
        },
      ]
    }),
  ]
}
