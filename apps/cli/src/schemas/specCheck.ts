import * as Schema from "effect/Schema"
import { field, output, Texts } from "./shared.ts"

const difference = {
  area: field(
    Schema.String,
    "The kind of source, or `settings`, `scaling`, `pipe`, `endpoints`, `cdcScaling`, `operations`.",
  ),
  field: field(Schema.String, "As the API spells it; of an operation, its method and path."),
  fact: field(Schema.String, "What differs, such as `operation`, `field`, `type`, or a bound by name."),
  pointer: field(Schema.String, "Where the document says it, as a JSON pointer, or where it would."),
  ours: field(Schema.String, "What this version says."),
  theirs: field(Schema.String, "What the document says."),
  places: field(Texts, "Where it is said in the code of this version."),
}

const reason = field(Schema.String, "Why it is meant.")

export const SpecCheck = output({
  differences: field(
    Schema.Array(Schema.Struct(difference)),
    "Every difference from the document that has no reason yet.",
  ),
  known: field(Schema.Array(Schema.Struct({ ...difference, reason })), "Differences that are meant."),
  stale: field(
    Schema.Array(
      Schema.Struct({
        pointer: difference.pointer,
        fact: difference.fact,
        ours: difference.ours,
        theirs: difference.theirs,
        reason,
      }),
    ),
    "Reasons for differences that are not there any more.",
  ),
  operations: field(Schema.Number, "How many operations were compared."),
})
export type SpecCheck = typeof SpecCheck.Type
