import * as Schema from "effect/Schema"
import { field, may, named, output, Texts, where } from "./shared.ts"

const Condition = Schema.Literal("well", "moving", "resting", "ill", "missing")

const Errors = Schema.Struct({
  where: field(
    Schema.Literal("tables", "console"),
    "Whether ClickHouse has them in tables, or the console alone shows them.",
  ),
  log: may(Schema.String, "A query on what went wrong."),
  rows: may(
    Schema.String,
    "A query on rows that could not be written. Its table is there once there was one.",
  ),
})

export const StatusPipe = named(
  "PipeStatus",
  Schema.Struct({
    name: field(Schema.String, "Its name."),
    type: field(Schema.String, "The source type."),
    id: field(Schema.NullOr(Schema.String), "The live one; `null` where there is none."),
    state: field(Schema.NullOr(Schema.String), "As the API tells it."),
    condition: field(
      Condition,
      "`well`: nothing has to be done. `moving`: it changes by itself. `resting`: it was stopped. `ill`: somebody has to look. `missing`: it is declared or remembered, and not there.",
    ),
    means: field(Schema.String, "What the state means for a pipe of this family."),
    updatedAt: field(Schema.NullOr(Schema.String), "When the API last changed it."),
    next: field(Schema.String, "What to do next."),
    commands: field(Texts, "Commands that do it."),
    declared: field(Schema.NullOr(Schema.String), "Where it is declared, as `file:line`."),
    ours: field(Schema.Boolean, "Whether `apply` made it or took it over."),
    errors: may(Errors, "Where its errors are, where there may be some."),
  }),
)
export type StatusPipe = typeof StatusPipe.Type

const at = field(Schema.String, "When it was looked.")

const Once = named(
  "StatusReport",
  output({
    ...where,
    at,
    summary: field(
      Schema.Struct({
        well: Schema.Number,
        moving: Schema.Number,
        resting: Schema.Number,
        ill: Schema.Number,
        missing: Schema.Number,
      }),
      "How many pipes there are of each condition.",
    ),
    inFlight: field(Schema.Number, "How many requests of runs that died have an end that nobody knows yet."),
    pipes: field(
      Schema.Array(StatusPipe),
      "One for each declared pipe, and for each that is remembered and no longer declared.",
    ),
  }),
)
export type Once = typeof Once.Type

const Change = named(
  "StateChange",
  output({
    at,
    from: field(
      Schema.NullOr(Schema.String),
      "The state before; `null` where the pipe was not there, or was not looked at yet.",
    ),
    pipe: field(StatusPipe, "How it is with the pipe now."),
  }),
)
export type Change = typeof Change.Type

export const Status = Schema.Union(Once, Change).annotations({
  description: "With `--watch` there is a change on each line.",
})
