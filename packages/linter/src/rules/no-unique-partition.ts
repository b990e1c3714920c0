import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"
import { byMonth, calledOn, hasFew, partitions } from "../internal/tables.ts"

/** Functions whose answer is another one within hours. */
const finest =
  /^(toStartOf(Nanosecond|Microsecond|Millisecond|Second|Minute|FiveMinutes?|TenMinutes|FifteenMinutes|Hour)|toYYYYMMDDhhmmss|toUnixTimestamp(64\w+)?|toDateTime(32|64)?)$/

export const rule = LintRule.make({
  name: "no-unique-partition",
  group: "tables",
  severity: "warning",
  preset: "recommended",
  summary: "No table is split into partitions by what nearly each row has for itself.",
  link: "https://clickhouse.com/docs/concepts/best-practices/partitioning-keys",
  checks: {
    pipe: (pipe, subject) =>
      partitions(pipe, subject).flatMap((partition) => {
        const { member, type, value } = partition
        const { column } = member
        const call = calledOn(member)
        const family = type === undefined ? undefined : ClickHouseType.base(type).family
        const isMoment = /^DateTime(64)?$/.test(family ?? "")
        const isOwn =
          column !== undefined &&
          !(type !== undefined && hasFew(type)) &&
          (isMoment || family === "UUID" || column.toLowerCase() === "id")
        const isFine = call !== undefined && finest.test(call.name)
        if (!isOwn && !isFine) return []
        return [
          {
            ...at(value),
            message: `\`${column ?? call?.name}\` splits the table into so many parts that inserts slow down and are refused in the end`,
            help: "partition by the month, as in `toYYYYMM(created_at)`, or not at all; what queries skip is decided by `orderBy`",
            ...byMonth(partition, isMoment ? column : call?.of),
          },
        ]
      }),
  },
})
