import { createServer, type RequestListener } from "node:http"
import { type AddressInfo, connect, type Server } from "node:net"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import * as Proxied from "../src/proxied.ts"

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server, a proxy that leads to it whatever is asked for, and what was asked for. */
const behindProxy = async (answer: RequestListener) => {
  noProxy("")
  const port = await listening(createServer(answer))
  const asked: Array<string> = []
  const proxy = createServer()
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "")
    const way = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      way.pipe(socket)
      socket.pipe(way)
    })
    for (const end of [way, socket]) end.on("error", () => way.destroy())
  })
  const proxied = Proxied.make(new URL(`http://127.0.0.1:${await listening(proxy)}`))
  onTestFinished(proxied.close)
  return { asked, port, fetch: proxied.fetch }
}

const noProxy = (list: string) => {
  vi.stubEnv("no_proxy", list)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

describe("fetch by a proxy", () => {
  it("sends a request whole and gives its answer", async () => {
    const { fetch, asked } = await behindProxy((request, response) => {
      const parts: Array<Buffer> = []
      request.on("data", (part: Buffer) => parts.push(part))
      request.on("end", () => {
        response.writeHead(201, { "x-method": request.method, "x-type": request.headers["content-type"] })
        response.end(Buffer.concat(parts))
      })
    })
    const body = JSON.stringify({ name: "möwe".repeat(50_000) })
    const answer = await fetch("http://api.test/pipes", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    })
    expect([answer.status, answer.headers.get("x-method"), answer.headers.get("x-type")]).toEqual([
      201,
      "POST",
      "application/json",
    ])
    expect(await answer.text()).toBe(body)
    expect(asked).toEqual(["api.test:80"])
  })

  it("asks the proxy once for requests one after another", async () => {
    const { fetch, asked } = await behindProxy((_, response) => response.end("ok"))
    for (const path of ["one", "two", "three"]) await (await fetch(`http://api.test/${path}`)).text()
    expect(asked).toEqual(["api.test:80"])
  })

  it("gives an answer without a body", async () => {
    const { fetch } = await behindProxy((_, response) => response.writeHead(204).end())
    const answer = await fetch("http://api.test/")
    expect([answer.status, await answer.text()]).toEqual([204, ""])
  })

  it("follows a document that has moved, and no request that has a login", async () => {
    const { fetch, asked } = await behindProxy((request, response) => {
      if (request.headers.host === "new.test") response.end(request.url)
      else response.writeHead(302, { location: "http://new.test/there" }).end("moved")
    })
    expect(await (await fetch("http://old.test/")).text()).toBe("/there")
    expect(asked).toEqual(["old.test:80", "new.test:80"])
    const answer = await fetch("http://old.test/", { headers: { authorization: "Basic x" } })
    expect([answer.status, await answer.text()]).toEqual([302, "moved"])
  })

  it("ends where a document moves for ever", async () => {
    const { fetch } = await behindProxy((_, response) => response.writeHead(301, { location: "/" }).end())
    expect((await fetch("http://api.test/")).status).toBe(301)
  })

  it("is given up when its caller gives up", async () => {
    const giveUp = new AbortController()
    const { fetch } = await behindProxy(() => giveUp.abort())
    await expect(fetch("http://api.test/", { signal: giveUp.signal })).rejects.toThrow("aborted")
  })

  it.each([
    ["127.0.0.1", true],
    ["*", true],
    [".0.0.1", true],
    ["*.0.0.1", true],
    ["other.test, 127.0.0.1", true],
    ["27.0.0.1", false],
    ["127.0.0.1:1", false],
    ["", false],
  ])("goes around the proxy where NO_PROXY is %j: %j", async (list, isDirect) => {
    const { fetch, asked, port } = await behindProxy((_, response) => response.end("ok"))
    noProxy(list)
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("ok")
    expect(asked).toEqual(isDirect ? [] : [`127.0.0.1:${port}`])
  })

  it("goes around the proxy where NO_PROXY has the name and the port", async () => {
    const { fetch, asked, port } = await behindProxy((_, response) => response.end("ok"))
    noProxy(`127.0.0.1:${port}`)
    await (await fetch(`http://127.0.0.1:${port}/`)).text()
    expect(asked).toEqual([])
  })
})
