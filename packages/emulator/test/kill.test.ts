import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll, assert, describe, it } from "vitest"
import { destination, sprinklerBody } from "./kinds.ts"

const script = fileURLToPath(new URL("emulatorProcess.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "pipewright-emulator-"))
const children: Array<ChildProcess> = []
afterAll(() => {
  for (const child of children) child.kill("SIGKILL")
  rmSync(folder, { recursive: true })
})

interface Running {
  readonly child: ChildProcess
  readonly pipes: string
}

const start = async (): Promise<Running> => {
  const child = spawn(process.execPath, ["--conditions=source", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  children.push(child)
  const [port] = await once(createInterface({ input: child.stdout }), "line")
  return { child, pipes: `http://127.0.0.1:${port}/v1/organizations/org/services/svc/clickpipes` }
}

/** The result of a request, or `undefined` if its answer was lost. */
const send = async (method: string, url: string, body?: unknown): Promise<unknown> => {
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Basic ${btoa("local:local")}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { result, error } = (await response.json()) as {
      readonly result?: unknown
      readonly error?: string
    }
    assert.strictEqual(response.status, 200, error)
    return result ?? {}
  } catch (lost) {
    if (lost instanceof TypeError || lost instanceof SyntaxError) return undefined
    throw lost
  }
}

/** Numbers from 0 to below 1, the same for the same seed. */
const numbers = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What may be found of a pipe: one of these names, or, with `undefined` among them, nothing. */
type Expected = Map<string, ReadonlyArray<string | undefined>>

/** So long that the log is folded into the files while requests come. */
const wide = Array.from({ length: 500 }, (_, index) => ({ name: `column_${index}`, type: "UInt32" }))
const bodyOf = (name: string) => sprinklerBody({ name, destination: { ...destination, columns: wide } })

/** Compares what is there with what may be, and goes on with what is there. */
const look = async (pipes: string, expected: Expected, lostCreates: Set<string>) => {
  const found = (await send("GET", pipes)) as ReadonlyArray<{ readonly id: string; readonly name: string }>
  const names = new Map(found.map(({ id, name }) => [id, name]))
  for (const [id, possible] of expected) assert.include(possible, names.get(id), id)
  for (const [id, name] of names) {
    assert.isTrue(expected.has(id) || lostCreates.has(name), `${name} was deleted or never made`)
  }
  expected.clear()
  lostCreates.clear()
  for (const [id, name] of names) expected.set(id, [name])
}

const workers = 6
const kills = 10

describe("an emulator that is killed", () => {
  it("has everything it acknowledged when it is started again, and nothing that it never had", async () => {
    const next = numbers(4)
    const expected: Expected = new Map()
    const lostCreates = new Set<string>()
    for (let round = 0; round < kills; round += 1) {
      const { child, pipes } = await start()
      await look(pipes, expected, lostCreates)
      const killAt = 20 + Math.floor(next() * 120)
      let acknowledged = 0
      const step = async (worker: number, name: string): Promise<boolean> => {
        const own = [...expected].filter(([id]) => Number.parseInt(id.slice(0, 4), 16) % workers === worker)
        const [id, before = []] = own[Math.floor(next() * own.length)] ?? []
        const what = next()
        if (id === undefined || what < 0.5) {
          const created = await send("POST", pipes, bodyOf(name))
          if (created === undefined) lostCreates.add(name)
          else expected.set((created as { readonly id: string }).id, [name])
          return created !== undefined
        }
        const after = what < 0.75 ? name : undefined
        expected.set(id, [...before, after])
        const url = `${pipes}/${id}`
        const done = await (after === undefined ? send("DELETE", url) : send("PATCH", url, { name: after }))
        if (done === undefined) return false
        if (after === undefined) expected.delete(id)
        else expected.set(id, [after])
        return true
      }
      const work = async (worker: number) => {
        for (let nth = 0; !child.killed; nth += 1) {
          if (!(await step(worker, `${round}-${worker}-${nth}`))) continue
          acknowledged += 1
          if (acknowledged === killAt) child.kill("SIGKILL")
        }
      }
      const exit = once(child, "exit")
      await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
      await exit
    }
    const { child, pipes } = await start()
    await look(pipes, expected, lostCreates)
    const exit = once(child, "exit")
    child.kill("SIGTERM")
    await exit
    assert.deepStrictEqual(readdirSync(folder), ["org.svc.pipewright-emulator.json"])
  }, 120_000)
})
