/** What a plan makes of facts that only some kinds have. */
import * as Applied from "@pipewright/core/Applied"
import { type Change, nothingAllowed } from "@pipewright/core/Change"
import type { JsonObject } from "@pipewright/core/Evaluate"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Plan from "@pipewright/core/Plan"
import * as State from "@pipewright/core/State"
import { describe, expect, it } from "vitest"
import { read, render } from "./programs.ts"

/** The change from a pipe that was made from one text to one of another text. */
const change = (before: string, after: string, state = "Running"): Change => {
  const [from, to] = [before, after].map((text) => {
    const program = read(text)
    if (program.diagnostics.some(({ severity }) => severity === "error")) throw new Error(render(program))
    return { pipe: program.pipes[0]!, request: program.requests[0]! }
  }) as [Plan.Declared, Plan.Declared]
  const secrets = [from, to].flatMap(({ request }) => Evaluate.deferred(request.body))
  const hashes = new Map(secrets.map((it) => [it, "name" in it.reader ? it.reader.name : ""]))
  const known = { values: new Map(), hashes }
  const record = Applied.created(from.pipe, from.request, "1", known, "")
  const object = Evaluate.show(from.request.body)
  return Plan.make({
    pipes: [to],
    there: { pipes: [{ id: "1", name: to.pipe.name, state, object }] },
    state: { ...State.empty({ organizationId: "", serviceId: "" }, ""), pipes: { [to.pipe.name]: record } },
    hashes,
    permissions: { ...nothingAllowed, replace: () => true },
  }).changes[0]!
}

const sent = ({ steps }: Change): ReadonlyArray<JsonObject> =>
  steps.flatMap((it) => (it._tag === "Patch" ? [Evaluate.show(it.request.body).source as JsonObject] : []))

const role = "arn:aws:iam::123456789012:role/clickpipes"

const stream = (login: string, rest = "") => `pipe "clicks" {
  from kinesis { format = Avro, streamName = "clicks", region = "eu-west-1", iteratorType = LATEST
    ${login} }
  into clicks { engine = Null, columns { id UInt64 } }
  ${rest}
}`

const asRole = `authentication = IAM_ROLE, iamRole = "${role}"`
const asUser = 'authentication = IAM_USER, accessKey { accessKeyId = "A", secretKey = secret("K") }'

const files = (type: string, login: string) => `pipe "files" {
  from ${type} { url = "https://x/*", format = Avro, isContinuous = true
    ${login} }
  into files { engine = Null, columns { id UInt64 } }
}`

const database = (type: string, more = "") => `pipe "shop" {
  from ${type} { host = "h", port = 3306${more}
    credentials { username = "u", password = secret("P") }
    settings { replicationMode = cdc }
    tables { a.b -> c } }
  into d.*
}`

describe("Another way to log in", () => {
  it("goes with its login, and takes the role of the one before away", () => {
    expect(sent(change(stream(asRole), stream(asUser)))).toEqual([
      {
        kinesis: {
          authentication: "IAM_USER",
          accessKey: { accessKeyId: "A", secretKey: "(secret)" },
          iamRole: null,
        },
      },
    ])
  })

  it("goes with its role and without a login", () => {
    expect(sent(change(stream(asUser), stream(asRole)))).toEqual([
      { kinesis: { authentication: "IAM_ROLE", iamRole: role } },
    ])
  })

  it("takes another pipe where the store cannot be talked out of a service account", () => {
    const account = 'authentication = SERVICE_ACCOUNT, serviceAccountKey = secret("K")'
    const pair = (type: string) => change(files(type, account), files(type, asUser))
    expect(pair("gcs").action).toBe("replace")
    expect(change(files("s3", asRole), files("s3", asUser)).action).toBe("update")
  })
})

describe("Another flavour of a database", () => {
  it("changes nothing, and that is said", () => {
    const { action, differences, notes } = change(database("mysql"), database("rdsmysql"))
    expect([action, differences, notes.map(({ code }) => code)]).toEqual(["keep", [], ["flavour-kept"]])
  })

  it("takes another pipe where it is another engine", () => {
    expect(change(database("mysql"), database("mariadb")).action).toBe("replace")
  })
})

describe("An edit of tables alone", () => {
  it("sends neither the connection nor its login", () => {
    const more = database("mysql").replace("a.b -> c", "a.b -> c, d.e -> f")
    expect(sent(change(database("mysql"), more))).toEqual([
      { mysql: { tableMappingsToAdd: [{ sourceSchemaName: "d", sourceTable: "e", targetTable: "f" }] } },
    ])
  })

  it("goes in one request with an edit of the connection, which has its login with it", () => {
    const more = database("mysql", ', tlsHost = "t"').replace("a.b -> c", "a.b -> c, d.e -> f")
    const [patch, ...others] = sent(change(database("mysql"), more))
    expect(others).toEqual([])
    expect(Object.keys(patch!.mysql as JsonObject).sort()).toEqual([
      "credentials",
      "host",
      "port",
      "tableMappingsToAdd",
      "tlsHost",
    ])
  })
})

describe("Another size", () => {
  const sized = (replicas: number, size: string) =>
    stream(asRole, `scaling { replicas = ${replicas}, size = ${size} }`)

  it("says what it costs in a month, before and after", () => {
    const { differences } = change(sized(1, "M"), sized(2, "L"))
    expect(differences.map(({ impact }) => impact)).toEqual(
      differences.map(() => ({ _tag: "cost", perMonth: { before: 36.5, after: 146 } })),
    )
  })
})

describe("A value that cannot be taken away", () => {
  it("stays, and that is said", () => {
    const pubsub = (more: string) => `pipe "p" {
  from pubsub { format = Avro, projectId = "my-project", topic = "t", authentication = SERVICE_ACCOUNT
    serviceAccountKey { serviceAccountFile = secret("K") }
    seekType = latest
    ${more} }
  into p { engine = Null, columns { id UInt64 } }
}`
    const { action, notes } = change(pubsub("ackDeadline = 20s"), pubsub(""))
    expect([action, notes.map(({ code }) => code)]).toEqual(["keep", ["no-longer-managed"]])
  })
})
