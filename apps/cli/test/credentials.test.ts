import { writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { folder, pipewright } from "./harness.ts"

/** An API that has no pipes and takes none, and what has come to it: the key as it was sent, and the path. */
const api = async () => {
  const seen: Array<{ readonly key: string; readonly path: string; readonly at: number }> = []
  const server = createServer((request, response) => {
    const [, basic = ""] = (request.headers.authorization ?? "").split(" ")
    seen.push({
      key: Buffer.from(basic, "base64").toString(),
      path: request.url ?? "",
      at: performance.now(),
    })
    const body =
      request.method === "GET" ? { status: 200, result: [] } : { status: 400, error: "BAD_REQUEST: no" }
    response.writeHead(body.status, { "content-type": "application/json" })
    response.end(JSON.stringify({ ...body, requestId: "r" }))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, env: { CLICKHOUSE_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } }
}

const program = (more = "") =>
  folder({
    "targets.pipe": `target test {
  organization = env("CLICKHOUSE_ORG_ID")
  service      = env("CLICKHOUSE_SERVICE_ID")
${more}
}
`,
  })

const path = (organization: string, service: string) =>
  `/v1/organizations/${organization}/services/${service}/clickpipes`

const ids = { CLICKHOUSE_ORG_ID: "o", CLICKHOUSE_SERVICE_ID: "s" }
const key = { CLICKHOUSE_CLOUD_API_KEY: "id", CLICKHOUSE_CLOUD_API_SECRET: "canary-first" }
const guide = { ORG_ID: "o2", SERVICE_ID: "s2", KEY_ID: "id2", KEY_SECRET: "canary-second" }

describe("The key and the ids of a run", () => {
  it("come from the names of the API's guide where those of the tools are not set", async () => {
    const { env, seen } = await api()
    const { code, stderr } = await pipewright(["plan"], { cwd: program(), env: { ...env, ...guide } })
    expect([code, stderr]).toEqual([0, ""])
    expect(seen).toMatchObject([{ key: "id2:canary-second", path: path("o2", "s2") }])
    const built = await pipewright(["build", "--target", "test"], { cwd: program(), env: guide })
    expect([built.code, built.stderr]).toEqual([0, ""])
  })

  it("come from the names of the tools where both are set, with a warning where they differ", async () => {
    const { env, seen } = await api()
    const both = { ...env, ...guide, ...ids, ...key, SERVICE_ID: "s" }
    const human = await pipewright(["plan"], { cwd: program(), env: both })
    expect(seen).toMatchObject([{ key: "id:canary-first", path: path("o", "s") }])
    expect(human.code).toBe(0)
    expect(human.stderr).toBe(
      [
        "CLICKHOUSE_CLOUD_API_KEY and KEY_ID",
        "CLICKHOUSE_CLOUD_API_SECRET and KEY_SECRET",
        "CLICKHOUSE_ORG_ID and ORG_ID",
      ]
        .map((names) => {
          const [first, second] = names.split(" and ")
          return `warning: ${names} are both set and differ; ${first} is used, so unset ${second}\n`
        })
        .join(""),
    )
    const asked = ["plan", "--log-level", "warning", "--format", "json"]
    const machine = await pipewright(asked, { cwd: program(), env: both })
    expect(
      machine.stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).log.level),
    ).toEqual(Array.from({ length: 3 }, () => "warning"))
    const quiet = await pipewright(["plan", "--log-level", "error"], { cwd: program(), env: both })
    expect(quiet.stderr).toBe("")
    const same = { ...both, ...ids, KEY_ID: "id", KEY_SECRET: "canary-first", ORG_ID: "o" }
    expect((await pipewright(["plan"], { cwd: program(), env: same })).stderr).toBe("")
  })

  it("are those of the target where it has a key of its own", async () => {
    const { env, seen } = await api()
    const cwd = program('  keyId = env("PROD_KEY")\n  keySecret = secret("PROD_SECRET")')
    const own = { ...env, ...ids, PROD_KEY: "prod", PROD_SECRET: "canary-prod" }
    const { code, stderr } = await pipewright(["plan"], {
      cwd,
      env: { ...own, ...key, ...guide, ...ids, ORG_ID: "o", SERVICE_ID: "s" },
    })
    expect([code, stderr]).toEqual([0, ""])
    expect(seen).toMatchObject([{ key: "prod:canary-prod", path: path("o", "s") }])
    const missing = await pipewright(["plan"], { cwd, env: { ...env, ...ids, ...key, PROD_KEY: "prod" } })
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('`secret("PROD_SECRET")` cannot be read')
    expect(missing.stderr).toContain("targets.pipe:5:15")
  })

  it("do not show a secret that stands in the text of the target", async () => {
    const cwd = program('  keyId = "id"\n  keySecret = "canary-literal" oops')
    const { stdout, stderr } = await pipewright(["check"], { cwd })
    expect(stdout + stderr).toContain("keySecret = ***")
    expect(stdout + stderr).not.toContain("canary")
  })
})

describe("The rate of a target", () => {
  it("is kept, also with an API on this machine", async () => {
    const { env, seen } = await api()
    const cwd = program("  rate { requests = 1, per = 2s }")
    writeFileSync(
      join(cwd, "clicks.pipe"),
      `pipe "clicks" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into existing clicks { columns { id UInt64 } }
}
`,
    )
    await pipewright(["apply", "--yes"], { cwd, env: { ...env, ...ids, ...key } })
    const [list, create] = seen
    expect(create!.at - list!.at).toBeGreaterThan(1000)
  })
})
