import * as Schema from "effect/Schema"
import { field, Json, may, output, skipped, Texts } from "./shared.ts"

export const Build = output({
  requests: field(
    Schema.Array(
      Schema.Struct({
        name: field(Schema.String, "The endpoint, the pipe, or `cdcScaling`."),
        file: field(Schema.String, "The file that declares it."),
        method: field(Schema.String, "The method of the request."),
        path: field(
          Schema.String,
          "Its path, with the ids of `--target` or `{organizationId}` and `{serviceId}`.",
        ),
        body: field(
          Schema.Record({ key: Schema.String, value: Json }),
          'Its body. Secrets are `(secret)` without `--reveal`; what is known only after apply is `{ "knownAfterApply": … }`.',
        ),
        targets: may(Texts, "Without `--target`: the targets that have it, where not all have."),
      }),
    ),
    "One for each endpoint, then for each pipe, then for `cdcScaling`.",
  ),
  ...skipped,
})
export type Build = typeof Build.Type
