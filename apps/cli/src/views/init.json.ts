import type * as Schema from "../schemas/init.ts"
import { type Made, next } from "./init.human.ts"
import * as Json from "./json.ts"

export const init = (made: Made): string => {
  const { source, name, target, paths, environment, secrets } = made
  return Json.print<Schema.Init>({
    files: paths,
    pipe: name,
    source,
    target,
    environment,
    secrets,
    next: next(made),
  })
}
