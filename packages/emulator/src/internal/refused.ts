/** How the emulator says no. The words name keys and shapes, never a value, which may be a secret. */
import * as SchemaProblems from "@pipewright/cloud-api/SchemaProblems"
import * as Data from "effect/Data"

/** A request that is refused; `error` leads with the API's code word. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly status: 400 | 404 | 409 | 424
  readonly error: string
}> {}

/** A 400 that lists every problem, each led by its JSON path. */
export const badRequest = (problems: ReadonlyArray<SchemaProblems.Problem>): Refused =>
  new Refused({ status: 400, error: `BAD_REQUEST: ${SchemaProblems.format(problems)}` })

/** A 400 in the API's own words, which name no place in the body. */
export const refusal = (words: string): Refused =>
  new Refused({ status: 400, error: `BAD_REQUEST: ${words}` })

/** A 404. */
export const notFound = (what: string): Refused => new Refused({ status: 404, error: `NOT_FOUND: ${what}` })

/** A 409. */
export const conflict = (what: string): Refused => new Refused({ status: 409, error: `CONFLICT: ${what}` })
