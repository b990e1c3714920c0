/** What all rules share: names, the way from tokens to nodes, and what happens when something does not parse. */
import {
  EmbeddedActionsParser,
  EOF,
  type ILookaheadStrategy,
  type IToken,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from "chevrotain"
import type * as Ast from "../../Ast.ts"
import type { Diagnostic, Location } from "../../Diagnostic.ts"
import { SyntaxFindings } from "../../errors.ts"
import { type Span, span } from "../../Source.ts"
import * as Expectations from "../expectations.ts"
import * as Habits from "../habits.ts"
import * as Lower from "../lower.ts"
import { depthOf, docOf, endOf, type Slice, spanOf, startOf } from "../scan.ts"
import * as T from "../tokens.ts"

/** What a parse reports to, set before each slice. */
export interface Context {
  readonly file: string
  readonly diagnostics: Array<Diagnostic>
}

/** Where a bracket closes, and whether it does. */
interface Close {
  readonly end: number
  readonly closed: boolean
}

interface Items<A> {
  readonly items: ReadonlyArray<A>
  readonly broken: boolean
}

/** One of those that a rule chooses from. */
export interface Alternative<A> {
  readonly ALT: () => A
  readonly GATE?: () => boolean
}

export const nowhere: Context = { file: "", diagnostics: [] }

/**
 * The grammar is one parser in five classes, each over the one below: this, the types, the values, the clauses, the declarations.
 * The last of them closes it with what it looks at where it can go several ways.
 */
export class Base extends EmbeddedActionsParser {
  protected context: Context = nowhere
  protected slice: Slice = { tokens: [], depths: [], end: 0, unclosed: [], tooDeep: false }
  /** The clause before which a missing brace was reported: it speaks for all that is open there. */
  protected endedBefore: IToken | undefined

  constructor(lookaheadStrategy?: ILookaheadStrategy) {
    super(T.all, {
      ...(lookaheadStrategy !== undefined && { lookaheadStrategy }),
      errorMessageProvider: Expectations.provider,
      maxLookahead: 2,
      recoveryEnabled: false,
      skipValidations: true,
    })
  }

  /** Path : Part ("." Part)* */
  protected readonly path: ParserMethod<[], ReadonlyArray<Ast.Name>> = this.RULE("path", () => {
    const names = [this.SUBRULE(this.part)]
    this.MANY(() => {
      this.CONSUME(T.Dot)
      names.push(this.SUBRULE2(this.part))
    })
    return names
  })

  // Tokens become leaves outside `ACTION`: the one token that stands for all while the grammar is recorded is a token
  // like any other. Nodes do not: there are none then.

  /** Name : Word | QuotedName */
  protected readonly name: ParserMethod<[], Ast.Name> = this.RULE("name", () =>
    Lower.word(this.CONSUME(T.Name)),
  )

  /** Part : Word | QuotedName | String */
  protected readonly part: ParserMethod<[], Ast.Name> = this.RULE("part", () =>
    Lower.part(this.CONSUME(T.Part), this.context),
  )

  protected string(token: IToken): Ast.StringValue {
    return Lower.string(token, this.context)
  }

  /** A node with the documentation that stands before its first token. */
  protected documented<A extends { readonly doc?: string }>(first: IToken, node: A): A {
    const doc = docOf(first)
    return doc === undefined ? node : { doc, ...node }
  }

  protected to(first: IToken, end: number): Span {
    return span(startOf(first), end)
  }

  protected startsName(token: IToken): boolean {
    return tokenMatcher(token, T.Name)
  }

  /**
   * The items of a block up to its closing brace. An item that does not parse is reported and left out, up to where
   * the next one can start; the items around it are kept.
   *
   * Lists of a tree are handed out as copies: an array that has grown keeps room for a dozen more.
   */
  protected list<A>(item: ParserMethod<[], A>, ends: (next: IToken) => boolean): Items<A> {
    const items: Array<A> = []
    let broken = false
    if (this.RECORDING_PHASE) {
      this.MANY8(() => {
        this.MANY9(() =>
          this.OR9([{ ALT: () => this.CONSUME9(T.Newline) }, { ALT: () => this.CONSUME9(T.Comma) }]),
        )
        this.SUBRULE9(item)
      })
      return { items, broken }
    }
    const owner = this.owner()
    for (;;) {
      while (isSeparator(this.LA(1))) this.SKIP_TOKEN()
      const next = this.LA(1)
      if (tokenMatcher(next, T.RCurly) || tokenMatcher(next, EOF) || ends(next))
        return { items: items.slice(), broken }
      try {
        items.push(this.SUBRULE9(item))
        const after = this.LA(1)
        if (!endsItem(after) && after !== this.endedBefore) {
          broken = true
          if (!this.isSwallowed(after) && this.reportAfter(items.at(-1), after)) items.pop()
          this.skipItem(next)
        }
      } catch (error) {
        broken = true
        this.report(error, owner)
        this.errors = []
        this.skipItem(next)
      }
    }
  }

  /** Moves to the end of an item that did not parse: past whatever it opened, to the next separator of its block. */
  protected skipItem(first: IToken): void {
    const depth = depthOf(this.slice, first)
    for (;;) {
      const token = this.LA(1)
      if (tokenMatcher(token, EOF)) return
      const around = depthOf(this.slice, token)
      if (tokenMatcher(token, T.RCurly) ? around < depth : endsItem(token) && around <= depth) return
      this.SKIP_TOKEN()
    }
  }

  /** A clause of a pipe or of a template stands in no block of it, so a block that is still open there lacks its brace. */
  protected endsBlock(token: IToken): boolean {
    const isMoved = tokenMatcher(token, T.MovedWord)
    if (!isMoved && !tokenMatcher(token, T.FromWord) && !tokenMatcher(token, T.IntoWord)) return false
    const first = this.slice.tokens[0]!.tokenType
    if (depthOf(this.slice, token) < 2 || (first !== T.PipeWord && first !== T.TemplateWord)) return false
    if (isMoved) return tokenMatcher(this.LA(2), T.FromWord) && tokenMatcher(this.LA(3), T.Str)
    if (!this.startsName(this.LA(2)) && !tokenMatcher(this.LA(2), T.Str)) return false
    const after = this.LA(3)
    return (
      tokenMatcher(after, T.LCurly) ||
      tokenMatcher(after, T.Dot) ||
      (tokenMatcher(this.LA(2), T.ExistingWord) && this.startsName(after))
    )
  }

  /** The closing bracket; a missing one at the end of the slice is reported once, where it was opened. */
  protected close(open: IToken, closing: TokenType): Close {
    if (this.RECORDING_PHASE) {
      this.CONSUME8(closing)
      return { end: 0, closed: true }
    }
    const next = this.LA(1)
    if (!tokenMatcher(next, EOF)) {
      if (closing !== T.RCurly || tokenMatcher(next, T.RCurly))
        return { end: endOf(this.CONSUME8(closing)), closed: true }
      if (this.endedBefore !== next) {
        this.context.diagnostics.push(
          SyntaxFindings.report(
            "unclosed-block",
            this.at(spanOf(open)),
            { closing: "}" },
            { related: [{ ...this.at(spanOf(next)), message: "it has to end before this" }] },
          ),
        )
      }
      this.endedBefore = next
      return { end: endOf(this.LA(0)), closed: false }
    }
    // A text without an end swallowed all that should close, and is reported.
    if (this.LA(0).tokenType === T.UnclosedText) return { end: this.slice.end, closed: false }
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
    return { end: this.slice.end, closed: false }
  }

  protected at(place: Span): Location {
    return { file: this.context.file, span: place }
  }

  private readonly look = (ahead: number): IToken => this.LA(ahead)

  /** The name of the block that was just opened, if it has one. */
  private owner(): string | undefined {
    const before = this.LA(-1)
    return tokenMatcher(before, T.Equals) ? this.LA(-2).image : before.image
  }

  /**
   * Whether what follows an item belongs to a string that is reported: one without an end swallowed what should stand
   * here, and one that ends in the middle of a `${…}` has the rest of it behind it.
   */
  private isSwallowed(after: IToken): boolean {
    const last = this.LA(0)
    if (isUnclosed(last)) return true
    const isText = tokenMatcher(last, T.Str) && endOf(last) === startOf(after)
    return isText && this.context.diagnostics.at(-1)?.span.end === endOf(last) - 1
  }

  /** An item is whole and something follows it on its line. Says whether the item is to be left out. */
  private reportAfter(item: unknown, after: IToken): boolean {
    const habit = Habits.following(
      item as Parameters<typeof Habits.following>[0],
      this.look,
      this.context.file,
    )
    const found = { found: describe(after) }
    this.context.diagnostics.push(
      habit?.diagnostic ?? SyntaxFindings.report("separator-expected", this.at(spanOf(after)), found),
    )
    return habit?.drop === true
  }

  /** An exception of the parser becomes a finding; anything else is a bug and goes on. */
  protected report(error: unknown, owner?: string): void {
    const syntax = Expectations.syntaxError(error)
    const token = tokenMatcher(syntax.token, EOF) ? undefined : syntax.token
    // A string without an end swallowed what is missing here, and is reported.
    if (isUnclosed(syntax.previous)) return
    const habit =
      token === undefined || token !== this.LA(1)
        ? undefined
        : Habits.unexpected(this.look, syntax.expected, owner, this.context.file)
    if (habit !== undefined) {
      this.context.diagnostics.push(habit.diagnostic)
      for (let left = habit.over; left > 0; left -= 1) this.SKIP_TOKEN()
      return
    }
    const place = token === undefined ? span(Math.max(0, this.slice.end - 1), this.slice.end) : spanOf(token)
    const extras = Expectations.fix(syntax.expected, token, syntax.previous)
    this.context.diagnostics.push(
      SyntaxFindings.report(
        "unexpected-token",
        this.at(place),
        {
          found: describe(token),
          expected: syntax.expected,
          hint: Expectations.hint(syntax.expected, token, syntax.previous),
        },
        extras,
      ),
    )
  }

  protected reportRest(token: IToken): void {
    if (token.tokenType === T.Stray) {
      this.context.diagnostics.push(Habits.stray(token, this.look, this.context.file))
      return
    }
    this.context.diagnostics.push(
      tokenMatcher(token, T.RCurly)
        ? SyntaxFindings.report("unmatched-closing", this.at(spanOf(token)), { closing: "}" })
        : SyntaxFindings.report("separator-expected", this.at(spanOf(token)), { found: describe(token) }),
    )
  }
}

const isSeparator = (token: IToken): boolean => tokenMatcher(token, T.Newline) || tokenMatcher(token, T.Comma)

const endsItem = (token: IToken): boolean =>
  isSeparator(token) || tokenMatcher(token, T.RCurly) || tokenMatcher(token, EOF)

const isUnclosed = (token: IToken | undefined): boolean =>
  token?.tokenType === T.UnclosedStr || token?.tokenType === T.UnclosedTypeStr

const describe = (token: IToken | undefined): string => {
  if (token === undefined || tokenMatcher(token, EOF)) return "the end of the declaration"
  if (tokenMatcher(token, T.Newline)) return "the end of the line"
  if (tokenMatcher(token, T.Str) || tokenMatcher(token, T.Text)) return "a string"
  // It may be meant as a string, and then be a secret.
  if (tokenMatcher(token, T.TypeStr)) return "a string in single quotes"
  return `\`${[...token.image].slice(0, 40).join("")}\``
}
