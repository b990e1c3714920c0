import { describe, expect, it } from "vitest"
import { find, fixed, rules } from "./pages.ts"

const safety = rules.filter(({ group }) => group === "safety")

/** What is found in a program, as `line: code`. */
const found = (text: string): ReadonlyArray<string> =>
  find(safety)(new Map([["main.pipe", text]])).map(
    ({ code, span }) => `${text.slice(0, span.start).split("\n").length}: ${code}`,
  )

const pipe = (name: string, source: string): string =>
  `pipe "${name}" {\n${source}\n  into existing t { columns { id UInt64 } }\n}\n`

const stream = (region: string): string =>
  `  from kinesis { streamName = "clicks", region = "${region}", format = JSONEachRow, iteratorType = LATEST, authentication = IAM_ROLE, iamRole = "arn:aws:iam::123456789012:role/ingest" }`

const topic = (password: string): string =>
  `  from kafka { brokers = "b.example.com:9092", topics = "t", format = JSONEachRow, authentication = PLAIN, credentials { username = "u", password = ${password} } }`

describe("A region", () => {
  it.each([
    "us-east-1",
    "ap-southeast-6",
    "us-gov-west-1",
    "us-isob-east-1",
    "eusc-de-east-1",
    "mx-central-1",
  ])("%s is one", (region) => expect(found(pipe("p", stream(region)))).toEqual([]))

  it.each(["us-east1", "useast-1", "us-east-1a", "eu-westt-1", "europe-west4"])("%s is none", (region) =>
    expect(found(pipe("p", stream(region)))).toEqual(["2: no-unknown-region"]),
  )
})

describe("A secret", () => {
  const key = ["AKIAQ3EGRUVZ", "KPLMN2X7"].join("")

  it("that stands in a field is found there alone, also where its form is known", () => {
    expect(found(pipe("p", topic(`"${key}"`)))).toEqual(["2: no-literal-secret"])
  })

  it("is found in a pipe that has errors by its form", () => {
    const text = pipe("p", `  from kafka { nothing = "${key}" }`)
    expect(found(text)).toContain("2: no-literal-secret")
  })

  it("that the language refuses where it stands is told of once", () => {
    const source = `  from mongodb {
    uri            = "mongodb://reader:hunter2@a.example.com:27017" // mongodb://reader:hunter2@b.example.com
    readPreference = primary
    credentials { username = "reader", password = secret("P") }
    settings { replicationMode = cdc }
    tables { shop.users -> users }
  }`
    const text = `pipe "p" {\n${source}\n  into analytics.*\n}\n`
    expect(found(text).filter((it) => /secret|login/.test(it))).toEqual([
      "3: login-in-uri",
      "3: no-literal-secret",
    ])
  })

  it("of a target is found", () => {
    const text = `target t {
  organization = env("O")
  service      = env("S")
  keyId        = env("K")
  keySecret    = "kept-in-git"
}
${pipe("p", topic('secret("P")'))}`
    expect(found(text)).toEqual(["5: no-literal-secret"])
    expect(fixed(safety, text).texts.get("main.pipe")).toContain('keySecret    = secret("T_KEY_SECRET")')
  })

  it("that several targets and pipes share is found once, where it is written", () => {
    const target = (name: string) =>
      `target ${name} { organization = env("O"), service = env("S"), params { other = "x" } }\n`
    const text = `param given: string = "kept-in-git"
param other: string
param way: string = param.given
${target("a")}${target("b")}${pipe("p", topic("param.way"))}${pipe("q", topic("param.given"))}`
    expect(found(text)).toEqual(["1: no-literal-secret"])
  })

  it("is named after what it is of, whatever characters that has", () => {
    const name = (pipeName: string): string | undefined =>
      /secret\("(.*)"\)/.exec(
        fixed(safety, pipe(pipeName, topic('"kept-in-git"'))).texts.get("main.pipe")!,
      )?.[1]
    expect(name("orders")).toBe("ORDERS_PASSWORD")
    expect(name("Shop (eu)")).toBe("SHOP_EU_PASSWORD")
    expect(name("7 days")).toBe("PIPE_7_DAYS_PASSWORD")
    expect(name("日")).toBe("PASSWORD")
  })
})
