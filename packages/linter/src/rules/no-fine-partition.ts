import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { byMonth, calledOn, hasFew, partitions } from "../internal/tables.ts"

/** Functions whose answer is another one each day. */
const daily = /^(toDate(32)?|date|toStartOfDay|toYYYYMMDD|toRelativeDayNum)$/i

export const rule = LintRule.make({
  name: "no-fine-partition",
  group: "tables",
  severity: "warning",
  preset: "strict",
  summary: "A table is split into partitions by the month, or by what has few values.",
  link: "https://clickhouse.com/docs/concepts/best-practices/partitioning-keys",
  checks: {
    pipe: (pipe, subject) =>
      partitions(pipe, subject).flatMap((partition) => {
        const { member, type, value } = partition
        const { column } = member
        const call = calledOn(member)
        const family = type === undefined ? undefined : ClickHouseType.base(type).family
        const isDay = /^Date(32)?$/.test(family ?? "")
        const isOpen =
          column !== undefined &&
          !(type !== undefined && hasFew(type)) &&
          (isDay || /^(String|FixedString)$/.test(family ?? "") || /_id$/i.test(column))
        if (!isOpen && !(call !== undefined && daily.test(call.name))) return []
        return [
          {
            ...at(value),
            message: `\`${column ?? call?.name}\` has no end of values, and each makes a partition of its own`,
            help: "partition by the month, as in `toYYYYMM(created_at)`, unless you drop the data by just these partitions",
            ...byMonth(partition, isDay ? column : call?.of),
          },
        ]
      }),
  },
})
