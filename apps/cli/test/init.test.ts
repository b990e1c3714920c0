import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { catalog } from "@pipewright/sources/Kinds"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { run } from "../src/commands/init.ts"
import { folder, pipewright } from "./harness.ts"

const types = [...catalog.byType.keys()]

describe("init", () => {
  it("writes for every type of source a program that checks, is formatted, and can be planned", async () => {
    const cwd = folder()
    for (const source of types) {
      const texts = new Map(Object.entries({ source, format: "json" }))
      const made = await Effect.runPromise(
        run({ argument: join(cwd, source), flags: new Set(["yes"]), texts, lists: new Map() }),
      )
      expect([made.code, made.stderr]).toEqual([0, undefined])
      const { files } = JSON.parse(made.stdout ?? "") as { readonly files: ReadonlyArray<string> }
      // One program of all of them, so that three processes look at them and not a hundred.
      mkdirSync(join(cwd, "all"), { recursive: true })
      for (const path of files) {
        const name = path.slice(join(cwd, source).length + 1)
        writeFileSync(join(cwd, "all", name), readFileSync(path))
      }
    }
    const check = await pipewright(["check", "all"], { cwd })
    expect(check.stdout).toBe(`No mistakes found in ${types.length + 1} files\n`)
    expect((await pipewright(["fmt", "--check", "all"], { cwd })).code).toBe(0)
    const plan = await pipewright(["plan", "all", "--target", "local", "--format", "json"], { cwd })
    const { summary, pipes } = JSON.parse(plan.stdout) as {
      readonly summary: { readonly create: number }
      readonly pipes: ReadonlyArray<{ readonly type: string }>
    }
    expect(summary.create).toBe(types.length)
    expect(pipes.map(({ type }) => type).sort()).toEqual([...types].sort())
  })

  it("says what it wrote, what is read from where, and what to run next", async () => {
    const cwd = folder()
    const made = await pipewright(["init", "my shop", "--source", "kafka", "--name", "Orders / EU"], { cwd })
    expect([made.code, made.stderr]).toEqual([0, ""])
    expect(made.stdout).toBe(`wrote my shop/pipewright.json  the configuration: plans are for the target prod
wrote my shop/targets.pipe     the target prod, with ids from the environment
wrote my shop/orders-eu.pipe   the pipe Orders / EU from kafka

Put your own values into my shop/orders-eu.pipe.
The target prod reads CLICKHOUSE_ORG_ID and CLICKHOUSE_SERVICE_ID from the environment.
apply reads the secret ORDERS_EU_PASSWORD from the environment.

Next: pipewright plan 'my shop' --target local
`)
    expect(readFileSync(join(cwd, "my shop/orders-eu.pipe"), "utf8")).toContain('pipe "Orders / EU" {')
  })

  it("puts ids that are given into the target", async () => {
    const cwd = folder()
    const ids = ["--organization", "an-organization", "--service", "a-service"]
    const { stdout } = await pipewright(["init", "--source", "s3", ...ids, "--format", "json"], { cwd })
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      files: ["pipewright.json", "targets.pipe", "my-s3-pipe.pipe"],
      pipe: "my-s3-pipe",
      source: "s3",
      target: "prod",
      environment: [],
      secrets: ["MY_S3_PIPE_SECRET_KEY"],
      next: "pipewright plan --target local",
    })
    const text = readFileSync(join(cwd, "targets.pipe"), "utf8")
    expect(text).toContain('organization = "an-organization"')
    expect(text).toContain('service      = "a-service"')
  })

  it.each(["pipewright.json", "targets.pipe", "my-s3-pipe.pipe", "other.pipe"])(
    "writes nothing where there is %s already",
    async (name) => {
      const cwd = folder({ [name]: "mine" })
      const { code, stdout, stderr } = await pipewright(["init", "--source", "s3"], { cwd })
      expect([code, stdout]).toEqual([64, ""])
      expect(stderr).toContain(`${name} is there already, so nothing was written`)
      expect(readdirSync(cwd)).toEqual([name])
      expect(readFileSync(join(cwd, name), "utf8")).toBe("mine")
    },
  )

  it("does not write through a link that leads nowhere", async () => {
    const cwd = folder()
    symlinkSync(join(cwd, "elsewhere"), join(cwd, "targets.pipe"))
    const { code } = await pipewright(["init", "--source", "s3"], { cwd })
    expect([code, existsSync(join(cwd, "elsewhere"))]).toEqual([64, false])
  })

  it.each([
    [["--source", "kafak"], "did you mean `kafka`?"],
    [[], "use --source with one of bigquery, kafka,"],
    [["--source", "s3", "--name", ""], "the name of a pipe has 1 to 255 characters"],
    [["a.txt", "--source", "s3"], "a.txt is not a directory"],
    [["a.txt/b", "--source", "s3"], "cannot be"],
  ])("given %j says %s", async (args, message) => {
    const cwd = folder({ "a.txt": "" })
    const { code, stdout, stderr } = await pipewright(["init", ...args], { cwd })
    expect([code, stdout]).toEqual([64, ""])
    expect(stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual(["a.txt"])
  })

  it("fails as one JSON object where JSON is asked for", async () => {
    const { code, stderr } = await pipewright(["init", "--format", "json"], { cwd: folder() })
    expect([code, JSON.parse(stderr)]).toMatchObject([64, { version: 1, error: { code: "usage" } }])
  })
})
