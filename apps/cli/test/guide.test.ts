import { bodies } from "@pipewright/testing/GuideBodies"
import { describe, expect, it } from "vitest"
import { emulator, guide, pipewright, secrets, withTarget } from "./harness.ts"

/** What stands in the bodies of the guide in the place of secrets. */
const guideSecrets = {
  KAFKA_PASSWORD: "my_password",
  AWS_SECRET_KEY: "<secret_key>",
  GCP_SERVICE_ACCOUNT: "<base64_encoded_service_account_json>",
  AZURE_CONNECTION_STRING:
    "DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey=mykey;EndpointSuffix=core.windows.net",
  POSTGRES_PASSWORD: "<password>",
  MYSQL_PASSWORD: "<password>",
  MONGODB_PASSWORD: "<password>",
}

interface Requests {
  readonly version: number
  readonly requests: ReadonlyArray<{
    readonly name: string
    readonly file: string
    readonly method: string
    readonly path: string
    readonly body: { readonly [key: string]: unknown }
  }>
}

describe("the nine pipes of the guide", () => {
  it("build to the bodies of the guide, key for key", async () => {
    const { stdout, code } = await pipewright(["build", ".", "--reveal", "--format", "json"], {
      cwd: guide(),
      env: guideSecrets,
    })
    expect(code).toBe(0)
    const { version, requests } = JSON.parse(stdout) as Requests
    expect(version).toBe(1)
    expect(Object.fromEntries(requests.map(({ name, body }) => [name, body]))).toEqual(
      Object.fromEntries(bodies.map((body) => [body.name, body])),
    )
    expect(requests).toHaveLength(9)
    expect(new Set(requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(["POST /v1/organizations/{organizationId}/services/{serviceId}/clickpipes"]),
    )
    expect(requests.find(({ name }) => name === "My Kafka ClickPipe")?.file).toBe("kafka.pipe")
  })

  it("build without secrets, which stand as `(secret)`", async () => {
    const { stdout, code } = await pipewright(["build", "--format", "json"], { cwd: guide() })
    expect(code).toBe(0)
    const { requests } = JSON.parse(stdout) as Requests
    expect(requests.map(({ body }) => JSON.stringify(body).match(/\(secret\)/g)?.length)).toEqual(
      requests.map(() => 1),
    )
  })

  it("are created on an emulator that lives for the run, and found running or completed", async () => {
    const { stdout, code } = await pipewright(["apply", "--target", "local", "--yes"], {
      cwd: guide(),
      env: secrets,
    })
    expect(code).toBe(0)
    expect(stdout.match(/^ {2}My .* (Running|Completed)$/gm)).toHaveLength(9)
    expect(stdout).toContain("Applied to local: 9 created, 0 unchanged.")
  })

  it("are created once: a second apply sends no write request", async () => {
    const api = await emulator()
    const cwd = withTarget(guide())
    const env = { ...secrets, ...api.env }
    const first = await pipewright(["apply", "--yes"], { cwd, env })
    expect(first.code).toBe(0)
    expect(await api.writes()).toEqual(Array.from({ length: 9 }, () => "POST 200"))
    const second = await pipewright(["apply", "--yes"], { cwd, env })
    expect(second.code).toBe(0)
    expect(second.stdout).toContain("0 created, 9 unchanged")
    expect(await api.writes()).toHaveLength(9)
  })

  it("plan with one request, and without a secret", async () => {
    const api = await emulator()
    const { stdout, code } = await pipewright(["plan"], { cwd: withTarget(guide()), env: api.env })
    expect(code).toBe(0)
    expect(stdout).toContain("Plan: 9 to create, 0 unchanged.")
    expect(await api.requests()).toEqual(["GET 200"])
  })
})
