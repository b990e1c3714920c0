import { describe, expect, it } from "vitest"
import { find, rules } from "./pages.ts"

const named = (...names: ReadonlyArray<string>) => rules.filter(({ name }) => names.includes(name))

/** What is found, as `line: code` and the text that it marks. */
const found = (text: string, ...names: ReadonlyArray<string>): ReadonlyArray<string> =>
  find(named(...names))(new Map([["main.pipe", text]])).map(
    ({ code, span }) =>
      `${text.slice(0, span.start).split("\n").length}: ${code} ${text.slice(span.start, span.end)}`,
  )

const pipe = (from: string, columns: string): string => `pipe "orders" {
  from ${from}
  into existing orders { columns { id UInt64, ${columns} } }
}
`

const topic = '{ brokers = "broker.example.com:9092", topics = "orders", format = JSONEachRow }'

describe("What the types of a stream are told of", () => {
  it("is the same for all types of the kind, and nothing of another kind", () => {
    const place = "place Point"
    expect(found(pipe(`msk ${topic}`, place), "kafka/no-unsupported-type")).toContain(
      "3: kafka/no-unsupported-type Point",
    )
    const files = '{ url = "https://orders.s3.amazonaws.com/*.json", format = JSONEachRow }'
    expect(found(pipe(`s3 ${files}`, place), "kafka/no-unsupported-type")).toEqual([])
  })

  it("is at its place in a template, once for all pipes that extend it", () => {
    const text = `template streamed(topic: string) {
  from kafka { brokers = "broker.example.com:9092", topics = arg.topic, format = JSONEachRow }
  into existing orders { columns { id UInt64, place Tuple(x Point, at DateTime('Asia/Tokyo')) } }
}
pipe "orders" extends streamed(topic: "orders") {}
pipe "others" extends streamed(topic: "others") {}
`
    expect(found(text, "kafka/no-unsupported-type", "kafka/use-utc")).toEqual([
      "3: kafka/no-unsupported-type Point",
      "3: kafka/use-utc 'Asia/Tokyo'",
    ])
  })

  it("is nothing of what the engine refuses anyway", () => {
    const text = pipe(`kafka ${topic}`, "place LowCardinality(Point)")
    expect(found(text, "kafka/no-unsupported-type")).toEqual(["3: type-inside Point"])
  })

  it("is nothing of the names that UTC has", () => {
    const zones = ["UTC", "Etc/UTC", "GMT", "Etc/GMT+0", "Zulu", "UCT", "Universal"]
    const columns = zones.map((zone, index) => `c${index} DateTime('${zone}')`).join(", ")
    expect(found(pipe(`kafka ${topic}`, columns), "kafka/use-utc")).toEqual([])
  })

  it("is each member of a variant that is one too many, and none that is there twice", () => {
    const columns = "a Variant(UInt64, String, Int64, UInt64), b Variant(Bool, Float64, Int64)"
    expect(found(pipe(`kafka ${topic}`, columns), "kafka/no-mixed-variant")).toEqual([
      "3: kafka/no-mixed-variant Int64",
    ])
  })
})

describe("A length that is passed over", () => {
  it("is told of wherever a type stands in a type", () => {
    const columns =
      "a Tuple(x String(3), y Int8), b Map(VARCHAR(9), INT(4)), c AggregateFunction(sum, UInt64), d JSON(p.q String(2))"
    expect(found(pipe(`kafka ${topic}`, columns), "no-ignored-argument")).toEqual([
      "3: no-ignored-argument 3",
      "3: no-ignored-argument 9",
      "3: no-ignored-argument 4",
      "3: no-ignored-argument 2",
    ])
  })
})
