import * as StreamTypes from "../../shared/streamTypes.ts"
import { kafka } from "../kafka.ts"

export const rule = StreamTypes.noMixedVariant({
  kind: kafka.name,
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/reference",
})
