import type * as Compile from "@pipewright/core/Compile"
import * as Compiler from "@pipewright/core/Compile"
import * as Decompile from "@pipewright/core/Decompile"
import type * as Ir from "@pipewright/core/Ir"
import * as Unbind from "@pipewright/core/Unbind"
import { catalog } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import { plain, withoutImplied } from "./plain.ts"
import { cases, read, readCase, render } from "./programs.ts"

const readable = (found: Decompile.Decompiled): Ir.Pipe => {
  if (found._tag === "Unreadable") throw new Error(`unreadable: ${found.why}`)
  expect(found.lost).toEqual([])
  return found.pipe
}

const bodyOf = (pipe: Ir.Pipe): Compile.BodyObject => Compiler.create(pipe, Compiler.noIds).body

describe.each(cases.filter(({ name }) => name !== "mistakes"))("the pipes of $kind/$name", (it_) => {
  const program = readCase(it_)

  it("come back from the bodies of their requests", () => {
    for (const pipe of program.pipes) {
      expect(plain(readable(Decompile.body(bodyOf(pipe), catalog)))).toEqual(plain(withoutImplied(pipe)))
    }
  })

  it("are written as a text that means the same, and is written the same again", () => {
    const text = Unbind.text(program.pipes)
    const again = read(text)
    expect(render(again)).toBe("")
    expect(again.pipes.map(plain)).toEqual(program.pipes.map(plain))
    expect(Unbind.text(again.pipes)).toBe(text)
  })
})
