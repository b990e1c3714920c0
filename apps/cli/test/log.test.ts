import { describe, expect, it } from "vitest"
import { edit, emulator, folder, pipewright, withTarget } from "./harness.ts"

const path =
  "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222"

describe("The log", () => {
  it("of the level debug tells people on standard error what was sent and answered", async () => {
    const { env } = await emulator()
    const cwd = withTarget(folder())
    const { code, stderr, stdout } = await pipewright(["plan", "--log-level", "debug"], { cwd, env })
    expect(code).toBe(0)
    expect(stderr).toMatch(
      new RegExp(
        `^debug: GET ${path}/clickpipes\n(?: {2}[a-z-]+: .*\n)+debug: GET ${path}/clickpipes: 200 in \\d+ ms \\(request [0-9a-f-]+\\)\n {2}\\{.*"result":\\[\\]\\}\n$`,
      ),
    )
    expect(stderr).toContain("  authorization: <redacted>\n")
    const quiet = await pipewright(["plan"], { cwd, env })
    expect(quiet).toEqual({ code: 0, stdout, stderr: "" })
  })

  it("of the level debug tells machines one JSON object on each line", async () => {
    const { env } = await emulator()
    const cwd = withTarget(folder())
    const args = ["plan", "--log-level", "debug", "--format", "json"]
    const { stderr } = await pipewright(args, { cwd, env })
    const logs = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).log)
    expect(logs).toMatchObject([
      { level: "debug", operation: "listPipes", method: "GET", path: `${path}/clickpipes`, attempt: 1 },
      {
        level: "debug",
        operation: "listPipes",
        status: 200,
        requestId: expect.any(String),
        millis: expect.any(Number),
      },
    ])
  })

  it("tells of the emulator of a run no more than of the API", async () => {
    const { stderr } = await pipewright(["plan", "--target", "local", "--log-level", "debug"], {
      cwd: withTarget(folder()),
    })
    expect(stderr.split("\n").filter((line) => /^[a-z]/.test(line)).length).toBe(2)
  })

  it.each([["--log-level", "loud"], ["--log-level=loud"], ["--target", "test", "--log-level"]])(
    "has levels of a few names, and %s %s %s is none",
    async (...args) => {
      const { code, stderr } = await pipewright(["plan", ...args], { cwd: withTarget(folder()) })
      expect([code, stderr]).toEqual([
        64,
        expect.stringContaining("--log-level is one of debug, info, warning, error, none"),
      ])
    },
  )
})

describe("--api-dialect", () => {
  it.each([
    ["document", "/services/22222222-2222-4222-8222-222222222222/clickpipesCdcScaling"],
    ["guide", "/clickpipes/cdcScaling"],
  ])("%s sends the form of that alone", async (dialect, form) => {
    const { env } = await emulator()
    const cwd = withTarget(folder())
    edit(cwd, "targets.pipe", "\n}", "\n  cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }\n}")
    const args = ["plan", "--api-dialect", dialect, "--log-level", "debug"]
    const { stderr } = await pipewright(args, { cwd, env })
    const asked = stderr.match(/(?<=^debug: GET ).*cdcScaling$/gim)
    expect(asked).toEqual([`/v1/organizations/11111111-1111-4111-8111-111111111111${form}`])
  })

  it("is one of two", async () => {
    const { code, stderr } = await pipewright(["plan", "--api-dialect", "slang"], {
      cwd: withTarget(folder()),
    })
    expect([code, stderr]).toEqual([64, expect.stringContaining("document, guide")])
  })
})
