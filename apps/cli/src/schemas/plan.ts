import * as Schema from "effect/Schema"
import { Action, field, Json, may, named, output, Permission, Texts, where } from "./shared.ts"

const Amounts = Schema.Struct({ before: Schema.Number, after: Schema.Number })

const Impact = named(
  "Impact",
  Schema.Union(
    Schema.Struct({
      kind: field(Schema.Literal("inPlace", "pauses"), "It goes on, or it is stopped and started again."),
    }),
    Schema.Struct({
      kind: field(Schema.Literal("resnapshot"), "All rows of tables are read again."),
      tables: field(Texts, "Which ones, as the source has them."),
    }),
    Schema.Struct({
      kind: field(Schema.Literal("rereads"), "Everything is read again, into other tables."),
      leaves: field(Texts, "The tables that stay behind as they are."),
    }),
    Schema.Struct({
      kind: field(Schema.Literal("cost"), "It changes what is to be paid."),
      perMonth: may(Amounts, "In US dollars by list price, where one is public."),
    }),
  ),
)

export const Difference = named(
  "Difference",
  Schema.Struct({
    path: field(Schema.String, "As the API spells it."),
    secret: may(Schema.Literal(true), "It is a secret, so that neither side is told."),
    before: may(Json, "What is live; `null` where there is nothing."),
    after: may(Json, "What is declared; `null` where it is taken away."),
    movedBy: field(
      Schema.Literal("program", "outside", "both", "unknown"),
      "Who made the two differ; `unknown` where nothing was applied before.",
    ),
    impact: field(Impact, "What the change means for whoever runs the pipe."),
    declared: field(Schema.NullOr(Schema.String), "Where it is declared, as `file:line`."),
  }),
)
export type Difference = typeof Difference.Type

export const Note = Schema.Struct({
  code: field(Schema.String, "What it is about. It stays the same over versions."),
  message: field(Schema.String, "What a person should know."),
})

const Blocked = named(
  "Blocked",
  Schema.Struct({ ...Note.fields, help: field(Schema.String, "The way out.") }),
)

const common = {
  action: field(Action, "What becomes of it."),
  differences: field(Schema.Array(Difference), "What differs between the program and the service."),
  steps: field(Texts, "What is done, in order."),
  blocked: may(Blocked, "Why nothing can be done."),
  notes: field(Schema.Array(Note), "What changes nothing in what is done, and should be known."),
  declared: field(Schema.NullOr(Schema.String), "Where it is declared, as `file:line`."),
}

const needs = field(Schema.Array(Permission), "What has to be asked for by name.")

const Summary = Schema.Struct({
  create: Schema.Number,
  update: Schema.Number,
  replace: Schema.Number,
  delete: Schema.Number,
  keep: Schema.Number,
  move: Schema.Number,
  adopt: Schema.Number,
  blocked: Schema.Number,
  start: may(Schema.Number, "Of a command to pipes."),
  stop: may(Schema.Number, "Of a command to pipes."),
  resync: may(Schema.Number, "Of a command to pipes."),
  others: field(Schema.Number, "The live pipes that are left alone."),
})

export const PlannedPipe = named(
  "Pipe",
  Schema.Struct({
    name: field(Schema.String, "Its name."),
    previousName: may(Schema.String, "The name that it has, if it gets another."),
    type: field(Schema.NullOr(Schema.String), "The source type."),
    ...common,
    needs,
    live: field(
      Schema.Array(Schema.Struct({ id: Schema.String, state: Schema.String })),
      "The live pipes that are meant.",
    ),
  }),
)
export type PlannedPipe = typeof PlannedPipe.Type

export const PlannedEndpoint = named(
  "Endpoint",
  Schema.Struct({
    name: field(Schema.String, "Its name."),
    type: field(Json, "The type of the endpoint."),
    ...common,
    needs,
    live: field(
      Schema.Array(Schema.Struct({ id: Schema.String, status: Schema.String })),
      "The live endpoint that is meant.",
    ),
  }),
)
export type PlannedEndpoint = typeof PlannedEndpoint.Type

export const PlannedScaling = named("CdcScaling", Schema.Struct(common))
export type PlannedScaling = typeof PlannedScaling.Type

/** What a plan says. */
export const planned = {
  ...where,
  summary: field(Summary, "How many there are of each action."),
  leftOut: may(
    Schema.Array(
      Schema.Struct({
        name: field(Schema.String, "Its name; an endpoint goes by `endpoint.NAME`."),
        action: field(Action, "What would become of it."),
      }),
    ),
    "With `--only`: what was not asked for.",
  ),
  executable: field(
    Schema.Boolean,
    "Whether `apply` would do it: nothing is blocked, and all that has to be asked for is.",
  ),
  pipes: field(
    Schema.Array(PlannedPipe),
    "One for each declared pipe, and for each that is remembered and no longer declared.",
  ),
  endpoints: field(Schema.Array(PlannedEndpoint), "The same of endpoints."),
  cdcScaling: may(PlannedScaling, "The size that pipes from databases share."),
}

export const Plan = output(planned)
export type Plan = typeof Plan.Type
