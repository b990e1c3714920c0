import type { Discover } from "../schemas/discover.ts"
import type { Discovered } from "./discover.human.ts"
import * as Json from "./json.ts"

export const discover = ({ session, pipe, rows, unfilled, file }: Discovered): string =>
  Json.print<Discover>({
    target: session.target,
    service: session.service,
    pipe,
    fields: rows,
    unfilled,
    ...(file === undefined ? {} : { file }),
  })
