/** The rules of values, and of blocks and what stands in them. */
import { type IToken, type ParserMethod, tokenMatcher } from "chevrotain"
import type * as Ast from "../../Ast.ts"
import { span } from "../../Source.ts"
import * as Expectations from "../expectations.ts"
import * as Lower from "../lower.ts"
import { startOf } from "../scan.ts"
import * as T from "../tokens.ts"
import type { Alternative } from "./base.ts"
import { Types } from "./types.ts"

/** What follows the name of an entry. */
type Rest =
  | Ast.Value
  | Ast.Block
  | {
      readonly _tag: "Mapped"
      readonly to: ReadonlyArray<Ast.Name>
      readonly block: Ast.Block | undefined
    }
  | { readonly _tag: "Typed"; readonly type: Ast.Type; readonly from: Ast.StringValue | undefined }

const anyRest = { ERR_MSG: Expectations.ofRule("entry") }

export class Values extends Types {
  // What a rule chooses from is made once: when names, values, entries and types made it anew each time they were
  // tried, a parse took half as long again.
  private readonly values: Array<Alternative<Ast.Value>> = [
    { ALT: () => this.string(this.CONSUME(T.Str)) },
    { ALT: () => Lower.text(this.CONSUME(T.Text), this.context) },
    { ALT: () => Lower.text(this.CONSUME(T.UnclosedText), this.context) },
    { ALT: () => Lower.number(this.CONSUME(T.Num)) },
    { ALT: () => Lower.quantity(this.CONSUME(T.Quantity)) },
    { ALT: () => this.SUBRULE(this.listValue) },
    {
      ALT: () => {
        const block = this.SUBRULE(this.block)
        return this.ACTION((): Ast.ObjectValue => ({ _tag: "Object", span: block.span, block }))
      },
    },
    { ALT: () => this.SUBRULE(this.wordValue) },
  ]

  /** Value : String | Text | Number | Quantity | ListValue | Block | WordValue */
  protected readonly value: ParserMethod<[], Ast.Value> = this.RULE("value", () => this.OR(this.values))

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
    return this.ACTION(
      (): Ast.ListValue => ({ _tag: "List", span: this.to(open, end), items: items.slice() }),
    )
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
              arguments: values.slice(),
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

  private readonly blockEnds = (next: IToken): boolean => this.endsBlock(next)

  /** Block : "{" (Separator | Entry)* "}" */
  protected readonly block: ParserMethod<[], Ast.Block> = this.RULE("block", () => {
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.entry, this.blockEnds)
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

  private readonly rests: Array<Alternative<Rest>> = [
    {
      ALT: () => {
        this.CONSUME(T.Equals)
        return this.SUBRULE(this.value)
      },
    },
    { ALT: () => this.SUBRULE(this.block) },
    {
      ALT: () => {
        this.CONSUME(T.Arrow)
        const to = this.SUBRULE2(this.path)
        return { _tag: "Mapped", to, block: this.OPTION(this.blockOfMapping) }
      },
    },
    {
      ALT: () => {
        const type = this.SUBRULE(this.type)
        return { _tag: "Typed", type, from: this.OPTION2(this.fieldOfColumn) }
      },
    },
  ]

  private readonly blockOfMapping = () => this.SUBRULE2(this.block)

  private readonly fieldOfColumn = () => {
    this.CONSUME(T.FromWord)
    return this.string(this.CONSUME(T.Str))
  }

  /** Entry : Path ("=" Value | Block | "->" Path Block? | Type ("from" String)?) */
  protected readonly entry: ParserMethod<[], Ast.Entry> = this.RULE("entry", () => {
    const first = this.LA(1)
    const path = this.SUBRULE(this.path)
    // A dotted name can only be mapped.
    if (path.length > 1 && !tokenMatcher(this.LA(1), T.Arrow)) this.CONSUME2(T.Arrow, anyRest)
    const rest = this.OR(this.rests)
    return this.ACTION(() => this.documented(first, this.entryOf(startOf(first), path, rest)))
  })

  private entryOf(start: number, path: ReadonlyArray<Ast.Name>, rest: Rest): Ast.Entry {
    const name = path[0]!
    switch (rest._tag) {
      case "Block":
        return { _tag: "Section", span: span(start, rest.span.end), name, block: rest }
      case "Typed": {
        const { type, from } = rest
        return from === undefined
          ? { _tag: "Column", span: span(start, type.span.end), name, type }
          : { _tag: "Column", span: span(start, from.span.end), name, type, from }
      }
      case "Mapped": {
        const { to, block } = rest
        return block === undefined
          ? { _tag: "Mapping", span: span(start, to.at(-1)!.span.end), from: path, to }
          : { _tag: "Mapping", span: span(start, block.span.end), from: path, to, block }
      }
      default:
        return { _tag: "Attribute", span: span(start, rest.span.end), name, value: rest }
    }
  }

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
    return this.ACTION(() =>
      this.documented<Ast.Attribute>(first, {
        _tag: "Attribute",
        span: span(startOf(first), value.span.end),
        name,
        value,
      }),
    )
  }

  protected section(first: IToken, name: Ast.Name, block: Ast.Block): Ast.Section {
    return this.ACTION(() =>
      this.documented<Ast.Section>(first, {
        _tag: "Section",
        span: span(startOf(first), block.span.end),
        name,
        block,
      }),
    )
  }
}
