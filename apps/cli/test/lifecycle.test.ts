import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  type Emulated,
  edit,
  emulator,
  folder,
  guide,
  pipewright,
  secrets,
  start,
  withTarget,
} from "./harness.ts"

const service =
  "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222"

/** Four of the pipes of the guide, applied. */
const applied = async () => {
  const api = await emulator()
  const cwd = withTarget(guide())
  for (const file of readdirSync(cwd))
    if (!/^(gcs|kafka|mysql|postgres|targets|pipewright)/.test(file)) rmSync(join(cwd, file))
  const env = { ...secrets, ...api.env }
  const run = (command: string, ...args: ReadonlyArray<string>) =>
    pipewright([command, ...args], { cwd, env })
  const apply = (...args: ReadonlyArray<string>) => run("apply", "--yes", ...args)
  expect((await apply()).code).toBe(0)
  const before = (await api.writes()).length
  const written = async () => (await api.writes()).slice(before)
  return { api, cwd, env, run, apply, written }
}

const call = async (api: Emulated, method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return ((await answer.json()) as { readonly result: unknown }).result
}

const listed = async (api: Emulated) =>
  (await call(api, "GET", `${service}/clickpipes`)) as ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly state: string
    readonly source: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }>

const find = async (api: Emulated, name: string) => (await listed(api)).find((pipe) => pipe.name === name)

describe("an edit", () => {
  it("that needs nothing else is one PATCH, and then the plan is empty", async () => {
    const { api, cwd, run, apply, written } = await applied()
    edit(cwd, "postgres.pipe", "postgres.example.com", "postgres.example.org")
    const plan = await run("plan")
    expect(plan.stdout).toContain(`
  ~ My Postgres CDC ClickPipe  postgres → *  postgres.pipe:2
      source.postgres.host  "postgres.example.com" → "postgres.example.org"  postgres.pipe:4
      steps: patch, wait until it runs

Plan: 0 to create, 1 to change, 3 unchanged.
`)
    const { code, stdout } = await apply()
    expect([code, await written()]).toEqual([0, ["PATCH 200"]])
    expect(stdout).toContain("Applied to test: 0 created, 1 changed, 3 unchanged.")
    expect((await find(api, "My Postgres CDC ClickPipe"))?.source.postgres?.host).toBe("postgres.example.org")
    expect((await run("plan")).stdout).toContain("Plan: 0 to create, 4 unchanged.")
  })

  it("of the tables that a pipe reads stops it, and starts it again", async () => {
    const { api, cwd, run, apply, written } = await applied()
    edit(
      cwd,
      "postgres.pipe",
      "public.users -> public_users",
      "public.users -> public_users\n      public.orders -> orders",
    )
    expect((await run("plan")).stdout).toContain("steps: stop, wait, patch, start, wait until it runs")
    expect((await apply()).code).toBe(0)
    const [stopped, patched, ...started] = await written()
    // The service may have started it by itself by then.
    expect([stopped, patched, started.length]).toEqual(["PATCH 200", "PATCH 200", 1])
    expect((await find(api, "My Postgres CDC ClickPipe"))?.state).toMatch(/^(Running|Snapshot)$/)
    expect((await run("plan")).stdout).toContain("Plan: 0 to create, 4 unchanged.")
  })

  it("of a secret is seen by its hash and sent alone, and the same secret is not", async () => {
    const { cwd, env, run, apply, written } = await applied()
    expect((await apply()).stdout).toContain("4 unchanged")
    expect(await written()).toEqual([])
    const other = { ...env, MYSQL_PASSWORD: "canary-another-password" }
    const plan = await pipewright(["plan"], { cwd, env: other })
    expect(plan.stdout).toContain("source.mysql.credentials.password  (secret) → (another secret)")
    expect((await pipewright(["apply", "--yes"], { cwd, env: other })).code).toBe(0)
    expect(await written()).toEqual(["PATCH 200"])
    const { MYSQL_PASSWORD: _, ...without } = env
    const unread = await pipewright(["plan"], { cwd, env: without })
    expect(unread.stdout).toContain("`source.mysql.credentials.password` could not be read here")
    expect((await run("plan", "--resend-secrets", "My P*")).stdout).toContain("2 to change")
    for (const file of readdirSync(join(cwd, ".pipewright/state")))
      expect(readFileSync(join(cwd, ".pipewright/state", file), "utf8")).not.toContain("canary")
  })

  it("made behind the tool's back is told as that, and set back", async () => {
    const { api, run, apply } = await applied()
    const pipe = await find(api, "My Postgres CDC ClickPipe")
    await call(api, "PATCH", `${service}/clickpipes/${pipe!.id}`, {
      source: { postgres: { host: "elsewhere", credentials: { username: "u", password: "p" } } },
    })
    expect((await run("plan")).stdout).toContain(
      'source.postgres.host  "elsewhere" → "postgres.example.com"  changed outside',
    )
    expect((await apply()).code).toBe(0)
    expect((await find(api, "My Postgres CDC ClickPipe"))?.source.postgres?.host).toBe("postgres.example.com")
  })
})

describe("what is not done unless it is asked for by name", () => {
  it("is replacing a pipe", async () => {
    const { api, cwd, apply, written } = await applied()
    const before = await find(api, "My Kafka ClickPipe")
    edit(cwd, "kafka.pipe", "broker.example.com", "other.example.com")
    const refused = await apply()
    expect([refused.code, await written()]).toEqual([1, []])
    expect(refused.stdout).toContain("  ± My Kafka ClickPipe")
    expect(refused.stderr).toContain(
      "if that is meant, run `apply` with --allow-replace 'My Kafka ClickPipe'",
    )
    const { code, stdout } = await apply("--allow-replace", "My Kafka*")
    expect(stdout).toContain("1 replaced")
    expect([code, await written()]).toEqual([0, ["DELETE 200", "POST 200"]])
    expect((await find(api, "My Kafka ClickPipe"))?.id).not.toBe(before?.id)
  })

  it("is deleting one that is no longer declared, and others are never touched", async () => {
    const { api, cwd, run, apply } = await applied()
    rmSync(join(cwd, "gcs.pipe"))
    const refused = await apply()
    expect(refused.stdout).toContain("  - My GCS ClickPipe")
    expect([refused.code, (await listed(api)).length]).toEqual([1, 4])
    expect((await apply("--allow-delete", "*")).stdout).toContain("1 deleted, 3 unchanged")
    expect(await find(api, "My GCS ClickPipe")).toBeUndefined()
    rmSync(join(cwd, ".pipewright"), { recursive: true })
    rmSync(join(cwd, "mysql.pipe"))
    expect((await run("plan")).stdout).toContain("2 to adopt, 0 unchanged, 1 other pipe left alone")
  })

  it("is taking over what is there, also when the state was lost", async () => {
    const { cwd, run, apply, written } = await applied()
    rmSync(join(cwd, ".pipewright"), { recursive: true })
    const plan = await run("plan")
    expect(plan.stdout).toContain("  @ My Postgres CDC ClickPipe")
    expect(plan.stdout).toContain("`source.postgres.credentials.password` cannot be known")
    expect((await apply()).code).toBe(1)
    const adopted = await apply("--adopt", "*")
    expect([adopted.code, await written()]).toEqual([0, []])
    expect(adopted.stdout).toContain("4 adopted")
    expect((await run("plan")).stdout).toContain("Plan: 0 to create, 4 unchanged.")
  })

  it("is anything to a pipe that is protected", async () => {
    const { cwd, apply, written } = await applied()
    edit(cwd, "kafka.pipe", "  from confluent", "  lifecycle { protect = true }\n  from confluent")
    expect((await apply()).code).toBe(0)
    edit(cwd, "kafka.pipe", "broker.example.com", "other.example.com")
    const replacing = await apply("--allow-replace", "*")
    expect([replacing.code, await written()]).toEqual([1, []])
    expect(replacing.stdout).toContain("blocked: it would have to be replaced")
    rmSync(join(cwd, "kafka.pipe"))
    const deleting = await apply("--allow-delete", "*")
    expect([deleting.code, await written()]).toEqual([1, []])
  })
})

describe("names", () => {
  it("that change are a rename with `moved from`", async () => {
    const { api, cwd, apply, written } = await applied()
    const before = await find(api, "My Kafka ClickPipe")
    edit(
      cwd,
      "kafka.pipe",
      'pipe "My Kafka ClickPipe" {',
      'pipe "orders" {\n  moved from "My Kafka ClickPipe"',
    )
    const { code, stdout } = await apply()
    expect(stdout).toContain("  > My Kafka ClickPipe → orders")
    expect([code, await written()]).toEqual([0, ["PATCH 200"]])
    expect((await find(api, "orders"))?.id).toBe(before?.id)
    expect((await apply()).stdout).toContain("4 unchanged")
  })

  it("that two live pipes have are told with their ids, and nothing is done", async () => {
    const { api, cwd, apply, written } = await applied()
    const [one, other] = [await find(api, "My GCS ClickPipe"), await find(api, "My Kafka ClickPipe")]
    rmSync(join(cwd, ".pipewright"), { recursive: true })
    await call(api, "PATCH", `${service}/clickpipes/${other!.id}`, { name: "My GCS ClickPipe" })
    const before = (await written()).length
    const refused = await apply("--adopt", "*")
    expect([refused.code, (await written()).length]).toEqual([1, before])
    for (const { id } of [one!, other!]) expect(refused.stdout).toContain(id)
    expect(refused.stdout).toContain("2 pipes of the service have this name")
  })
})

describe("a plan that is kept", () => {
  it("is carried out as it was seen, with what was asked for then", async () => {
    const { cwd, run, written } = await applied()
    edit(cwd, "kafka.pipe", "broker.example.com", "other.example.com")
    expect((await run("plan", "--allow-replace", "*", "--out", "a.plan")).code).toBe(0)
    expect(readFileSync(join(cwd, "a.plan"), "utf8")).not.toContain("canary")
    writeFileSync(
      join(cwd, "kafka.pipe"),
      `// A comment says nothing.\n${readFileSync(join(cwd, "kafka.pipe"), "utf8")}`,
    )
    const beside = await run("apply", "--yes", "--plan", "a.plan", "--adopt", "*")
    expect([beside.code, await written()]).toEqual([64, []])
    const done = await run("apply", "--yes", "--plan", "a.plan")
    expect([done.code, await written()]).toEqual([0, ["DELETE 200", "POST 200"]])
    const again = await run("apply", "--yes", "--plan", "a.plan")
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("the plan is out of date: id of")])
  })

  it("is refused when a live value has moved, with the field and both values", async () => {
    const { api, cwd, run, written } = await applied()
    edit(cwd, "postgres.pipe", "5432", "5433")
    expect((await run("plan", "--out", "a.plan")).code).toBe(0)
    const pipe = await find(api, "My Postgres CDC ClickPipe")
    await call(api, "PATCH", `${service}/clickpipes/${pipe!.id}`, {
      source: { postgres: { host: "elsewhere", credentials: { username: "u", password: "p" } } },
    })
    const moved = await run("apply", "--yes", "--plan", "a.plan")
    expect([moved.code, await written()]).toEqual([1, ["PATCH 200"]])
    expect(moved.stderr).toContain(
      'source.postgres.host of `My Postgres CDC ClickPipe` moved from "postgres.example.com" to "elsewhere"',
    )
  })

  it("is refused when the program means something else, when it was changed, and when it is none", async () => {
    const { cwd, run, written } = await applied()
    expect((await run("plan", "--out", "a.plan")).code).toBe(0)
    edit(cwd, "postgres.pipe", "5432", "5433")
    expect((await run("apply", "--yes", "--plan", "a.plan")).stderr).toContain(
      "the program says something else",
    )
    const text = readFileSync(join(cwd, "a.plan"), "utf8")
    writeFileSync(join(cwd, "a.plan"), text.replace("5432", "5431"))
    expect((await run("apply", "--yes", "--plan", "a.plan")).stderr).toContain(
      "a.plan is no plan, or was changed",
    )
    expect((await run("apply", "--yes", "--plan", "none")).code).toBe(64)
    expect(await written()).toEqual([])
  })
})

describe("Ctrl-C", () => {
  it("lets what is on its way come to its end, and the next run goes on", async () => {
    const api = await emulator()
    const cwd = withTarget(guide())
    const env = { ...secrets, ...api.env }
    await fetch(`${api.url}/emulator/faults`, {
      method: "PUT",
      body: JSON.stringify([{ operation: "create", effect: { delay: 700 } }]),
    })
    const child = start(["apply", "--yes"], { cwd, env })
    await child.says("create done")
    child.signal("SIGINT")
    const { code, stdout, stderr } = await child.ended
    expect(code).toBe(130)
    expect(stderr).toContain("finishing what is on its way; Ctrl-C again stops at once")
    expect(stdout).toContain("not tried, since the run was stopped")
    const created = (await listed(api)).length
    expect(created).toBeGreaterThan(0)
    expect(created).toBeLessThan(9)
    const next = await pipewright(["apply", "--yes"], { cwd, env })
    expect([next.code, next.stdout]).toEqual([
      0,
      expect.stringContaining(`${9 - created} created, ${created} unchanged`),
    ])
    expect(await listed(api)).toHaveLength(9)
  })
})

describe("destroy", () => {
  it("deletes what apply made, once that is allowed, and nothing else", async () => {
    const { api, cwd, run, written } = await applied()
    await call(api, "POST", `${service}/clickpipes`, {
      name: "by hand",
      source: {
        kinesis: {
          format: "JSONEachRow",
          streamName: "s",
          region: "us-east-1",
          iteratorType: "LATEST",
          authentication: "IAM_ROLE",
          iamRole: "arn:aws:iam::123456789012:role/r",
        },
      },
      destination: {
        database: "default",
        table: "hand",
        managedTable: false,
        columns: [{ name: "a", type: "Int8" }],
      },
    })
    const refused = await run("destroy", "--yes")
    expect([refused.code, await written()]).toEqual([1, ["POST 200"]])
    const done = await run("destroy", "--yes", "--allow-delete", "*")
    expect(done.stdout).toContain("4 deleted")
    expect(done.code).toBe(0)
    expect((await listed(api)).map(({ name }) => name)).toEqual(["by hand"])
    expect((await run("destroy", "--yes")).stdout).toContain("0 created, 0 unchanged")
    expect(existsSync(join(cwd, ".pipewright/state/test.json"))).toBe(true)
  })

  it("leaves a pipe alone that was protected since it was applied, also under another name", async () => {
    const { cwd, run, written } = await applied()
    const protect = 'pipe "renamed" {\n  moved from "My Kafka ClickPipe"\n  lifecycle { protect = true }'
    edit(cwd, "kafka.pipe", 'pipe "My Kafka ClickPipe" {', protect)
    const { code, stderr } = await run("destroy", "--yes", "--allow-delete", "*", "--format", "json")
    expect([code, await written()]).toEqual([1, []])
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "blocked", pipes: ["renamed"] } })
  })
})

describe("a lock", () => {
  it("of a run elsewhere is told with its owner, and unlock takes it away", async () => {
    const { cwd, run, apply, written } = await applied()
    const files = readdirSync(join(cwd, ".pipewright/state"))
    writeFileSync(
      join(cwd, ".pipewright/state", "test.lock"),
      JSON.stringify({
        name: "ana",
        host: "elsewhere",
        pid: 7,
        startedAt: "2026-01-01T00:00:00.000Z",
        id: "11111111-1111-4111-8111-111111111111",
      }),
    )
    expect(files).not.toContain("test.lock")
    edit(cwd, "postgres.pipe", "postgres.example.com", "postgres.example.org")
    const refused = await apply()
    expect([refused.code, await written()]).toEqual([75, []])
    expect(refused.stderr).toMatch(/is locked by ana on elsewhere, process 7, for /)
    expect((await run("plan")).code).toBe(0)
    expect((await run("unlock")).code).toBe(64)
    expect((await run("unlock", "--yes")).stdout).toContain("the lock was that of ana on elsewhere")
    expect((await run("unlock", "--yes")).stdout).toContain("Nobody has a lock")
    expect((await apply()).code).toBe(0)
  })

  it("is taken away also where the program has mistakes", async () => {
    const cwd = withTarget(folder({ "half.pipe": 'pipe "half" {' }))
    const { code, stdout } = await pipewright(["unlock", "--yes"], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining("Nobody has a lock")])
  })

  it("that cannot be read is told as that, and unlock takes it away too", async () => {
    const { cwd, run, apply, written } = await applied()
    writeFileSync(join(cwd, ".pipewright/state", "test.lock"), "{")
    edit(cwd, "postgres.pipe", "postgres.example.com", "postgres.example.org")
    const refused = await apply()
    expect([refused.code, await written()]).toEqual([1, []])
    expect(refused.stderr).toMatch(
      /error: the lock in \S+test\.lock cannot be read\n {2}help: .*`pipewright unlock`/,
    )
    expect(JSON.parse((await run("unlock", "--yes", "--format", "json")).stdout)).toMatchObject({
      unlocked: true,
    })
    expect(JSON.parse((await run("unlock", "--yes", "--format", "json")).stdout)).toMatchObject({
      unlocked: false,
    })
    expect((await apply()).code).toBe(0)
  })
})
