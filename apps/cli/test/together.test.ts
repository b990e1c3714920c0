import { execFileSync } from "node:child_process"
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  type Emulated,
  type Env,
  edit,
  emulator,
  folder,
  guide,
  pipewright,
  secrets,
  start,
  withTarget,
} from "./harness.ts"

/** As on a machine that nobody has set up, but for who commits a program. */
const git = (cwd: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=ana", "-c", "user.email=ana@example.com", ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    stdio: ["ignore", "pipe", "pipe"],
  })

const pipesOfGuide = 9

const names = (program: string): ReadonlyArray<string> =>
  readdirSync(program)
    .filter((file) => file.endsWith(".pipe"))
    .flatMap((file) => /^pipe "(.+)"/m.exec(readFileSync(join(program, file), "utf8"))?.[1] ?? [])

const service =
  "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222"

/** What a run needs to use an emulator, and no setting of git that this machine has. */
const environment = (api: Emulated): Env => ({
  ...secrets,
  ...api.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
})

const tell = (api: Emulated, method: string, path: string, body: object) =>
  fetch(`${api.url}/emulator/${path}`, { method, body: JSON.stringify(body) })

/** An emulator in which a pipe is on its way until the clock is moved, so that a run waits for as long. */
const still = async () => {
  const api = await emulator(["--clock", "stepped"])
  return { api, env: environment(api), goOn: () => tell(api, "POST", "clock", { advance: "2 hours" }) }
}

/** The first create is answered and the others never are, until `answer`. */
const mute = async () => {
  const api = await emulator()
  await tell(api, "PUT", "faults", [
    ...Array.from({ length: pipesOfGuide - 1 }, (_, index) => ({
      operation: "create",
      nth: index + 2,
      effect: { delay: 600_000 },
    })),
  ])
  return { api, env: environment(api), answer: () => tell(api, "PUT", "faults", []) }
}

/** A bare repository, and clones of it with the program whose state it keeps. */
const shared = () => {
  const origin = folder()
  git(origin, "init", "--quiet", "--bare", "--initial-branch=main")
  const first = folder()
  git(first, "init", "--quiet", "--initial-branch=main")
  const program = withTarget(guide())
  writeFileSync(join(program, "pipewright.json"), '{ "state": "git" }')
  cpSync(program, first, { recursive: true })
  git(first, "add", ".")
  git(first, "commit", "--quiet", "-m", "The program")
  git(first, "push", "--quiet", origin, "main")
  return {
    origin,
    clone: (...options: ReadonlyArray<string>): string => {
      const path = folder()
      git(path, "clone", "--quiet", ...options, `file://${origin}`, ".")
      return path
    },
  }
}

const apply = ["apply", "--yes"]

/** Each pipe is there once, and whoever looks has nothing to do. */
const isWhole = async (api: Emulated, env: Env, places: ReadonlyArray<string>): Promise<void> => {
  const answer = await fetch(`${api.url}${service}/clickpipes`, {
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
  })
  const { result } = (await answer.json()) as { readonly result: ReadonlyArray<{ readonly name: string }> }
  expect(result).toHaveLength(pipesOfGuide)
  expect(new Set(result.map(({ name }) => name)).size).toBe(pipesOfGuide)
  for (const cwd of places) {
    const plan = await pipewright(["plan"], { cwd, env })
    expect(plan.stdout).toContain(`Plan: 0 to create, ${pipesOfGuide} unchanged.`)
  }
}

/** While a run is at work, a second one that has something to do is told who that is, and does nothing. */
const secondIsRefused = async (one: string, other: string): Promise<void> => {
  const { api, env, goOn } = await still()
  const first = start(apply, { cwd: one, env })
  for (const name of names(one)) await first.says(`${name}: create done`)
  edit(other, "postgres.pipe", "postgres.example.com", "postgres.example.org")
  const second = await pipewright(apply, { cwd: other, env })
  expect(second.code).toBe(75)
  expect(second.stderr).toMatch(/is locked by .* on .*, process \d+/)
  await goOn()
  expect((await first.ended).code).toBe(0)
  expect((await api.writes()).filter((request) => request.startsWith("PATCH"))).toEqual([])
  const third = start(apply, { cwd: other, env })
  await third.says("patch done")
  await goOn()
  expect((await third.ended).stdout).toContain(`1 changed, ${pipesOfGuide - 1} unchanged`)
  await isWhole(api, env, [other])
}

/** Whoever comes first does it, whoever comes second may be refused. */
const beginTogether = async (one: string, other: string): Promise<void> => {
  const api = await emulator()
  const env = environment(api)
  const ended = await Promise.all([one, other].map((cwd) => start(apply, { cwd, env }).ended))
  expect(ended.some(({ code }) => code === 0)).toBe(true)
  for (const { code, stderr } of ended) expect([0, 75], stderr).toContain(code)
  await isWhole(api, env, [one, other])
  expect((await pipewright(apply, { cwd: other, env })).code).toBe(0)
  await isWhole(api, env, [one, other])
}

// Git works in processes of its own, and each step of a run is a push.
describe("two runs at once", { timeout: 240_000 }, () => {
  it("in one folder are one after the other", async () => {
    const cwd = withTarget(guide())
    await secondIsRefused(cwd, cwd)
  })

  it("in two clones of one repository are one after the other", async () => {
    const { clone } = shared()
    await secondIsRefused(clone(), clone())
  })

  it("that begin together in one folder lose nothing and double nothing", async () => {
    const cwd = withTarget(guide())
    await beginTogether(cwd, cwd)
  })

  it("that begin together in two clones lose nothing and double nothing", async () => {
    const { clone } = shared()
    await beginTogether(clone(), clone())
  })
})

describe("a runner of CI that is killed in a clone that goes with it", { timeout: 240_000 }, () => {
  it("leaves what it was at in the remote, and the next runner goes on from there", async () => {
    const { api, env, answer } = await mute()
    const { origin, clone } = shared()
    const lost = clone("--depth=1")
    const runner = start(apply, { cwd: lost, env })
    await runner.says("create done")
    runner.signal("SIGKILL")
    await runner.ended
    rmSync(lost, { recursive: true })
    const left = JSON.parse(git(origin, "show", "refs/pipewright/state/test:state.json")) as {
      readonly inFlight: ReadonlyArray<{ readonly operation: string }>
    }
    expect(new Set(left.inFlight.map(({ operation }) => operation))).toEqual(new Set(["createPipe"]))
    await answer()
    const next = clone("--depth=1")
    const { code, stderr } = await pipewright(apply, { cwd: next, env })
    expect(stderr).toContain("an earlier create ")
    expect(code).toBe(0)
    await isWhole(api, env, [next, clone()])
  })
})
