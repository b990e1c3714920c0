import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, mode, rows } from "../internal/places.ts"

export const rule = LintRule.make({
  name: "no-append-only-copy",
  group: "databases",
  severity: "warning",
  preset: "strict",
  summary: "A table that follows the changes of another one can replace its rows.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: (pipe) =>
      mode(pipe) === "snapshot"
        ? []
        : rows(pipe).flatMap(({ block }) => {
            const engine = block.fields.get("tableEngine")
            const name = Ir.literal(engine)
            if (engine === undefined || name === undefined || name === "ReplacingMergeTree") return []
            return [
              {
                ...at(engine),
                message:
                  name === "Null"
                    ? "views of this table get an update and a deletion as one more row each"
                    : "an update and a deletion each become one more row, and the old rows stay",
                help: "leave `tableEngine` out, or say in a comment why all versions of the rows are wanted",
              },
            ]
          }),
  },
})
