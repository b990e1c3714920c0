import type { JsonObject } from "@pipewright/core/Evaluate"
import { paint, plain } from "./terminal.ts"

/** A request as it is shown; secrets are out of it or were asked for. */
export interface Built {
  readonly name: string
  readonly file: string
  readonly method: string
  readonly path: string
  readonly body: JsonObject
  /** The targets that have it, where not all have. */
  readonly targets?: ReadonlyArray<string>
}

export const build = (requests: ReadonlyArray<Built>, isPending: boolean, color: boolean): string => {
  const { bold, dim } = paint(color)
  const texts = requests.map(({ name, file, method, path, body, targets }) => {
    const where = targets === undefined ? file : `${file}, for ${targets.join(", ")}`
    return `${bold(plain(name))} ${dim(plain(where))}\n${method} ${path}\n${JSON.stringify(body, undefined, 2)}\n`
  })
  const note = dim("What stands as (endpoint.…) is known once the endpoint is made.")
  return [...texts, ...(isPending ? [`${note}\n`] : [])].join("\n")
}
