/** Pipes that were made by the API alone, and a program that takes them over. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Amend from "@pipewright/core/Amend"
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ir from "@pipewright/core/Ir"
import * as Plan from "@pipewright/core/Plan"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { type Emulated, edit, emulator, folder, pipewright, withTarget } from "./harness.ts"

const organization = "11111111-1111-4111-8111-111111111111"
const service = { organizationId: organization, serviceId: "22222222-2222-4222-8222-222222222222" }
const base = `/v1/organizations/${organization}/services/${service.serviceId}`

const call = async (api: Emulated, method: string, path: string, body: object): Promise<string> => {
  const answer = await fetch(`${api.url}${base}${path}`, {
    method,
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return (JSON.parse(text) as { readonly result?: { readonly id: string } }).result?.id ?? ""
}

const pipesOf = (text: string): ReadonlyArray<Ir.Pipe> =>
  Bind.bind([Parser.parse(Source.make("main.pipe", text)).file], catalog).program.pipes

const bodyOf = (pipe: Ir.Pipe): object => {
  const { body } = Compile.create(pipe, service)
  const values = Evaluate.deferred(body).map(
    (it) =>
      [
        it,
        Redacted.make(it.reader._tag === "File" ? "-----BEGIN CERTIFICATE-----\nx\n" : "canary-value"),
      ] as const,
  )
  return Evaluate.reveal(body, new Map(values))
}

const create = (api: Emulated, pipe: Ir.Pipe): Promise<string> =>
  call(api, "POST", "/clickpipes", bodyOf(pipe))

const endpoint = {
  description: "The orders network",
  type: "MSK_MULTI_VPC",
  mskClusterArn: "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0000",
  mskAuthentication: "SASL_IAM",
}

interface Report {
  readonly files: ReadonlyArray<{ readonly file: string; readonly pipes: ReadonlyArray<string> }>
  readonly asked: ReadonlyArray<{ readonly reader: string; readonly name: string }>
  readonly left: ReadonlyArray<{ readonly name: string; readonly why: string; readonly detail?: string }>
  readonly adopted: ReadonlyArray<string>
}

interface Planned {
  readonly summary: Readonly<Record<string, number>>
  readonly pipes: ReadonlyArray<{ readonly name: string; readonly differences: ReadonlyArray<unknown> }>
}

/** A program with a target and nothing else. */
const program = (api: Emulated) => {
  const cwd = withTarget(folder())
  const run = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env: api.env })
  const json = async <A>(...args: ReadonlyArray<string>): Promise<A> => {
    const { stdout, stderr } = await run(...args, "--format", "json")
    if (stdout === "") throw new Error(stderr)
    return JSON.parse(stdout) as A
  }
  const text = (file: string) => readFileSync(join(cwd, file), "utf8")
  return { api, cwd, run, json, text }
}

const sources = fileURLToPath(new URL("../../../packages/sources/src/", import.meta.url))

/** The pipes of every case of every kind, under names that say where they are from. */
const all = readdirSync(sources)
  .filter((kind) => existsSync(join(sources, kind, "cases")))
  .flatMap((kind) =>
    readdirSync(join(sources, kind, "cases"))
      .filter((name) => name !== "mistakes")
      .flatMap((name) =>
        pipesOf(readFileSync(join(sources, kind, "cases", name, "main.pipe"), "utf8")).map((pipe) => ({
          ...pipe,
          name: `${kind} ${name} ${pipe.name}`,
        })),
      ),
  )

describe.each([
  ["as documented", []],
  ["in odd spellings", ["--odd-answers"]],
])("a service that answers %s, with the pipes of every case of every kind,", (_, options) => {
  it("is pulled as a program that is right, that plans to adopt, and that plans nothing once it has", async () => {
    const api = await emulator(options)
    for (const pipe of all) await create(api, pipe)
    await call(api, "POST", "/clickpipesReversePrivateEndpoints", endpoint)
    const { cwd, run, json, text } = program(api)
    const first = await json<Report>("pull")
    expect(first.left).toEqual([])
    expect(first.files.flatMap(({ pipes }) => pipes).sort()).toEqual(all.map(({ name }) => name).sort())
    expect(text("targets.pipe")).toContain(
      "  cdcScaling { replicaCpuMillicores = 2000m, replicaMemoryGb = 8GiB }",
    )
    expect((await run("check")).stdout).toMatch(/^No mistakes found/)

    const environment = first.asked.flatMap(({ reader, name }) => (reader === "env" ? [[name, "x"]] : []))
    const env = { ...api.env, ...Object.fromEntries(environment) }
    const plan = async () =>
      JSON.parse((await pipewright(["plan", "--format", "json"], { cwd, env })).stdout) as Planned
    const before = await plan()
    expect(before.pipes.filter(({ differences }) => differences.length > 0)).toEqual([])
    expect(before.summary).toMatchObject({ adopt: all.length + 1, keep: 1, others: 0 })
    const { adopt, keep, ...others } = before.summary
    expect(Object.values(others).every((count) => count === 0)).toBe(true)

    const writes = (await api.writes()).length
    const second = await pipewright(["pull", "--adopt"], { cwd, env })
    expect([second.stderr, second.code]).toEqual(["", 0])
    expect((await plan()).summary).toMatchObject({ adopt: 0, keep: all.length + 2 })
    expect((await api.writes()).length).toBe(writes)
    const texts = readdirSync(cwd)
      .filter((it) => it.endsWith(".pipe"))
      .map(text)
    expect(texts.join("")).not.toContain("canary-value")
  })
})

const kafka = (name: string, more = "") => `pipe "${name}" {
  ${more}
  from kafka {
    brokers = ["broker-1.example.com:9092"], topics = ["${name}"], format = JSONEachRow, authentication = PLAIN
    credentials { username = "u", password = "p" }
  }
  into ${name.replace(/\W/g, "_")} { engine = MergeTree, columns { id UInt64 } }
}
`

const shop = `pipe "shop" {
  from postgres {
    host = "db.example.com", port = 5432, database = "shop"
    credentials { username = "u", password = "p" }
    settings { replicationMode = cdc, syncIntervalSeconds = 60 }
    tables { public.users -> users, public.orders -> orders, public.items -> items }
  }
  into analytics.*
}
`

interface Mapped {
  readonly postgres: { readonly tableMappings: ReadonlyArray<JsonObject> }
}

describe("what a pull writes", () => {
  it("says once where several pipes read from, and names the endpoint that they go through", async () => {
    const api = await emulator()
    const id = await call(api, "POST", "/clickpipesReversePrivateEndpoints", endpoint)
    for (const pipe of pipesOf(kafka("orders eu") + kafka("orders us", "state = stopped"))) {
      const body = bodyOf(pipe) as { readonly source: { readonly kafka: object } }
      const source = { kafka: { ...body.source.kafka, reversePrivateEndpointIds: [id] } }
      const made = await call(api, "POST", "/clickpipes", { ...body, source })
      if (pipe.state !== undefined) await call(api, "PATCH", `/clickpipes/${made}/state`, { command: "stop" })
    }
    const { cwd, run, text } = program(api)
    const { stdout, code } = await run("pull")
    expect(code).toBe(0)
    expect(stdout).toBe(`wrote endpoints.pipe     1 endpoint
wrote orders-kafka.pipe  2 pipes

The API does not tell these. Set each as a variable of the environment, or as the configuration says:
  secret ORDERS_KAFKA_USERNAME  for orders_kafka.credentials.username
  secret ORDERS_KAFKA_PASSWORD  for orders_kafka.credentials.password

Next: pipewright plan --target test
`)
    expect(readdirSync(cwd).sort()).toEqual(["endpoints.pipe", "orders-kafka.pipe", "targets.pipe"])
    expect(text("endpoints.pipe")).toBe(`endpoint the_orders_network: MSK_MULTI_VPC {
  description       = "The orders network"
  mskClusterArn     = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0000"
  mskAuthentication = SASL_IAM
}
`)
    expect(
      text("orders-kafka.pipe"),
    ).toBe(`/// The API tells no login. These pipes read from the same place, so that they are taken to
/// share one; one with a login of its own says so in its \`from\`.
connection orders_kafka: kafka {
  brokers        = ["broker-1.example.com:9092"]
  authentication = PLAIN
  credentials {
    username = secret("ORDERS_KAFKA_USERNAME")
    password = secret("ORDERS_KAFKA_PASSWORD")
  }
  reversePrivateEndpointIds = [endpoint.the_orders_network.id]
}

/// The API does not tell the \`roles\` of its destination: add what there is.
pipe "orders eu" {
  from orders_kafka {
    format = JSONEachRow
    topics = ["orders eu"]
  }
  into orders_eu {
    engine = MergeTree
    columns {
      id UInt64
    }
  }
}

/// The API does not tell the \`roles\` of its destination: add what there is.
pipe "orders us" {
  state = stopped
  from orders_kafka {
    format = JSONEachRow
    topics = ["orders us"]
  }
  into orders_us {
    engine = MergeTree
    columns {
      id UInt64
    }
  }
}
`)
  })

  it("is only what was asked for, for the one target of several, and nothing in a dry run", async () => {
    const api = await emulator()
    for (const pipe of pipesOf(kafka("orders") + shop)) await create(api, pipe)
    const { cwd, run, text } = program(api)
    writeFileSync(join(cwd, "other.pipe"), `target other { organization = "o", service = "s" }\n`)
    writeFileSync(join(cwd, "KAFKA.pipe"), "// Somebody's notes.\n")
    const before = readdirSync(cwd).sort()
    const dry = await run("pull", "--target", "test", "--only", "ord*", "--dry-run")
    expect(dry.stdout).toMatch(/^--- kafka-2.pipe\n\+\+\+ kafka-2.pipe\n@@ -0,0 \+1,\d+ @@\n\+\/\/\/ /)
    expect(readdirSync(cwd).sort()).toEqual(before)
    expect((await run("pull", "--target", "test", "--only", "ord*")).code).toBe(0)
    expect(readdirSync(cwd).sort()).toEqual([...before, "kafka-2.pipe"].sort())
    expect(text("KAFKA.pipe")).toBe("// Somebody's notes.\n")
    expect(text("kafka-2.pipe")).toContain('pipe "orders" {\n  targets = [test]\n')
    expect((await run("pull", "--target", "test", "--only", "ord*")).stdout).toBe(
      "The program has all that is in test already.\n",
    )
  })

  it("leaves out what no program can tell apart, and says so", async () => {
    const api = await emulator()
    for (const pipe of pipesOf(kafka("orders"))) for (const _ of [1, 2]) await create(api, pipe)
    const { cwd, run } = program(api)
    const { stdout, stderr, code } = await run("pull")
    expect([stdout, code]).toEqual(["The program has all that is in test and can be said.\n", 0])
    expect(stderr.split("\n").map((line) => line.replace(/\([-\w]+\)/, "(ID)"))).toEqual([
      ...[1, 2].map(
        () =>
          "left: the pipe `orders` (ID): there are several pipes of this name, and a program tells pipes by their names; rename all but one",
      ),
      "",
    ])
    expect(readdirSync(cwd)).toEqual(["targets.pipe"])
  })
})

/** The same pipe as an author keeps it: commented, in an order and a spelling of their own. */
const kept = `// Whoever changes this tells the shop team.

/// The shop, in step.
pipe "shop" {
    from postgres {   // the primary
    host = "db.example.com"     // moves now and then
    port = 5432
    database = "shop"
    credentials { username = secret("SHOP_USER"), password = secret("SHOP_PASSWORD") }
    settings { replicationMode = cdc, syncIntervalSeconds = 1min }
    tables {
      public.users  -> users     // all of them
      public.orders -> orders
      public.items  -> items
    }
  }
  into analytics.*   // one database
}
`

describe("a pull into a program that has a pipe already", () => {
  const living = async () => {
    const api = await emulator()
    const id = await create(api, pipesOf(shop)[0]!)
    const it = program(api)
    writeFileSync(join(it.cwd, "shop.pipe"), kept)
    const patch = (path: string, body: object) => call(api, "PATCH", `/clickpipes/${id}${path}`, body)
    await it.run("pull", "--adopt")
    return { id, patch, ...it }
  }

  it("changes nothing where nothing differs, down to the last space", async () => {
    const { run, text } = await living()
    expect(text("shop.pipe")).toBe(kept)
    expect((await run("pull")).stdout).toBe("The program has all that is in test already.\n")
    expect((await run("plan")).stdout).toContain("Plan: 0 to create, 2 unchanged.")
  })

  it("does not bring back the shared size that the program gave up", async () => {
    const { cwd, run, text } = await living()
    const size = "  cdcScaling { replicaCpuMillicores = 2000m, replicaMemoryGb = 8GiB }\n"
    edit(cwd, "targets.pipe", size, "")
    expect((await run("pull")).stdout).toBe("The program has all that is in test already.\n")
    expect(text("targets.pipe")).not.toContain("cdcScaling")
  })

  it("changes just what was changed outside, at its place, and keeps comments and layout", async () => {
    const { api, patch, run, text } = await living()
    await patch("/state", { command: "stop" })
    await patch("", {
      source: {
        postgres: {
          host: "db-2.example.com",
          credentials: { username: "u", password: "p" },
          settings: { syncIntervalSeconds: 90 },
          tableMappingsToRemove: [
            { sourceSchemaName: "public", sourceTable: "orders", targetTable: "orders" },
          ],
          tableMappingsToAdd: [
            { sourceSchemaName: "public", sourceTable: "returns", targetTable: "returned goods" },
          ],
        },
      },
    })
    await create(api, pipesOf(kafka("refunds"))[0]!)
    const { stdout, stderr } = await run("pull")
    expect(stderr).toBe("")
    expect(stdout).toContain("wrote kafka.pipe   1 pipe\nchanged shop.pipe  1 pipe\n")
    expect(text("shop.pipe")).toBe(
      kept
        .replace("db.example.com", "db-2.example.com")
        .replace("1min", "90s")
        .replace("      public.orders -> orders\n", "")
        .replace("-> items\n", "-> items\n      public.returns -> `returned goods`\n"),
    )
    const plan = await run("plan")
    expect(plan.stdout).toContain("Plan: 0 to create, 1 to adopt, 2 unchanged.")
    expect((await run("pull", "--adopt")).stdout).toContain("adopted refunds")
  })

  it("takes over another name, remembers it, and says what was deleted", async () => {
    const { api, id, patch, run, text } = await living()
    await patch("", { name: "store" })
    expect((await run("pull", "--adopt")).stdout).toContain("changed shop.pipe  1 pipe\n")
    const renamed = kept.replace('pipe "shop" {', 'pipe "store" {\n  moved from "shop"')
    expect(text("shop.pipe")).toBe(renamed)
    await patch("", { name: "market" })
    expect((await run("pull", "--adopt")).stderr).toBe("")
    expect(text("shop.pipe")).toBe(renamed.replace('"shop"', '"store"').replace('"store" {', '"market" {'))
    await call(api, "DELETE", `/clickpipes/${id}`, {})
    const { stderr, code } = await run("pull")
    expect([stderr, code]).toEqual([
      `left: the pipe \`market\` (${id}): it was deleted in the service; \`apply\` makes it anew, or take it out of the program\n`,
      0,
    ])
  })

  it("leaves what comes through a parameter or was changed on both sides, and what waits to be applied", async () => {
    const { cwd, patch, run, text } = await living()
    edit(cwd, "shop.pipe", "// Whoever", 'param host: string = "db.example.com"\n\n// Whoever')
    edit(cwd, "shop.pipe", 'host = "db.example.com"', "host = param.host")
    edit(cwd, "shop.pipe", "1min", "30s")
    edit(cwd, "shop.pipe", "replicationMode = cdc", "replicationMode = cdc, pullBatchSize = 5000")
    const before = text("shop.pipe")
    await patch("/state", { command: "stop" })
    const settings = { syncIntervalSeconds: 90 }
    const credentials = { username: "u", password: "p" }
    await patch("", { source: { postgres: { host: "db-2.example.com", credentials, settings } } })
    const { stdout, stderr } = await run("pull")
    expect(text("shop.pipe")).toBe(before)
    expect(stdout).toBe("The program has all that is in test and can be said.\n")
    expect(
      stderr,
    ).toBe(`left: \`source.postgres.host\` of the pipe \`shop\`: the service has another value; what is declared comes through a parameter, loop, template or connection and serves others too, so change it by hand
left: \`source.postgres.settings.syncIntervalSeconds\` of the pipe \`shop\`: the service has another value, and the program was changed as well; see \`plan\`
`)
  })

  it("leaves what would change another pipe", async () => {
    const { api, cwd, run, text } = program(await emulator())
    const two = `pipe "orders \${each.r}" for r in ["eu", "us"] {
  from kafka {
    brokers = [
      "broker-1.example.com:9092", // the old one
    ]
    topics  = ["orders"]
    format  = JSONEachRow
    authentication = PLAIN
    credentials { username = secret("U"), password = secret("P") }
  }
  into orders { engine = MergeTree, columns { id UInt64 } }
  scaling { replicas = 1, size = S }
}
`
    for (const pipe of pipesOf(two)) {
      const id = await create(api, pipe)
      if (pipe.name === "orders us")
        await call(api, "PATCH", `/clickpipes/${id}/scaling`, { replicas: 2, replicaCpuMillicores: 250 })
    }
    writeFileSync(join(cwd, "orders.pipe"), two)
    const { stderr } = await run("pull")
    expect(text("orders.pipe")).toBe(two)
    expect(stderr).toContain(
      "left: `scaling.replicas` of the pipe `orders us`: the service has another value",
    )
  })

  const amended = (text: string, live: (postgres: Mapped["postgres"]) => object) => {
    const file = Parser.parse(Source.make("shop.pipe", text)).file
    const [pipe] = Bind.bind([file], catalog).program.pipes
    const body = bodyOf(pipe!) as { readonly source: Mapped }
    const object = { ...body, source: { postgres: live(body.source.postgres) } } as unknown as JsonObject
    const plan = Plan.make({
      pipes: [{ pipe: pipe!, request: Compile.create(pipe!, service) }],
      there: { pipes: [{ id: "1", name: "shop", state: "Running", object }] },
    })
    return Amend.make({
      files: [file],
      catalog,
      target: undefined,
      plan,
      isMeant: () => true,
      cdcScaling: undefined,
    })
  }

  it("leaves what would make the program wrong", () => {
    const twice = { sourceSchemaName: "public", sourceTable: "returns", targetTable: "items" }
    const { files, left } = amended(kept, (it) => ({ ...it, tableMappings: [...it.tableMappings, twice] }))
    expect(files).toEqual([])
    expect(left.map(({ why, detail }) => [why, detail])).toEqual([
      ["by-hand", "source.postgres.tableMappings[public.returns]"],
    ])
  })

  it("leaves a value with a comment in it", () => {
    const columns = (inside: string) =>
      kept.replace("public.items  -> items", `public.items -> items { sortingKeys = [id,${inside} at] }`)
    const live = ({ tableMappings, ...rest }: Mapped["postgres"]) => ({
      ...rest,
      tableMappings: tableMappings.map((row) =>
        row.sortingKeys === undefined ? row : { ...row, sortingKeys: ["at", "id"] },
      ),
    })
    expect(amended(columns(""), live).files.map(({ text }) => text)).toEqual([
      columns("").replace("[id, at]", "[at, id]"),
    ])
    const { files, left } = amended(columns(" // the oldest first\n"), live)
    expect(files).toEqual([])
    expect(left.map(({ why, detail }) => [why, detail])).toEqual([
      ["by-hand", "source.postgres.tableMappings[public.items].sortingKeys"],
    ])
  })
})
