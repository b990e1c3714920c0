import { writeFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { type Emulated, emulator, folder, pipewright, start, withTarget } from "./harness.ts"

const [organization, service] = [
  "11111111-1111-4111-8111-111111111111",
  "22222222-2222-4222-8222-222222222222",
]

const pipe = (name: string, source: string) => `pipe "${name}" {
  from s3 { ${source}, format = JSONEachRow }
  into existing ${name} { columns { id UInt64 } }
}
`

const files = (name: string) => pipe(name, `url = "https://public.s3.amazonaws.com/${name}/*.json"`)

const send = async ({ url }: Emulated, method: string, path: string, body?: object) => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(answer.ok).toBe(true)
  return (await answer.json()) as { readonly result?: unknown }
}

const idOf = async (api: Emulated, name: string): Promise<string> => {
  const { result } = await send(
    api,
    "GET",
    `/v1/organizations/${organization}/services/${service}/clickpipes`,
  )
  const found = (result as ReadonlyArray<{ readonly id: string; readonly name: string }>).find(
    (it) => it.name === name,
  )
  return found!.id
}

/** Two pipes that were applied, of which one has failed, one that is declared since, and one that is not ours. */
const scene = async () => {
  const api = await emulator()
  const cwd = withTarget(folder({ "main.pipe": files("clicks") + files("visits") }))
  const run = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env: api.env })
  expect((await run("apply", "--yes")).code).toBe(0)
  const id = await idOf(api, "visits")
  await send(api, "PATCH", `/emulator/pipes/${id}`, { state: "Failed" })
  writeFileSync(`${cwd}/more.pipe`, files("orders"))
  await send(api, "POST", `/v1/organizations/${organization}/services/${service}/clickpipes`, {
    name: "theirs",
    source: { objectStorage: { type: "s3", url: "https://t.s3.amazonaws.com/*", format: "JSONEachRow" } },
    destination: { table: "theirs", managedTable: false, columns: [{ name: "id", type: "UInt64" }] },
    fieldMappings: [{ sourceField: "id", destinationField: "id" }],
  })
  const before = (await api.requests()).length
  const asked = async () => (await api.requests()).slice(before)
  return { api, cwd, run, id, asked }
}

/** What differs from run to run. */
const steady = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, (id) => (id === service ? "SERVICE" : "ID"))
    .replace(/at http:\S+\)/, "at API)")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/just now|\d+ min ago/g, "RECENTLY")

describe("status", () => {
  it("has a line for each pipe, and for one that is not well what to do and where its errors are", async () => {
    const { run, asked, id } = await scene()
    const { code, stdout, stderr } = await run("status")
    expect([code, stderr]).toEqual([0, ""])
    expect(steady(stdout)).toBe(`Target test (service SERVICE at API)

  clicks  s3  Completed  RECENTLY  every file has been read; nothing is left to do

  visits  s3  Failed     RECENTLY  it came to an end with an error and can be started again
      main.pipe:5, id ID, updated TIME
      next: read its errors, mend what they name at the source or in the program, then start it
        pipewright start visits
      errors:
        SELECT * FROM clusterAllReplicas('default', system.clickpipes_log) WHERE position(formatRow('JSONEachRow', *), 'ID') > 0 ORDER BY event_time DESC LIMIT 20
      rows that could not be written:
        SELECT * FROM \`default\`.\`visits_clickpipes_error\` LIMIT 20

  orders  s3  -                    it is declared and not there yet
      more.pipe:1
      next: apply, which makes it
        pipewright apply

3 pipes: 1 well, 1 not well, 1 not there.
`)
    expect(await asked()).toEqual(["GET 200"])
    const json = await run("status", "--only", "vi*", "--format", "json")
    expect(json.code).toBe(0)
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      target: "test",
      summary: { well: 0, moving: 0, resting: 0, ill: 1, missing: 0 },
      pipes: [
        {
          name: "visits",
          id,
          state: "Failed",
          condition: "ill",
          commands: ["pipewright start visits"],
          declared: "main.pipe:5",
          ours: true,
          errors: { where: "tables", log: expect.stringContaining(id) },
        },
      ],
    })
  })

  it("prints a line for each change where somebody watches and nobody draws, until Ctrl-C", async () => {
    const { cwd, api } = await scene()
    const watched = async (...args: ReadonlyArray<string>) => {
      const child = start(["status", "--watch", ...args], { cwd, env: api.env })
      await child.says("it is declared and not there yet", "stdout")
      child.signal("SIGINT")
      const { code, stdout } = await child.ended
      return [code, stdout.split("\n").slice(0, 3)] as const
    }
    const [code, lines] = await watched()
    expect([code, lines.map(steady)]).toEqual([
      130,
      [
        "TIME clicks: Completed, every file has been read; nothing is left to do",
        "TIME visits: Failed, it came to an end with an error and can be started again",
        "TIME orders: not there, it is declared and not there yet",
      ],
    ])
    const [stopped, objects] = await watched("--format", "json")
    expect([stopped, objects.map((it): unknown => JSON.parse(it))]).toMatchObject([
      130,
      [
        { version: 1, from: null, pipe: { name: "clicks", state: "Completed" } },
        { version: 1, from: null, pipe: { name: "visits", state: "Failed" } },
        { version: 1, from: null, pipe: { name: "orders", state: null } },
      ],
    ])
  })

  it("says that the service sleeps, leaves it asleep, and takes a time only where it watches", async () => {
    const { api, run } = await scene()
    await send(api, "POST", `/emulator/services/${organization}/${service}`, { state: "idle" })
    const writes = (await api.writes()).length
    const { code, stderr } = await run("status")
    expect([code, stderr]).toEqual([69, expect.stringContaining("the service sleeps")])
    expect(await api.writes()).toHaveLength(writes)
    const timed = await run("status", "--timeout", "5")
    expect([timed.code, timed.stderr]).toEqual([64, expect.stringContaining("help: add --watch")])
  })
})

describe("list", () => {
  it("has everything in the service, and says whose it is", async () => {
    const { run, asked } = await scene()
    const { code, stdout } = await run("list")
    expect(code).toBe(0)
    expect(steady(stdout)).toBe(`Target test (service SERVICE at API)

  clicks  s3  Completed  ID  in the program, ours
  theirs  s3  Completed  ID  not ours
  visits  s3  Failed     ID  in the program, ours

3 pipes, 0 endpoints; 2 of them ours.
`)
    expect(await asked()).toEqual(["GET 200", "GET 200"])
    const json = await run("list", "--format", "json", "--only", "th*")
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      pipes: [{ name: "theirs", type: "s3", state: "Completed", declared: false, ours: false }],
      endpoints: [],
    })
  })
})
