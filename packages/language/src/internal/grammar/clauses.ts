/** The rules of what declarations are made of: clauses of a pipe, and names with types or values in parentheses. */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import { span } from "../../Source.ts"
import { endOf, startOf } from "../scan.ts"
import * as T from "../tokens.ts"
import { Values } from "./values.ts"

export class Clauses extends Values {
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

  /** Extends : "extends" Name ("(" (Argument ("," Argument)* ","?)? ")")? */
  protected readonly extendsClause: ParserMethod<[], Ast.Extends> = this.RULE("extendsClause", () => {
    const first = this.CONSUME(T.ExtendsWord)
    const template = this.SUBRULE(this.name)
    const handed = this.OPTION(() => this.parenthesised(this.argument))
    return this.ACTION(
      (): Ast.Extends => ({
        _tag: "Extends",
        span: span(startOf(first), handed?.end ?? template.span.end),
        template,
        arguments: handed?.items ?? [],
      }),
    )
  })

  /** Argument : Name ":" Value */
  protected readonly argument: ParserMethod<[], Ast.Argument> = this.RULE("argument", () => {
    const name = this.SUBRULE(this.name)
    this.CONSUME(T.Colon)
    const value = this.SUBRULE(this.value)
    return this.ACTION(
      (): Ast.Argument => ({
        _tag: "Argument",
        span: span(name.span.start, value.span.end),
        name,
        value,
      }),
    )
  })

  /** Typed : Name ":" Name ("(" Name ")")? ("=" Value)? */
  protected readonly typed: ParserMethod<[], Ast.Param> = this.RULE("typed", () => {
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
        span: span(name.span.start, value?.span.end ?? end),
        name,
        type,
        ...(element === undefined ? {} : { element }),
        ...(value === undefined ? {} : { default: value }),
      }),
    )
  })

  /** "(" (Item ("," Item)* ","?)? ")" */
  protected parenthesised<A>(item: ParserMethod<[], A>): {
    readonly items: ReadonlyArray<A>
    readonly end: number
  } {
    const open = this.CONSUME7(T.LParen)
    const items: Array<A> = []
    this.OPTION7(() => {
      items.push(this.SUBRULE7(item))
      this.MANY7({
        GATE: () => tokenMatcher(this.LA(1), T.Comma) && !tokenMatcher(this.LA(2), T.RParen),
        DEF: () => {
          this.CONSUME7(T.Comma)
          items.push(this.SUBRULE8(item))
        },
      })
      this.OPTION8(() => this.CONSUME6(T.Comma))
    })
    return { items, end: this.close(open, T.RParen).end }
  }

  /** PipeItem : From | Into | Moved | Setting — here no setting can be called `from`, `into` or `moved`. */
  protected readonly pipeItem: ParserMethod<[], Ast.PipeItem> = this.RULE("pipeItem", () =>
    this.OR({
      // The word alone decides, so that what is wrong after it is told of the clause.
      MAX_LOOKAHEAD: 1,
      DEF: [
        { ALT: () => this.SUBRULE(this.from) },
        { ALT: () => this.SUBRULE(this.into) },
        { ALT: () => this.SUBRULE(this.moved) },
        { ALT: () => this.SUBRULE(this.setting) },
      ],
    }),
  )

  /** From : "from" Name Block */
  protected readonly from: ParserMethod<[], Ast.From> = this.RULE("from", () => {
    const first = this.CONSUME(T.FromWord)
    const source = this.SUBRULE(this.name)
    const block = this.SUBRULE(this.block)
    return this.ACTION(() =>
      this.documented<Ast.From>(first, {
        _tag: "From",
        span: span(startOf(first), block.span.end),
        source,
        block,
      }),
    )
  })

  /** Moved : "moved" "from" String */
  protected readonly moved: ParserMethod<[], Ast.Moved> = this.RULE("moved", () => {
    const first = this.CONSUME(T.MovedWord)
    this.CONSUME(T.FromWord)
    const from = this.string(this.CONSUME(T.Str))
    return this.ACTION(() =>
      this.documented<Ast.Moved>(first, {
        _tag: "Moved",
        span: span(startOf(first), from.span.end),
        from,
      }),
    )
  })

  /** Into : "into" "existing"? Part ("." (Part | "*"))* Block? — `existing` is a keyword if a name follows it. */
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
    return this.ACTION(() =>
      this.documented<Ast.Into>(first, {
        _tag: "Into",
        span: span(
          startOf(first),
          block?.span.end ?? (star === undefined ? path.at(-1)!.span.end : endOf(star)),
        ),
        existing: existing !== undefined,
        path,
        everything: star !== undefined,
        ...(block === undefined ? {} : { block }),
      }),
    )
  })
}
