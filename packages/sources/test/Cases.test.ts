import { join } from "node:path"
import * as Evaluate from "@pipewright/core/Evaluate"
import { expectBaseline } from "@pipewright/testing/Baselines"
import { describe, expect, it } from "vitest"
import { irText } from "./irText.ts"
import { prettyJson } from "./prettyJson.ts"
import { cases, kindFolders, readCase, render } from "./programs.ts"

describe.each(cases)("the case $kind/$name", (it_) => {
  const program = readCase(it_)
  const baseline = (name: string, actual: string) => expectBaseline(join(it_.path, name), actual)

  it("has the findings that are kept beside it", () => {
    baseline("main.findings.txt", `${render(program) || "no findings"}\n`)
  })

  it("has the meaning that is kept beside it", () => {
    baseline("main.ir.txt", irText(program))
  })

  it("has the request bodies that are kept beside it, without secrets", () => {
    const bodies = program.requests.map(({ body }) => Evaluate.show(body))
    baseline("main.request.json", prettyJson(bodies.length === 1 ? bodies[0]! : bodies))
  })

  it("has findings if and only if it is about mistakes", () => {
    expect(program.diagnostics.length > 0).toBe(it_.name === "mistakes")
  })
})

describe.each(kindFolders)("the folder of %s", (kind) => {
  it("has a smallest case, one of every field, and one of mistakes", () => {
    const names = cases.filter((it) => it.kind === kind).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(["full", "minimal", "mistakes"]))
  })
})
