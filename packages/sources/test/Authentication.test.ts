import type { JsonObject } from "@pipewright/cloud-api/WireContract"
import { contracts } from "@pipewright/sources/Contracts"
import { kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { read, render, reveal } from "./programs.ts"

const userAndPassword = 'credentials { username = "me", password = secret("X") }'
const userKey = 'credentials { accessKeyId = "AKIA", secretKey = secret("X") }'
const certificate = 'credentials { certificate = secret("X"), privateKey = secret("X") }'
const connectionString = 'credentials { connectionString = secret("X") }'
const role = 'iamRole = "arn:aws:iam::123456789012:role/clickpipes"'

interface Matrix {
  readonly arm: string
  /** A row for each type: the type, then one mark for each method, in the order of `logins`. */
  readonly cells: string
  /** What goes with each method; an empty method is none at all. */
  readonly logins: ReadonlyArray<readonly [method: string, login: string]>
  /** What goes with a method in one type only. */
  readonly login?: (type: string, method: string) => string | undefined
  readonly others: (type: string) => string
}

// As the reference of the API has them, but for `!`, which is in it and was seen to be refused.
const matrices: ReadonlyArray<Matrix> = [
  {
    arm: "kafka",
    cells: `
      kafka          y y y . . y
      redpanda       . y y . . !
      msk            . . y y y y
      gcmk           y . . . . y
      confluent      y . . . . y
      warpstream     y . . . . .
      azureeventhub  y . . . . .
      dokafka        . y . . . y
    `,
    logins: [
      ["PLAIN", userAndPassword],
      ["SCRAM-SHA-256", userAndPassword],
      ["SCRAM-SHA-512", userAndPassword],
      ["IAM_ROLE", role],
      ["IAM_USER", userKey],
      ["MUTUAL_TLS", certificate],
    ],
    login: (type, method) => (type === "azureeventhub" && method === "PLAIN" ? connectionString : undefined),
    others: () => 'brokers = "b:9092"\n    topics = "t"',
  },
  {
    arm: "objectStorage",
    cells: `
      s3                y y y . .
      gcs               y y . y .
      dospaces          y y . . .
      azureblobstorage  . . . . y
      cloudflarer2      y y . . .
      ovhobjectstorage  y y . . .
    `,
    logins: [
      ["", ""],
      ["IAM_USER", 'accessKey { accessKeyId = "AKIA", secretKey = secret("X") }'],
      ["IAM_ROLE", role],
      ["SERVICE_ACCOUNT", 'serviceAccountKey = secret("X")'],
      ["CONNECTION_STRING", 'connectionString = secret("X")'],
    ],
    others: (type) =>
      type === "azureblobstorage" ? 'azureContainerName = "c"' : 'url = "https://files.example.com/*"',
  },
]

const program = (matrix: Matrix, type: string, method: string, login: string): string => `pipe "p" {
  from ${type} {
    format = JSONEachRow
    ${matrix.others(type)}
    ${method === "" ? "" : `authentication = ${method}`}
    ${login}
  }
  into t {
    engine = Null
    columns { id UInt64 }
  }
}
`

/** What is found, as `code at "the text it marks"`. */
const found = (text: string): ReadonlyArray<string> =>
  read(text).diagnostics.map(
    ({ code, span }) => `${code} at ${JSON.stringify(text.slice(span.start, span.end))}`,
  )

const refused = (arm: string, text: string): boolean => {
  const body = reveal(read(text).requests[0]!, { X: "x" })
  const source = (body.source as JsonObject)[arm] as JsonObject
  return contracts.find((contract) => contract.arm === arm)!.refuse(source).length > 0
}

describe.each(matrices)("the matrix of $arm", (matrix) => {
  const { arm, logins } = matrix
  const rows = matrix.cells
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
  const cells = rows.flatMap(([type, ...marks]) =>
    marks.map((mark, index) => {
      const [method, usual] = logins[index]!
      return { type: type!, method, mark, login: matrix.login?.(type!, method) ?? usual }
    }),
  )

  it("has a row for every type and a cell for every method", () => {
    expect(rows.map(([type]) => type)).toEqual(kinds.find((kind) => kind.arm === arm)!.types)
    expect(rows.map(({ length }) => length - 1)).toEqual(rows.map(() => logins.length))
  })

  it.each(cells)("has $type with `$method`: $mark", ({ type, method, mark, login }) => {
    const text = program(matrix, type, method, login)
    const expected =
      mark === "y"
        ? []
        : mark === "!"
          ? [`redpanda-refuses-certificates at "${method}"`]
          : method === ""
            ? [`needed-for-type at "${type}"`]
            : [`authentication-not-offered at "${method}"`]
    expect(found(text), render(read(text))).toEqual(expected)
    expect(refused(arm, text)).toBe(mark !== "y")
  })

  const offered = cells.filter(({ mark }) => mark === "y")
  const every = [...new Set([...logins.map(([, login]) => login), ...offered.map(({ login }) => login)])]
  const shapes = offered.flatMap((cell) => every.map((given) => ({ ...cell, given })))

  it.each(shapes)("takes from $type with `$method` the login of its own alone: $given", (it_) => {
    const { type, method, login, given } = it_
    const text = program(matrix, type, method, given)
    expect(found(text).length === 0, render(read(text))).toBe(given === login)
  })
})
