import { describe, expect, it } from "vitest"
import { bodies, secrets } from "./guideBodies.ts"
import { cases, readCase, render, reveal } from "./programs.ts"

const programs = cases.filter(({ name }) => name === "guide").map(readCase)
const requests = programs.flatMap((program) => program.requests)

describe("the examples of the guide", () => {
  it("are written as pipes without findings", () => {
    expect(programs.map(render).join("")).toBe("")
  })

  it("are nine, one pipe for each body", () => {
    expect(bodies).toHaveLength(9)
    expect(requests.map(({ name }) => name).sort()).toEqual(bodies.map(({ name }) => name).sort())
  })

  it.each(bodies)("come to the body of `$name`, key for key", (body) => {
    const request = requests.find(({ name }) => name === body.name)
    expect(request).toBeDefined()
    // As text, so that the order of keys counts too.
    expect(JSON.stringify(reveal(request!, secrets), null, 2)).toBe(JSON.stringify(body, null, 2))
  })
})
