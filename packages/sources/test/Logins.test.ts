import { describe, expect, it } from "vitest"
import { read, render } from "./programs.ts"

const program = (own: string) =>
  read(`connection lake: s3 {
  authentication = IAM_USER
  accessKey { accessKeyId = "AKIAIOSFODNN7EXAMPLE", secretKey = secret("LAKE_KEY") }
}

pipe "visits" {
  from lake { url = "https://lake.s3.amazonaws.com/visits/*.json", format = JSONEachRow, ${own} }
  into existing visits { columns { id UInt64 } }
}
`)

describe("An access key that a pipe writes", () => {
  it("replaces the whole of that of its connection, so that half of one is told of", () => {
    expect(render(program(""))).toBe("")
    expect(
      program('accessKey { secretKey = secret("OTHER_KEY") }').diagnostics.map(({ code }) => code),
    ).toEqual(["missing-field"])
  })
})
