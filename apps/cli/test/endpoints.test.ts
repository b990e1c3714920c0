import { describe, expect, it } from "vitest"
import { type Emulated, edit, emulator, folder, pipewright, withTarget } from "./harness.ts"

const endpoints =
  "/v1/organizations/11111111-1111-4111-8111-111111111111/services/22222222-2222-4222-8222-222222222222/clickpipesReversePrivateEndpoints"

const wall = `endpoint wall: VPC_ENDPOINT_SERVICE {
  description            = "the wall"
  vpcEndpointServiceName = "com.amazonaws.vpce.us-east-1.vpce-svc-1"
}
`

const shop = `pipe "shop" {
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

interface Endpoint {
  readonly id: string
  readonly status: string
  readonly vpcEndpointServiceName: string
}

const listed = async (api: Emulated): Promise<ReadonlyArray<Endpoint>> => {
  const answer = await fetch(`${api.url}${endpoints}`, {
    headers: { authorization: `Basic ${btoa("local:canary-api-secret")}` },
  })
  return ((await answer.json()) as { readonly result: ReadonlyArray<Endpoint> }).result
}

/** Does what the owner of the other side does. */
const accept = async (api: Emulated): Promise<void> => {
  for (const { id, status } of await listed(api))
    if (status === "PendingAcceptance")
      await fetch(`${api.url}/emulator/endpoints/${id}`, {
        method: "POST",
        body: JSON.stringify({ status: "Ready" }),
      })
}

const services = async (api: Emulated) =>
  (await listed(api)).map(({ vpcEndpointServiceName }) => vpcEndpointServiceName.slice(-1))

describe("an endpoint that waits to be accepted", () => {
  it("ends the run with 75, and the next one goes on with the pipes through it", async () => {
    const api = await emulator()
    const cwd = withTarget(folder({ "shop.pipe": wall + shop }))
    const env = { ...api.env, P: "canary" }
    const apply = () => pipewright(["apply", "--yes"], { cwd, env })
    const first = await apply()
    expect([first.code, first.stdout]).toEqual([
      75,
      expect.stringContaining("Accept the connection of endpoint wall"),
    ])
    expect(first.stdout).toContain("shop           not tried, since the endpoint `wall` is not ready")
    await accept(api)
    const second = await apply()
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining("1 created, 1 unchanged")])
    expect((await pipewright(["plan"], { cwd, env })).stdout).toContain("0 to create, 2 unchanged")
  })

  it("takes the place of another one, which stays until then and is not forgotten", async () => {
    const api = await emulator()
    const cwd = withTarget(folder({ "shop.pipe": wall + shop }))
    const env = { ...api.env, P: "canary" }
    const run = (command: string, ...args: ReadonlyArray<string>) =>
      pipewright([command, ...args], { cwd, env })
    await run("apply", "--yes")
    await accept(api)
    await run("apply", "--yes")
    edit(cwd, "shop.pipe", "vpce-svc-1", "vpce-svc-2")
    const replaced = await run("apply", "--yes", "--allow-replace", "endpoint.wall")
    expect(replaced.stdout).toContain('"com.amazonaws.vpce.us-east-1.vpce-svc-2"  needs a new one')
    expect(replaced.stdout).toContain("made anew, waits to be accepted; the old one stays until then")
    expect([replaced.code, await services(api)]).toEqual([75, ["1", "2"]])
    expect((await run("plan")).stdout).toContain("it stays until `wall`, which takes its place, is ready")
    expect([(await run("apply", "--yes")).code, await services(api)]).toEqual([75, ["1", "2"]])
    await accept(api)
    const last = await run("apply", "--yes")
    expect([last.code, last.stdout]).toEqual([
      0,
      expect.stringContaining("1 changed, 1 deleted, 1 unchanged"),
    ])
    expect(await services(api)).toEqual(["2"])
    expect((await run("plan")).stdout).toContain("0 to create, 2 unchanged")
  })
})
