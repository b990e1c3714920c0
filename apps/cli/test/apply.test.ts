import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { emulator, folder, guide, pipewright, secrets, withTarget } from "./harness.ts"
import { lines } from "./outputs.ts"

const apply = (cwd: string, env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) =>
  pipewright(["apply", "--yes", ...args], { cwd, env })

describe("apply tells plainly", () => {
  it("that the key is wrong, with 77", async () => {
    const api = await emulator()
    const env = { ...secrets, ...api.env, CLICKHOUSE_CLOUD_API_SECRET: "another" }
    const { code, stderr } = await apply(withTarget(guide()), env)
    expect(code).toBe(77)
    expect(stderr).toMatch(
      /^error: listPipes was not authorised \(401\): UNAUTHORIZED: .* \(request [0-9a-f-]+\)\n {2}help: check CLICKHOUSE_CLOUD_API_KEY/,
    )
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(await api.writes()).toEqual([])
  })

  it("that there is no key, with 77", async () => {
    const { code, stderr } = await apply(withTarget(guide()), secrets)
    expect(code).toBe(77)
    expect(stderr).toContain("CLICKHOUSE_CLOUD_API_KEY is not set")
  })

  it("that the API cannot be reached, with 69", async () => {
    const api = await emulator()
    await api.stop("SIGTERM")
    const { code, stderr } = await apply(withTarget(guide()), { ...secrets, ...api.env })
    expect(code).toBe(69)
    expect(stderr).toContain(`no usable answer from ${api.url}`)
    expect(stderr).toContain("help: check the network and the address")
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it("which secrets are not set, before anything is sent", async () => {
    const api = await emulator()
    const { KAFKA_PASSWORD: _, MYSQL_PASSWORD: __, ...others } = secrets
    const { code, stderr } = await apply(withTarget(guide()), { ...others, ...api.env, MYSQL_PASSWORD: "" })
    expect(code).toBe(1)
    expect(stderr).toContain("the environment variable KAFKA_PASSWORD is not set\n --> kafka.pipe:9:52")
    expect(stderr).toContain("the environment variable MYSQL_PASSWORD is empty\n --> mysql.pipe:6:55")
    expect(stderr).toContain("help: set KAFKA_PASSWORD in the environment")
    expect(await api.writes()).toEqual([])
  })

  it("that it has to ask and cannot, with 64", async () => {
    const api = await emulator()
    const { code, stderr } = await pipewright(["apply"], {
      cwd: withTarget(guide()),
      env: { ...secrets, ...api.env },
    })
    expect(code).toBe(64)
    expect(stderr).toContain("add --yes")
    expect(await api.writes()).toEqual([])
  })

  it("that no target is given, and offers the local one, with 64", async () => {
    const { code, stderr } = await apply(guide(), secrets)
    expect(code).toBe(64)
    expect(stderr).toContain("--target with `local`")
  })

  it("that a key would go over the network in clear text", async () => {
    const { code, stderr } = await apply(withTarget(guide()), {
      CLICKHOUSE_API_URL: "http://api.example.com",
    })
    expect(code).toBe(64)
    expect(stderr).toContain("use https")
  })
})

describe("apply", () => {
  it("shows a refusal of the API under the line that caused it, and creates the others", async () => {
    // The emulator says that a table of the guide holds rows; the tool cannot know that beforehand.
    const api = await emulator(["--full-table", "default.public_users"])
    const { code, stdout, stderr } = await apply(withTarget(guide()), { ...secrets, ...api.env })
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /error\[request-refused\]: createPipe was refused with 400: BAD_REQUEST: source\.postgres\.tableMappings\[0\]\.targetTable: .*\n --> postgres\.pipe:9:30\n/,
    )
    expect(stdout).toContain("8 created, 0 unchanged, 1 refused.")
  })

  it("keeps every secret out of everything that it prints, and the emulator too", async () => {
    const data = folder()
    const api = await emulator(["--data", data])
    const cwd = withTarget(guide())
    const env = { ...secrets, ...api.env }
    const outputs = [
      await pipewright(["check"], { cwd, env }),
      await pipewright(["build"], { cwd, env }),
      await pipewright(["build", "--format", "json"], { cwd, env }),
      await pipewright(["plan"], { cwd, env }),
      await apply(cwd, env),
      await apply(cwd, env, "--format", "json"),
      await pipewright(["plan", "--format", "json"], { cwd, env }),
      await apply(cwd, { ...env, CLICKHOUSE_CLOUD_API_SECRET: "canary-wrong" }),
      await apply(cwd, { ...env, CLICKHOUSE_API_URL: "http://127.0.0.1:9" }),
    ]
    const journal = await (await fetch(`${api.url}/emulator/requests`)).text()
    const kept = readdirSync(data).map((file) => readFileSync(join(data, file), "utf8"))
    for (const text of [...outputs.flatMap(({ stdout, stderr }) => [stdout, stderr]), journal, ...kept]) {
      expect(text).not.toContain("canary-")
    }
    expect(kept.join("")).toContain("postgres.example.com")
    const revealed = await pipewright(["build", "--reveal"], { cwd, env })
    expect(revealed.stdout.match(/canary-/g)).toHaveLength(9)
  })

  it("prints its end as a JSON object with the state of each pipe", async () => {
    const api = await emulator()
    const { stdout, code } = await apply(withTarget(guide()), { ...secrets, ...api.env }, "--format", "json")
    expect(code).toBe(0)
    const { version, target, pipes } = lines(stdout).at(-1) as unknown as {
      version: number
      target: string
      pipes: ReadonlyArray<{ outcome: string; state: string }>
    }
    expect({ version, target }).toEqual({ version: 1, target: "test" })
    expect(pipes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 9 }, () => "settled"))
  })
})

describe("the emulator", () => {
  it("keeps pipes on disk, so that another one goes on where it stopped", async () => {
    const data = folder()
    const cwd = withTarget(guide())
    const first = await emulator(["--data", data])
    await apply(cwd, { ...secrets, ...first.env })
    expect(await first.stop("SIGTERM")).not.toBeNull()
    const second = await emulator(["--data", data])
    const { stdout } = await pipewright(["plan"], { cwd, env: second.env })
    expect(stdout).toContain("0 to create, 9 unchanged")
  })

  it("lets time stand still with a stepped clock until a request moves it on", async () => {
    const { url } = await emulator(["--clock", "stepped"])
    const json = async (path: string, body?: object) => {
      const response = await fetch(`${url}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return (await response.json()) as {
        readonly now: string
        readonly result: { readonly id: string; readonly state: string }
      }
    }
    const pipes = "/v1/organizations/org/services/svc/clickpipes"
    const files = { type: "s3", format: "CSV", url: "https://example.com/*.csv", isContinuous: true }
    const { id } = (
      await json(pipes, {
        name: "files",
        source: { objectStorage: files },
        destination: {
          table: "t",
          tableDefinition: { engine: { type: "MergeTree" } },
          columns: [{ name: "a", type: "Int8" }],
        },
      })
    ).result
    const before = (await json("/emulator/clock")).now
    expect((await json(`${pipes}/${id}`)).result.state).toBe("Provisioning")
    const after = (await json("/emulator/clock", { advance: "1 hour" })).now
    expect(Date.parse(after) - Date.parse(before)).toBe(3_600_000)
    expect((await json(`${pipes}/${id}`)).result.state).toBe("Running")
  })

  it("refuses more, and answers oddly, when its options say so", async () => {
    const { url } = await emulator([
      ...["--keep-rows", "--no-previews", "--odd-answers", "--weak-role", "reader", "--clock", "stepped"],
    ])
    const create = async (source: object, destination: object = {}) => {
      const response = await fetch(`${url}/v1/organizations/org/services/svc/clickpipes`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
        body: JSON.stringify({
          name: "p",
          source,
          destination: {
            table: "t",
            tableDefinition: { engine: { type: "MergeTree" } },
            columns: [{ name: "a", type: "Int8" }],
            ...destination,
          },
        }),
      })
      return response.text()
    }
    const files = { objectStorage: { type: "s3", format: "CSV", url: "https://example.com/*.csv" } }
    expect(await create(files, { roles: ["reader"] })).toContain("CREATE TABLE and INSERT are needed")
    const topic = {
      pubsub: {
        ...{ format: "Avro", projectId: "project", topic: "t", seekType: "latest" },
        ...{ authentication: "SERVICE_ACCOUNT", serviceAccountKey: { serviceAccountFile: "e30=" } },
      },
    }
    expect(await create(topic)).toContain("limited preview")
    expect(await create(files)).toContain("MergeTree() ")
    await fetch(`${url}/emulator/clock`, { method: "POST", body: JSON.stringify({ advance: "1 hour" }) })
    expect(await create(files)).toContain("the table exists and is not empty")
  })

  it("takes a factor as its pace, and nothing else", async () => {
    const { code, stderr } = await pipewright(["emulator", "--pace", "soon"], { cwd: folder(), env: {} })
    expect(stderr).toContain("--pace is a number from 0 to 1000, not soon")
    expect(code).toBe(64)
  })

  it("listens on the loopback address only, unless told otherwise", async () => {
    const { url } = await emulator()
    expect(new URL(url).hostname).toBe("127.0.0.1")
  })
})
