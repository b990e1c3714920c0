import type * as Explain from "@pipewright/core/Explain"
import * as Source from "@pipewright/language/Source"
import type * as Schema from "../schemas/explain.ts"
import type { Explained } from "./explain.human.ts"
import * as Json from "./json.ts"

export const explain = ({ subject, target, values, loaded }: Explained): string => {
  const station = ({ file, span, label }: Explain.Station) => {
    const source = loaded.source(file)
    return {
      file: loaded.display(file),
      ...(source === undefined ? { line: 1, column: 1 } : Source.position(source, span.start)),
      ...(label === undefined ? {} : { through: label }),
    }
  }
  return Json.print<Schema.Explain>({
    ...(subject.kind === "pipe" ? { pipe: subject.name } : { subject: subject.name }),
    target: target ?? null,
    values: values.map(({ path, value, way }) => ({
      path,
      ...(value._tag === "Known" ? { value: value.json } : { read: value.text }),
      origin: way.map(station),
    })),
  })
}
