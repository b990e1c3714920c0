import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { read, render, reveal } from "./programs.ts"

/** Every way to log in, and what goes with it. */
const logins: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kafka: {
    PLAIN: 'credentials { username = "me", password = secret("X") }',
    "SCRAM-SHA-256": 'credentials { username = "me", password = secret("X") }',
    "SCRAM-SHA-512": 'credentials { username = "me", password = secret("X") }',
    IAM_ROLE: 'iamRole = "arn:aws:iam::123456789012:role/clickpipes"',
    IAM_USER: 'credentials { accessKeyId = "AKIA", secretKey = secret("X") }',
    MUTUAL_TLS: 'credentials { certificate = secret("X"), privateKey = secret("X") }',
    "PLAIN of a hub": 'credentials { connectionString = secret("X") }',
  },
  objectStorage: {
    IAM_USER: 'accessKey { accessKeyId = "AKIA", secretKey = secret("X") }',
    IAM_ROLE: 'iamRole = "arn:aws:iam::123456789012:role/clickpipes"',
    SERVICE_ACCOUNT: 'serviceAccountKey = secret("X")',
    CONNECTION_STRING: 'connectionString = secret("X")',
    none: "",
  },
}

const others: Readonly<Record<string, (type: string) => string>> = {
  kafka: () => 'brokers = "b:9092"\n    topics = "t"',
  objectStorage: (type) =>
    type === "azureblobstorage" ? 'azureContainerName = "c"' : 'url = "https://files.example.com/*"',
}

const program = (arm: string, type: string, login: string): string => {
  const method = login.split(" ")[0]!
  return `pipe "p" {
  from ${type} {
    format = JSONEachRow
    ${others[arm]!(type)}
    ${method === "none" ? "" : `authentication = ${method}`}
    ${logins[arm]![login]!}
  }
  into t {
    engine = Null
    columns { id UInt64 }
  }
}
`
}

const combinations = kinds
  .filter(({ arm }) => logins[arm] !== undefined)
  .flatMap(({ arm, types }) =>
    types.flatMap((type) => Object.keys(logins[arm]!).map((login) => ({ arm, type, login }))),
  )

describe("a way to log in", () => {
  it.each(combinations)("is an error with $type and $login exactly when the API refuses it", (it_) => {
    const { arm, type, login } = it_
    const found = read(program(arm, type, login))
    const body = reveal(found.requests[0]!, { X: "x" })
    const source = (body.source as JsonObject)[arm] as JsonObject
    const refused = contracts.find((contract) => contract.arm === arm)!.refuse(source)
    const errors = found.diagnostics.filter(Diagnostic.isError)
    expect(errors.length > 0, `${render(found)}\n${JSON.stringify(refused)}`).toBe(refused.length > 0)
  })

  it("is offered by every type, and some of them are not offered", () => {
    const clean = combinations.filter(({ arm, type, login }) =>
      read(program(arm, type, login)).diagnostics.every((it) => !Diagnostic.isError(it)),
    )
    const types = kinds.filter(({ arm }) => logins[arm] !== undefined).flatMap((kind) => kind.types)
    expect(new Set(clean.map(({ type }) => type))).toEqual(new Set(types))
    // The tables in the pages of both kinds have so many a "yes".
    expect(clean.length).toBe(19 + 13)
  })
})
