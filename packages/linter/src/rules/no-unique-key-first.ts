import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import type * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import type { Fix } from "@pipewright/language/Diagnostic"
import { at } from "../internal/places.ts"
import { type Column, hasFew, type Member, sourceOf, tableOf } from "../internal/tables.ts"

const hasMany = ({ name, type }: Column): boolean =>
  !hasFew(type) &&
  (/^(UUID|DateTime64)$/.test(ClickHouseType.base(type).family ?? "") || /^(id|.*_id)$/i.test(name))

/** Members with few values before the others, each group in its order. */
const reordered = (
  subject: LintRule.Subject,
  list: Ir.Value | undefined,
  isFew: (member: Ir.Value) => boolean,
): { readonly fixes?: ReadonlyArray<Fix> } => {
  if (list?._tag !== "List") return {}
  const source = sourceOf(subject, list.origin.file)
  const isHere = [list, ...list.items].every(
    ({ origin }) => LintRule.isWrittenHere(origin) && origin.file === list.origin.file,
  )
  if (source === undefined || !isHere) return {}
  const sorted = [...list.items.filter(isFew), ...list.items.filter((it) => !isFew(it))]
  const edits = list.items.flatMap((it, index) => {
    const { span } = sorted[index]!.origin
    return it === sorted[index]
      ? []
      : [{ span: it.origin.span, text: source.text.slice(span.start, span.end) }]
  })
  return { fixes: [{ title: "Name those with few values first", safe: false, edits }] }
}

export const rule = LintRule.make({
  name: "no-unique-key-first",
  group: "tables",
  severity: "info",
  preset: "strict",
  summary: "Columns with few values come before those with many in a key.",
  link: "https://clickhouse.com/docs/best-practices/choosing-a-primary-key",
  checks: {
    pipe: (pipe, subject) => {
      const { definition, order, primary, columns } = tableOf(pipe, subject)
      const columnOf = ({ column }: Member) => columns.get(column ?? "")
      const [first, ...rest] = order
      const head = first && columnOf(first)
      if (first === undefined || head === undefined || !hasMany(head)) return []
      const few = rest.filter((member) => {
        const column = columnOf(member)
        return column !== undefined && hasFew(column.type)
      })
      if (few[0] === undefined) return []
      const origins = new Set(few.map(({ origin }) => origin))
      return [
        {
          ...at(first),
          message: `\`${head.name}\` has many values, so that what comes after it in the key skips nothing`,
          help: `name \`${few[0].column}\` before it, unless most queries ask for one \`${head.name}\``,
          related: [{ message: "this one has few values", ...at(few[0]) }],
          ...(primary.length > 0
            ? {}
            : reordered(subject, definition?.fields.get("sortingKey"), ({ origin }) => origins.has(origin))),
        },
      ]
    },
  },
})
