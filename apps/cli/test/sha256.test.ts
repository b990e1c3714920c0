import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { sha256 } from "../src/sha256.ts"

const theirs = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("base64url")

it("sums up as Node does, at the ends of blocks as well", () => {
  // Few enough that none of it is left to Node.
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1_000]) {
    const bytes = Buffer.alloc(length, length)
    expect(sha256(bytes), String(length)).toBe(theirs(bytes))
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(sha256(text)).toBe(theirs(text))
    }),
  )
})

it("sums up as Node does when it is much", () => {
  const much = Buffer.alloc(100_000, "much")
  expect(sha256(much)).toBe(theirs(much))
  expect(sha256("little")).toBe(theirs("little"))
})
