/** The stages that a text goes through, on programs of any size, beside `JSON.parse` and what others have. */
import type * as Ir from "@pipewright/core/Ir"
import { contentOf } from "./content.ts"
import { type FunctionFigure, linear } from "./figure.ts"
import * as LikeSized from "./likeSized.ts"
import * as Texts from "./likeSizedTexts.ts"
import * as Peers from "./peers.ts"
import { program } from "./programs.ts"

type Stage = "lex" | "parse" | "bind" | "compile" | "format" | "plan"

/** Work that is done when it returns. */
type Work = () => unknown

const pipesInFile = 100

/** A program in files of no more than 100 pipes, as people keep them. */
const files = (pipes: number): ReadonlyArray<string> =>
  Array.from({ length: Math.ceil(pipes / pipesInFile) }, (_, index) => {
    const from = index * pipesInFile
    return program(Math.min(pipes - from, pipesInFile), from)
  })

/** What the words of these figures mean. */
export const notes: ReadonlyArray<string> = [
  "A pipe has about 45 lines. JSON.parse reads what the program says as JSON: its names and values, no places.",
  "The units of other languages have as many lines; langium reads the same program, by a grammar of its own.",
  "A plan compares as many live pipes as are declared with them and with what was applied before.",
  "Ten thousand pipes are 100 files of 100. Growth is 10,000 pipes against ten times 1,000: 1.00 is linear.",
]

const load = async () => ({
  Parser: await import("@pipewright/language/Parser"),
  Source: await import("@pipewright/language/Source"),
  Formatter: await import("@pipewright/language/Formatter"),
  Bind: await import("@pipewright/core/Bind"),
  Applied: await import("@pipewright/core/Applied"),
  Compile: await import("@pipewright/core/Compile"),
  Evaluate: await import("@pipewright/core/Evaluate"),
  Plan: await import("@pipewright/core/Plan"),
  State: await import("@pipewright/core/State"),
  Kinds: await import("@pipewright/sources/Kinds"),
})

type Prepared = Readonly<Record<Stage | "json", Work>>

const prepared = new Map<number, Promise<Prepared>>()

/** One program of each size serves all figures: ten thousand pipes take longer to prepare than to measure. */
const prepare = (pipes: number): Promise<Prepared> => {
  const found = prepared.get(pipes) ?? prepareOnce(pipes)
  prepared.set(pipes, found)
  return found
}

/** As many live pipes as are declared, of which every tenth differs and every one was applied before. */
const planned = async (pipes: ReadonlyArray<Ir.Pipe>): Promise<Work> => {
  const { Applied, Compile, Evaluate, Plan, State } = await load()
  const declared = pipes.map((pipe) => ({ pipe, request: Compile.create(pipe, Compile.noIds) }))
  const known = { values: new Map(), hashes: new Map() }
  const records = declared.map(
    ({ pipe, request }, index) =>
      [pipe.name, Applied.created(pipe, request, String(index), known, "")] as const,
  )
  const live = declared.map(({ request }, index) => {
    const name = index % 10 === 0 ? `once ${request.name}` : request.name
    const object = { ...Evaluate.show(request.body), name }
    return { id: String(index), name, state: "Running", object }
  })
  const state = { ...State.empty(Compile.noIds, ""), pipes: Object.fromEntries(records) }
  return () => Plan.make({ pipes: declared, there: { pipes: live }, state })
}

/** A plan and nothing beside it. */
export const planning = async (pipes: number): Promise<Work> => {
  const { Parser, Source, Bind, Kinds } = await load()
  const trees = files(pipes).map((text, index) => Parser.parse(Source.make(`bench-${index}.pipe`, text)).file)
  return planned(Bind.bind(trees, Kinds.catalog).program.pipes)
}

const prepareOnce = async (pipes: number): Promise<Prepared> => {
  const { Parser, Source, Formatter, Bind, Compile, Kinds } = await load()
  const sources = files(pipes).map((text, index) => Source.make(`bench-${index}.pipe`, text))
  const parsed = sources.map(Parser.parse)
  const trees = parsed.map(({ file }) => file)
  const bound = Bind.bind(trees, Kinds.catalog)
  const findings = [...parsed.flatMap(({ diagnostics }) => diagnostics), ...bound.diagnostics]
  if (findings.length > 0) throw new Error(`the program has a finding: ${findings[0]!.message}`)
  const contents = trees.map(contentOf)
  return {
    json: () => contents.map((text): unknown => JSON.parse(text)),
    lex: () => sources.map(Parser.scan),
    parse: () => sources.map(Parser.parse),
    format: () => sources.map(Formatter.format),
    bind: () => Bind.bind(trees, Kinds.catalog),
    plan: await planned(bound.program.pipes),
    compile: () => bound.program.pipes.map((pipe) => Compile.create(pipe, Compile.noIds)),
  }
}

const count = (pipes: number): string => `${pipes.toLocaleString("en")} pipe${pipes === 1 ? "" : "s"}`

/** Ten thousand pipes take seconds. */
const few = (pipes: number) => (pipes > 100 ? ({ atMost: 3, isSlow: true, isLarge: true } as const) : {})

const besideJson = (stage: Stage, pipes: number, goal?: number): FunctionFigure => ({
  kind: "function",
  name: `${stage} ${count(pipes)}`,
  against: "JSON.parse",
  ...(goal === undefined ? {} : { goal }),
  ...few(pipes),
  prepare: async () => {
    const all = await prepare(pipes)
    return { run: all[stage], baseline: all.json }
  },
})

const growth = (stage: Stage): FunctionFigure => ({
  kind: "function",
  name: `${stage} ${count(10_000)}`,
  against: `10 × ${count(1_000)}`,
  goal: linear,
  ...few(10_000),
  prepare: async () => {
    const [many, some] = [await prepare(10_000), await prepare(1_000)]
    return {
      run: many[stage],
      baseline: () => {
        for (let nth = 0; nth < 10; nth += 1) some[stage]()
      },
    }
  },
})

const besidePeer = (
  stage: Stage,
  peer: Peers.Peer,
  does: string,
  work: () => Promise<Work>,
  goal?: number,
): FunctionFigure => ({
  kind: "function",
  name: `${stage} ${count(100)}`,
  against: `${Peers.shown(peer)} ${does}`,
  ...(goal === undefined ? {} : { goal }),
  isSlow: true,
  prepare: async () => ({ baseline: await work(), run: (await prepare(100))[stage] }),
})

const typespec = async (): Promise<Work> => {
  const { parse } = await Peers.load<{
    readonly parse: (text: string) => { readonly parseDiagnostics: ReadonlyArray<unknown> }
  }>(Peers.typespec, "@typespec/compiler/ast")
  const text = LikeSized.typespecModels(100)
  if (parse(text).parseDiagnostics.length > 0) throw new Error("the TypeSpec program has a finding")
  return () => parse(text)
}

const prisma = async (): Promise<Work> => {
  const { default: wasm } = await Peers.load<{
    readonly default: { readonly format: (files: string, parameters: string) => string }
  }>(Peers.prisma)
  const uri = "file:/schema.prisma"
  const files = JSON.stringify([[uri, LikeSized.prismaModels(100)]])
  const parameters = JSON.stringify({
    textDocument: { uri },
    options: { tabSize: 2, insertSpaces: true },
  })
  if (wasm.format(files, parameters) === files) throw new Error("the prisma schema was not formatted")
  return () => wasm.format(files, parameters)
}

const langium = async (): Promise<Work> => {
  interface Services {
    readonly parser: {
      readonly LangiumParser: {
        readonly parse: (text: string) => { readonly parserErrors: ReadonlyArray<unknown> }
      }
    }
  }
  const { createServicesForGrammar } = await Peers.load<{
    readonly createServicesForGrammar: (given: { readonly grammar: string }) => Promise<Services>
  }>(Peers.langium, "langium/grammar")
  const { parser } = await createServicesForGrammar({ grammar: LikeSized.langiumGrammar })
  const text = program(100)
  if (parser.LangiumParser.parse(text).parserErrors.length > 0)
    throw new Error("the grammar for langium does not read the program")
  return () => parser.LangiumParser.parse(text)
}

const graphql = async (): Promise<Work> => {
  const { parse } = await Peers.load<{ readonly parse: Reader }>(Peers.graphql)
  const text = Texts.graphqlTypes(100)
  return () => parse(text)
}

/** Throws where it finds a mistake. */
type Reader = (text: string) => unknown

const yaml = async (): Promise<Work> => {
  const { parse } = await Peers.load<{ readonly parse: Reader }>(Peers.yaml)
  const text = Texts.yamlPipes(100)
  return () => parse(text)
}

const treeSitter = async (): Promise<Work> => {
  interface Tree {
    readonly rootNode: { readonly hasError: boolean }
    /** Its memory is not the heap's. */
    readonly delete: () => void
  }
  const { Parser, Language } = await Peers.load<{
    readonly Parser: {
      new (): { readonly setLanguage: (language: unknown) => void; readonly parse: (text: string) => Tree }
      readonly init: () => Promise<void>
    }
    readonly Language: { readonly load: (path: string) => Promise<unknown> }
  }>(Peers.treeSitter)
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(Peers.file(Peers.treeSitterHcl, "tree-sitter-hcl.wasm")))
  const text = Texts.hclBlocks(100)
  if (parser.parse(text).rootNode.hasError) throw new Error("the grammar of HCL does not read the text")
  return () => parser.parse(text).delete()
}

const stages = ["lex", "parse", "bind", "format"] as const

export const stageFigures: ReadonlyArray<FunctionFigure> = [
  ...stages.map((stage) => besideJson(stage, 1)),
  besideJson("lex", 100),
  besideJson("parse", 100, 15),
  besideJson("bind", 100),
  besideJson("format", 100),
  besideJson("compile", 100),
  besideJson("plan", 100),
  besidePeer("parse", Peers.graphql, "parse", graphql),
  besidePeer("parse", Peers.typespec, "parse", typespec, 1),
  besidePeer("parse", Peers.treeSitterHcl, "parse", treeSitter),
  besidePeer("parse", Peers.yaml, "parse", yaml),
  besidePeer("parse", Peers.langium, "parse", langium),
  besidePeer("format", Peers.prisma, "format", prisma, 1),
  ...stages.map((stage) => besideJson(stage, 10_000)),
  ...stages.map(growth),
  growth("compile"),
  growth("plan"),
]
