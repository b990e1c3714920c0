import * as Destination from "@pipewright/core/Destination"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { present, tableOf } from "../internal/tables.ts"

/** The type with room for a sum, by the type of what is added up. */
const wide: ReadonlyMap<string, string> = new Map([
  ...["UInt8", "UInt16", "UInt32"].map((name) => [name, "UInt64"] as const),
  ...["Int8", "Int16", "Int32"].map((name) => [name, "Int64"] as const),
  ["Float32", "Float64"],
])

export const rule = LintRule.make({
  name: "no-narrow-sum",
  group: "tables",
  severity: "warning",
  preset: "recommended",
  summary: "What a table adds up has a type with room for the sum.",
  link: "https://clickhouse.com/docs/reference/engines/table-engines/mergetree-family/summingmergetree",
  checks: {
    pipe: (pipe, subject) => {
      const { engine, summed, order, partition, columns } = tableOf(pipe, subject)
      if (engine !== Destination.summing) return []
      const named = new Set(summed.map(Ir.literal))
      const keys = new Set([...order, ...partition].flatMap(({ names }) => names))
      // Without names the engine adds up every number that is in no key.
      const added = [...columns.values()].filter(({ name }) =>
        named.size === 0 ? !keys.has(name) : named.has(name),
      )
      return added.flatMap(({ name, type, node, typed }) => {
        const inner = type.family === "Nullable" ? type.inner[0]! : type
        const wider = wide.get(inner.family ?? "")
        if (wider === undefined) return []
        const { span } = present(node)
        return [
          {
            file: typed.file,
            span: typed.span,
            message:
              wider === "Float64"
                ? `\`${name}\` is added up as \`Float32\`, which forgets what is small beside a large sum`
                : `\`${name}\` is added up as \`${inner.family}\`, and a sum that does not fit starts again from the other end`,
            help: `give it the type \`${wider}\``,
            ...(LintRule.isWrittenHere(typed)
              ? { fixes: [{ title: `Write \`${wider}\``, safe: false, edits: [{ span, text: wider }] }] }
              : {}),
          },
        ]
      })
    },
  },
})
