import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { edit, emulator, guide, pipewright, secrets, withTarget } from "./harness.ts"

interface Pipe {
  readonly id: string
  readonly name: string
}

/** The pipes of the example, as they were applied, and somebody else who calls the API. */
const applied = async () => {
  const api = await emulator()
  const cwd = withTarget(guide())
  const run = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env: { ...secrets, ...api.env } })
  /** The same without the secrets of the pipes. */
  const blind = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env: api.env })
  const base = `${api.url}/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222/clickpipes`
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from("local:canary-api-secret").toString("base64")}`,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect(response.status).toBe(200)
    return ((await response.json()) as { readonly result?: unknown }).result
  }
  expect((await run("apply", "--yes")).code).toBe(0)
  const pipes = (await call("GET", "")) as ReadonlyArray<Pipe>
  const id = (name: string) => pipes.find((it) => it.name === `My ${name} ClickPipe`)!.id
  return { api, cwd, run, blind, call, id }
}

describe("drift", () => {
  it("tells what was changed outside and how to go on, without a secret and without a write", async () => {
    const { api, cwd, run, blind, call, id } = await applied()
    expect(await blind("drift", "--exit-code")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Drift: none, 9 as applied."),
    })

    await call("PATCH", `/${id("Kafka")}`, { name: "theirs" })
    await call("DELETE", `/${id("Kinesis")}`)
    edit(cwd, "s3.pipe", 'pipe "My S3 ClickPipe"', 'pipe "Mine"')
    const before = await api.requests()
    const writes = await api.writes()
    const human = await blind("drift", "--exit-code")
    expect(human.code).toBe(2)
    expect((await api.requests()).slice(before.length)).toEqual(["GET 200"])
    expect(human.stdout.split("\n").slice(2)).toEqual([
      "  ~ My Kafka ClickPipe    confluent → my_table  kafka.pipe:2",
      '      name  applied "My Kafka ClickPipe"  live "theirs"  declared as applied  changed outside',
      "      go back: pipewright apply --target test --only 'My Kafka ClickPipe'",
      "",
      "  - My Kinesis ClickPipe  kinesis → my_table    kinesis.pipe:2",
      `      note: \`${id("Kinesis")}\` is not there any more`,
      "      go back: pipewright apply --target test --only 'My Kinesis ClickPipe'",
      "      take over: take it out of the program, if that is meant",
      "",
      "Drift: 1 changed, 1 gone, 7 as applied, 1 not made yet.",
      "",
    ])
    expect(`${human.stdout}${human.stderr}`).not.toContain("canary")

    const machine = await blind("drift", "--format", "json", "--only", "My K*")
    expect(machine.code).toBe(0)
    expect(JSON.parse(machine.stdout)).toMatchObject({
      drift: true,
      summary: { asApplied: 0, changed: 1, gone: 1, unknown: 0, unmade: 0, others: 0, leftOut: 8 },
      items: [
        {
          of: "pipe",
          name: "My Kafka ClickPipe",
          what: "changed",
          id: id("Kafka"),
          differences: [
            {
              path: "name",
              applied: "My Kafka ClickPipe",
              live: "theirs",
              declaredAs: "applied",
              movedBy: "outside",
            },
          ],
        },
        { what: "gone" },
      ],
    })
    expect(await api.writes()).toEqual(writes)
    expect(await run("drift", "--only", "My Kafak ClickPipe")).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("help: did you mean `My Kafka ClickPipe`?"),
    })
  })

  it("says plainly that nothing is remembered", async () => {
    const { cwd, blind } = await applied()
    rmSync(join(cwd, ".pipewright"), { recursive: true })
    const { code, stdout } = await blind("drift", "--exit-code")
    expect(code).toBe(2)
    expect(stdout).toContain("Nothing is remembered of test")
    expect(stdout).toContain("--only 'My Kafka ClickPipe' --adopt 'My Kafka ClickPipe'")
    expect(stdout).toContain("Drift: 9 unknown, 0 as applied.")
  })
})

describe("--only", () => {
  it("takes a part of a plan, and leaves out what is not asked for", async () => {
    const { run, call, id } = await applied()
    await call("PATCH", `/${id("Kafka")}`, { name: "theirs" })
    await call("DELETE", `/${id("Kinesis")}`)
    const part = ["--only", "My Kafka*", "--only", "My Kinesis*"]

    const plan = await run("plan", "--exit-code", "--only", "My Kafka*")
    expect(plan.code).toBe(2)
    expect(plan.stdout).toContain("Plan: 0 to create, 1 to rename, 0 unchanged, 8 left out (1 with changes).")
    expect((await run("apply", "--yes", "--only", "My Kafka*")).code).toBe(0)
    expect((await run("drift", ...part)).stdout).toContain("Drift: 1 gone, 1 as applied, 7 left out.")

    expect((await run("plan", ...part, "--out", "part.plan")).code).toBe(0)
    expect((await run("apply", "--yes", "--plan", "part.plan", ...part)).code).toBe(64)
    expect((await run("apply", "--yes", "--plan", "part.plan")).code).toBe(0)
    expect((await run("plan", "--exit-code")).code).toBe(0)

    const destroyed = await run("destroy", "--yes", "--only", "My Kafka*", "--allow-delete", "*")
    expect(destroyed.code).toBe(0)
    expect(await call("GET", "")).toHaveLength(8)
    expect(await run("destroy", "--yes", "--only", "orders", "--allow-delete", "*")).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("--only orders means nothing that is declared or remembered"),
    })
  })
})
