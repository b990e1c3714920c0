/** The rules of ClickHouse types. Which types there are is not a matter of syntax. */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import { span } from "../../Source.ts"
import * as Lower from "../lower.ts"
import { endOf, startOf } from "../scan.ts"
import * as T from "../tokens.ts"
import { Base } from "./base.ts"

export class Types extends Base {
  /** Type : (Word | QuotedName) Word* ("(" (TypeArgument ("," TypeArgument)* ","?)? ")")? — a name of several words is a closed list. */
  protected readonly type: ParserMethod<[], Ast.Type> = this.RULE("type", () => {
    const words: Array<IToken> = []
    this.OR([
      { ALT: () => words.push(this.CONSUME(T.Word)) },
      { ALT: () => words.push(this.CONSUME(T.Quoted)) },
    ])
    let more = this.ACTION(() => Lower.wordsThatFollow(words[0]!, (ahead) => this.LA(ahead)))
    this.MANY({
      GATE: () => more > 0,
      DEF: () => {
        words.push(this.CONSUME2(T.Word))
        more -= 1
      },
    })
    let end = this.ACTION(() => endOf(words.at(-1)!))
    const values = this.OPTION(() => {
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
      end = this.close(open, T.RParen).end
      return items
    })
    return this.ACTION(
      (): Ast.Type => ({
        _tag: "Type",
        span: span(startOf(words[0]!), end),
        name: Lower.typeName(words),
        ...(values === undefined ? {} : { arguments: values }),
      }),
    )
  })

  /** TypeArgument : Number | TypeString ("=" Number)? | "SKIP" ("REGEXP" TypeString | Path) | Name "=" (Number | TypeString) | Path Type | Type */
  protected readonly typeArgument: ParserMethod<[], Ast.TypeArgument> = this.RULE("typeArgument", () =>
    this.OR([
      { ALT: () => this.number(this.CONSUME(T.Num)) },
      {
        ALT: () => {
          const name = this.typeString(this.CONSUME(T.TypeStr))
          const value = this.OPTION(() => {
            this.CONSUME(T.Equals)
            return this.number(this.CONSUME2(T.Num))
          })
          return this.ACTION(
            (): Ast.TypeArgument =>
              value === undefined
                ? name
                : { _tag: "TypeMember", span: span(name.span.start, value.span.end), name, value },
          )
        },
      },
      {
        GATE: () => tokenMatcher(this.LA(2), T.RegexpWord) || this.startsName(this.LA(2)),
        ALT: () => {
          const first = this.CONSUME(T.SkipWord)
          return this.OR2([
            {
              GATE: () => tokenMatcher(this.LA(2), T.TypeStr),
              ALT: () => {
                this.CONSUME(T.RegexpWord)
                const skipped = this.typeString(this.CONSUME2(T.TypeStr))
                return this.ACTION(() => this.skip(first, skipped, skipped.span.end))
              },
            },
            {
              ALT: () => {
                const skipped = this.SUBRULE(this.path)
                return this.ACTION(() => this.skip(first, skipped, skipped.at(-1)!.span.end))
              },
            },
          ])
        },
      },
      {
        GATE: () => tokenMatcher(this.LA(2), T.Equals),
        ALT: () => {
          const name = this.SUBRULE2(this.name)
          this.CONSUME2(T.Equals)
          const value = this.OR3([
            { ALT: () => this.number(this.CONSUME3(T.Num)) },
            { ALT: () => this.typeString(this.CONSUME3(T.TypeStr)) },
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
        GATE: () => Lower.startsElement((ahead) => this.LA(ahead)),
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
    ]),
  )

  protected skip(first: IToken, skipped: Ast.TypeSkip["skipped"], end: number): Ast.TypeSkip {
    return { _tag: "TypeSkip", span: span(startOf(first), end), skipped }
  }
}
