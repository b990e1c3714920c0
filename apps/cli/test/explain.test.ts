import * as Explain from "@pipewright/core/Explain"
import { describe, expect, it } from "vitest"
import * as Program from "../src/program/program.ts"
import { load } from "../src/topics/load.ts"
import * as Human from "../src/views/explain.human.ts"
import { folder, pipewright, secrets } from "./harness.ts"

const clicks = (columns: string) => `pipe "clicks.v2" for r in ["eu"] {
  from kinesis {
    format         = JSONEachRow
    streamName     = param.stream
    region         = "us-east-1"
    iteratorType   = LATEST
    authentication = IAM_USER
    accessKey { accessKeyId = "A", secretKey = "canary-text" }
  }
  into analytics."clicks_\${each.r}" {
    engine = Null
    columns { ${columns} }
  }
}
`

const targets = `param stream: string = "test"
target prod { organization = env("UNSET_ORG"), service = env("UNSET_SERVICE"), params { stream = "live" } }
target test { organization = "o", service = "s" }
`

const program = (columns = "id UInt64") => folder({ "clicks.pipe": clicks(columns), "targets.pipe": targets })

describe("explain --origin", () => {
  it("shows each value of a pipe with the place that it is written at", async () => {
    const { code, stdout, stderr } = await pipewright(["explain", "--origin", "clicks.v2"], {
      cwd: program(),
    })
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toBe(`clicks.v2 in the target prod
  clicks.pipe:1:28  "eu"  each r = "eu"

name = "clicks.v2"  clicks.pipe:1:6
source.kinesis.format = "JSONEachRow"  clicks.pipe:3:22

source.kinesis.streamName = "live"
  clicks.pipe:4:22   param.stream
  targets.pipe:2:98  "live"        param stream, set by target prod

source.kinesis.region = "us-east-1"  clicks.pipe:5:22
source.kinesis.iteratorType = "LATEST"  clicks.pipe:6:22
source.kinesis.authentication = "IAM_USER"  clicks.pipe:7:22
source.kinesis.accessKey.accessKeyId = "A"  clicks.pipe:8:31
source.kinesis.accessKey.secretKey = (secret)  clicks.pipe:8:48
destination.database = "analytics"  clicks.pipe:10:8
destination.table = "clicks_eu"  clicks.pipe:10:18
destination.managedTable = true  clicks.pipe:10:3
destination.tableDefinition.engine.type = "Null"  clicks.pipe:11:14
destination.columns[0].name = "id"  clicks.pipe:12:15
destination.columns[0].type = "UInt64"  clicks.pipe:12:18
`)
  })

  it("puts a place below its value where a terminal is too narrow for both", () => {
    const loaded = Program.load(program())
    const [subject] = Explain.subjects(Program.bound(loaded, "test").program)
    const all = subject!.values()
    const values = Explain.select(all, "source.kinesis.region").concat(Explain.select(all, "format"))
    const explained = { subject: subject!, target: "test", values, all, loaded }
    const lines = Human.explain(explained, false, 70).split("\n").slice(3)
    // The files are in a folder with a long name.
    expect(lines.map((line) => line.replace(/\S*clicks\.pipe/, "clicks.pipe"))).toEqual([
      'source.kinesis.region = "us-east-1"',
      "  clicks.pipe:5:22",
      "",
      'source.kinesis.format = "JSONEachRow"',
      "  clicks.pipe:3:22",
      "",
    ])
    expect(Human.explain(explained, false)).toMatch(/region = "us-east-1" {2}\S*clicks\.pipe:5:22\n/)
  })

  it("shows one value as another target has it, also as JSON", async () => {
    const { stdout } = await pipewright(
      ["explain", "clicks.v2.streamName", ".", "--origin", "--target", "test", "--format", "json"],
      { cwd: program() },
    )
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      pipe: "clicks.v2",
      target: "test",
      values: [
        {
          path: "source.kinesis.streamName",
          value: "test",
          origin: [
            { file: "clicks.pipe", line: 1, column: 28, through: 'each r = "eu"' },
            { file: "clicks.pipe", line: 4, column: 22 },
            { file: "targets.pipe", line: 1, column: 24, through: "param stream, its default" },
          ],
        },
      ],
    })
  })

  it("shows no secret, neither in a value nor on its way", async () => {
    for (const format of ["human", "json"]) {
      for (const subject of ["clicks.v2", "clicks.v2.secretKey"]) {
        const { stdout } = await pipewright(["explain", subject, "--origin", "--format", format], {
          cwd: program(),
          env: secrets,
        })
        expect(stdout).toContain("(secret)")
        expect(stdout).not.toContain("canary")
      }
    }
  })

  it("tells the values of an endpoint and of the shared size too", async () => {
    const cwd = folder({
      "network.pipe": `param cluster: string = "arn:aws:kafka:us-east-1:123456789012:cluster/payments/0000"
endpoint msk: MSK_MULTI_VPC {
  description       = "payments"
  mskClusterArn     = param.cluster
  mskAuthentication = SASL_IAM
}
target prod {
  organization = "o"
  service      = "s"
  cdcScaling { replicaCpuMillicores = 2000, replicaMemoryGb = 8 }
}
`,
    })
    const told = async (...args: ReadonlyArray<string>) =>
      (await pipewright(["explain", "--origin", ...args], { cwd })).stdout
    expect(await told("endpoint.msk.mskClusterArn")).toBe(`endpoint.msk in the target prod

mskClusterArn = "arn:aws:kafka:us-east-1:123456789012:cluster/payments/0000"
  network.pipe:4:23  param.cluster
  network.pipe:1:25  "arn:aws:kafka:us-east-1:123456789012:c…  param cluster, its default
`)
    expect(await told("cdcScaling")).toBe(`cdcScaling in the target prod

replicaCpuMillicores = 2000  network.pipe:10:39
replicaMemoryGb = 8  network.pipe:10:63
`)
    expect(JSON.parse(await told("endpoint.msk.type", "--format", "json"))).toEqual({
      version: 1,
      subject: "endpoint.msk",
      target: "prod",
      values: [
        { path: "type", value: "MSK_MULTI_VPC", origin: [{ file: "network.pipe", line: 2, column: 15 }] },
      ],
    })
    const unknown = await pipewright(["explain", "--origin", "endpoint.msl"], { cwd })
    expect(unknown.stderr).toContain("did you mean `endpoint.msk`?")
  })

  it("answers while something else in the program is wrong", async () => {
    const cwd = folder({
      "clicks.pipe": clicks("id UInt64"),
      "targets.pipe": targets,
      "other.pipe": 'pipe "x" {',
    })
    expect((await pipewright(["explain", "--origin", "clicks.v2.region"], { cwd })).code).toBe(0)
    const broken = await pipewright(["explain", "--origin", "x"], { cwd })
    expect([broken.code, broken.stdout]).toEqual([65, ""])
    expect(broken.stderr).toContain("other.pipe")
  })

  it.each([
    [["--origin", "clicks.v3"], "did you mean `clicks.v2`?"],
    [["--origin", "clicks.v2.regoin"], "did you mean `region`?"],
    [["--origin", "clicks.v2.zebra"], "shows all that it has"],
    [["--origin", "clicks.v2", "--target", "pord"], "did you mean `prod`?"],
    [["--origin"], "whose values to explain is not said"],
    [["zebra"], "there is no topic `zebra`, and no pipe of that name here"],
    [["clicks.v3"], "did you mean `clicks.v2`?"],
    [["consumergroup"], "did you mean `consumerGroup`?"],
    [["exit", "76"], "there is no topic `76` of the kind exit"],
    [["--list", "clicks"], "there is no topic `clicks`"],
  ])("given %j says %s", async (args, message) => {
    const { code, stdout, stderr } = await pipewright(["explain", ...args], { cwd: program() })
    expect([code, stdout]).toEqual([64, ""])
    expect(stderr).toContain(message)
  })
})

describe("explain", () => {
  it("shows a page of the reference, by its name or with its kind before it", async () => {
    // Where there is a program, a word may also be the name of a pipe.
    const cwd = folder()
    const shown = await pipewright(["explain", "exit", "75"], { cwd })
    expect(shown).toMatchObject({ code: 0, stderr: "" })
    expect(shown.stdout).toContain("75  exit\n\nNot done yet")
    expect(shown.stdout).toContain("docs/reference/exit-codes.md#75")
    expect((await pipewright(["explain", "75"], { cwd })).stdout).toBe(shown.stdout)
  })

  it("lists every topic of the reference, also as JSON, and those of a kind", async () => {
    const { stdout } = await pipewright(["explain", "--list", "--format", "json"])
    const { topics } = JSON.parse(stdout) as { readonly topics: ReadonlyArray<object> }
    expect(topics).toEqual(
      load().map(({ name, kind, summary, page, also }) => ({ topic: name, kind, summary, page, also })),
    )
    expect((await pipewright(["explain", "impact"])).stdout).toMatch(/^in-place +impact {2}\S/)
    expect((await pipewright(["explain"])).stdout).toContain("explain --list")
  })

  it("takes a pipe of the program for itself, and a topic before it", async () => {
    const cwd = folder({
      "clicks.pipe": clicks("id UInt64").replace("clicks.v2", "kinesis"),
      "t.pipe": targets,
    })
    const topic = await pipewright(["explain", "kinesis.region"], { cwd })
    expect(topic.stdout).toContain("kinesis.region  field")
    expect(topic.stderr).toContain("`pipewright explain --origin kinesis.region` says where")
    const json = await pipewright(["explain", "kinesis.region", ".", "--format", "json"], { cwd })
    expect(JSON.parse(json.stdout)).toMatchObject({
      topics: [
        { topic: "kinesis.region", kind: "field", markdown: expect.stringContaining("# kinesis.region") },
      ],
      clash: "kinesis.region",
    })
    const origin = await pipewright(["explain", "--origin", "kinesis.region"], { cwd })
    expect(origin.stdout).toContain("kinesis in the target prod")
    const own = await pipewright(["explain", "clicks.v2"], { cwd: program() })
    expect(own.stdout).toContain("clicks.v2 in the target prod")
  })
})
