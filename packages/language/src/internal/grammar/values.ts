/** The rules of values, and of blocks and what stands in them. */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import { span } from "../../Source.ts"
import * as Lower from "../lower.ts"
import { startOf } from "../scan.ts"
import * as T from "../tokens.ts"
import { Types } from "./types.ts"

export class Values extends Types {
  /** Value : String | Text | Number | Quantity | ListValue | Block | WordValue */
  protected readonly value: ParserMethod<[], Ast.Value> = this.RULE("value", () =>
    this.OR([
      { ALT: () => this.string(this.CONSUME(T.Str)) },
      { ALT: () => this.text(this.CONSUME(T.Text)) },
      { ALT: () => this.text(this.CONSUME(T.UnclosedText)) },
      { ALT: () => this.number(this.CONSUME(T.Num)) },
      {
        ALT: () => {
          const token = this.CONSUME(T.Quantity)
          return this.ACTION(() => Lower.quantity(token))
        },
      },
      { ALT: () => this.SUBRULE(this.listValue) },
      {
        ALT: () => {
          const block = this.SUBRULE(this.block)
          return this.ACTION((): Ast.ObjectValue => ({ _tag: "Object", span: block.span, block }))
        },
      },
      { ALT: () => this.SUBRULE(this.wordValue) },
    ]),
  )

  /** ListValue : "[" (Value ("," Value)* ","?)? "]" */
  protected readonly listValue: ParserMethod<[], Ast.ListValue> = this.RULE("listValue", () => {
    const open = this.CONSUME(T.LSquare)
    const items: Array<Ast.Value> = []
    this.OPTION(() => {
      items.push(this.SUBRULE(this.value))
      this.MANY({
        GATE: () => tokenMatcher(this.LA(1), T.Comma) && !tokenMatcher(this.LA(2), T.RSquare),
        DEF: () => {
          this.CONSUME(T.Comma)
          items.push(this.SUBRULE2(this.value))
        },
      })
      this.OPTION2(() => this.CONSUME2(T.Comma))
    })
    const { end } = this.close(open, T.RSquare)
    return this.ACTION((): Ast.ListValue => ({ _tag: "List", span: this.to(open, end), items }))
  })

  /** WordValue : Name ("(" (Value ("," Value)*)? ")" | ("." Part)*) */
  protected readonly wordValue: ParserMethod<[], Ast.Value> = this.RULE("wordValue", () => {
    const first = this.SUBRULE(this.name)
    return this.OR([
      {
        ALT: () => {
          const open = this.CONSUME(T.LParen)
          const values: Array<Ast.Value> = []
          this.OPTION(() => {
            values.push(this.SUBRULE(this.value))
            this.MANY(() => {
              this.CONSUME(T.Comma)
              values.push(this.SUBRULE2(this.value))
            })
          })
          const { end } = this.close(open, T.RParen)
          return this.ACTION(
            (): Ast.CallValue => ({
              _tag: "Call",
              span: span(first.span.start, end),
              name: first,
              arguments: values,
            }),
          )
        },
      },
      {
        ALT: () => {
          const path = [first]
          this.MANY2(() => {
            this.CONSUME(T.Dot)
            path.push(this.SUBRULE(this.part))
          })
          return this.ACTION(() => Lower.wordOrReference(path))
        },
      },
    ])
  })

  /** Block : "{" (Separator | Entry)* "}" */
  protected readonly block: ParserMethod<[], Ast.Block> = this.RULE("block", () => {
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.entry, (next) => this.endsBlock(next))
    const { end, closed } = this.close(open, T.RCurly)
    return this.ACTION(
      (): Ast.Block => ({
        _tag: "Block",
        span: this.to(open, end),
        entries: items,
        broken: broken || !closed,
      }),
    )
  })

  /** Entry : Path ("=" Value | Block | "->" Path Block? | Type ("from" String)?) */
  protected readonly entry: ParserMethod<[], Ast.Entry> = this.RULE("entry", () => {
    const first = this.LA(1)
    const path = this.SUBRULE(this.path)
    const name = path[0]!
    const single = () => path.length === 1
    return this.OR([
      {
        GATE: single,
        ALT: () => {
          this.CONSUME(T.Equals)
          return this.attribute(first, name, this.SUBRULE(this.value))
        },
      },
      { GATE: single, ALT: () => this.section(first, name, this.SUBRULE(this.block)) },
      {
        ALT: () => {
          this.CONSUME(T.Arrow)
          const to = this.SUBRULE2(this.path)
          const block = this.OPTION(() => this.SUBRULE2(this.block))
          return this.ACTION(
            (): Ast.Mapping => ({
              _tag: "Mapping",
              span: span(startOf(first), block?.span.end ?? to.at(-1)!.span.end),
              ...this.doc(first),
              from: path,
              to,
              ...(block === undefined ? {} : { block }),
            }),
          )
        },
      },
      {
        GATE: single,
        ALT: () => {
          const type = this.SUBRULE(this.type)
          const from = this.OPTION2(() => {
            this.CONSUME(T.FromWord)
            return this.string(this.CONSUME(T.Str))
          })
          return this.ACTION(
            (): Ast.Column => ({
              _tag: "Column",
              span: span(startOf(first), from?.span.end ?? type.span.end),
              ...this.doc(first),
              name,
              type,
              ...(from === undefined ? {} : { from }),
            }),
          )
        },
      },
    ])
  })

  /** Setting : Name ("=" Value | Block) */
  protected readonly setting: ParserMethod<[], Ast.Attribute | Ast.Section> = this.RULE("setting", () => {
    const first = this.LA(1)
    const name = this.SUBRULE(this.name)
    return this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Equals)
          return this.attribute(first, name, this.SUBRULE(this.value))
        },
      },
      { ALT: () => this.section(first, name, this.SUBRULE(this.block)) },
    ])
  })

  protected attribute(first: IToken, name: Ast.Name, value: Ast.Value): Ast.Attribute {
    return this.ACTION(
      (): Ast.Attribute => ({
        _tag: "Attribute",
        span: span(startOf(first), value.span.end),
        ...this.doc(first),
        name,
        value,
      }),
    )
  }

  protected section(first: IToken, name: Ast.Name, block: Ast.Block): Ast.Section {
    return this.ACTION(
      (): Ast.Section => ({
        _tag: "Section",
        span: span(startOf(first), block.span.end),
        ...this.doc(first),
        name,
        block,
      }),
    )
  }
}
