import { execFileSync, spawn } from "node:child_process"
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import {
  emulator,
  executable,
  folder,
  guide,
  inShell,
  leading,
  pipewright,
  secrets,
  withTarget,
} from "./harness.ts"

const empty = { status: 200, requestId: "r", result: [] }

/** An API that answers as a test says. */
const api = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    ...secrets,
    CLICKHOUSE_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    KEY_ID: "key",
    KEY_SECRET: "canary-key",
  }
}

const json = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { "content-type": "application/json" })
  response.end(JSON.stringify(body))
}

const onePipe = () => {
  const cwd = withTarget(folder())
  writeFileSync(
    join(cwd, "a.pipe"),
    `pipe "clicks" {
  from kinesis {
    format         = JSONEachRow
    streamName     = "clicks"
    region         = "us-east-1"
    iteratorType   = LATEST
    authentication = IAM_USER
    accessKey { accessKeyId = "A", secretKey = secret("AWS_SECRET_KEY") }
  }
  into clicks {
    engine = Null
    columns { id UInt64 }
  }
}
`,
  )
  writeFileSync(join(cwd, "pipewright.json"), '{ "waitSeconds": 2 }')
  return cwd
}

describe("an API in trouble", () => {
  it("that creates a pipe and loses the answer is asked again what is there", async () => {
    let made = false
    const env = await api((request, response) => {
      if (request.method === "POST") {
        made = true
        response.destroy()
      } else {
        const pipe = { id: "1", name: "clicks", state: "Running", source: {}, destination: {} }
        json(response, 200, { ...empty, result: made ? [pipe] : [] })
      }
    })
    const { code, stdout } = await pipewright(["apply", "--yes"], { cwd: onePipe(), env })
    expect(stdout).toContain("  clicks  created, Running")
    expect(code).toBe(0)
  })

  it("that loses the answer and shows no pipe leaves it open whether there is one", async () => {
    const env = await api((request, response) =>
      request.method === "POST" ? response.destroy() : json(response, 200, empty),
    )
    const { code, stdout, stderr } = await pipewright(["apply", "--yes"], { cwd: onePipe(), env })
    expect(code).toBe(69)
    expect(stdout).toContain("perhaps created")
    expect(stderr).toContain("error[api-unavailable]")
  })

  it("that is stopped twice leaves a word of what may be there, and ends with the code of the signal", async () => {
    let asked = () => {}
    const posted = new Promise<void>((resolve) => {
      asked = resolve
    })
    const env = await api((request, response) => {
      if (request.method === "GET") json(response, 200, empty)
      else asked()
    })
    const child = spawn(executable, [...leading, "apply", "--yes", "--format", "json"], {
      cwd: onePipe(),
      env: { PATH: process.env.PATH ?? "", ...env },
    })
    let stderr = ""
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    const ended = new Promise((resolve) => child.once("exit", resolve))
    await posted
    // Two of one kind that come at once are one.
    child.kill("SIGINT")
    child.kill("SIGTERM")
    const code = await ended
    expect([130, 143]).toContain(code)
    expect(JSON.parse(stderr)).toMatchObject({
      version: 1,
      error: { code: code === 143 ? "terminated" : "interrupted", exit: code },
    })
  })

  it("cannot write lines of its own or steer the terminal", async () => {
    const env = await api((_, response) =>
      json(response, 400, {
        status: 400,
        requestId: "r",
        error: "BAD_REQUEST: \u001B[31mboom\nApplied to test: 9 created",
      }),
    )
    const { stderr } = await pipewright(["plan"], { cwd: onePipe(), env })
    expect(stderr).not.toContain("\u001B")
    expect(stderr).toContain("boom Applied")
  })
})

describe("a directory in trouble", () => {
  it("is told in one line with 64: links in a loop, pipes that never end, files that are not text", async () => {
    const cwd = folder()
    symlinkSync("loop", join(cwd, "loop"))
    execFileSync("mkfifo", [join(cwd, "f.pipe")])
    mkdirSync(join(cwd, "bad"))
    writeFileSync(join(cwd, "bad/a.pipe"), Buffer.from([0x70, 0xff, 0xfe]))
    for (const [path, words] of [
      ["loop", "ELOOP"],
      ["f.pipe", "neither a directory nor a .pipe file"],
      ["bad", "is not UTF-8"],
      ["x".repeat(300), "ENAMETOOLONG"],
    ] as const) {
      const { code, stderr } = await pipewright(["check", path], { cwd })
      expect(stderr).toMatch(/^error: .*\n$/)
      expect(stderr).toContain(words)
      expect(code).toBe(64)
    }
  })

  it("that cannot be read is told as the system says it", async (context) => {
    const cwd = folder({ "a.pipe": "" })
    chmodSync(join(cwd, "a.pipe"), 0o000)
    // Nothing is forbidden to root.
    if (process.getuid?.() === 0) context.skip()
    expect((await pipewright(["check"], { cwd })).stderr).toContain("EACCES")
  })

  it("within another is a program of its own where it has a configuration", async () => {
    const cwd = folder({ "a.pipe": "param a: int = 1\n", "pipewright.json": "{}" })
    mkdirSync(join(cwd, "child"))
    writeFileSync(join(cwd, "child/pipewright.json"), "{}")
    writeFileSync(join(cwd, "child/b.pipe"), "oops\n")
    expect((await pipewright(["check"], { cwd })).stdout).toBe("No mistakes found in 1 file\n")
    expect((await pipewright(["check", "child"], { cwd })).code).toBe(1)
  })

  it("does not hide that a named file is passed over", async () => {
    const cwd = folder({ ".h.pipe": "oops\n", "a.pipe": "", "pipewright.json": "{}" })
    const { code, stderr } = await pipewright(["check", ".h.pipe"], { cwd })
    expect(code).toBe(64)
    expect(stderr).toContain("is not part of the program")
  })

  it("with a configuration nested without end is a finding", async () => {
    const cwd = folder({ "a.pipe": "", "pipewright.json": "[".repeat(100_000) })
    const { code, stdout } = await pipewright(["check"], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain("nested too deep")
  })
})

describe("the command line", () => {
  it("ends quietly when nobody reads on", () => {
    const script = `${inShell} build . | true; echo "\${PIPESTATUS[0]}"`
    const out = execFileSync("bash", ["-c", `${script} 2>&1`], { cwd: guide() }).toString()
    expect(out).toBe("0\n")
  })

  it("does not take an unknown option or command for something else", async () => {
    const cwd = guide()
    expect(await pipewright(["plan", "--bogus"], { cwd })).toMatchObject({
      code: 64,
      stderr: "error: plan has no option --bogus\n  help: see `pipewright plan --help`\n",
    })
    expect(await pipewright(["plna", "--help"], { cwd })).toMatchObject({ code: 64 })
    expect(await pipewright(["plan", "--target"], { cwd })).toMatchObject({
      code: 64,
      stderr: "error: --target needs a value\n  help: see `pipewright plan --help`\n",
    })
    for (const args of [
      ["--wait", "foo"],
      [".", "extra"],
      [".", "--bogus"],
    ]) {
      const { code, stderr } = await pipewright(["apply", ...args], { cwd })
      expect([code, stderr]).toEqual([64, expect.stringContaining("  help: see `pipewright apply --help`")])
    }
  })

  it("asks nobody when the answer goes to a machine", async () => {
    const { url: _, ...running } = await emulator()
    const { code, stderr } = await pipewright(["apply", "--format", "json"], {
      cwd: withTarget(guide()),
      env: { ...secrets, ...running.env },
    })
    expect(code).toBe(64)
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "usage" } })
  })

  it("takes both halves of a key from one scheme", async () => {
    const { code, stderr } = await pipewright(["plan"], {
      cwd: onePipe(),
      env: { CLICKHOUSE_CLOUD_API_KEY: "new", KEY_ID: "old", KEY_SECRET: "old" },
    })
    expect(code).toBe(77)
    expect(stderr).toContain("CLICKHOUSE_CLOUD_API_SECRET is not set")
  })

  it("does not take an address of the API beside the local target", async () => {
    const { code, stderr } = await pipewright(
      ["plan", "--target", "local", "--api-url", "http://127.0.0.1:1"],
      {
        cwd: guide(),
      },
    )
    expect(code).toBe(64)
    expect(stderr).toContain("--api-url does not go with --target local")
  })
})
