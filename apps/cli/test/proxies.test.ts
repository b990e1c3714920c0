import { readFileSync } from "node:fs"
import { createServer as createProxy, type RequestListener } from "node:http"
import { createServer } from "node:https"
import { type AddressInfo, connect, type Server } from "node:net"
import { fileURLToPath } from "node:url"
import { describe, expect, it, onTestFinished } from "vitest"
import { type Env, folder, pipewright } from "./harness.ts"

/** A certificate for `api.example.test` and its key. It vouches for itself, and nobody else does. */
const certificate = fileURLToPath(new URL("tls/api.pem", import.meta.url))
const privateKey = fileURLToPath(new URL("tls/api.key.pem", import.meta.url))

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** An API by https that has no pipes, and how often it was called. */
const api = async () => {
  const seen: Array<string> = []
  const answer: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.headers.host}`)
    response.writeHead(200, { "content-type": "application/json", connection: "close" })
    response.end(JSON.stringify({ status: 200, requestId: "r", result: [] }))
  }
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(privateKey) }, answer)
  return { seen, port: await listening(server) }
}

/** A proxy that opens a way to `port`, whatever was asked for, and what that was; with a `login` it wants one. */
const proxy = async (port: number, login?: string) => {
  const asked: Array<string> = []
  const server = createProxy((request, response) => {
    asked.push(request.url ?? "")
    response.writeHead(500).end()
  })
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "")
    const given = request.headers["proxy-authorization"]
    if (login !== undefined && given !== `Basic ${btoa(login)}`) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n")
      return
    }
    const way = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      way.pipe(socket)
      socket.pipe(way)
    })
    for (const end of [way, socket]) end.on("error", () => way.destroy())
  })
  return { asked, port: await listening(server) }
}

const program = () =>
  folder({ "targets.pipe": 'target test {\n  organization = "o"\n  service      = "s"\n}\n' })

const plan = (url: string, env: Env) =>
  pipewright(["plan"], {
    cwd: program(),
    env: {
      CLICKHOUSE_API_URL: url,
      CLICKHOUSE_CLOUD_API_KEY: "key",
      CLICKHOUSE_CLOUD_API_SECRET: "canary-api-secret",
      ...env,
    },
  })

const trusted = { NODE_EXTRA_CA_CERTS: certificate }
const url = "https://api.example.test"

describe("The API behind a proxy", () => {
  it.each(["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])("is reached by %s", async (name) => {
    const { seen, port } = await api()
    const way = await proxy(port)
    const { code, stderr } = await plan(url, { ...trusted, [name]: `http://127.0.0.1:${way.port}` })
    expect([code, stderr]).toEqual([0, ""])
    expect(way.asked).toEqual(["api.example.test:443"])
    expect(seen).toEqual(["GET api.example.test"])
  })

  it("is reached with the login of the proxy, which is never shown", async () => {
    const { seen, port } = await api()
    const way = await proxy(port, "user:canary-proxy")
    const by = (login: string) =>
      plan(url, { ...trusted, HTTPS_PROXY: `http://${login}@127.0.0.1:${way.port}` })
    expect((await by("user:canary-proxy")).code).toBe(0)
    expect(seen.length).toBe(1)
    const refused = await by("user:canary-wrong")
    expect(refused.code).toBe(69)
    expect(refused.stderr).toContain("the proxy on the way there answered 407")
    expect(refused.stderr).toContain("check the proxy in HTTPS_PROXY")
    expect(refused.stdout + refused.stderr).not.toContain("canary")
  })

  it.each(["NO_PROXY", "no_proxy"])("is reached directly where %s lists its name", async (name) => {
    const { seen, port } = await api()
    const way = await proxy(port)
    const env = { ...trusted, HTTPS_PROXY: `http://127.0.0.1:${way.port}` }
    const around = await plan(`https://localhost:${port}`, { ...env, [name]: "other.test, localhost" })
    expect([around.code, around.stderr, way.asked, seen.length]).toEqual([0, "", [], 1])
    const through = await plan(`https://localhost:${port}`, { ...env, [name]: "other.test" })
    expect([through.code, way.asked]).toEqual([0, [`localhost:${port}`]])
  })

  it("is not called where the variable is no URL, and the error names the variable", async () => {
    const { code, stderr } = await plan(url, { HTTPS_PROXY: "user:canary-proxy@proxy.test:3128" })
    expect(code).toBe(64)
    expect(stderr).toContain("HTTPS_PROXY is not a URL of http or https")
    expect(stderr).not.toContain("canary")
  })

  it("of this machine is reached directly", async () => {
    const way = await proxy(1)
    const { code, stderr } = await pipewright(["plan", "--target", "local"], {
      cwd: program(),
      env: { HTTP_PROXY: `http://127.0.0.1:${way.port}` },
    })
    expect([code, stderr, way.asked]).toEqual([0, "", []])
  })
})

describe("A document behind a proxy", () => {
  it("is read by it", async () => {
    const { seen, port } = await api()
    const way = await proxy(port)
    const { code } = await pipewright(["spec", "check", `${url}/openapi.json`], {
      env: { ...trusted, HTTPS_PROXY: `http://127.0.0.1:${way.port}` },
    })
    // What is there is no document, and that is said of what was read.
    expect([code, way.asked, seen]).toEqual([64, ["api.example.test:443"], ["GET api.example.test"]])
  })
})

describe("The certificate of the API", () => {
  it("is trusted where its authority is in NODE_EXTRA_CA_CERTS, and not otherwise", async () => {
    const { seen, port } = await api()
    const local = `https://localhost:${port}`
    const refused = await plan(local, {})
    expect(refused.code).toBe(69)
    expect(refused.stderr).toContain("its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)")
    expect(refused.stderr).toContain("set NODE_EXTRA_CA_CERTS")
    expect(seen).toEqual([])
    expect((await plan(local, trusted)).code).toBe(0)
    expect(seen.length).toBe(1)
  })
})
