/** Servers in processes of their own, and a client that costs so little that it is they who are measured. */
import { type ChildProcess, spawn } from "node:child_process"
import { connect } from "node:net"
import { createInterface } from "node:readline"

export interface Server {
  readonly port: number
  readonly child: ChildProcess
}

/** Starts a server by Node, which prints a line with its port in it. It ends with this process. */
export const start = (args: ReadonlyArray<string>, portIn: RegExp): Promise<Server> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
    process.once("exit", () => child.kill())
    child.once("exit", (code) => reject(new Error(`a server ended with ${code}`)))
    createInterface({ input: child.stdout }).on("line", (line) => {
      const port = portIn.exec(line)?.[1]
      if (port !== undefined) resolve({ port: Number(port), child })
    })
  })

/** A request as it goes over the wire, by the key that an emulator takes without an option. */
export const request = (method: string, path: string, body?: unknown): Buffer => {
  const text = body === undefined ? "" : JSON.stringify(body)
  return Buffer.from(
    [
      `${method} ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      `authorization: Basic ${btoa("local:local")}`,
      ...(body === undefined
        ? []
        : ["content-type: application/json", `content-length: ${Buffer.byteLength(text)}`]),
      "",
      text,
    ].join("\r\n"),
  )
}

const headEnd = Buffer.from("\r\n\r\n")
const lengthIn = /content-length: (\d+)/i

/** One connection: hands each answer's body to `next`, which gives the next request, or none to end. */
const connection = (port: number, next: (answer: Buffer | undefined) => Buffer | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true })
    let rest: Buffer = Buffer.alloc(0)
    const go = (answer: Buffer | undefined) => {
      const bytes = next(answer)
      if (bytes === undefined) socket.end(() => resolve())
      else socket.write(bytes)
    }
    socket.on("error", reject)
    socket.on("connect", () => go(undefined))
    socket.on("data", (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = rest.indexOf(headEnd)
      if (end === -1) return
      const head = rest.toString("latin1", 0, end)
      if (!head.startsWith("HTTP/1.1 200 ")) {
        socket.destroy()
        reject(new Error(`it answered ${rest.toString()}`))
        return
      }
      const bodyEnd = end + headEnd.length + Number(lengthIn.exec(head)?.[1])
      if (rest.length < bodyEnd) return
      const body = rest.subarray(end + headEnd.length, bodyEnd)
      rest = Buffer.alloc(0)
      go(body)
    })
  })

const connections = 8

/** Several connections at once, each with a `next` of its own. */
export const converse = async (
  { port }: Server,
  nexts: () => (answer: Buffer | undefined) => Buffer | undefined,
): Promise<void> => {
  await Promise.all(Array.from({ length: connections }, () => connection(port, nexts())))
}

/** The bodies of the answers to some requests, one after the other. */
export const ask = async ({ port }: Server, ...requests: ReadonlyArray<Buffer>): Promise<Array<Buffer>> => {
  const answers: Array<Buffer> = []
  await connection(port, (answer) => {
    if (answer !== undefined) answers.push(Buffer.from(answer))
    return requests[answers.length]
  })
  return answers
}
