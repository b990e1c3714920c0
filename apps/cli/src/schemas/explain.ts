import * as Schema from "effect/Schema"
import { field, Json, may, output } from "./shared.ts"

export const Explain = output({
  pipe: may(Schema.String, "The name of the pipe."),
  subject: may(Schema.String, "Instead of `pipe`: `endpoint.NAME` or `cdcScaling`."),
  target: field(Schema.NullOr(Schema.String), "The name of the target; `null` where the program has none."),
  values: field(
    Schema.Array(
      Schema.Struct({
        path: field(Schema.String, "As the API spells it, such as `source.NAME.FIELD`."),
        value: may(Json, "The value, where it is known. A secret in it is `(secret)`."),
        read: may(
          Schema.String,
          'Instead of `value`, how it is read, such as `env("X")`. A secret in the text is `(secret)`.',
        ),
        origin: field(
          Schema.Array(
            Schema.Struct({
              file: field(Schema.String, "From where the command was called."),
              line: field(Schema.Number, "From 1 on."),
              column: field(Schema.Number, "From 1 on, in Unicode code points."),
              through: may(
                Schema.String,
                "The loop, template, connection, parameter or argument. Absent where the value itself stands.",
              ),
            }),
          ),
          "The way to it, from the pipe on.",
        ),
      }),
    ),
    "One for each value that was asked for.",
  ),
})
export type Explain = typeof Explain.Type
