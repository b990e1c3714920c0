import { describe, expect, it } from "vitest"
import { emulator, folder, pipewright } from "./harness.ts"

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

describe("What is declared besides pipes", () => {
  it("is carried out in its order, and waits where a person has to accept", async () => {
    const api = await emulator()
    const program =
      target("test", "cdcScaling { replicaCpuMillicores = 4000, replicaMemoryGb = 16 }") +
      role +
      pipe("logs", "state = stopped") +
      database +
      endpoint
    const cwd = folder({ "main.pipe": program })
    const env = { ...api.env, P: "canary-p" }
    const run = (...args: ReadonlyArray<string>) => pipewright(args, { cwd, env })
    const plan = await run("plan")
    expect(plan.stdout).toMatch(/\n {2}\+ endpoint wall {2}VPC_ENDPOINT_SERVICE +main\.pipe:\d+\n/)
    expect(plan.stdout).toMatch(/\n {2}~ cdcScaling +shared by database pipes of test +main\.pipe:4\n/)
    expect(plan.stdout).toContain("Plan: 3 to create, 1 to change, 0 unchanged.")
    const waiting = await run("apply", "--yes")
    expect(waiting.code).toBe(75)
    expect(waiting.stdout).toMatch(/ {2}endpoint wall +created, waits to be accepted/)
    expect(waiting.stdout).toMatch(/ {2}shop +not tried, since the endpoint `wall` is not ready/)
    expect(waiting.stdout).toMatch(/ {2}logs +created, Stopped/)
    expect(waiting.stdout).toMatch(/ {2}cdcScaling +not tried, since not all pipes could be changed/)
    expect(waiting.stdout).toContain("Accept the connection of endpoint wall (vpce-")
    const { endpoints } = JSON.parse((await run("plan", "--format", "json")).stdout) as {
      readonly endpoints: ReadonlyArray<{ readonly live: ReadonlyArray<{ readonly id: string }> }>
    }
    await fetch(`${api.url}/emulator/endpoints/${endpoints[0]!.live[0]!.id}`, {
      method: "POST",
      body: JSON.stringify({ status: "Ready" }),
    })
    const done = await run("apply", "--yes")
    expect([done.code, done.stderr]).toEqual([0, expect.not.stringContaining("error")])
    expect(done.stdout).toContain("Applied to test: 1 created, 1 changed, 2 unchanged.")
    expect((await run("plan")).stdout).toContain("Plan: 0 to create, 4 unchanged.")
    expect((await run("apply", "--yes")).code).toBe(0)
  })
})
