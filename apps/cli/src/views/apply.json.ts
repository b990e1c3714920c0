import { tell } from "../failures.ts"
import type * as Schema from "../schemas/apply.ts"
import type { Applied } from "./apply.human.ts"
import type * as Words from "./apply.words.ts"
import * as Json from "./json.ts"

export const apply = ({ result, session }: Applied): string =>
  Json.print<Schema.Apply>({
    target: session.target,
    service: session.service,
    pipes: result.pipes.map((it) => ({ name: it.change.name, ...outcome(it) })),
    endpoints: result.endpoints.map((it) => ({ name: it.change.name, ...outcome(it) })),
    ...(result.cdcScaling === undefined ? {} : { cdcScaling: outcome(result.cdcScaling) }),
  })

const outcome = (it: Words.Any): Schema.Outcome => {
  const head = { action: it.change.action, outcome: it._tag }
  if ("error" in it) {
    const { code, message, help, requestId } = tell(it.error)
    return {
      ...head,
      step: it.step,
      error: { code, message, ...(help && { help }), ...(requestId && { requestId }) },
    }
  }
  if (it._tag === "skipped") {
    const { _tag: why, ...about } = it.why
    return { ...head, why, ...about }
  }
  const { change: _, _tag, ...rest } = it
  return { ...head, ...rest }
}
