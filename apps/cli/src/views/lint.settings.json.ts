import type { Effective } from "../commands/lint.settings.ts"
import type * as Schema from "../schemas/lint.settings.ts"
import * as Json from "./json.ts"

export const settings = ({ preset, configuration, extends: extended, file, rules }: Effective): string =>
  Json.print<Schema.LintSettings>({
    preset,
    ...(configuration === undefined ? {} : { configuration }),
    ...(extended.length === 0 ? {} : { extends: extended }),
    ...(file === undefined ? {} : { file }),
    rules,
  })
