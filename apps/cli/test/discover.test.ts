/** Columns that a look at the source of a pipe finds. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { emulator, folder, pipewright, withTarget } from "./harness.ts"

const orders = `// Ours.
pipe "orders" {
  from kafka {
    brokers        = ["broker-1.example.com:9092"]
    topics         = ["orders"]
    format         = JSONEachRow
    authentication = PLAIN
    credentials { username = "app", password = secret("ORDERS") }
  }
  into orders {
    engine  = MergeTree
    orderBy = [id]
  }
}
`

/** The same with all that it needs. */
const whole = orders.replace("[id]\n", "[id]\n    columns { id Int64 }\n")

const shop = `pipe "shop" {
  from mysql {
    host = "db.example.com", port = 3306
    credentials { username = "app", password = secret("SHOP") }
    settings { replicationMode = cdc, replicationMechanism = GTID }
    tables { shop.users -> users }
  }
  into shop.*
}
`

const files = `pipe "files" {
  from s3 { url = "https://b.s3.amazonaws.com/*.json", format = JSONEachRow }
  into files { engine = MergeTree, columns { id Int64 } }
}
`

const started = async () => {
  const api = await emulator()
  const cwd = withTarget(folder({ "orders.pipe": orders }))
  const env = { ...api.env, ORDERS: "canary-value" }
  const run = (args: ReadonlyArray<string>, own: Record<string, string> = {}) =>
    pipewright(["discover", ...args], { cwd, env: { ...env, ...own } })
  return { api, cwd, run, text: () => readFileSync(join(cwd, "orders.pipe"), "utf8") }
}

describe("discover", () => {
  it("prints the columns of a pipe that has none, and writes them on request", async () => {
    const { cwd, run, text } = await started()
    const seen = await run(["orders"])
    expect(seen).toEqual({
      code: 0,
      stdout: `columns {
  id        Int64
  message   Nullable(String)
  timestamp DateTime64(3)
}

Next: pipewright discover orders --target test --write
`,
      stderr: "",
    })
    expect(text()).toBe(orders)
    const written = await run(["orders", "--write", "--format", "json"])
    expect(JSON.parse(written.stdout)).toMatchObject({ pipe: "orders", file: "orders.pipe", unfilled: [] })
    expect(text()).toBe(
      orders.replace(
        "[id]\n",
        "[id]\n    columns {\n      id        Int64\n      message   Nullable(String)\n      timestamp DateTime64(3)\n    }\n",
      ),
    )
    expect((await pipewright(["check"], { cwd })).code).toBe(0)
    expect((await run(["orders", "--write"])).stdout).toContain(
      "The pipe has a column for all that was found.\n",
    )
  })

  it("says what it cannot do, and changes nothing then", async () => {
    const { api, cwd, run, text } = await started()
    writeFileSync(join(cwd, "orders.pipe"), whole)
    writeFileSync(join(cwd, "more.pipe"), shop + files)
    const said = async (args: ReadonlyArray<string>, env = {}) => {
      const { code, stderr } = await run(args, env)
      return `${code} ${stderr.split("\n")[0]}`
    }
    expect(await said(["shop"])).toBe(
      "64 error: `shop` copies tables, and their columns come from the source by themselves",
    )
    expect(await said(["files"])).toBe("64 error: the API does not look into a source of the type `s3`")
    expect(await said(["order"])).toBe("64 error: there is no pipe `order` in the target test")
    writeFileSync(
      join(cwd, "lost.pipe"),
      orders.replace('"orders" {', '"lost" {').replace("into orders", "into a.b.c"),
    )
    expect(await said(["lost"])).toMatch(/^65 error\[/)
    writeFileSync(join(cwd, "lost.pipe"), "")
    expect(await said(["orders"], { ORDERS: "" })).toBe(
      '1 error[value-unreadable]: `secret("ORDERS")` cannot be read: the environment variable ORDERS is empty',
    )
    writeFileSync(
      join(cwd, "wrong.pipe"),
      orders.replace('"orders" {', '"others" {').replace("format ", "formt "),
    )
    expect(await said(["orders"])).toMatch(/^65 error\[unknown-field\]/)
    expect([text(), (await api.writes()).length]).toEqual([whole, 0])
  })
})
