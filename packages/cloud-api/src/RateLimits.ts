/** The rates at which this process calls APIs: all clients of one API and one key share one, as they share a quota. */
import * as Context from "effect/Context"
import type { Limiter } from "./internal/limiter.ts"

/** The limiters by API and key. Those of the process, unless a program is given a map of its own, as tests are. */
export class RateLimits extends Context.Reference<RateLimits>()("@pipewright/cloud-api/RateLimits", {
  defaultValue: (): Map<string, Limiter> => new Map(),
}) {}
