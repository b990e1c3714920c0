import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { type Env, folder, pipewright, withTarget } from "./harness.ts"

/** An API that wants to be left alone for a second, and then has no pipes. */
const busy = async (): Promise<Env> => {
  let calls = 0
  const server = createServer((_, response) => {
    calls += 1
    const body =
      calls === 1 ? { status: 429, error: "TOO_MANY_REQUESTS: slow down" } : { status: 200, result: [] }
    response.writeHead(body.status, { "content-type": "application/json", "retry-after": "1" })
    response.end(JSON.stringify({ ...body, requestId: "r" }))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    CLICKHOUSE_API_URL: `http://127.0.0.1:${port}`,
    KEY_ID: "key",
    KEY_SECRET: "secret",
    NO_COLOR: "1",
  }
}

const plan = async (args: ReadonlyArray<string>, typed?: string) =>
  pipewright(["plan", ...args], {
    cwd: withTarget(folder()),
    env: await busy(),
    ...(typed === undefined ? {} : { typed }),
  })

describe("A wait before a request goes again", () => {
  it("is told of on a terminal, with its reason and its length", async () => {
    const { code, stderr } = await plan([], "")
    expect([code, stderr]).toEqual([0, "\r\u001B[Krate limited, again in 2 s\n"])
  })

  it("is not told of in a pipe, nor to a machine", async () => {
    expect(await plan([])).toMatchObject({ code: 0, stderr: "" })
    expect(await plan(["--format", "json"], "")).toMatchObject({ code: 0, stderr: "" })
  })

  it("is in the log for those who ask for it", async () => {
    const { stderr } = await plan(["--log-level", "info"])
    expect(stderr).toMatch(/^info: once more in 2 s: listPipes was refused with 429: TOO_MANY_REQUESTS/)
  })
})
