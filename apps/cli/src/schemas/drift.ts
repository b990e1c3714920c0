import * as Schema from "effect/Schema"
import { Note } from "./plan.ts"
import { field, Json, may, named, output, where } from "./shared.ts"

const Difference = named(
  "Moved",
  Schema.Struct({
    path: field(Schema.String, "As the API spells it."),
    applied: field(Json, "What was last applied; `null` where there was nothing."),
    live: field(Json, "What the service has; `null` where there is nothing."),
    declaredAs: field(
      Schema.Literal("applied", "live", "other", "nothing"),
      "What the program says by now: one of the two, another value, or nothing any more.",
    ),
    declared: may(Json, "The other value."),
    movedBy: field(
      Schema.Literal("outside", "both"),
      "Who moved it since: somebody outside alone, or the program as well.",
    ),
    at: field(Schema.NullOr(Schema.String), "Where the program says it, as `file:line`."),
  }),
)
export type Difference = typeof Difference.Type

const Item = named(
  "Drifted",
  Schema.Struct({
    of: field(Schema.Literal("pipe", "endpoint", "cdcScaling"), "What it is."),
    name: field(Schema.String, "Its name; in the program, where it is declared."),
    what: field(
      Schema.Literal("asApplied", "changed", "gone", "unknown"),
      "`unknown`: it is there, and nothing is remembered of it.",
    ),
    id: may(Schema.String, "Of the one that was applied."),
    state: may(Schema.String, "What the service says of it. Absent where it is gone."),
    appliedAt: may(Schema.String, "When it was last applied."),
    differences: field(Schema.Array(Difference), "What is not as it was applied."),
    notes: field(Schema.Array(Note), "What should be known besides."),
    back: may(Schema.String, "The command that makes it as declared again, or why there is none."),
    takeOver: may(Schema.String, "The command that writes what is live into the program, or what to do."),
    declared: field(Schema.NullOr(Schema.String), "Where it is declared, as `file:line`."),
  }),
)
export type Item = typeof Item.Type

export const Drift = output({
  ...where,
  drift: field(Schema.Boolean, "Whether anything is not as it was applied, or cannot be known to be."),
  remembers: field(Schema.Boolean, "Whether anything is remembered of the target."),
  summary: field(
    Schema.Struct({
      asApplied: Schema.Number,
      changed: Schema.Number,
      gone: Schema.Number,
      unknown: Schema.Number,
      unmade: field(Schema.Number, "Declared pipes that are yet to be made."),
      others: field(Schema.Number, "Live pipes that are neither declared nor remembered."),
      leftOut: may(Schema.Number, "How much was not asked for."),
    }),
    "How many there are of each.",
  ),
  items: field(
    Schema.Array(Item),
    "Everything that is remembered, and declared pipes that are there and are not.",
  ),
})
export type Drift = typeof Drift.Type
