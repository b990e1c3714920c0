import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import * as Unbind from "@pipewright/core/Unbind"
import * as Formatter from "@pipewright/language/Formatter"
import * as Source from "@pipewright/language/Source"
import { expectBaseline } from "@pipewright/testing/Baselines"
import { describe, expect, it } from "vitest"
import { irText } from "./irText.ts"
import { plain } from "./plain.ts"
import { prettyJson } from "./prettyJson.ts"
import { read, render } from "./programs.ts"

/** What targets set is in the pipes by then. */
const withoutParams = (text: string): string => text.replace(/^ *params \{.*\}$/m, "")

/** Two programs that together have everything that the language has. */
describe.each([
  ["stories", "prod"],
  ["rarer", undefined],
])("The program %s", (name, target) => {
  const folder = fileURLToPath(new URL(`whole/${name}/`, import.meta.url))
  const text = readFileSync(`${folder}main.pipe`, "utf8")
  const program = read(text, "main.pipe", target)

  it("has no findings, and is written as the formatter writes it", () => {
    expect(render(program)).toBe("")
    expect(Formatter.format(Source.make("main.pipe", text)).text).toBe(text)
  })

  it("has the meaning that is kept beside it", () => {
    expectBaseline(`${folder}main.ir.txt`, irText(program))
  })

  it("means the same once its pipes are written out by themselves", () => {
    const beside = text.match(/^(endpoint|target) [\s\S]*?^}$/gm)?.join("\n") ?? ""
    const again = read(Unbind.text(program.pipes) + withoutParams(beside), "main.pipe", target)
    expect(render(again)).toBe("")
    expect(again.pipes.map(plain)).toEqual(program.pipes.map(plain))
  })

  it("has the requests that are kept beside it, in their order", () => {
    const requests = Compile.steps(program.program, Compile.noIds)
      .flat()
      .map(({ method, path, body }) => ({
        request: `${method} ${path.replace(/^.*\//, "")}`,
        body: Evaluate.show(body, new Map(), Evaluate.asTemplate),
      }))
    expectBaseline(`${folder}main.request.json`, prettyJson(requests))
  })
})
