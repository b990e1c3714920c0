import * as FutureStart from "../../shared/futureStart.ts"
import { kinesis } from "../kinesis.ts"
import { isMilliseconds } from "../moment.ts"

export const rule = FutureStart.rule({
  kind: kinesis.name,
  link: "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html",
  path: ["timestamp"],
  // What is taken for milliseconds is told of by a rule of its own.
  read: (value) => (typeof value !== "number" || isMilliseconds(value) ? undefined : value * 1000),
  means: "the stream refuses to be read from there",
  latest: "iteratorType = LATEST",
})
