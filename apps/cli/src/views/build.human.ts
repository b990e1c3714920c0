import type { JsonObject } from "@pipewright/core/Evaluate"
import { paint } from "./terminal.ts"

/** A request as it is shown; secrets are out of it or were asked for. */
export interface Built {
  readonly name: string
  readonly file: string
  readonly method: string
  readonly path: string
  readonly body: JsonObject
}

export const build = (requests: ReadonlyArray<Built>, color: boolean): string => {
  const { bold, dim } = paint(color)
  return requests
    .map(
      ({ name, file, method, path, body }) =>
        `${bold(name)} ${dim(file)}\n${method} ${path}\n${JSON.stringify(body, undefined, 2)}\n`,
    )
    .join("\n")
}
