import { describe, expect, it } from "vitest"
import { edit, emulator, folder, pipewright } from "./harness.ts"

const pipe = (name: string, rest = "", role = "param.role") => `pipe "${name}" {
  from s3 {
    url            = "https://data.s3.amazonaws.com/${name}/*.json"
    format         = JSONEachRow
    isContinuous   = true
    authentication = IAM_ROLE
    iamRole        = ${role}
  }
  into existing ${name} {
    columns { id UInt64 }
  }
  ${rest}
}
`

const target = (name: string, rest = "") => `target ${name} {
  organization = "organization-of-${name}"
  service      = "service-of-${name}"
  ${rest}
}
`

const role = 'param role: string = "arn:aws:iam::123456789012:role/all"\n'

const endpoint = `endpoint wall: VPC_ENDPOINT_SERVICE {
  description            = "the wall"
  vpcEndpointServiceName = "com.amazonaws.vpce.us-east-1.vpce-svc-1"
}
`

const database = `pipe "shop" {
  from postgres {
    host     = endpoint.wall.dnsName
    port     = 5432
    database = "shop"
    credentials { username = "u", password = secret("P") }
    settings { replicationMode = cdc }
    tables { public.a -> a }
  }
  into shop.*
}
`

interface Built {
  readonly requests: ReadonlyArray<{
    readonly name: string
    readonly method: string
    readonly path: string
    readonly body: Readonly<Record<string, unknown>>
    readonly targets?: ReadonlyArray<string>
  }>
}

const built = async (cwd: string, ...args: ReadonlyArray<string>): Promise<Built["requests"]> => {
  const { stdout, stderr, code } = await pipewright(["build", "--format", "json", ...args], { cwd })
  expect([code, stderr]).toEqual([0, ""])
  return (JSON.parse(stdout) as Built).requests
}

describe("build", () => {
  it("shows without a target what each of them has, and what they have in common once", async () => {
    const cwd = folder({
      "main.pipe": [
        role,
        target("a", 'params { role = "arn:aws:iam::123456789012:role/a" }'),
        target("b", "cdcScaling { replicaCpuMillicores = 1000, replicaMemoryGb = 4 }"),
        pipe("same", "", '"arn:aws:iam::123456789012:role/same"'),
        pipe("differs"),
        pipe("twice", "targets = [a]"),
        pipe("twice", "targets = [b]", '"arn:aws:iam::123456789012:role/b"'),
      ].join("\n"),
    })
    const all = await built(cwd)
    expect(all.map(({ name, targets }) => [name, targets])).toEqual([
      ["same", undefined],
      ["differs", ["a"]],
      ["twice", ["a"]],
      ["differs", ["b"]],
      ["twice", ["b"]],
      ["cdcScaling", ["b"]],
    ])
    expect(new Set(all.map(({ path }) => path.split("/")[3]))).toEqual(new Set(["{organizationId}"]))
    const [one] = await built(cwd, "--target", "b")
    expect(one).toMatchObject({ path: expect.stringContaining("/organization-of-b/services/service-of-b/") })
    const human = await pipewright(["build"], { cwd })
    expect(human.stdout).toContain("twice main.pipe, for b\n")
  })

  it("shows endpoints first, and what is known only later as what it is", async () => {
    const cwd = folder({ "main.pipe": database + endpoint })
    const [first, second] = await built(cwd)
    expect([first!.name, second!.name]).toEqual(["wall", "shop"])
    expect(second!.body).toMatchObject({
      source: { postgres: { host: { knownAfterApply: "${endpoint.wall.dnsName}" } } },
    })
    const human = await pipewright(["build", "--reveal"], { cwd, env: { P: "p" } })
    expect(human.stdout).toContain('"host": "(endpoint.wall.dnsName)"')
    expect(human.stdout).toContain("What stands as (endpoint.…) is known once the endpoint is made.")
  })
})

describe("What this version cannot carry out", () => {
  const program = (rest: string) => ({ "main.pipe": target("test", rest) + role + pipe("logs") })

  it("is shown by plan, and keeps apply from changing anything", async () => {
    const api = await emulator()
    const cwd = folder(program("cdcScaling { replicaCpuMillicores = 1000, replicaMemoryGb = 4 }"))
    edit(cwd, "main.pipe", 'pipe "logs" {', `${endpoint}\npipe "logs" {\n  state = stopped`)
    const env = { ...api.env, P: "p" }
    const plan = await pipewright(["plan"], { cwd, env })
    expect(plan.code).toBe(0)
    expect(plan.stdout).toContain(`
This version cannot carry out all that is declared, so apply would do nothing:
  ! make the endpoint \`wall\`               main.pipe:7
  ! set \`cdcScaling\` of the target \`test\`  main.pipe:4
  ! stop the pipe \`logs\`                   main.pipe:13
`)
    const machine = await pipewright(["plan", "--format", "json"], { cwd, env })
    expect((JSON.parse(machine.stdout) as { notCarriedOut: unknown }).notCarriedOut).toEqual([
      { what: "endpoint", name: "wall", declared: "main.pipe:7" },
      { what: "cdcScaling", name: "test", declared: "main.pipe:4" },
      { what: "state", name: "logs", state: "stopped", declared: "main.pipe:13" },
    ])
    const apply = await pipewright(["apply", "--yes"], { cwd, env })
    expect(apply.code).toBe(1)
    expect(apply.stderr).toContain("error: this version cannot make the endpoint `wall`, set `cdcScaling`")
    const failed = await pipewright(["apply", "--yes", "--format", "json"], { cwd, env })
    expect(JSON.parse(failed.stderr)).toMatchObject({
      error: { code: "not-carried-out", pipes: ["wall", "test", "logs"] },
    })
    expect(await api.writes()).toEqual([])
  })

  it("is a move from a pipe that is there, and none from one that is gone", async () => {
    const api = await emulator()
    const cwd = folder(program(""))
    const apply = () => pipewright(["apply", "--yes"], { cwd, env: api.env })
    expect((await apply()).code).toBe(0)
    const before = await api.writes()
    edit(cwd, "main.pipe", 'pipe "logs" {', 'pipe "records" {\n  moved from "logs"')
    const moved = await apply()
    expect([moved.code, moved.stderr.split(", so")[0]]).toEqual([
      1,
      "error: this version cannot rename the pipe `logs` to `records`",
    ])
    expect(await api.writes()).toEqual(before)
    edit(cwd, "main.pipe", 'moved from "logs"', 'moved from "gone"')
    expect((await apply()).code).toBe(0)
  })
})
