import * as Schema from "effect/Schema"
import { field, may, output, Texts, where } from "./shared.ts"

export const Pull = output({
  ...where,
  written: field(Schema.Boolean, "`false` with `--dry-run`."),
  files: field(
    Schema.Array(
      Schema.Struct({
        file: field(Schema.String, "From where the command was called."),
        isNew: field(Schema.Boolean, "Whether it was not there before."),
        pipes: field(Texts, "The names of the pipes in it that are new or were changed."),
        endpoints: field(Texts, "The same of endpoints."),
        diff: field(Schema.String, "What changes, as a unified diff."),
      }),
    ),
    "The files that were written, or would be.",
  ),
  asked: field(
    Schema.Array(
      Schema.Struct({
        reader: field(Schema.Literal("secret", "env"), "How the program asks for it."),
        name: field(Schema.String, "What it asks for."),
        fields: field(Texts, "What the value is for."),
      }),
    ),
    "What the API does not tell and has to be given to the program.",
  ),
  left: field(
    Schema.Array(
      Schema.Struct({
        what: field(Schema.Literal("pipe", "endpoint", "field", "cdcScaling"), "What it is."),
        id: field(Schema.String, "The id of the pipe or the endpoint; empty for `cdcScaling`."),
        name: field(Schema.String, "Its name."),
        why: field(
          Schema.Literal(
            "nameless",
            "unknown-source",
            "several-sources",
            "no-table",
            "same-name",
            "unknown-type",
            "invalid",
            "through",
            "both",
            "by-hand",
            "gone",
          ),
          "Why it stays out.",
        ),
        detail: may(Schema.String, "The field, or what is wrong."),
        message: field(Schema.String, "The same for people."),
      }),
    ),
    "What the program has not taken over.",
  ),
  adopted: field(Texts, "The names of what the state has learnt; an endpoint as `endpoint.NAME`."),
})
export type Pull = typeof Pull.Type
