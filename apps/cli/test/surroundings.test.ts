/** What lies where somebody works and is no part of a program. A runtime could take it for its own. */
import { describe, expect, it } from "vitest"
import { folder, pipewright } from "./harness.ts"

const target = 'target test {\n  organization = "o"\n  service      = "s"\n}\n'

describe("A directory with files of other tools", () => {
  it("gives no key by its .env", async () => {
    const key = "CLICKHOUSE_CLOUD_API_KEY=canary\nCLICKHOUSE_CLOUD_API_SECRET=canary\n"
    const url = "CLICKHOUSE_API_URL=http://127.0.0.1:1\n"
    const cwd = folder({ "targets.pipe": target, ".env": key + url, ".env.local": key + url })
    const { code, stderr } = await pipewright(["plan"], { cwd })
    expect(code).toBe(77)
    expect(stderr).toContain("CLICKHOUSE_CLOUD_API_KEY")
  })

  it("runs no code and changes nothing", async () => {
    const cwd = folder({
      "targets.pipe": target,
      "first.mjs": 'process.stdout.write("this was run\\n")\n',
      "bunfig.toml": 'preload = ["./first.mjs"]\n',
      "package.json": '{ "type": "commonjs", "imports": { "effect/*": "./first.mjs" } }',
      "tsconfig.json": "{ not JSON",
    })
    expect(await pipewright(["check"], { cwd })).toEqual({
      code: 0,
      stdout: "No mistakes found in 1 file\n",
      stderr: "",
    })
  })
})
