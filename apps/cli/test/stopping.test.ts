import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { emulator, folder, guide, pipewright, secrets, start, withTarget } from "./harness.ts"
import { lines } from "./outputs.ts"

const visits = `pipe "visits" {
  from s3 {
    url    = "https://public.s3.amazonaws.com/visits/*.csv"
    format = CSVWithNames
  }
  into web.visits {
    engine = MergeTree
    columns { at DateTime, page String }
  }
}
`

describe("a run that is stopped while it waits", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s ends with %i, whatever is on its way", async (signal, code) => {
    const api = await emulator(["--clock", "stepped"])
    const cwd = withTarget(folder({ "visits.pipe": visits }))
    const child = start(["apply", "--yes"], { cwd, env: api.env })
    await child.says("create done")
    child.signal(signal)
    const ended = await child.ended
    expect([ended.code, ended.stdout]).toEqual([code, expect.stringContaining("created, still Provisioning")])
  })
})

describe("what was not tried", () => {
  it("has its reason in JSON as one word", async () => {
    const keys = join(
      folder({ "keys.json": '[{ "id": "look", "secret": "two", "rights": "read-only" }]' }),
      "keys.json",
    )
    const api = await emulator(["--keys", keys])
    const env = {
      ...secrets,
      ...api.env,
      CLICKHOUSE_CLOUD_API_KEY: "look",
      CLICKHOUSE_CLOUD_API_SECRET: "two",
    }
    const cwd = withTarget(guide())
    const { code, stdout } = await pipewright(["apply", "--yes", "--format", "json"], { cwd, env })
    expect(code).toBe(77)
    const { pipes } = lines(stdout).at(-1) as unknown as {
      readonly pipes: ReadonlyArray<{ readonly outcome: string }>
    }
    expect(pipes.filter(({ outcome }) => outcome === "skipped")).toContainEqual({
      name: expect.any(String),
      action: "create",
      outcome: "skipped",
      why: "halted",
    })
  })
})
