import * as FutureStart from "../../shared/futureStart.ts"
import { kafka } from "../kafka.ts"

export const rule = FutureStart.rule({
  kind: kafka.name,
  link: "https://kafka.apache.org/37/javadoc/org/apache/kafka/clients/admin/OffsetSpec.html",
  path: ["offset", "timestamp"],
  read: (value) => Date.parse(`${value}Z`),
  means: "no message is that young, so where the pipe starts is left open",
  latest: "strategy = from_latest",
})
