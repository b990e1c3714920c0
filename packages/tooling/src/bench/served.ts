/** How fast the emulator answers, beside a server that has the same bytes ready. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { workspaceRoot } from "../internal/workspace.ts"
import { ask, converse, request, type Server, start } from "./converse.ts"
import { linear, type ServedFigure } from "./figure.ts"

const pathOf = (service: string): string => `/v1/organizations/bench/services/${service}/clickpipes`

const body = {
  name: "visits",
  source: {
    objectStorage: { type: "s3", url: "https://b.s3.amazonaws.com/visits/*.csv", format: "CSVWithNames" },
  },
  destination: {
    database: "web",
    table: "visits",
    managedTable: true,
    tableDefinition: { engine: { type: "MergeTree" } },
    columns: [
      { name: "at", type: "DateTime" },
      { name: "page", type: "String" },
    ],
  },
}

const idIn = (answer: Buffer): string => {
  const id = /"id":"([^"]+)"/.exec(answer.toString("latin1"))?.[1]
  if (id === undefined) throw new Error("an answer has no id")
  return id
}

const startEmulator = (): Promise<Server> =>
  start(
    [join(workspaceRoot, "apps/cli/bin/pipewright.js"), "emulator", "--port", "0", "--pace", "0"],
    /API_URL='http:\/\/127\.0\.0\.1:(\d+)'/,
  )

/** One that listens, and what ends it. */
export const listening = async (): Promise<{ readonly port: number; readonly close: () => void }> => {
  const ours = await startEmulator()
  return { port: ours.port, close: closing(ours) }
}

/** A server that does nothing but answer each method with its bytes, when it has read what was sent. */
const bare = (answers: Readonly<Record<string, string>>): Promise<Server> =>
  start(
    [
      "-e",
      `const answers = ${JSON.stringify(answers)}
      const server = require("node:http").createServer((request, response) => {
        const text = answers[request.method]
        const answer = () => {
          response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
          response.end(text)
        }
        if (request.method !== "POST") return answer()
        request.resume()
        request.on("end", answer)
      })
      server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port))`,
    ],
    /port (\d+)/,
  )

/** Makes so many pipes, and gives the id of one. */
const fill = async (server: Server, count: number, path: string): Promise<string> => {
  const create = request("POST", path, body)
  let left = count
  let id = ""
  await converse(server, () => (answer) => {
    if (answer !== undefined) id = idIn(answer)
    return left-- > 0 ? create : undefined
  })
  return id
}

const reads = async (server: Server, count: number, path: string): Promise<void> => {
  const read = request("GET", path)
  let left = count
  await converse(server, () => () => (left-- > 0 ? read : undefined))
}

/** Makes a pipe and deletes it, so many times. */
const pairs = async (server: Server, count: number, path: string): Promise<void> => {
  const create = request("POST", path, body)
  let left = count
  await converse(server, () => {
    let isMade = false
    return (answer) => {
      isMade = !isMade
      if (!isMade && answer !== undefined) return request("DELETE", `${path}/${idIn(answer)}`)
      return left-- > 0 ? create : undefined
    }
  })
}

const timed = (work: () => Promise<void>) => async (): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** What a process takes of memory, in MB. */
const megabytes = ({ child }: Server): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" })) / 1024

const closing =
  (...servers: ReadonlyArray<Server>) =>
  (): void => {
    for (const { child } of servers) {
      child.removeAllListeners("exit")
      child.kill()
    }
  }

/** An emulator that holds 1,000 pipes, one of them, and a bare server with the emulator's answers. */
const prepare = async () => {
  const path = pathOf("one")
  const ours = await startEmulator()
  const id = await fill(ours, 1_000, path)
  const [read, created] = await ask(ours, request("GET", `${path}/${id}`), request("POST", path, body))
  if (read === undefined || created === undefined) throw new Error("an answer is missing")
  const [deleted] = await ask(ours, request("DELETE", `${path}/${idIn(created)}`))
  const theirs = await bare({ GET: `${read}`, POST: `${created}`, DELETE: `${deleted}` })
  // The first requests are the slow ones: nothing is compiled with optimisation yet.
  for (const server of [ours, theirs]) {
    await reads(server, 5_000, `${path}/${id}`)
    await pairs(server, 2_000, path)
  }
  return { ours, theirs, path, id }
}

const against = "node:http, the same bytes"

/** What the ratios of these figures mean. */
export const notes: ReadonlyArray<string> = [
  "The emulator holds 1,000 pipes and keeps no rate limit; 8 connections ask at once. A ratio of 3.33 is 0.3 of the",
  "speed of a bare server, and one of 6.67 is 0.15. Of memory and of lists, 1.00 is flat and linear.",
]

export const servedFigures: ReadonlyArray<ServedFigure> = [
  {
    kind: "served",
    name: "emulator 4,000 reads",
    against,
    goal: 1 / 0.3,
    prepare: async () => {
      const { ours, theirs, path, id } = await prepare()
      const work = (server: Server) => timed(() => reads(server, 4_000, `${path}/${id}`))
      return { run: work(ours), baseline: work(theirs), close: closing(ours, theirs) }
    },
  },
  {
    kind: "served",
    name: "emulator 1,000 creates and deletes",
    against,
    goal: 1 / 0.15,
    prepare: async () => {
      const { ours, theirs, path } = await prepare()
      const work = (server: Server) => timed(() => pairs(server, 1_000, path))
      return { run: work(ours), baseline: work(theirs), close: closing(ours, theirs) }
    },
  },
  {
    kind: "served",
    name: "emulator list of 4,000 pipes",
    against: "4 × 1,000 pipes",
    goal: linear,
    prepare: async () => {
      const ours = await startEmulator()
      await fill(ours, 1_000, pathOf("some"))
      await fill(ours, 4_000, pathOf("many"))
      const list = (service: string, count: number) => timed(() => reads(ours, count, pathOf(service)))
      await list("some", 100)()
      return { run: list("many", 10), baseline: list("some", 40), close: closing(ours) }
    },
  },
  {
    kind: "served",
    name: "emulator memory after 20,000 creates and deletes",
    against: "after 20,000 before",
    goal: 1.1,
    unit: "MB",
    atMost: 3,
    prepare: async () => {
      const path = pathOf("one")
      const ours = await startEmulator()
      await fill(ours, 1_000, path)
      await pairs(ours, 20_000, path)
      const before = megabytes(ours)
      return {
        run: async () => {
          await pairs(ours, 20_000, path)
          return megabytes(ours)
        },
        baseline: async () => before,
        close: closing(ours),
      }
    },
  },
]
