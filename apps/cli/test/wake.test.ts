import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Emulated, emulator, folder, pipewright } from "./harness.ts"

const [organization, service] = [
  "11111111-1111-4111-8111-111111111111",
  "22222222-2222-4222-8222-222222222222",
]

/** A program of one pipe, whose target says what is given. */
const program = (more = ""): string =>
  only(
    more,
    folder({
      "clicks.pipe": `pipe "clicks" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into existing clicks { columns { id UInt64 } }
}
`,
    }),
  )

/** A program of a target alone. */
const only = (more = "", path = folder()): string => {
  writeFileSync(
    join(path, "targets.pipe"),
    `target test {
  organization = "${organization}"
  service      = "${service}"
${more}
}
`,
  )
  return path
}

const put = async ({ url }: Emulated, state: string): Promise<void> => {
  const body = JSON.stringify({ state })
  const answer = await fetch(`${url}/emulator/services/${organization}/${service}`, { method: "POST", body })
  expect(answer.ok).toBe(true)
}

describe("A service that sleeps", () => {
  it("is woken by apply where that is wanted, and then the pipe is made", async () => {
    const emulated = await emulator()
    await put(emulated, "idle")
    const options = { cwd: program("  wake = auto"), env: emulated.env }
    const { code, stderr, stdout } = await pipewright(["apply", "--yes"], options)
    expect(stderr).toContain("the service was asleep and is waking")
    expect(stdout).toContain("created")
    expect(code).toBe(0)
    expect(await emulated.writes()).toEqual(["PATCH 200", "POST 200"])
  })

  it.each([
    ["plan", "where the target says auto", ["plan"], "  wake = auto"],
    ["apply", "where nobody can be asked", ["apply", "--yes"], ""],
    ["apply", "where --wake says never", ["apply", "--yes", "--wake", "never"], "  wake = auto"],
  ])("is not woken by %s %s", async (_, __, args, more) => {
    const emulated = await emulator()
    await put(emulated, "idle")
    const options = { cwd: program(more), env: emulated.env }
    const { code, stderr } = await pipewright(args, options)
    expect(code).toBe(69)
    expect(stderr).toContain("Current state: idle")
    expect(stderr).toContain("`apply` and `destroy` wake it with `--wake auto`")
    const json = await pipewright([...args, "--format", "json"], options)
    expect(json.code).toBe(69)
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: "service-idle" } })
    expect(await emulated.writes()).toEqual([])
  })

  it.each([
    ["is woken", "y", ["PATCH 200"], 0],
    ["is left asleep", "n", [], 69],
  ])("%s where somebody on a terminal types %s", async (_, typed, writes, code) => {
    const emulated = await emulator()
    await put(emulated, "idle")
    // Nothing is to be made, so that there is no second question.
    const result = await pipewright(["apply"], { cwd: only(), env: emulated.env, typed })
    expect(result.stdout).toContain("The service sleeps. Wake it?")
    expect(result.code).toBe(code)
    expect(await emulated.writes()).toEqual(writes)
  })

  it("is not woken without a question where none is to be asked", async () => {
    const emulated = await emulator()
    await put(emulated, "idle")
    const result = await pipewright(["apply", "--yes"], { cwd: program(), env: emulated.env, typed: "y" })
    expect(result.stdout).not.toContain("Wake it?")
    expect(result.code).toBe(69)
  })

  it("is not started if it was stopped", async () => {
    const emulated = await emulator()
    await put(emulated, "stopped")
    const { code, stderr } = await pipewright(["apply", "--yes", "--wake", "auto"], {
      cwd: program(),
      env: emulated.env,
    })
    expect(code).toBe(69)
    expect(stderr).toContain("start the service in the console")
    expect(await emulated.writes()).toEqual([])
  })
})
