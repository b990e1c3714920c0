/** What the outputs of several commands are made of. */
import * as Schema from "effect/Schema"

/** A key of an object, and what it says. */
export const field = <A, I>(schema: Schema.Schema<A, I>, doc: string) =>
  Schema.propertySignature(schema).annotations({ description: doc })

/** A key that is left out where there is nothing to say. */
export const may = <A, I>(schema: Schema.Schema<A, I>, doc: string) =>
  Schema.optionalWith(schema, { exact: true }).annotations({ description: doc })

/** A form that has a name of its own in the published schema. */
export const named = <A, I>(identifier: string, schema: Schema.Schema<A, I>): Schema.Schema<A, I> =>
  schema.annotations({ identifier })

/** One object that a command prints. */
export const output = <F extends Schema.Struct.Fields>(fields: F) =>
  Schema.Struct({
    version: field(
      Schema.Literal(1),
      "Of the form. It goes up when a reader of the form before would break; new keys may come without that.",
    ),
    ...fields,
  })

/** One line of a command that tells what happens as it happens. */
export const event = <T extends string, F extends Schema.Struct.Fields>(type: T, doc: string, fields: F) =>
  output({
    type: field(Schema.Literal(type), doc),
    time: field(Schema.String, "When it happened, in ISO 8601."),
    ...fields,
  })

/** Any value of JSON. */
export const Json = Schema.Unknown

export const Texts = Schema.Array(Schema.String)

export const Position = named(
  "Position",
  Schema.Struct({
    line: field(Schema.Number, "From 1 on."),
    column: field(Schema.Number, "From 1 on, in Unicode code points."),
  }),
)

const range = {
  start: field(Position, "Where it begins."),
  end: field(Position, "The first place behind it."),
}

const place = { file: field(Schema.String, "From where the command was called."), ...range }

export const Finding = named(
  "Finding",
  Schema.Struct({
    code: field(Schema.String, "What kind of finding it is. It stays the same over versions."),
    severity: field(Schema.Literal("error", "warning", "info"), "A warning is not a mistake."),
    message: field(Schema.String, "What is wrong."),
    ...place,
    help: may(Schema.String, "What to do, where there is something to say."),
    notes: may(
      Schema.Array(Schema.Struct({ message: field(Schema.String, "What is to be seen there."), ...place })),
      "Other places that explain it.",
    ),
    fixes: may(
      Schema.Array(
        Schema.Struct({
          title: field(Schema.String, "What it does."),
          safe: field(
            Schema.Boolean,
            "Whether it keeps or restores what was plainly meant. Any other mend is a guess.",
          ),
          edits: field(
            Schema.Array(
              Schema.Struct({
                ...range,
                text: field(Schema.String, "What is written in its place."),
              }),
            ),
            "In the file of the finding; their ranges do not overlap.",
          ),
        }),
      ),
      "What would mend it. One that would repeat a secret is left out.",
    ),
  }),
)
export type Finding = typeof Finding.Type

export const Findings = Schema.Array(Finding)

/** What `check`, `build` and `fmt` say of files that they pass over. */
export const skipped = {
  skipped: may(
    Schema.Array(
      Schema.Struct({
        file: field(Schema.String, "From where the command was called."),
        reason: field(Schema.String, "Whose file it is."),
      }),
    ),
    "Files of another product that are named `.pipe` too and were passed over.",
  ),
}

export const Service = Schema.Struct({ organizationId: Schema.String, serviceId: Schema.String })

/** Where a command works. */
export const where = {
  target: field(Schema.String, "The name of the target."),
  service: field(Service, "The service of the target."),
}

export const Action = Schema.Literal(
  "create",
  "update",
  "replace",
  "delete",
  "keep",
  "move",
  "adopt",
  "blocked",
  "start",
  "stop",
  "resync",
)

export const Permission = Schema.Literal("delete", "replace", "resnapshot", "adopt")
