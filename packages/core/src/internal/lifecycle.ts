/** What stands in `lifecycle { }` of a pipe. It is not sent: it says what a plan may do. */
import * as Field from "../Field.ts"

export const fields: Field.Fields = {
  protect: Field.boolean({
    doc: "Refuses every plan that would delete or replace the pipe, and every resync of it.",
    edit: "live",
  }),
}
