import type { Built } from "./build.human.ts"
import * as Json from "./json.ts"

export const build = (requests: ReadonlyArray<Built>): string => Json.print({ requests })
