import * as FutureStart from "../../shared/futureStart.ts"
import { pubsub } from "../pubsub.ts"

export const rule = FutureStart.rule({
  kind: pubsub.name,
  link: "https://cloud.google.com/pubsub/docs/replay-overview",
  path: ["seekTimestamp"],
  read: (value) => Date.parse(String(value)),
  means: "every message until then is taken for read and never comes",
  latest: "seekType = latest",
})
