/**
 * The grammar. Each rule carries its production; a keyword is also a `Word` wherever a name may stand.
 *
 *   Separator : end of line | ","
 */
import type { ParserMethod, Rule } from "chevrotain"
import type * as Ast from "../Ast.ts"
import { forks } from "../generated/forks.ts"
import { span } from "../Source.ts"
import * as Forks from "./forks.ts"
import { type Context, nowhere } from "./grammar/base.ts"
import { Clauses } from "./grammar/clauses.ts"
import { type Slice, startOf } from "./scan.ts"
import * as T from "./tokens.ts"

class Grammar extends Clauses {
  private readonly isAnalysed: boolean

  /** With a recording it is analysed and parses nothing; without one it parses, by the table of an earlier recording. */
  constructor(recording?: Forks.Recording) {
    super(recording?.strategy)
    this.isAnalysed = recording !== undefined
    if (this.isAnalysed) this.performSelfAnalysis()
    else Forks.install(this, forks)
  }

  /** What the library tells a mistake by. */
  override getGAstProductions(): Record<string, Rule> {
    return this.isAnalysed ? super.getGAstProductions() : analysed().grammar.getGAstProductions()
  }

  /** Parses one slice into a declaration; `undefined` where not even that much can be made out. */
  parse(slice: Slice, context: Context): Ast.Declaration | undefined {
    this.context = context
    this.slice = slice
    this.endedBefore = undefined
    this.input = slice.tokens
    try {
      const declaration = this.declaration()
      const error = this.errors[0]
      if (error?.name === "NotAllInputParsedException") this.reportRest(this.LA(1))
      else if (error !== undefined) this.report(error)
      return declaration
    } finally {
      this.input = []
      this.context = nowhere
    }
  }

  /** Declaration : Pipe | Template | Connection | Endpoint | Param | Target */
  protected readonly declaration: ParserMethod<[], Ast.Declaration> = this.RULE("declaration", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.pipe) },
      { ALT: () => this.SUBRULE(this.template) },
      { ALT: () => this.SUBRULE(this.connection) },
      { ALT: () => this.SUBRULE(this.endpoint) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.target) },
    ]),
  )

  /** Pipe : "pipe" String For? Extends? "{" (Separator | PipeItem)* "}" */
  protected readonly pipe: ParserMethod<[], Ast.Pipe> = this.RULE("pipe", () => {
    const first = this.CONSUME(T.PipeWord)
    const name = this.string(this.CONSUME(T.Str))
    const each = this.OPTION(() => this.SUBRULE(this.forClause))
    const template = this.OPTION2(() => this.SUBRULE(this.extendsClause))
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.pipeItem, () => false)
    const { end, closed } = this.close(open, T.RCurly)
    return this.ACTION(() =>
      this.documented<Ast.Pipe>(first, {
        _tag: "Pipe",
        span: this.to(first, end),
        name,
        ...(each === undefined ? {} : { each }),
        ...(template === undefined ? {} : { extends: template }),
        items,
        broken: broken || !closed,
      }),
    )
  })

  /** Template : "template" Name ("(" (Typed ("," Typed)* ","?)? ")")? "{" (Separator | PipeItem)* "}" */
  protected readonly template: ParserMethod<[], Ast.Template> = this.RULE("template", () => {
    const first = this.CONSUME(T.TemplateWord)
    const name = this.SUBRULE(this.name)
    const params = this.OPTION(() => this.parenthesised(this.typed))
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.pipeItem, () => false)
    const { end, closed } = this.close(open, T.RCurly)
    return this.ACTION(() =>
      this.documented<Ast.Template>(first, {
        _tag: "Template",
        span: this.to(first, end),
        name,
        params: params?.items ?? [],
        items,
        broken: broken || !closed,
      }),
    )
  })

  /** Connection : "connection" Name ":" Name Block */
  protected readonly connection: ParserMethod<[], Ast.Connection> = this.RULE("connection", () => {
    const first = this.CONSUME(T.ConnectionWord)
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.Colon)
    const type = this.SUBRULE2(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(() =>
      this.documented<Ast.Connection>(first, {
        _tag: "Connection",
        span: span(startOf(first), block.span.end),
        name,
        type,
        block,
      }),
    )
  })

  /** Endpoint : "endpoint" Name ":" Name Block */
  protected readonly endpoint: ParserMethod<[], Ast.Endpoint> = this.RULE("endpoint", () => {
    const first = this.CONSUME(T.EndpointWord)
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.Colon)
    const type = this.SUBRULE2(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(() =>
      this.documented<Ast.Endpoint>(first, {
        _tag: "Endpoint",
        span: span(startOf(first), block.span.end),
        name,
        type,
        block,
      }),
    )
  })

  /** Param : "param" Typed */
  protected readonly param: ParserMethod<[], Ast.Param> = this.RULE("param", () => {
    const first = this.CONSUME(T.ParamWord)
    const typed = this.SUBRULE(this.typed)
    return this.ACTION(() =>
      this.documented<Ast.Param>(first, { ...typed, span: span(startOf(first), typed.span.end) }),
    )
  })

  /** Target : "target" Name Block */
  protected readonly target: ParserMethod<[], Ast.Target> = this.RULE("target", () => {
    const first = this.CONSUME(T.TargetWord)
    const name = this.SUBRULE(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(() =>
      this.documented<Ast.Target>(first, {
        _tag: "Target",
        span: span(startOf(first), block.span.end),
        name,
        block,
      }),
    )
  })
}

let instance: Grammar | undefined

/** The one instance that parses. */
export const grammar = (): Grammar => {
  instance ??= new Grammar()
  return instance
}

interface Analysed {
  readonly grammar: Grammar
  readonly forks: () => Forks.Forks
}

let analysis: Analysed | undefined

/** Made for the first mistake, and for what is told about the grammar itself. */
export const analysed = (): Analysed => {
  if (analysis === undefined) {
    const recording = Forks.recording()
    analysis = { grammar: new Grammar(recording), forks: recording.forks }
  }
  return analysis
}
