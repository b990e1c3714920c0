/**
 * `fetch` by a proxy, by means of `node:http`. Not every Node that we support has a `fetch` that knows proxies, and the
 * library that has one is a quarter as large as the whole command.
 */
import * as Http from "node:http"
import * as Https from "node:https"
import type { Socket } from "node:net"
import { type Duplex, Readable } from "node:stream"
import type { ReadableStream } from "node:stream/web"
import * as Tls from "node:tls"
import { goesAround } from "./proxies.ts"

export interface Proxied {
  readonly fetch: typeof globalThis.fetch
  /** Closes the ways that are still open. */
  readonly close: () => void
}

export const make = (proxy: URL): Proxied => {
  const agents = { "http:": new PlainAgent(proxy), "https:": new SecureAgent(proxy) }
  const call = (url: URL, request: Request, body: Buffer | undefined): Promise<Http.IncomingMessage> => {
    const isPlain = url.protocol === "http:"
    return new Promise((resolve, reject) => {
      const options = {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        signal: request.signal,
        ...(goesAround(url) ? {} : { agent: agents[isPlain ? "http:" : "https:"] }),
      }
      const sent = isPlain ? Http.request(url, options, resolve) : Https.request(url, options, resolve)
      sent.once("error", reject).end(body)
    })
  }
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
      let url = new URL(request.url)
      for (let left = redirectLimit; ; left -= 1) {
        const answer = await call(url, request, body)
        const next = left === 0 ? undefined : redirection(answer, url, request)
        if (next === undefined) return responseOf(answer)
        answer.resume()
        url = next
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

const redirectLimit = 20

/** Where a document has gone. A request with a login goes nowhere but to where it was sent. */
const redirection = (
  { statusCode = 0, headers: { location } }: Http.IncomingMessage,
  url: URL,
  { method, headers }: Request,
): URL | undefined =>
  [301, 302, 303, 307, 308].includes(statusCode) &&
  location !== undefined &&
  ["GET", "HEAD"].includes(method) &&
  !headers.has("authorization") &&
  URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined

const withoutBody = [204, 205, 304]

const responseOf = (answer: Http.IncomingMessage): Response => {
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = answer
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
  if (!withoutBody.includes(status)) return new Response(streamOf(answer), { status, statusText, headers })
  answer.resume()
  return new Response(null, { status, statusText, headers })
}

/** The types of Node and those of the web have a stream each, and it is the same. */
const streamOf = (answer: Http.IncomingMessage) =>
  Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>>

/** The agent is told of a connection, or why there is none. */
type Told = (error: Error | null, connection?: Duplex) => void

/** Keeps the ways that it opens, so that a proxy is asked once for many requests. */
class PlainAgent extends Http.Agent {
  private readonly proxy: URL
  constructor(proxy: URL) {
    super({ keepAlive: true })
    this.proxy = proxy
  }
  override createConnection({ host, port }: Http.ClientRequestArgs, told: Told): undefined {
    open(this.proxy, `${host}:${port}`).then((socket) => told(null, socket), told)
  }
}

class SecureAgent extends Https.Agent {
  private readonly proxy: URL
  constructor(proxy: URL) {
    super({ keepAlive: true })
    this.proxy = proxy
  }
  override createConnection(options: Https.RequestOptions, told: Told): undefined {
    open(this.proxy, `${options.host}:${options.port}`).then(
      (socket) => told(null, Tls.connect({ ...(options as Tls.ConnectionOptions), socket })),
      told,
    )
  }
}

const patience = 10_000

/** A way through the proxy. */
const open = (proxy: URL, to: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { protocol, username, password } = proxy
    const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
    const asked = (protocol === "https:" ? Https : Http).request({
      method: "CONNECT",
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port,
      path: to,
      agent: false,
      headers: {
        host: to,
        ...(username === "" ? {} : { "proxy-authorization": `Basic ${login.toString("base64")}` }),
      },
    })
    asked.setTimeout(patience, () => {
      asked.destroy(Object.assign(new Error("the proxy does not answer"), { code: "ETIMEDOUT" }))
    })
    asked.once("error", reject)
    asked.once("connect", ({ statusCode }, socket: Socket) => {
      socket.setTimeout(0)
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      // The client of the API knows a refusal by these words.
      reject(new Error(`Proxy response (${statusCode})`))
    })
    asked.end()
  })
