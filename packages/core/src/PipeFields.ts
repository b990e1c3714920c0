/** What stands in a pipe beside `from` and `into`. What `scaling { }` and `settings { }` take is the kind's to say. */
import * as Field from "./Field.ts"
import * as Lifecycle from "./internal/lifecycle.ts"

export const fields: Field.Fields = {
  raw: Field.block({}, { doc: "What the language has no field for.", edit: "live" }),
  targets: Field.set(Field.anyString, { doc: "The targets that the pipe is in.", edit: "replace" }),
  state: Field.oneOf(["running", "stopped"], { doc: "Whether the pipe should run.", edit: "state" }),
  lifecycle: Field.block(Lifecycle.fields, { doc: "What may become of the pipe.", edit: "live" }),
  scaling: Field.block({}, { doc: "The size of the pipe.", edit: "scaling" }),
  settings: Field.block({}, { doc: "How the pipe inserts.", edit: "settings" }),
}
