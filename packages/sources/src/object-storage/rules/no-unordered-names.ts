import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import { keyOf, patterns } from "../patterns.ts"

/** Words beside a wildcard that tell of a number or of a time. */
const growing =
  /(^|[^a-z])(y|yr|year|yyyy|mon|month|mm|d|dd|day|dt|date|h|hh|hour|min|minute|ts|time|timestamp|week|seq|sequence|no|num|number|part|batch|chunk|offset|version|v)[=_./-]*[*?]/i

const withQueue: ReadonlySet<string> = new Set(["s3", "gcs"])

/** Whether the names that a pattern takes in look as if later ones sort behind earlier ones. */
const mayGrow = (key: string): boolean =>
  !/[*?]/.test(key) || growing.test(key) || /[0-9][-_/.]?[*?]/.test(key) || /\?\?/.test(key)

export const rule = LintRule.make({
  name: "object-storage/no-unordered-names",
  group: "objects",
  severity: "warning",
  preset: "strict",
  summary: "A pipe that waits for files without a queue reads names that grow.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source, type }) => {
      if (Ir.literal(Ir.get(source, "isContinuous")) !== true || source.fields.has("queueUrl")) return []
      return patterns(source).flatMap((given) => {
        const key = keyOf(given)
        if (key === undefined || mayGrow(key)) return []
        return [
          {
            ...at(given.value),
            message:
              "nothing in these names says that a later file sorts behind an earlier one, and one that does not is never read",
            help: withQueue.has(type)
              ? "give files names with a date or a number, or add a `queueUrl` that tells of new ones"
              : "give files names with a date or a number",
          },
        ]
      })
    },
  },
})
