/** The figures of `pnpm bench`. Add one here: nothing else knows their names. */
import type { CommandFigure, Figure, FunctionFigure } from "./figure.ts"
import { program } from "./programs.ts"

const bin = "apps/cli/bin/pipewright.js"

const command = (...args: ReadonlyArray<string>): CommandFigure => ({
  kind: "command",
  name: `pipewright ${args.join(" ")}`,
  args: [bin, ...args],
})

const stages = async (pipes: number) => {
  const Parser = await import("@pipewright/language/Parser")
  const Source = await import("@pipewright/language/Source")
  const Bind = await import("@pipewright/core/Bind")
  const Compile = await import("@pipewright/core/Compile")
  const Evaluate = await import("@pipewright/core/Evaluate")
  const { catalog } = await import("@pipewright/sources/Kinds")
  const source = Source.make("bench.pipe", program(pipes))
  const { file, diagnostics } = Parser.parse(source)
  const bound = Bind.bind([file], catalog)
  const findings = [...diagnostics, ...bound.diagnostics]
  if (findings.length > 0) throw new Error(`the program has a finding: ${findings[0]!.message}`)
  const bodies = bound.program.pipes.map((pipe) => Evaluate.show(Compile.create(pipe, Compile.noIds).body))
  const json = JSON.stringify(bodies)
  return {
    json: () => JSON.parse(json) as unknown,
    parse: () => Parser.parse(source),
    bind: () => Bind.bind([file], catalog),
    compile: () => bound.program.pipes.map((pipe) => Compile.create(pipe, Compile.noIds)),
  }
}

const stage = (name: "parse" | "bind" | "compile", pipes: number): FunctionFigure => ({
  kind: "function",
  name: `${name} ${pipes} pipes`,
  against: "JSON.parse of the bodies",
  prepare: async () => {
    const all = await stages(pipes)
    return { run: all[name], baseline: all.json }
  },
})

export const figures: ReadonlyArray<Figure> = [
  command("--version"),
  command("--help"),
  command("check", "examples/guide"),
  command("build", "examples/guide"),
  command("plan", "examples/guide", "--target", "local"),
  stage("parse", 100),
  stage("bind", 100),
  stage("compile", 100),
]
