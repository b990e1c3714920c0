import { execFileSync, spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { describe, expect, it, onTestFinished } from "vitest"
import { type Env, emulator, executable, folder, leading, pipewright } from "./harness.ts"

/** An emulator on a free port whose output is a pipe, until the test ends. */
const start = (args: ReadonlyArray<string>, { cwd, env }: { readonly cwd: string; readonly env?: Env }) => {
  const child = spawn(executable, [...leading, "emulator", "--port", "0", ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve))
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    pid: child.pid,
    /** The next lines that it prints. */
    lines: async (count: number): Promise<ReadonlyArray<string>> => {
      const lines: Array<string> = []
      while (lines.length < count) {
        const { value, done } = await output.next()
        if (done) throw new Error("the emulator ended")
        lines.push(value)
      }
      return lines
    },
    stop: (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal)
      return exited
    },
  }
}

describe("the emulator as a command", () => {
  it("makes requests go wrong from the start as a file says", async () => {
    const cwd = folder({ "faults.json": '[{ "effect": { "fail": { "status": 503, "when": "before" } } }]' })
    const { url } = await emulator(["--faults", `${cwd}/faults.json`])
    expect((await fetch(`${url}/v1/organizations/o/services/s`)).status).toBe(503)
  })

  it("does not start with a file of faults that makes no sense, and says why without what is in it", async () => {
    const cwd = folder({ "odd.json": '[{ "effect": { "drop": "canary" } }]', "none.json": "canary" })
    for (const [file, words] of [
      ["odd.json", '--faults odd.json: [0].effect.drop: expected "before" or "after"'],
      ["none.json", "--faults none.json: it holds no JSON"],
      ["absent.json", "--faults absent.json: it cannot be read"],
    ] as const) {
      const { code, stderr } = await pipewright(["emulator", "--port", "0", "--faults", file], { cwd })
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("canary")
      expect(code).toBe(64)
    }
  })

  it("has a file as long as it listens, with the environment that a shell needs", async () => {
    const cwd = folder({ ready: "left by another" })
    const ready = join(cwd, "ready")
    const child = start(["--ready-file", "ready"], { cwd, env: { PIPEWRIGHT_EMULATOR_SECRET: "canary" } })
    const lines = await child.lines(5)
    expect(readFileSync(ready, "utf8")).toBe(`${lines.join("\n")}\n`)
    expect(lines.join("\n")).not.toContain("canary")
    const shown = execFileSync(
      "sh",
      [
        "-c",
        '. ./ready; echo "$CLICKHOUSE_CLOUD_API_KEY:$CLICKHOUSE_CLOUD_API_SECRET $CLICKHOUSE_API_URL $CLICKHOUSE_ORG_ID $CLICKHOUSE_SERVICE_ID"',
      ],
      { cwd, encoding: "utf8", env: { PATH: process.env.PATH ?? "", PIPEWRIGHT_EMULATOR_SECRET: "canary" } },
    )
    const [key, url, organization, service] = shown.trim().split(" ")
    expect(key).toBe("local:canary")
    const path = `${url}/v1/organizations/${organization}/services/${service}/clickpipes`
    const answer = await fetch(path, { headers: { authorization: `Basic ${btoa(key ?? "")}` } })
    expect(answer.status).toBe(200)
    expect(await child.stop("SIGTERM")).toBe(143)
    expect(readdirSync(cwd)).toEqual([])
  })

  it("ends with the exit code of the signal that stopped it, and leaves a folder that is whole", async () => {
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const cwd = folder()
      const child = start(["--data", "data"], { cwd })
      await child.lines(1)
      expect(readdirSync(join(cwd, "data")).sort()).toEqual([
        "pipewright-emulator.lock",
        "pipewright-emulator.log",
      ])
      expect(await child.stop(signal)).toBe(code)
      expect(readdirSync(join(cwd, "data"))).toEqual([])
    }
  })

  it("that finds its port used says so, and what to do", async () => {
    const { url } = await emulator()
    const { port } = new URL(url)
    const cwd = folder()
    const { code, stderr, stdout } = await pipewright(["emulator", "--port", port, "--ready-file", "ready"], {
      cwd,
    })
    expect(stderr).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`)
    expect(stderr).toContain(`something else listens on port ${port}; use --port`)
    expect(stdout).toBe("")
    expect(code).toBe(1)
    expect(readdirSync(cwd)).toEqual([])
  })

  it("that finds its directory used says by whom", async () => {
    const cwd = folder()
    const first = start(["--data", "data"], { cwd })
    await first.lines(1)
    const { code, stderr } = await pipewright(["emulator", "--port", "0", "--data", "data"], { cwd })
    expect(stderr).toContain(`the emulator cannot use data: another emulator uses it, process ${first.pid}`)
    expect(code).toBe(1)
  })

  it("takes the keys of a file as far as they go, and records what they ask", async () => {
    const keys = [
      { id: "all", secret: "canary-all" },
      { id: "reader", secret: "canary-reader", rights: "read-only" },
    ]
    const cwd = folder({ "keys.json": JSON.stringify(keys) })
    const child = start(["--keys", "keys.json", "--record", "requests.jsonl"], { cwd })
    const [line = ""] = await child.lines(5)
    const [, url] = /'(.*)'/.exec(line) ?? []
    const as = async (key: string, method: string) =>
      (
        await fetch(`${url}/v1/organizations/o/services/s/clickpipes/p`, {
          method,
          headers: { authorization: `Basic ${btoa(key)}` },
        })
      ).status
    expect(await as("all:canary-all", "DELETE")).toBe(404)
    expect(await as("reader:canary-reader", "DELETE")).toBe(403)
    expect(await as("reader:canary-reader", "GET")).toBe(404)
    expect(await as("reader:canary-all", "GET")).toBe(401)
    const record = readFileSync(join(cwd, "requests.jsonl"), "utf8")
    const entries = record
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text) as { readonly status: number })
    expect(entries.map(({ status }) => status)).toEqual([404, 403, 404, 401])
    expect(record).not.toContain("canary")
  })

  it("keeps a rate limit that it is given, and takes none that makes no sense", async () => {
    const { url } = await emulator(["--rate-limit", "2/1h"])
    const statuses: Array<number> = []
    for (let nth = 0; nth < 3; nth++) statuses.push((await fetch(`${url}/v1/nowhere`)).status)
    expect(statuses).toEqual([404, 404, 429])
    for (const odd of ["10", "0/10s", "10/0s", "10/10", "x/10s"]) {
      const { code, stderr } = await pipewright(["emulator", "--port", "0", "--rate-limit", odd])
      expect(stderr).toContain(
        `--rate-limit is a number of requests in a time, such as 10/10s or 100/1m, not ${odd}`,
      )
      expect(code).toBe(64)
    }
  })
})
