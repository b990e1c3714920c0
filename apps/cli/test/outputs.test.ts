import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { outputs } from "../src/schemas/outputs.ts"
import { type CommandName, commandNames, specs } from "../src/specs.ts"
import { type Emulated, emulator, folder, guide, pipewright, secrets, withTarget } from "./harness.ts"
import { problems, schemas } from "./outputs.ts"

const src = join(import.meta.dirname, "../src")

const speaksJson = (name: CommandName): boolean =>
  specs[name].options.format?.choices?.includes("json") === true

/** What each command is called with to say as much as it can, and what it ends with. */
const calls = async ({
  program,
  env,
  document,
}: Readonly<{ program: string; env: Emulated["env"]; document: string }>) => {
  const run = (args: ReadonlyArray<string>) =>
    pipewright([...args, "--format", "json"], { cwd: program, env: { ...env, ...secrets } })
  const told = async (args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await run(args)
    expect({ args, stderr }).toEqual({ args, stderr: "" })
    return { code, stdout, problems: problems([...args, "--format", "json"], stdout) }
  }
  const all: Partial<Record<CommandName, Awaited<ReturnType<typeof told>>>> = {}
  all.init = await told(["init", join(program, "first"), "--source", "s3"])
  all.check = await told(["check", join(program, "wrong.pipe")])
  all.fmt = await told(["fmt", "--diff"])
  all.build = await told(["build", "--target", "test"])
  all.explain = await told(["explain", "--origin", "My Kafka ClickPipe"])
  all.status = await told(["status"])
  all.list = await told(["list"])
  all.discover = await told(["discover", "My Kafka ClickPipe"])
  all.plan = await told(["plan"])
  all.apply = await told(["apply", "--yes"])
  all.drift = await told(["drift"])
  all.stop = await told(["stop", "My Kafka ClickPipe"])
  all.start = await told(["start", "My Kafka ClickPipe"])
  all.resync = await told(["resync", "My Postgres CDC ClickPipe", "--allow-resnapshot", "*"])
  all.unlock = await told(["unlock", "--yes"])
  all.destroy = await told(["destroy", "--allow-delete", "*", "--yes"])
  all.pull = await told(["pull", "--dry-run"])
  all["spec check"] = await told(["spec", "check", document])
  return all
}

describe("what commands print in JSON", () => {
  it("has a published schema for every command that speaks JSON, and no other", () => {
    const spoken = commandNames.filter(speaksJson)
    expect(Object.keys(outputs).sort()).toEqual([...spoken].sort())
    expect(schemas.names).toEqual(
      expect.arrayContaining([...spoken.map((name) => name.replace(" ", "-")), "failure"]),
    )
    expect(schemas.names).toHaveLength(spoken.length + 1)
  })

  it("is as its schema says, for every command", async () => {
    const program = withTarget(guide())
    const document = join(folder({ "openapi.json": JSON.stringify({ paths: {} }) }), "openapi.json")
    writeFileSync(join(program, "wrong.pipe"), "pipe one {\n  from kafka {\n    topics = []\n  }\n}\n")
    const wrong = await pipewright(["check", "wrong.pipe", "--format", "json"], { cwd: program })
    expect(wrong.code).toBe(1)
    writeFileSync(join(program, "wrong.pipe"), "")
    const { env } = await emulator()
    const all = await calls({ program, env, document })
    const called = [...Object.keys(all), "emulator"].sort()
    expect(called).toEqual(commandNames.filter(speaksJson).sort())
    for (const [name, { problems, stdout }] of Object.entries(all)) {
      expect({ name, problems, isSaid: stdout !== "" }).toEqual({ name, problems: [], isSaid: true })
    }
  })

  it("is told where a key is too many, one is missing, or a value is another", () => {
    const finding = { code: "c", severity: "error", message: "m", file: "f" }
    const position = { line: 1, column: 1 }
    const good = { version: 1, findings: [{ ...finding, start: position, end: position }] }
    expect(schemas.problems("check", good)).toEqual([])
    expect(schemas.problems("check", { ...good, more: 1 })[0]).toContain("additional properties")
    expect(schemas.problems("check", { version: 1, findings: [finding] })[0]).toContain("start")
    expect(schemas.problems("check", { ...good, version: 2 })[0]).toContain("/version")
  })

  it("has its schemas loaded by no command: what is in `schemas/` is imported for its types alone", () => {
    const modules = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.startsWith("schemas"),
    )
    expect(modules.length).toBeGreaterThan(50)
    for (const file of modules) {
      const loads = readFileSync(join(src, file), "utf8").match(/^import (?!type ).*\/schemas\/.*$/gm)
      expect({ file, loads }).toEqual({ file, loads: null })
    }
  })
})
