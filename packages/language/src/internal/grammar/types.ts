/** The rules of ClickHouse types. Which types there are is not a matter of syntax. */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import { span } from "../../Source.ts"
import * as Lower from "../lower.ts"
import { startOf } from "../scan.ts"
import * as T from "../tokens.ts"
import { type Alternative, Base } from "./base.ts"

export class Types extends Base {
  /** Whether the arguments being read are those of a type that takes `SKIP`; each type sets it for its own. */
  private skips = false
  private readonly wordAhead = (index: number) => this.LA(index).image
  private readonly ahead = (index: number) => this.LA(index)

  /** Type : Name Word* ("(" (TypeArgument ("," TypeArgument)* ","?)? ")")? — a name of several words is a closed list. */
  protected readonly type: ParserMethod<[], Ast.Type> = this.RULE("type", () => {
    const first = this.CONSUME(T.Name)
    const more = Lower.wordsThatFollow(first.image, this.wordAhead)
    const name = more > 0 || this.RECORDING_PHASE ? this.longName(first, more) : Lower.word(first)
    const around = this.skips
    this.skips = Lower.takesSkip(name.text)
    const list = this.OPTION(this.typeArguments)
    this.skips = around
    return this.ACTION(
      (): Ast.Type =>
        list === undefined
          ? { _tag: "Type", span: name.span, name }
          : { _tag: "Type", span: span(startOf(first), list.end), name, arguments: list.items },
    )
  })

  private longName(first: IToken, more: number): Ast.Name {
    const words = [first]
    this.MANY({
      GATE: () => words.length <= more,
      DEF: () => {
        words.push(this.CONSUME2(T.Word))
      },
    })
    return Lower.longName(words)
  }

  private readonly typeArguments = () => {
    const open = this.CONSUME(T.LParen)
    const items: Array<Ast.TypeArgument> = []
    this.OPTION2(() => {
      items.push(this.SUBRULE(this.typeArgument))
      this.MANY2({
        GATE: () => !tokenMatcher(this.LA(2), T.RParen),
        DEF: () => {
          this.CONSUME(T.Comma)
          items.push(this.SUBRULE2(this.typeArgument))
        },
      })
      this.OPTION3({
        GATE: () => tokenMatcher(this.LA(2), T.RParen),
        DEF: () => this.CONSUME2(T.Comma),
      })
    })
    return { items: items.slice(), end: this.close(open, T.RParen).end }
  }

  private readonly kinds: Array<Alternative<Ast.TypeArgument>> = [
    { ALT: () => Lower.number(this.CONSUME(T.Num)) },
    {
      ALT: () => {
        const name = Lower.typeString(this.CONSUME(T.TypeStr))
        const value = this.OPTION4(this.memberValue)
        if (value === undefined) return name
        return this.ACTION(
          (): Ast.TypeMember => ({
            _tag: "TypeMember",
            span: span(name.span.start, value.span.end),
            name,
            value,
          }),
        )
      },
    },
    // Apart, since what looks further ahead takes longer to choose from.
    { ALT: () => this.OR2(this.namedKinds) },
  ]

  private readonly memberValue = () => {
    this.CONSUME3(T.Equals)
    return Lower.number(this.CONSUME2(T.Num))
  }

  private readonly namedKinds: Array<Alternative<Ast.TypeArgument>> = [
    { GATE: () => this.skips, ALT: () => this.SUBRULE(this.typeSkip) },
    {
      GATE: () => tokenMatcher(this.LA(2), T.Equals),
      ALT: () => {
        const name = this.SUBRULE2(this.name)
        this.CONSUME2(T.Equals)
        const value = this.OR3([
          { ALT: () => Lower.number(this.CONSUME3(T.Num)) },
          { ALT: () => Lower.typeString(this.CONSUME3(T.TypeStr)) },
        ])
        return this.ACTION(
          (): Ast.TypeParameter => ({
            _tag: "TypeParameter",
            span: span(name.span.start, value.span.end),
            name,
            value,
          }),
        )
      },
    },
    {
      GATE: () => !(this.skips && tokenMatcher(this.LA(1), T.SkipWord)) && Lower.startsElement(this.ahead),
      ALT: () => {
        const path = this.SUBRULE3(this.path)
        const type = this.SUBRULE(this.type)
        return this.ACTION(
          (): Ast.TypeElement => ({
            _tag: "TypeElement",
            span: span(path[0]!.span.start, type.span.end),
            path,
            type,
          }),
        )
      },
    },
    { ALT: () => this.SUBRULE2(this.type) },
  ]

  /** TypeArgument : Number | TypeString ("=" Number)? | TypeSkip | Name "=" (Number | TypeString) | Path Type | Type */
  protected readonly typeArgument: ParserMethod<[], Ast.TypeArgument> = this.RULE("typeArgument", () =>
    this.OR(this.kinds),
  )

  private readonly skipped: Array<Alternative<Ast.TypeSkip["skipped"]>> = [
    {
      ALT: () => {
        this.CONSUME(T.RegexpWord)
        return Lower.typeString(this.CONSUME2(T.TypeStr))
      },
    },
    { ALT: () => this.SUBRULE(this.path) },
  ]

  /** TypeSkip : "SKIP" ("REGEXP" TypeString | Path) — in any case, and keywords in the arguments of `JSON` alone. */
  protected readonly typeSkip: ParserMethod<[], Ast.TypeSkip> = this.RULE("typeSkip", () => {
    const first = this.CONSUME(T.SkipWord)
    // The word alone decides: what it says is a pattern, and a path of that name has to be quoted.
    const skipped = this.OR({ MAX_LOOKAHEAD: 1, DEF: this.skipped })
    return this.ACTION((): Ast.TypeSkip => {
      const { end } = "_tag" in skipped ? skipped.span : skipped.at(-1)!.span
      return { _tag: "TypeSkip", span: span(startOf(first), end), skipped }
    })
  })
}
