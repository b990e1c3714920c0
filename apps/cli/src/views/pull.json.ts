import type * as Schema from "../schemas/pull.ts"
import * as Json from "./json.ts"
import { diff, type Pulled, reason } from "./pull.human.ts"

export const pull = ({ session, dryRun, files, asked, left, adopted }: Pulled): string =>
  Json.print<Schema.Pull>({
    target: session.target,
    service: session.service,
    written: !dryRun,
    files: files.map((it) => ({
      file: it.file,
      isNew: it.before === undefined,
      pipes: it.pipes,
      endpoints: it.endpoints,
      diff: diff(it),
    })),
    asked,
    left: left.map((it) => ({ ...it, message: reason(it) })),
    adopted,
  })
