import * as Schema from "effect/Schema"
import { field, named, output, where } from "./shared.ts"

const whose = {
  declared: field(Schema.Boolean, "Whether it is in the program."),
  ours: field(Schema.Boolean, "Whether `apply` made it or took it over."),
}

export const List = output({
  ...where,
  pipes: field(
    Schema.Array(
      named(
        "ListedPipe",
        Schema.Struct({
          name: field(Schema.String, "Its name. Several may have the same."),
          type: field(Schema.String, "The source type."),
          state: field(Schema.String, "As the API tells it."),
          id: Schema.String,
          ...whose,
        }),
      ),
    ),
    "Every pipe of the service, by name.",
  ),
  endpoints: field(
    Schema.Array(
      named(
        "ListedEndpoint",
        Schema.Struct({
          name: field(
            Schema.NullOr(Schema.String),
            "In the program or the state; `null` where nobody gave it one.",
          ),
          type: field(Schema.String, "The type of the endpoint."),
          status: field(Schema.String, "As the API tells it."),
          id: Schema.String,
          ...whose,
        }),
      ),
    ),
    "Every endpoint of the service.",
  ),
})
export type List = typeof List.Type
