import * as Price from "@pipewright/core/Price"
import * as Scaling from "@pipewright/core/Scaling"
import { describe, expect, it } from "vitest"

describe("The list price of a replica in a month", () => {
  it.each([
    ["XS", 9.13],
    ["S", 18.25],
    ["M", 36.5],
    ["L", 73],
    ["XL", 146],
  ])("of the size %s is %f dollars", (size, dollars) => {
    expect(Price.perMonth(1, Scaling.sizes[size]!.memory)).toBe(dollars)
  })

  it("is not known where the memory is not", () => {
    expect(Price.ofSize(Scaling.fields, { replicas: 2 })).toBeUndefined()
    expect(Price.ofSize(Scaling.fields, { replicas: 2, replicaMemoryGb: "4Gi" })).toBe(146)
  })
})
