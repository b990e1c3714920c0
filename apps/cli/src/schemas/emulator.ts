import * as Schema from "effect/Schema"
import { field, output } from "./shared.ts"

/** Printed as soon as it listens. */
export const Emulator = output({
  url: field(Schema.String, "Where it listens."),
  keyId: field(Schema.String, "The API key that it takes."),
  data: field(
    Schema.NullOr(Schema.String),
    "The directory that has the pipes; `null` where they are in memory.",
  ),
})
export type Emulator = typeof Emulator.Type
