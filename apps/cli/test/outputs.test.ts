import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Source from "@pipewright/language/Source"
import { describe, expect, it } from "vitest"
import { failureCodes } from "../src/failureCodes.ts"
import { others, outputs } from "../src/schemas/outputs.ts"
import { type CommandName, commandNames, specs } from "../src/specs.ts"
import * as Json from "../src/views/json.ts"
import { type Emulated, edit, emulator, folder, guide, pipewright, secrets, withTarget } from "./harness.ts"
import { lines, problems, schemas } from "./outputs.ts"

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
    return { code, stdout, problems: problems([...args, "--format", "json"], { code, stdout, stderr }) }
  }
  const all: Partial<Record<CommandName, Awaited<ReturnType<typeof told>>>> = {}
  all.init = await told(["init", join(program, "first"), "--source", "s3"])
  all.check = await told(["check", join(program, "wrong.pipe")])
  all.lint = await told(["lint"])
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
    expect(schemas.names).toHaveLength(spoken.length + Object.keys(others).length + 1)
  })

  // Some dozens of processes.
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
  }, 240_000)

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

describe("a run that is told as it goes", () => {
  it("says for each pipe when a step begins, what was sent, and how it ended, and at last what it comes to", async () => {
    const { env } = await emulator()
    const cwd = withTarget(guide())
    const args = ["apply", "--yes", "--format", "json"]
    const { code, stdout, stderr } = await pipewright(args, { cwd, env: { ...env, ...secrets } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const told = lines(stdout)
    expect([told[0]?.type, told.at(-1)?.type]).toEqual(["plan", "end"])
    const ofOne = told.filter(({ name, step }) => name === "My Kafka ClickPipe" && step !== "WaitFor")
    expect(ofOne.map(({ type, step }) => [type, step])).toEqual([
      ["step-began", "Create"],
      ["step-done", "Create"],
      ["outcome", undefined],
    ])
    const [began, done] = ofOne.map((line) => told.indexOf(line))
    const sent = told.findIndex(({ type, operation }) => type === "request" && operation === "createPipe")
    expect(sent).toBeGreaterThan(began!)
    expect(told[sent]).toMatchObject({ method: "POST", status: 200, requestId: expect.stringMatching(/./) })
    expect(told.slice(began, done).some(({ type }) => type === "request")).toBe(true)
    expect(told[done!]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    const outcomes = told.filter(({ type, of }) => type === "outcome" && of === "pipe")
    expect(outcomes).toHaveLength(9)
    expect(told.at(-1)?.pipes).toEqual(
      expect.arrayContaining(outcomes.map(({ version, type, time, of, ...outcome }) => outcome)),
    )
    expect(stdout).not.toContain("canary-")
  })

  it("ends with the failure that standard error has, also where it had hardly begun", async () => {
    const cwd = withTarget(guide())
    edit(cwd, "targets.pipe", "test {", "test { nothing = 1")
    const { code, stdout, stderr } = await pipewright(["apply", "--yes", "--format", "json"], { cwd })
    const [end, ...more] = lines(stdout)
    expect({ code, end, more }).toMatchObject({
      code: 65,
      end: { type: "end", exit: 65, ...JSON.parse(stderr), error: { code: "invalid-program" } },
      more: [],
    })
  })
})

describe("a failure in JSON", () => {
  it.each([
    [["nothing", "--format", "json"], "there is no command `nothing`"],
    [["check", "--bogus", "--format=json"], "check has no option --bogus"],
    [["plan", "--format=json", "--bogus"], "--bogus"],
    [["plan", "one", "two", "--format", "json"], "plan takes one path, and there are 2"],
    [["apply", "one", "two", "--format", "json"], "unknown argument: 'two'"],
    [["fmt", "--format", "json", "--check=yes"], "--check takes no value"],
    [["plan", "--log-level", "loud", "--format", "json"], "--log-level is one of"],
    [["fmt", "nowhere", "--format", "json"], "there is nothing at nowhere"],
    [["apply", "nowhere", "--format", "json"], "there is nothing at nowhere"],
  ])("is one object for %j", async (args, message) => {
    const { code, stderr } = await pipewright(args, { cwd: folder() })
    expect([code, JSON.parse(stderr).error]).toEqual([
      64,
      {
        code: "usage",
        message: expect.stringContaining(message),
        next: expect.stringMatching(/./),
        exit: 64,
      },
    ])
  })

  it.each(Object.entries(failureCodes))(
    "of the code %s has the exit code that its page tells",
    (code, { exit }) => {
      const page = readFileSync(join(src, "../../../docs/reference/failures.md"), "utf8")
      const [, told] = page.match(new RegExp(`^## \`${code}\`\\n\\n.*Exit code (\\d+)\\.$`, "m")) ?? []
      expect(Number(told)).toBe(exit)
    },
  )
})

describe("a mend in JSON", () => {
  it("says what to write where, and whether that is safe", async () => {
    const cwd = folder({
      "a.pipe": 'pipe "one" {\n  from kafka {\n    brokers  = hostname\n  }\n}\n',
    })
    const { stdout } = await pipewright(["check", "--format", "json"], { cwd })
    const { findings } = JSON.parse(stdout) as { findings: ReadonlyArray<{ fixes?: ReadonlyArray<unknown> }> }
    expect(findings.flatMap(({ fixes = [] }) => fixes)).toContainEqual({
      title: "Put it in quotes",
      safe: true,
      edits: [{ start: { line: 3, column: 16 }, end: { line: 3, column: 24 }, text: '"hostname"' }],
    })
  })

  it("is left out where it would write in the place of a secret", () => {
    const source = Source.make("a.pipe", "key = word")
    const fix = (start: number) => ({
      title: "t",
      safe: true,
      edits: [{ span: { start, end: 10 }, text: "x" }],
    })
    const diagnostic = {
      code: "c",
      severity: "error",
      message: "m",
      file: "a.pipe",
      span: { start: 0, end: 3 },
    } as const
    const told = (start: number, hidden: ReadonlyArray<Source.Span>) =>
      Json.finding({ ...diagnostic, fixes: [fix(start)] }, () => ({ ...source, hidden })).fixes
    expect(told(6, [])).toHaveLength(1)
    expect(told(10, [{ start: 6, end: 10 }])).toHaveLength(1)
    expect(told(6, [{ start: 6, end: 10 }])).toBeUndefined()
  })
})
