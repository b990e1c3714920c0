import { describe, expect, it } from "vitest"
import { edit, emulator, folder, guide, pipewright, secrets, withTarget } from "./harness.ts"

describe("a mistake", () => {
  it("is reported at its word, with a suggestion, and nothing is sent", async () => {
    const api = await emulator()
    const cwd = withTarget(guide())
    edit(cwd, "kinesis.pipe", "streamName  ", "streamNmae  ")
    const checked = await pipewright(["check"], { cwd })
    expect(checked.code).toBe(1)
    expect(checked.stdout).toBe(`error[unknown-field]: a \`kinesis\` source has no field \`streamNmae\`
 --> kinesis.pipe:5:5
5 |     streamNmae     = "my-stream"
  |     ^^^^^^^^^^
  = help: did you mean \`streamName\`?

1 error in 10 files
\`pipewright explain unknown-field\` says more
`)
    const applied = await pipewright(["apply", "--yes"], { cwd, env: { ...secrets, ...api.env } })
    expect(applied.code).toBe(65)
    expect(applied.stderr).toContain("unknown-field")
    expect(await api.requests()).toEqual([])
  })

  it("in each of two files is reported in one run", async () => {
    const cwd = guide()
    edit(cwd, "kinesis.pipe", "TRIM_HORIZON", "TRIM_HORISON")
    edit(cwd, "s3.pipe", "id      UInt64", "id      Uint64")
    const { stdout, code } = await pipewright(["check", "--format", "json"], { cwd })
    expect(code).toBe(1)
    const { version, findings } = JSON.parse(stdout) as { version: number; findings: ReadonlyArray<object> }
    expect(version).toBe(1)
    expect(findings).toEqual([
      {
        code: "unknown-member",
        severity: "error",
        message: "`TRIM_HORISON` is not a value of `iteratorType`",
        file: "kinesis.pipe",
        start: { line: 7, column: 22 },
        end: { line: 7, column: 34 },
        help: "did you mean `TRIM_HORIZON`?",
        fixes: [
          {
            title: "Write `TRIM_HORIZON`",
            safe: false,
            edits: [{ start: { line: 7, column: 22 }, end: { line: 7, column: 34 }, text: "TRIM_HORIZON" }],
          },
        ],
      },
      {
        code: "unknown-type",
        severity: "error",
        message: "`Uint64` is not a ClickHouse type",
        file: "s3.pipe",
        start: { line: 12, column: 15 },
        end: { line: 12, column: 21 },
        help: "did you mean `UInt64`?",
        fixes: [
          {
            title: "Write `UInt64`",
            safe: true,
            edits: [{ start: { line: 12, column: 15 }, end: { line: 12, column: 21 }, text: "UInt64" }],
          },
        ],
      },
    ])
  })

  it("that has to do with another place tells a machine of it too", async () => {
    const cwd = folder({ "a.pipe": "param a: int = 1\n", "b.pipe": "\nparam a: int = 2\n" })
    const { stdout } = await pipewright(["check", "--format", "json"], { cwd })
    expect((JSON.parse(stdout) as { findings: ReadonlyArray<object> }).findings).toMatchObject([
      {
        code: "duplicate-declaration",
        file: "b.pipe",
        start: { line: 2, column: 7 },
        notes: [
          {
            message: "the other one is here",
            file: "a.pipe",
            start: { line: 1, column: 7 },
            end: { line: 1, column: 8 },
          },
        ],
      },
    ])
  })

  it("keeps build and plan from going on as well", async () => {
    const cwd = guide()
    edit(cwd, "mysql.pipe", "port = 3306", "port = 0")
    expect((await pipewright(["build"], { cwd })).code).toBe(65)
    const { code, stderr, stdout } = await pipewright(["plan", "--target", "local", "--format", "json"], {
      cwd,
    })
    expect(code).toBe(65)
    expect(stdout).toBe("")
    expect(JSON.parse(stderr)).toMatchObject({
      version: 1,
      error: { code: "invalid-program", findings: [{ code: "number-out-of-range", file: "mysql.pipe" }] },
    })
  })

  it("of the command line ends with 64", async () => {
    const cwd = folder()
    expect(await pipewright(["check", "--formt", "json"], { cwd })).toMatchObject({ code: 64 })
    expect(await pipewright(["check", "--format", "xml"], { cwd })).toMatchObject({ code: 64 })
    expect(await pipewright(["plan", "--nothing"], { cwd })).toMatchObject({ code: 64 })
    expect(await pipewright(["chek"], { cwd })).toMatchObject({ code: 64 })
  })

  it("of the path is told, for a path that holds nothing too", async () => {
    const cwd = folder()
    expect(await pipewright(["check", "nowhere"], { cwd })).toMatchObject({
      code: 64,
      stderr: "error: there is nothing at nowhere\n",
    })
    expect(await pipewright(["plan"], { cwd })).toMatchObject({
      code: 64,
      stderr: "error: there are no .pipe files in .\n",
    })
  })

  it("of the configuration is a finding in it", async () => {
    const cwd = folder({
      "pipewright.json": '{\n  // how many at a time\n  "concurency": 2\n}\n',
      "none.pipe": "\n",
    })
    const { stdout, code } = await pipewright(["check"], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain(`error[unknown-field]: the configuration has no field \`concurency\`
 --> pipewright.json:3:3
3 |   "concurency": 2
  |   ^^^^^^^^^^^^
  = help: did you mean \`concurrency\`?`)
  })
})

describe("a program", () => {
  it("is the nearest directory upwards with a configuration file", async () => {
    const cwd = guide()
    const { stdout } = await pipewright(["check", "kafka.pipe"], { cwd })
    expect(stdout).toBe("No mistakes found in 9 files\n")
  })

  it("is one file where there is no configuration", async () => {
    const cwd = folder({ "a.pipe": "param a: int = 1\n", "b.pipe": "oops\n" })
    expect((await pipewright(["check", "a.pipe"], { cwd })).stdout).toBe("No mistakes found in 1 file\n")
    expect((await pipewright(["check", "."], { cwd })).code).toBe(1)
  })
})

describe("a finding that rests on a setting of ClickHouse", () => {
  const program = (rules: string) =>
    folder({
      "clicks.pipe": `pipe "clicks" {
  from s3 { url = "https://clicks.s3.amazonaws.com/*.json", format = JSONEachRow }
  into clicks { engine = MergeTree, orderBy = [note], columns { note Nullable(String) } }
}
`,
      "pipewright.json": `{ ${rules} }`,
    })

  it("is an error, and is what the configuration makes of it, in every command", async () => {
    const judged = async (rules: string) => {
      const cwd = program(rules)
      const checked = await pipewright(["check", "--format", "json"], { cwd })
      const { findings } = JSON.parse(checked.stdout) as { findings: ReadonlyArray<{ severity: string }> }
      const applied = await pipewright(["apply", "--target", "local", "--yes"], { cwd })
      return [findings.map(({ severity }) => severity), checked.code, applied.code]
    }
    expect(await judged("")).toEqual([["error"], 1, 65])
    expect(await judged('"rules": { "nullable-key": "warning" }')).toEqual([["warning"], 0, 0])
    expect(await judged('"rules": { "nullable-key": "off" }')).toEqual([[], 0, 0])
  })

  it("keeps its level where the configuration names what has none", async () => {
    const cwd = program('"rules": { "nullabel-key": "off" }')
    const { stdout, code } = await pipewright(["check"], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain("error[nullable-key]")
    expect(stdout).toContain("did you mean `nullable-key`?")
  })
})
