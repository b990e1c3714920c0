import { tell } from "../failures.ts"
import type { Applied } from "./apply.human.ts"
import type * as Words from "./apply.words.ts"
import * as Json from "./json.ts"

export const apply = ({ result, session }: Applied): string =>
  Json.print({
    target: session.target,
    service: session.service,
    pipes: result.pipes.map((it) => ({ name: it.change.name, ...outcome(it) })),
    endpoints: result.endpoints.map((it) => ({ name: it.change.name, ...outcome(it) })),
    ...(result.cdcScaling === undefined ? {} : { cdcScaling: outcome(result.cdcScaling) }),
  })

const outcome = (it: Words.Any) => {
  const { change, _tag, ...rest } = it
  const head = { action: change.action, outcome: _tag }
  if (_tag === "refused" || _tag === "unknown") {
    const { code, message, help, requestId } = tell(it.error)
    return {
      ...head,
      step: it.step,
      error: { code, message, ...(help && { help }), ...(requestId && { requestId }) },
    }
  }
  if (_tag !== "skipped") return { ...head, ...rest }
  const { _tag: why, ...about } = it.why
  return { ...head, why, ...about }
}
