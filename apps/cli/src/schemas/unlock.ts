import * as Schema from "effect/Schema"
import { field, may, output } from "./shared.ts"

export const Unlock = output({
  state: field(Schema.String, "Where the state is."),
  unlocked: field(Schema.Boolean, "Whether there was a lock."),
  holder: may(
    Schema.Struct({
      name: field(Schema.String, "The user or the job."),
      host: field(Schema.String, "The machine."),
      pid: field(Schema.Number, "The process."),
      startedAt: field(Schema.String, "When it took the lock, in ISO 8601."),
    }),
    "Whose it was. Absent if there was none, or it was unreadable.",
  ),
})
export type Unlock = typeof Unlock.Type
