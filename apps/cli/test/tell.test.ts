import { describe, expect, it } from "vitest"
import { type Emulated, edit, emulator, folder, pipewright, withTarget } from "./harness.ts"
import { lines } from "./outputs.ts"

const program = `pipe "orders" {
  from postgres {
    host     = "db.example.com"
    database = "shop"
    credentials { username = "replicator", password = env("DB_PASSWORD") }
    settings { replicationMode = cdc }
    tables { public.orders -> orders }
  }
  into shop.*
}

pipe "clicks" {
  from kinesis {
    streamName     = "clicks"
    region         = "us-east-1"
    format         = JSONEachRow
    iteratorType   = LATEST
    authentication = IAM_ROLE
    iamRole        = "arn:aws:iam::123456789012:role/reader"
  }
  into existing clicks { columns { id UInt64 } }
  state = running
}
`

const scene = async () => {
  const api = await emulator()
  const cwd = withTarget(folder({ "main.pipe": program }))
  const env = { ...api.env, DB_PASSWORD: "canary-db-password" }
  const run = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env })
  const applied = await run("apply", "--yes")
  expect([applied.code, applied.stderr.includes("error")]).toEqual([0, false])
  const before = (await api.writes()).length
  const sent = async () => (await api.writes()).slice(before)
  return { api, cwd, run, sent }
}

const states = async ({ api }: { readonly api: Emulated }) => {
  const service =
    "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222"
  const answer = await fetch(`${api.url}${service}/clickpipes`, {
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
  })
  const { result } = (await answer.json()) as {
    readonly result: ReadonlyArray<{ readonly name: string; readonly state: string }>
  }
  return Object.fromEntries(result.map(({ name, state }) => [name, state]))
}

describe("stop and start", () => {
  it("do it to the pipes that are named, wait for it, and say what the next apply does", async () => {
    const { api, run, sent } = await scene()
    const stopped = await run("stop", "cl*", "--also", "orders")
    expect(stopped.stdout).toContain("so the next apply starts it again")
    expect(stopped.stdout).toContain("On test: 2 stopped, 0 unchanged.")
    expect([stopped.code, await sent()]).toEqual([0, ["PATCH 200", "PATCH 200"]])
    expect(await states({ api })).toEqual({ orders: "Paused", clicks: "Stopped" })
    expect((await run("plan")).stdout).toContain('state  "stopped" → "running"')
    const started = await run("start", "orders", "--format", "json")
    expect(started.code).toBe(0)
    expect(lines(started.stdout).at(-1)).toMatchObject({
      pipes: [{ name: "orders", action: "start", outcome: "settled", state: "Running" }],
    })
    // What was told to a pipe is not taken for what was applied.
    expect((await run("plan", "--format", "json")).stdout).toContain('"update": 1')
  })

  it("are refused with the way out where a pipe is not there, or nothing has the name", async () => {
    const { cwd, run, sent } = await scene()
    edit(cwd, "main.pipe", 'pipe "clicks"', 'pipe "visits"')
    const unmade = await run("start", "visits")
    expect([unmade.code, unmade.stderr]).toEqual([1, expect.stringContaining("`pipewright apply` makes it")])
    const unknown = await run("stop", "ordres")
    expect([unknown.code, unknown.stderr]).toEqual([64, expect.stringContaining("did you mean `orders`?")])
    expect(await sent()).toEqual([])
  })
})

describe("resync", () => {
  it("shows what it reads again, wants a word for it, and then does it", async () => {
    const { api, cwd, run, sent } = await scene()
    const refused = await run("resync", "orders")
    expect(refused.stdout).toContain("all rows of `public.orders` are read again, into `orders_resync`")
    expect([refused.code, refused.stderr, await sent()]).toEqual([
      1,
      expect.stringContaining("run `resync` with --allow-resnapshot orders"),
      [],
    ])
    const done = await run("resync", "orders", "--allow-resnapshot", "o*")
    expect(done.stdout).toContain("On test: 1 resynced, 0 unchanged.")
    expect([done.code, await sent()]).toEqual([0, ["PATCH 200"]])
    expect(await states({ api })).toMatchObject({ orders: "Running" })
    edit(cwd, "main.pipe", "into shop.*", "into shop.*\n  lifecycle { protect = true }")
    const guarded = await run("resync", "orders", "--allow-resnapshot", "*")
    expect([guarded.code, guarded.stdout]).toEqual([
      1,
      expect.stringContaining("`lifecycle { protect = true }` forbids"),
    ])
    const stream = await run("resync", "clicks", "--allow-resnapshot", "*")
    expect([stream.code, stream.stdout]).toEqual([
      1,
      expect.stringContaining("the service does not read a pipe of this source again"),
    ])
    const both = await run("resync", "*", "--allow-resnapshot", "*")
    expect([both.code, both.stderr]).toEqual([
      1,
      expect.stringContaining("  help: the way out of each stands under it in the plan\n"),
    ])
    expect(await sent()).toEqual(["PATCH 200"])
  })
})
