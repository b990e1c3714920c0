/**
 * The grammar. Each rule carries its production; a keyword is also a `Word` wherever a name may stand.
 *
 *   Separator  : Newline | ","
 *   Path       : Name ("." (Name | String))*
 */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../Ast.ts"
import { span } from "../Source.ts"
import { type Context, nowhere } from "./grammar/base.ts"
import { Values } from "./grammar/values.ts"
import { endOf, type Slice, startOf } from "./scan.ts"
import * as T from "./tokens.ts"

class Grammar extends Values {
  constructor() {
    super()
    this.performSelfAnalysis()
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

  /** Declaration : Pipe | Connection | Param | Target */
  protected readonly declaration: ParserMethod<[], Ast.Declaration> = this.RULE("declaration", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.pipe) },
      { ALT: () => this.SUBRULE(this.connection) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.target) },
    ]),
  )

  /** Pipe : "pipe" String For? "{" (Separator | PipeItem)* "}" */
  protected readonly pipe: ParserMethod<[], Ast.Pipe> = this.RULE("pipe", () => {
    const first = this.CONSUME(T.PipeWord)
    const name = this.string(this.CONSUME(T.Str))
    const each = this.OPTION(() => this.SUBRULE(this.forClause))
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.pipeItem, () => false)
    const { end, closed } = this.close(open, T.RCurly)
    return this.ACTION(
      (): Ast.Pipe => ({
        _tag: "Pipe",
        span: this.to(first, end),
        ...this.doc(first),
        name,
        ...(each === undefined ? {} : { each }),
        items,
        broken: broken || !closed,
      }),
    )
  })

  /** For : "for" Name "in" Value */
  protected readonly forClause: ParserMethod<[], Ast.For> = this.RULE("forClause", () => {
    const first = this.CONSUME(T.ForWord)
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.InWord)
    const list = this.SUBRULE(this.value)
    return this.ACTION(
      (): Ast.For => ({ _tag: "For", span: span(startOf(first), list.span.end), name, list }),
    )
  })

  /** PipeItem : From | Into | Setting — here no setting can be called `from` or `into`. */
  protected readonly pipeItem: ParserMethod<[], Ast.PipeItem> = this.RULE("pipeItem", () =>
    this.OR({
      // The word alone decides, so that what is wrong after it is told of the clause.
      MAX_LOOKAHEAD: 1,
      DEF: [
        { ALT: () => this.SUBRULE(this.from) },
        { ALT: () => this.SUBRULE(this.into) },
        { ALT: () => this.SUBRULE(this.setting) },
      ],
    }),
  )

  /** From : "from" Name Block */
  protected readonly from: ParserMethod<[], Ast.From> = this.RULE("from", () => {
    const first = this.CONSUME(T.FromWord)
    const source = this.SUBRULE(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(
      (): Ast.From => ({
        _tag: "From",
        span: span(startOf(first), block.span.end),
        ...this.doc(first),
        source,
        block,
      }),
    )
  })

  /** Into : "into" "existing"? Path ("." "*")? Block? — `existing` is a keyword if a name follows it. */
  protected readonly into: ParserMethod<[], Ast.Into> = this.RULE("into", () => {
    const first = this.CONSUME(T.IntoWord)
    const existing = this.OPTION({
      GATE: () => this.startsName(this.LA(2)) || tokenMatcher(this.LA(2), T.Str),
      DEF: () => this.CONSUME(T.ExistingWord),
    })
    const path = [this.SUBRULE(this.part)]
    let star: IToken | undefined
    this.MANY(() => {
      this.CONSUME(T.Dot)
      this.OR([
        { ALT: () => path.push(this.SUBRULE2(this.part)) },
        {
          ALT: () => {
            star = this.CONSUME(T.Star)
          },
        },
      ])
    })
    const block = this.OPTION2(() => this.SUBRULE(this.block))
    return this.ACTION(
      (): Ast.Into => ({
        _tag: "Into",
        span: span(
          startOf(first),
          block?.span.end ?? (star === undefined ? path.at(-1)!.span.end : endOf(star)),
        ),
        ...this.doc(first),
        existing: existing !== undefined,
        path,
        everything: star !== undefined,
        ...(block === undefined ? {} : { block }),
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
    return this.ACTION(
      (): Ast.Connection => ({
        _tag: "Connection",
        span: span(startOf(first), block.span.end),
        ...this.doc(first),
        name,
        type,
        block,
      }),
    )
  })

  /** Param : "param" Name ":" Name ("(" Name ")")? ("=" Value)? */
  protected readonly param: ParserMethod<[], Ast.Param> = this.RULE("param", () => {
    const first = this.CONSUME(T.ParamWord)
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.Colon)
    const type = this.SUBRULE2(this.name)
    let end = this.ACTION(() => type.span.end)
    const element = this.OPTION(() => {
      this.CONSUME(T.LParen)
      const inner = this.SUBRULE3(this.name)
      end = endOf(this.CONSUME(T.RParen))
      return inner
    })
    const value = this.OPTION2(() => {
      this.CONSUME(T.Equals)
      return this.SUBRULE(this.value)
    })
    return this.ACTION(
      (): Ast.Param => ({
        _tag: "Param",
        span: span(startOf(first), value?.span.end ?? end),
        ...this.doc(first),
        name,
        type,
        ...(element === undefined ? {} : { element }),
        ...(value === undefined ? {} : { default: value }),
      }),
    )
  })

  /** Target : "target" Name Block */
  protected readonly target: ParserMethod<[], Ast.Target> = this.RULE("target", () => {
    const first = this.CONSUME(T.TargetWord)
    const name = this.SUBRULE(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(
      (): Ast.Target => ({
        _tag: "Target",
        span: span(startOf(first), block.span.end),
        ...this.doc(first),
        name,
        block,
      }),
    )
  })
}

let instance: Grammar | undefined

/** The one instance; its analysis is the costly part and is done when it is first needed. */
export const grammar = (): Grammar => {
  instance ??= new Grammar()
  return instance
}
