/** What the API keeps to itself of a pipe, as documentation beside it. */
import * as Destination from "../../Destination.ts"
import * as Ir from "../../Ir.ts"
import { wrapped } from "../lines.ts"

/** A value that is read late, by the API's keys. */
export interface Asked {
  readonly path: string
  readonly value: Ir.Deferred
}

export const asked = (value: Ir.Value, path = ""): ReadonlyArray<Asked> => {
  switch (value._tag) {
    case "Deferred":
      return [{ path, value }]
    case "Block":
      return [...value.fields].flatMap(([key, it]) => asked(it, path === "" ? key : `${path}.${key}`))
    case "List":
      return value.items.flatMap((it) => asked(it, path))
    default:
      return []
  }
}

/** `lost` are paths of what no program can say; `through` has what a connection says in place of the pipe. */
export const doc = (pipe: Ir.Pipe, lost: ReadonlyArray<string>, through: Ir.Block | undefined): string => {
  const own = asked(pipe.source).filter(({ path }) => through?.fields.has(path.split(".")[0]!) !== true)
  const paths = own.map(({ path }) => `\`${path}\``)
  const names = own.length === 1 ? "a name stands in its place" : "names stand in their place"
  const perhaps = ["the `roles` of its destination", ...argumentsOf(pipe)].join(", nor ")
  return wrapped(
    [
      ...(own.length === 0 ? [] : [`The API does not tell ${list(paths)}, so ${names}.`]),
      `${own.length === 0 ? "The API does not tell" : "Nor does it tell"} ${perhaps}: add what there is.`,
      ...(lost.length === 0
        ? []
        : [`Left out, for no program can say it: ${list(lost.map((it) => `\`${it}\``))}.`]),
    ].join(" "),
  )
}

const list = (names: ReadonlyArray<string>): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`

/** What an engine of this type may take, where it says nothing of it. */
const argumentsOf = ({ destination }: Ir.Pipe): ReadonlyArray<string> => {
  const engine = Ir.get(destination, "tableDefinition", "engine")
  if (engine?._tag !== "Block") return []
  const type = Ir.literal(engine.fields.get("type"))
  const isOpen =
    (type === Destination.replacing && !engine.fields.has("versionColumnId")) ||
    (type === Destination.summing && !engine.fields.has("columnIds"))
  return isOpen ? ["the columns of its engine"] : []
}
