import * as Schema from "effect/Schema"
import { kinds } from "../topics/topic.ts"
import { field, Json, may, output, Texts } from "./shared.ts"

const Topic = Schema.Struct({
  topic: field(Schema.String, "Its name."),
  kind: field(Schema.Literal(...kinds), "What it is. A rule is a finding that the configuration can change."),
  summary: field(Schema.String, "One sentence, in Markdown."),
  page: field(
    Schema.String,
    "The page that it is from and the place on it, from the root of the repository.",
  ),
  also: may(Texts, "Other names of it. Only in a list."),
  markdown: may(Schema.String, "What the page says of it. Not in a list."),
})

export const Explain = output({
  topics: may(
    Schema.Array(Topic),
    "All that the name means; with `--list`, and without a name, all topics there are. Not with `--origin`.",
  ),
  clash: may(
    Schema.String,
    "Beside `topics`: the program has something of this name too, which `--origin` explains.",
  ),
  pipe: may(Schema.String, "The name of the pipe."),
  subject: may(Schema.String, "Instead of `pipe`: `endpoint.NAME` or `cdcScaling`."),
  target: may(Schema.NullOr(Schema.String), "The name of the target; `null` where the program has none."),
  values: may(
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
