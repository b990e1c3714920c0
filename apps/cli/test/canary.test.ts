import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join, relative } from "node:path"
import { secrets } from "@pipewright/testing/Secrets"
import { describe, expect, it, onTestFinished } from "vitest"
import { logLevels } from "../src/specs.ts"
import * as Canary from "./canary.ts"
import { type Env, emulator, folder, pipewright, type Result, start } from "./harness.ts"

/** All that may make a program or a library talk more. */
const loud = {
  DEBUG: "*",
  NODE_DEBUG: "http,net",
  BUN_CONFIG_VERBOSE_FETCH: "curl",
  LOG_LEVEL: "debug",
  PIPEWRIGHT_DEBUG: "1",
}

const programs = (forms: ReadonlyArray<string> = Object.keys(Canary.forms)): string => {
  const path = folder({
    "targets.pipe": Canary.declarations,
    "pipewright.json": '{ "waitSeconds": 30 }',
    ...Canary.files,
    ...Object.fromEntries(forms.map((form) => [`${form.replaceAll(" ", "-")}.pipe`, Canary.program(form)])),
  })
  // What the cases read besides, and is no secret.
  mkdirSync(join(path, "keys"))
  for (const file of Canary.otherFiles) writeFileSync(join(path, file), "a certificate")
  return path
}

const silent = (...results: ReadonlyArray<Result>): void => {
  for (const { stdout, stderr } of results) expect(Canary.leaks(stdout + stderr)).toEqual([])
}

/** An API that refuses every pipe with all that was sent. */
const echoing = async (): Promise<string> => {
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString()
      const isRead = request.method === "GET"
      const envelope = isRead
        ? { status: 200, requestId: "r", result: [] }
        : { status: 400, requestId: "r", error: `BAD_REQUEST: ${body}` }
      response.writeHead(envelope.status, { "content-type": "application/json" })
      response.end(JSON.stringify(envelope))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe("the programs of canaries", () => {
  it("have every secret field of every kind, and are right", async () => {
    for (const [kind, names] of Canary.secretFields) {
      const used = new Set(Canary.pipes.filter((it) => it.kind === kind).flatMap((it) => it.names))
      expect(
        [...names].filter((name) => !used.has(name)),
        kind,
      ).toEqual([])
    }
    const { code, stdout } = await pipewright(["check"], { cwd: programs() })
    expect(stdout).toContain("No mistakes found")
    expect(code).toBe(0)
  })

  it("show every canary with --reveal, and only then", async () => {
    const cwd = programs()
    const options = { cwd, env: { ...Canary.env, ...loud } }
    const revealed = await pipewright(["build", "--reveal"], options)
    expect(Canary.leaks(revealed.stdout)).toEqual(Canary.texts)
    silent(
      await pipewright(["check"], options),
      await pipewright(["check", "--format", "json"], options),
      await pipewright(["build"], options),
      await pipewright(["build", "--format", "json"], options),
      await pipewright(["build", "--target", "test"], options),
    )
    for (const form of Object.keys(Canary.forms)) {
      const explained = await pipewright(["explain", "--origin", Canary.nameOf(form, 0)], options)
      expect(explained.code).toBe(0)
      silent(explained)
    }
  })
})

describe("a canary", () => {
  it("is in nothing that lint prints, and in nothing that it keeps of it", async () => {
    const cache = folder()
    const options = { cwd: programs(), env: { ...Canary.env, ...loud, XDG_CACHE_HOME: cache } }
    const args = ["lint", "--fail-on", "info"]
    silent(await pipewright(args, options), await pipewright([...args, "--format", "json"], options))
    const kept = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((it) => it.isFile())
    expect(kept).toHaveLength(2)
    for (const it of kept)
      expect(Canary.leaks(readFileSync(join(it.parentPath, it.name), "utf8"))).toEqual([])
  })

  it("is in no plan, no outcome, no data of the emulator and no journal", async () => {
    const data = folder()
    const api = await emulator(["--data", data])
    // What a program means for the API is the same for many forms; one of each sort is sent.
    const cwd = programs(["secret", "base64 of a file", "a param of the target", "an argument", "a literal"])
    const options = { cwd, env: { ...Canary.env, ...api.env, ...loud } }
    const plan = await pipewright(["plan"], options)
    expect(plan.code).toBe(0)
    const applied = await pipewright(["apply", "--yes", "--log-level", "debug"], options)
    expect(applied.stdout).toContain("created")
    expect(applied.stderr).toContain("<redacted>")
    silent(
      plan,
      applied,
      await pipewright(["apply", "--yes", "--format", "json"], options),
      await pipewright(["plan", "--format", "json"], options),
    )
    const journal = await (await fetch(`${api.url}/emulator/requests`)).text()
    const kept = readdirSync(data).map((file) => readFileSync(join(data, file), "utf8"))
    for (const text of [journal, ...kept]) expect(Canary.leaks(text)).toEqual([])
  })

  it("is in no refusal that has in it all that was sent", async () => {
    const url = await echoing()
    const env = {
      ...Canary.env,
      ...loud,
      CLICKHOUSE_API_URL: url,
      CLICKHOUSE_CLOUD_API_KEY: "key",
      CLICKHOUSE_CLOUD_API_SECRET: "canary-api",
    }
    const cwd = programs(["secret", "base64 of the environment", "an element", "a default", "a literal"])
    const human = await pipewright(["apply", "--yes"], { cwd, env })
    expect(human.stderr).toContain("was refused with 400")
    silent(human, await pipewright(["apply", "--yes", "--format", "json"], { cwd, env }))
    expect(human.stdout + human.stderr).not.toContain("canary-api")
    for (const format of ["human", "json"]) {
      const args = ["apply", "--yes", "--log-level", "debug", "--format", format]
      const told = await pipewright(args, { cwd, env })
      expect(told.stderr).toContain("authorization: <redacted>")
      expect(told.stderr).toContain("BAD_REQUEST")
      silent(told)
      expect(told.stderr).not.toContain("canary-api")
      expect(told.stderr).not.toContain(btoa("key:canary-api"))
    }
  })

  it.each([
    ["a string", 'password = "canary-literal-7f3a" oops'],
    ["a string without a sign", 'password "canary-literal-7f3a"'],
    ["a string behind another sign", 'password: "canary-literal-7f3a"'],
    ["a string without an end", 'password = "canary-literal-7f3a'],
    ["a text", 'password = """canary-literal-7f3a""" oops'],
    ["a word", "password = canary-literal-7f3a"],
    ["a list", 'password = ["canary-literal-7f3a"]'],
    ["single quotes", "password = 'canary-literal-7f3a'"],
    ["the quotes of a letter", "password = “canary-literal-7f3a”"],
    ["a parameter", "password = param.given oops"],
    ["a field of a template", "password = arg.given oops"],
  ])("that is %s is hidden in the line that a finding shows", async (_, entry) => {
    const pipe = (head: string) => `pipe "p" ${head}{
  from kafka { brokers = "b", topics = "t", format = JSONEachRow, credentials { username = "u", ${entry} } }
  into t
}
`
    const refers = /param|arg/.test(entry)
    const cwd = folder({
      "a.pipe": refers
        ? `param given: string = "canary-literal-7f3a" oops
template t(given: string = "canary-default-7f3a" oops) {
}
${pipe('extends t(given: "canary-arg-7f3a" oops) ')}`
        : pipe(""),
    })
    for (const args of [["check"], ["build"], ["plan", "--target", "local"]]) {
      const result = await pipewright(args, { cwd })
      expect(result.code).not.toBe(0)
      expect(result.stdout + result.stderr).toMatch(/\*{10}/)
      silent(result)
    }
    // What is a mistake in its meaning alone is none for `fmt`.
    silent(await pipewright(["fmt", "--check"], { cwd }), await pipewright(["fmt"], { cwd }))
    silent(await pipewright(["check", "--format", "json"], { cwd }))
  })

  it("that is the password in an address is hidden in the line that a finding shows", async () => {
    const cwd = folder({
      "a.pipe": `pipe "p" {
  from mongodb {
    uri            = "mongodb+srv://reader:canary-literal-7f3a@cluster0.example.mongodb.net"
    readPreference = secondaryPreferred
    credentials { username = "reader", password = secret("P") }
    settings { replicationMode = cdc }
    tables { shop.users -> users }
  }
  into analytics.*
}
`,
    })
    const result = await pipewright(["check"], { cwd })
    expect(result.stdout).toContain("login-in-uri")
    silent(result)
  })

  it("that has the form of a secret is in nothing that is said of its line, wherever it stands", async () => {
    const all = Object.values(secrets)
    const pipe = (name: string, entries: string): string => `pipe "${name}" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into existing t { columns { id UInt64 } }
  ${entries}
}
`
    const lines = all.map(([text]) => `// ${text.replaceAll("\n", " ")}\n`)
    const commented = folder({ "a.pipe": lines.join("") + pipe("right", "") })
    const unread = folder({ "a.pipe": pipe("p", all.map(([text]) => `oops ${text} oops`).join("\n")) })
    const named = folder({
      "a.pipe": pipe(
        "p",
        "raw { source = { objectStorage = AKIAQ3EGRUVZ" + "KPLMN2X7 } }\nAKIAQ3EGRUVZ" + "KPLMN2X7 = 1",
      ),
    })
    const found = await pipewright(["lint"], { cwd: commented })
    expect(found.stdout.match(/error\[no-literal-secret\]/g)).toHaveLength(all.length)
    const said = [found, await pipewright(["lint", "--format", "json"], { cwd: commented })]
    for (const cwd of [unread, named])
      for (const args of [
        ["check"],
        ["check", "--format", "json"],
        ["lint"],
        ["fmt", "--check", "--format", "json"],
      ])
        said.push(await pipewright(args, { cwd }))
    expect(said.at(-4)?.stdout).toContain("[unknown-field]: a pipe has no field `*")
    for (const { stdout, stderr } of said)
      for (const [, secret] of all) expect(stdout + stderr).not.toContain(secret.slice(-12))
  })

  it("is all that is hidden: a column of the name of a secret is not", async () => {
    const cwd = folder({
      "a.pipe": `pipe "p" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into existing t { columns { password Uint64 } }
}
`,
    })
    expect((await pipewright(["check"], { cwd })).stdout).toContain("columns { password Uint64 } }")
  })

  it("that comes by a function is not in what fmt says, for it is not read", async () => {
    const cwd = programs(["secret", "base64 of a file"])
    writeFileSync(join(cwd, "loose.pipe"), Canary.program("env").replaceAll(" = ", "="))
    const options = { cwd, env: { ...Canary.env, ...loud } }
    const diff = await pipewright(["fmt", "--diff"], options)
    expect(diff.stdout).toContain("+++ loose.pipe")
    silent(diff, await pipewright(["fmt", "--check"], options))
  })
})

/** Every file below a folder but those of the program itself. */
const written = (root: string): ReadonlyArray<readonly [file: string, text: string]> =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith(".pipe") && !Object.hasOwn(Canary.files, relative(root, file)))
    .map((file) => [file, readFileSync(file, "latin1")])

const isSilentIn = (...roots: ReadonlyArray<string>): void => {
  for (const [file, text] of roots.flatMap(written)) expect(Canary.leaks(text), file).toEqual([])
}

describe("a canary in what lasts between two runs", { timeout: 240_000 }, () => {
  const forms = ["secret", "base64 of a file", "a param of the target", "a literal"]
  const quick = ["--yes", "--wait", "none", "--log-level", "debug"]

  it("is in no kept plan, no state, no journal of a run that was killed, and in nothing that any command says", async () => {
    const data = folder()
    const api = await emulator(["--data", data])
    const cwd = programs(forms)
    let env: Env = { ...Canary.env, ...api.env, ...loud }
    const run = async (...args: ReadonlyArray<string>): Promise<Result> => {
      const result = await pipewright(args, { cwd, env })
      silent(result)
      isSilentIn(cwd, data)
      return result
    }
    for (const level of logLevels) expect((await run("plan", "--log-level", level)).code).toBe(0)
    expect((await run("plan", "--out", "first.plan")).code).toBe(0)
    const killed = start(["apply", ...quick], { cwd, env })
    await killed.says("create done")
    killed.signal("SIGKILL")
    silent(await killed.ended)
    const left = readdirSync(join(cwd, ".pipewright/state"))
    expect(left).toEqual(expect.arrayContaining(["test.json", "test.journal", "test.lock"]))
    isSilentIn(cwd, data)
    expect((await run("unlock", "--yes")).stdout).toContain("the lock was that of")
    expect((await run("apply", ...quick, "--plan", "first.plan")).code).toBe(1)
    expect((await run("apply", ...quick)).code).toBe(0)
    expect((await run("apply", ...quick, "--resend-secrets", "*")).stdout).toContain("changed")
    // A pipe that has read all is made anew with another secret.
    const allowed = ["--allow-replace", "*", "--allow-resnapshot", "*"]
    env = { ...env, CANARY_SECRET: "canary-env-7f3a" }
    expect((await run("plan", "--out", "second.plan", ...allowed, "--format", "json")).code).toBe(0)
    expect((await run("apply", ...quick, "--plan", "second.plan", "--format", "json")).code).toBe(0)
    expect((await run("destroy", "--yes", "--log-level", "debug")).code).toBe(1)
    expect((await run("destroy", "--yes", "--log-level", "debug", "--allow-delete", "*")).stdout).toContain(
      "deleted",
    )
    expect(readFileSync(join(cwd, ".pipewright/state/test.json"), "utf8")).toContain('"pipes": {}')
  })

  it("is in no object and no message of a repository that keeps the state", async () => {
    const api = await emulator()
    const cwd = programs(["secret", "a literal"])
    writeFileSync(join(cwd, "pipewright.json"), '{ "state": "git" }')
    const own = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" }
    const git = (...args: ReadonlyArray<string>) =>
      execFileSync("git", args, {
        cwd,
        encoding: "latin1",
        env: { PATH: process.env.PATH, ...own },
        maxBuffer: 256 * 1024 * 1024,
      })
    git("init", "--quiet")
    const result = await pipewright(["apply", ...quick], {
      cwd,
      env: { ...Canary.env, ...api.env, ...loud, ...own },
    })
    expect(result.code).toBe(0)
    silent(result)
    const objects = git("cat-file", "--batch-all-objects", "--batch")
    expect(objects).toContain("createPipe")
    expect(objects).toContain("scrypt")
    expect(Canary.leaks(objects)).toEqual([])
  })
})
