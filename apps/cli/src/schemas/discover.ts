import * as Schema from "effect/Schema"
import { field, may, output, Texts, where } from "./shared.ts"

export const Discover = output({
  ...where,
  pipe: field(Schema.String, "The name of the pipe."),
  fields: field(
    Schema.Array(
      Schema.Struct({
        field: field(Schema.String, "The field of the source."),
        column: field(Schema.String, "The column that it fills, or would fill."),
        type: field(Schema.String, "The ClickHouse type of the field."),
        status: field(
          Schema.Literal("new", "declared", "other-type", "unreadable"),
          "Whether the pipe has the column; `other-type` if with another type, `unreadable` if no column can have the type.",
        ),
        declared: may(Schema.String, "The type that is declared."),
      }),
    ),
    "What the look at the source found.",
  ),
  unfilled: field(Texts, "The columns of the pipe whose field was not found."),
  file: may(Schema.String, "The file that was changed, from where the command was called."),
})
export type Discover = typeof Discover.Type
