import * as Schema from "effect/Schema"
import { field, output, Texts } from "./shared.ts"

export const Init = output({
  files: field(Texts, "The files that were written, from where the command was called."),
  pipe: field(Schema.String, "The name of the pipe."),
  source: field(Schema.String, "Its source type."),
  target: field(Schema.String, "The name of the target."),
  environment: field(
    Texts,
    "The variables that the ids of the target come from. Empty where the ids were given.",
  ),
  secrets: field(Texts, "The names of the secrets of the pipe."),
  next: field(Schema.String, "The command to run now."),
})
export type Init = typeof Init.Type
