import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { folder, pipewright } from "./harness.ts"

/** An address that answers with a status and a text until the test ends. */
const serve = async (status: number, text: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(status).end(text))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const pipes = "/v1/organizations/{organizationId}/services/{serviceId}/clickpipes"

/** A document with one operation, and that under a colour that would be set on a terminal. */
const small = JSON.stringify({ paths: { [`${pipes}/\u001B[31mspin`]: { post: {} } } })

interface Report {
  readonly differences: ReadonlyArray<{
    readonly area: string
    readonly field: string
    readonly ours: string
  }>
  readonly known: ReadonlyArray<{ readonly reason: string }>
  readonly stale: ReadonlyArray<{ readonly pointer: string }>
  readonly operations: number
}

describe("spec check", () => {
  it("reports what a document has and we do not, and the other way round, and ends with 1", async () => {
    const path = join(folder({ "openapi.json": small }), "openapi.json")
    const { code, stdout, stderr } = await pipewright(["spec", "check", path, "--format", "json"])
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
    const report = JSON.parse(stdout) as Report
    expect(report.differences.map(({ field, ours }) => `${field} ${ours}`)).toEqual(
      expect.arrayContaining([
        `POST ${pipes}/\u001B[31mspin absent`,
        `GET ${pipes} present`,
        `DELETE ${pipes}/{clickPipeId} present`,
      ]),
    )
    expect(report.operations).toBe(0)
    // No document has these two: they are the guide's.
    expect(report.known.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("The guide has the shared size below the organisation"),
      expect.stringContaining("The guide has the shared size below the organisation"),
    ])
    expect(report.stale.length).toBeGreaterThan(0)
  })

  it("shows people the same, and nothing of the document that steers a terminal", async () => {
    const path = join(folder({ "openapi.json": small }), "openapi.json")
    const { code, stdout } = await pipewright(["spec", "check", path])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^operations\n/)
    expect(stdout).toContain("~1clickpipes~1\uFFFD[31mspin/post\n    ours    absent\n")
    expect(stdout).toContain("            packages/cloud-api/src/CloudApi.ts\n")
    expect(stdout).toMatch(/\n\d+ differences, \d+ reasons without a difference, 2 known/)
    expect(stdout).not.toContain("\u001B")
  })

  it("reads a document at an address", async () => {
    const { code, stdout } = await pipewright(["spec", "check", await serve(200, small)])
    expect(code).toBe(1)
    expect(stdout).toContain("spin")
  })

  it.each([
    ["there is nothing at the address", 404],
    ["the server fails", 500],
  ])("ends with 69 when %s, and does not show what is secret in it", async (_, status) => {
    const address = await serve(status, "")
    const { code, stdout, stderr } = await pipewright(["spec", "check", `${address}/a?key=canary`])
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" })
    expect(stderr).toContain(`error: \`${address}/a\` cannot be read: the answer was ${status}\n`)
  })

  it("ends with 64 when an address holds a login, and does not show it", async () => {
    const address = (await serve(200, small)).replace("//", "//me:canary@")
    const { code, stderr } = await pipewright(["spec", "check", address])
    expect(code).toBe(64)
    expect(stderr).toContain("comes with a login")
    expect(stderr).not.toContain("canary")
  })

  it("ends with 69 when nothing listens at the address", async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve))
    const free = (taken.address() as AddressInfo).port
    await new Promise((resolve) => taken.close(resolve))
    const { code, stderr } = await pipewright(["spec", "check", `http://127.0.0.1:${free}/openapi.json`])
    expect(code).toBe(69)
    expect(stderr).toContain(
      `\`http://127.0.0.1:${free}/openapi.json\` cannot be read: nothing listens there`,
    )
    expect(stderr).toContain("help: check the address and the network")
  })

  it.each([
    ["no document is named", [], /needs an OpenAPI document/],
    ["there is no such file", ["nowhere.json"], /`nowhere.json` cannot be read: there is no such file/],
    ["it is a directory", ["."], /`\.` cannot be read: it is a directory/],
    ["it is not JSON", ["broken.json"], /`broken.json` is not an OpenAPI document: it is not JSON/],
    ["it is another document", ["other.json"], /it has no `paths`/],
  ])("ends with 64 when %s", async (_, args, message) => {
    const cwd = folder({ "broken.json": "{", "other.json": "{}" })
    const { code, stdout, stderr } = await pipewright(["spec", "check", ...args], { cwd })
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" })
    expect(stderr).toMatch(message)
  })

  it("is found by the first of its words, and has help", async () => {
    expect((await pipewright(["spec"])).stderr).toContain("help: there is `spec check`")
    for (const args of [
      ["spec", "--help"],
      ["spec", "check", "--help"],
    ]) {
      const { code, stdout } = await pipewright(args)
      expect(code).toBe(0)
      expect(stdout).toContain("pipewright spec check [OPTIONS] FILE-OR-URL\n")
    }
  })
})

/** The published document is not part of this repository. */
const published = process.env.PIPEWRIGHT_OPENAPI ?? ""

if (published !== "") {
  describe("spec check of the published document", () => {
    it("finds no difference without a reason", async () => {
      const { code, stdout, stderr } = await pipewright(["spec", "check", published])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(stdout).toMatch(
        /^No difference, \d+ known differences \(--known shows them\), \d+ operations compared\n$/,
      )
      const known = await pipewright(["spec", "check", published, "--known"])
      expect(known.code).toBe(0)
      expect(known.stdout).toContain("    reason  ")
    })
  })
}
