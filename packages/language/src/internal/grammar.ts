/**
 * The grammar. Each rule carries its production; a keyword is also a `Word` wherever a name may stand.
 *
 *   Separator  : Newline | ","
 *   Path       : Name ("." (Name | String))*
 */
import {
  EmbeddedActionsParser,
  EOF,
  type IToken,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from "chevrotain"
import type * as Ast from "../Ast.ts"
import type { Diagnostic, Location } from "../Diagnostic.ts"
import { SyntaxFindings } from "../errors.ts"
import { type Span, span } from "../Source.ts"
import * as Expectations from "./expectations.ts"
import * as Lower from "./lower.ts"
import { endOf, type Slice, spanOf, startOf } from "./scan.ts"
import * as T from "./tokens.ts"

/** What a parse reports to, set before each slice. */
interface Context {
  readonly file: string
  readonly docs: ReadonlyMap<IToken, string>
  readonly diagnostics: Array<Diagnostic>
}

interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly broken: boolean
}

const nowhere: Context = { file: "", docs: new Map(), diagnostics: [] }

class Grammar extends EmbeddedActionsParser {
  private context: Context = nowhere
  private slice: Slice = { tokens: [], end: 0, unclosed: [], tooDeep: false }

  constructor() {
    super(T.all, {
      errorMessageProvider: Expectations.provider,
      maxLookahead: 2,
      recoveryEnabled: false,
      skipValidations: true,
    })
    this.performSelfAnalysis()
  }

  /** Parses one slice into a declaration; `undefined` where not even that much can be made out. */
  parse(slice: Slice, context: Context): Ast.Declaration | undefined {
    this.context = context
    this.slice = slice
    this.input = slice.tokens
    try {
      const declaration = this.declaration()
      const error = this.errors[0]
      if (error !== undefined) this.report(error)
      else if (!tokenMatcher(this.LA(1), EOF)) this.reportRest(this.LA(1))
      return declaration
    } finally {
      this.input = []
      this.context = nowhere
    }
  }

  /** Declaration : Pipe | Connection | Param | Target */
  private readonly declaration: ParserMethod<[], Ast.Declaration> = this.RULE("declaration", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.pipe) },
      { ALT: () => this.SUBRULE(this.connection) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.target) },
    ]),
  )

  /** Pipe : "pipe" String "{" (Separator | From | Into | Entry)* "}" */
  private readonly pipe: ParserMethod<[], Ast.Pipe> = this.RULE("pipe", () => {
    const first = this.CONSUME(T.PipeWord)
    const name = this.string(this.CONSUME(T.Str))
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.pipeItem)
    const close = this.close(open, T.RCurly)
    return this.ACTION(
      (): Ast.Pipe => ({
        _tag: "Pipe",
        span: this.to(first, close),
        ...this.doc(first),
        name,
        items,
        broken,
      }),
    )
  })

  /** PipeItem : From | Into | Entry — `from` and `into` are names where `=`, `{` or a type follows. */
  private readonly pipeItem: ParserMethod<[], Ast.PipeItem> = this.RULE("pipeItem", () =>
    this.OR([
      { GATE: () => this.startsClause(), ALT: () => this.SUBRULE(this.from) },
      { GATE: () => this.startsClause(), ALT: () => this.SUBRULE(this.into) },
      { ALT: () => this.SUBRULE(this.setting) },
    ]),
  )

  /** From : "from" Name Block */
  private readonly from: ParserMethod<[], Ast.From> = this.RULE("from", () => {
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
  private readonly into: ParserMethod<[], Ast.Into> = this.RULE("into", () => {
    const first = this.CONSUME(T.IntoWord)
    const existing = this.OPTION({
      GATE: () => this.startsName(this.LA(2)),
      DEF: () => this.CONSUME(T.ExistingWord),
    })
    const path = [this.SUBRULE(this.name)]
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
  private readonly connection: ParserMethod<[], Ast.Connection> = this.RULE("connection", () => {
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
  private readonly param: ParserMethod<[], Ast.Param> = this.RULE("param", () => {
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
  private readonly target: ParserMethod<[], Ast.Target> = this.RULE("target", () => {
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

  /** Block : "{" (Separator | Entry)* "}" */
  private readonly block: ParserMethod<[], Ast.Block> = this.RULE("block", () => {
    const open = this.CONSUME(T.LCurly)
    const { items, broken } = this.list(this.entry)
    const close = this.close(open, T.RCurly)
    return this.ACTION(
      (): Ast.Block => ({ _tag: "Block", span: this.to(open, close), entries: items, broken }),
    )
  })

  /** Setting : Name ("=" Value | Block) */
  private readonly setting: ParserMethod<[], Ast.Attribute | Ast.Section> = this.RULE("setting", () => {
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

  /** Entry : Path ("=" Value | Block | "->" Path Block? | Type ("from" String)?) */
  private readonly entry: ParserMethod<[], Ast.Entry> = this.RULE("entry", () => {
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

  /** Path : Name ("." Part)* */
  private readonly path: ParserMethod<[], ReadonlyArray<Ast.Name>> = this.RULE("path", () => {
    const names = [this.SUBRULE(this.part)]
    this.MANY(() => {
      this.CONSUME(T.Dot)
      names.push(this.SUBRULE2(this.part))
    })
    return names
  })

  /** Name : Word | "`…`" */
  private readonly name: ParserMethod<[], Ast.Name> = this.RULE("name", () =>
    this.OR([
      { ALT: () => this.word(this.CONSUME(T.Word)) },
      { ALT: () => this.word(this.CONSUME(T.Quoted)) },
    ]),
  )

  /** Part : Word | "`…`" | String */
  private readonly part: ParserMethod<[], Ast.Name> = this.RULE("part", () =>
    this.OR([
      { ALT: () => this.word(this.CONSUME(T.Word)) },
      { ALT: () => this.word(this.CONSUME(T.Quoted)) },
      {
        ALT: () => {
          const token = this.CONSUME(T.Str)
          return this.ACTION(() => Lower.quotedName(token, this.context))
        },
      },
    ]),
  )

  /** Value : String | Text | Number | Quantity | List | Block | Word ("." Part)* ("(" Value,* ")")? */
  private readonly value: ParserMethod<[], Ast.Value> = this.RULE("value", () =>
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

  /** List : "[" (Value ("," Value)* ","?)? "]" */
  private readonly listValue: ParserMethod<[], Ast.ListValue> = this.RULE("listValue", () => {
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
    const close = this.close(open, T.RSquare)
    return this.ACTION((): Ast.ListValue => ({ _tag: "List", span: this.to(open, close), items }))
  })

  /** WordValue : Word ("." Part)* | Word "(" (Value ("," Value)*)? ")" */
  private readonly wordValue: ParserMethod<[], Ast.Value> = this.RULE("wordValue", () => {
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
          const close = this.close(open, T.RParen)
          return this.ACTION(
            (): Ast.CallValue => ({
              _tag: "Call",
              span: span(first.span.start, close),
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

  /** Type : TypeName ("(" (TypeArgument ("," TypeArgument)*)? ")")? — a name of several words is a closed list. */
  private readonly type: ParserMethod<[], Ast.Type> = this.RULE("type", () => {
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
        this.MANY2(() => {
          this.CONSUME(T.Comma)
          items.push(this.SUBRULE2(this.typeArgument))
        })
      })
      end = this.close(open, T.RParen)
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

  /** TypeArgument : Number | TypeString ("=" Number)? | "SKIP" (Path | "REGEXP" TypeString) | Word "=" (Number | TypeString) | Path Type | Type */
  private readonly typeArgument: ParserMethod<[], Ast.TypeArgument> = this.RULE("typeArgument", () =>
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

  // What the rules share. None of these is a rule: each only wraps tokens into nodes.

  private attribute(first: IToken, name: Ast.Name, value: Ast.Value): Ast.Attribute {
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

  private section(first: IToken, name: Ast.Name, block: Ast.Block): Ast.Section {
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

  private skip(first: IToken, skipped: Ast.TypeSkip["skipped"], end: number): Ast.TypeSkip {
    return { _tag: "TypeSkip", span: span(startOf(first), end), skipped }
  }

  private string(token: IToken): Ast.StringValue {
    return this.ACTION(() => Lower.string(token, this.context))
  }

  private text(token: IToken): Ast.StringValue {
    return this.ACTION(() => Lower.text(token, this.context))
  }

  private number(token: IToken): Ast.NumberValue {
    return this.ACTION(() => Lower.number(token))
  }

  private typeString(token: IToken): Ast.TypeString {
    return this.ACTION(() => Lower.typeString(token))
  }

  private word(token: IToken): Ast.Name {
    return this.ACTION(() => Lower.word(token))
  }

  private doc(first: IToken): { readonly doc?: string } {
    const doc = this.context.docs.get(first)
    return doc === undefined ? {} : { doc }
  }

  private to(first: IToken, end: number): Span {
    return span(startOf(first), end)
  }

  private startsName(token: IToken): boolean {
    return tokenMatcher(token, T.Word) || tokenMatcher(token, T.Quoted)
  }

  private startsClause(): boolean {
    return this.startsName(this.LA(2))
  }

  /**
   * The items of a block up to its closing brace. An item that does not parse is reported and left out, up to where
   * the next one can start; the items around it are kept.
   */
  private list<A>(item: ParserMethod<[], A>): Items<A> {
    const items: Array<A> = []
    let broken = false
    const separators = () =>
      this.MANY(() =>
        this.OR9([{ ALT: () => this.CONSUME9(T.Newline) }, { ALT: () => this.CONSUME9(T.Comma) }]),
      )
    if (this.RECORDING_PHASE) {
      this.MANY8(() => {
        separators()
        this.SUBRULE9(item)
      })
      return { items, broken }
    }
    for (;;) {
      separators()
      const next = this.LA(1)
      if (tokenMatcher(next, T.RCurly) || tokenMatcher(next, EOF)) return { items, broken }
      try {
        items.push(this.SUBRULE9(item))
        const after = this.LA(1)
        if (!endsItem(after)) {
          broken = true
          this.report_("separator-expected", spanOf(after), { found: describe(after) })
          this.skipItem()
        }
      } catch (error) {
        broken = true
        this.report(error)
        this.errors = []
        this.skipItem()
      }
    }
  }

  /** Moves to the end of an item that did not parse: past whatever it opened, to the next separator of this block. */
  private skipItem(): void {
    let depth = 0
    for (;;) {
      const token = this.LA(1)
      if (tokenMatcher(token, EOF)) return
      if (depth === 0 && endsItem(token)) return
      if (tokenMatcher(token, T.LCurly)) depth += 1
      else if (tokenMatcher(token, T.RCurly)) depth -= 1
      this.SKIP_TOKEN()
    }
  }

  /** The end of the closing bracket; a missing one at the end of the slice is reported once, where it was opened. */
  private close(open: IToken, closing: TokenType): number {
    if (this.RECORDING_PHASE) {
      this.CONSUME8(closing)
      return 0
    }
    const next = this.LA(1)
    if (!tokenMatcher(next, EOF)) return endOf(this.CONSUME8(closing))
    // All that is still open ends here: the innermost is the likely culprit and speaks for the others.
    if (this.slice.unclosed.at(-1) === open || !this.slice.unclosed.includes(open)) {
      const at = span(Math.max(0, this.slice.end - 1), this.slice.end)
      this.context.diagnostics.push(
        SyntaxFindings.report(
          "unclosed-block",
          this.at(spanOf(open)),
          { closing: closing.PATTERN as string },
          {
            related: [{ ...this.at(at), message: "the declaration ends here" }],
          },
        ),
      )
    }
    return this.slice.end
  }

  private at(place: Span): Location {
    return { file: this.context.file, span: place }
  }

  private report_(code: "separator-expected", place: Span, parameters: { found: string }): void {
    this.context.diagnostics.push(SyntaxFindings.report(code, this.at(place), parameters))
  }

  /** An exception of the parser becomes a finding; anything else is a bug and goes on. */
  private report(error: unknown): void {
    const syntax = Expectations.syntaxError(error)
    const token = tokenMatcher(syntax.token, EOF) ? undefined : syntax.token
    const place = token === undefined ? span(Math.max(0, this.slice.end - 1), this.slice.end) : spanOf(token)
    this.context.diagnostics.push(
      SyntaxFindings.report("unexpected-token", this.at(place), {
        found: describe(token),
        expected: syntax.expected,
      }),
    )
  }

  private reportRest(token: IToken): void {
    this.context.diagnostics.push(
      tokenMatcher(token, T.RCurly)
        ? SyntaxFindings.report("unmatched-closing", this.at(spanOf(token)), { closing: "}" })
        : SyntaxFindings.report("separator-expected", this.at(spanOf(token)), { found: describe(token) }),
    )
  }
}

const endsItem = (token: IToken): boolean =>
  tokenMatcher(token, T.Newline) ||
  tokenMatcher(token, T.Comma) ||
  tokenMatcher(token, T.RCurly) ||
  tokenMatcher(token, EOF)

const describe = (token: IToken | undefined): string => {
  if (token === undefined || tokenMatcher(token, EOF)) return "the end of the declaration"
  if (tokenMatcher(token, T.Newline)) return "the end of the line"
  if (tokenMatcher(token, T.Str) || tokenMatcher(token, T.Text)) return "a string"
  return `\`${[...token.image].slice(0, 40).join("")}\``
}

let instance: Grammar | undefined

/** The one instance; its analysis is the costly part and is done when it is first needed. */
export const grammar = (): Grammar => {
  instance ??= new Grammar()
  return instance
}
