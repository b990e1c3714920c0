import * as StreamTypes from "../../shared/streamTypes.ts"
import { kinesis } from "../kinesis.ts"

export const rule = StreamTypes.noDeepNesting({
  kind: kinesis.name,
  link: "https://clickhouse.com/docs/integrations/clickpipes/kinesis",
})
