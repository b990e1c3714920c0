import type * as Executor from "@pipewright/runtime/Executor"
import { tell } from "../failures.ts"
import type { Applied } from "./apply.human.ts"
import * as Json from "./json.ts"

export const apply = ({ outcomes, session }: Applied): string =>
  Json.print({ target: session.target, service: session.service, pipes: outcomes.map(pipe) })

const pipe = (outcome: Executor.Outcome) => {
  const head = {
    name: outcome.change.name,
    action: outcome.change.live === undefined ? "create" : "keep",
    outcome: outcome._tag,
  }
  switch (outcome._tag) {
    case "refused":
    case "unknown": {
      const { code, message, help, requestId } = tell(outcome.error)
      return { ...head, error: { code, message, ...(help && { help }), ...(requestId && { requestId }) } }
    }
    case "skipped":
    case "interrupted":
      return head
    default:
      return { ...head, id: outcome.id, state: outcome.state }
  }
}

/** A failure that is not of one pipe. */
export const failure = (code: string, message: string, help: string, pipes: ReadonlyArray<string>): string =>
  Json.print({ error: { code, message, help, ...(pipes.length === 0 ? {} : { pipes }) } })
