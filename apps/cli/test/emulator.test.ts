import { describe, expect, it } from "vitest"
import { emulator, folder, pipewright } from "./harness.ts"

describe("the emulator as a command", () => {
  it("makes requests go wrong from the start as a file says", async () => {
    const cwd = folder({ "faults.json": '[{ "effect": { "fail": { "status": 503, "when": "before" } } }]' })
    const { url } = await emulator(["--faults", `${cwd}/faults.json`])
    expect((await fetch(`${url}/v1/organizations/o/services/s`)).status).toBe(503)
  })

  it("does not start with a file of faults that makes no sense, and says why without what is in it", async () => {
    const cwd = folder({ "odd.json": '[{ "effect": { "drop": "canary" } }]', "none.json": "canary" })
    for (const [file, words] of [
      ["odd.json", '--faults odd.json: [0].effect.drop: expected "before" or "after"'],
      ["none.json", "--faults none.json: it holds no JSON"],
      ["absent.json", "--faults absent.json: it cannot be read"],
    ] as const) {
      const { code, stderr } = await pipewright(["emulator", "--port", "0", "--faults", file], { cwd })
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("canary")
      expect(code).toBe(64)
    }
  })
})
