/**
 * The SQL of a sorting key or a partition: what can be told of it without an engine.
 *
 * It is read as tokens, not as a grammar. Where a form could mean something else than names, calls and operators, it
 * is not read at all, so that nothing right is called wrong.
 */

/** A name that is called; `of` is the column that it is given first, where that is a column alone. */
export interface Call {
  readonly name: string
  readonly of?: string
}

/** One member of a key. */
export interface Part {
  /** In one spelling, whatever the spaces and quotes were. */
  readonly text: string
  /** The column, where the part is the name of one and nothing else. */
  readonly column?: string
  /** Names that are not called, dotted ones as a whole. */
  readonly names: ReadonlyArray<string>
  readonly calls: ReadonlyArray<Call>
}

type Kind = "text" | "quoted" | "name" | "number" | "symbol"

interface Token {
  readonly kind: Kind
  readonly text: string
}

const patterns =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^'\\]|\\[\s\S]|'')*')|(?<quoted>`[^`\\]*`|"[^"\\]*")|(?<number>\d[\w.]*)|(?<name>[A-Za-z_]\w*)|(?<symbol>::|->|\.[:^]|[<>=!]=|<>|\|\||[^\s'"`\\])/y

const scan = (sql: string): ReadonlyArray<Token> | undefined => {
  const tokens: Array<Token> = []
  patterns.lastIndex = 0
  while (patterns.lastIndex < sql.length) {
    const groups = patterns.exec(sql)?.groups
    if (groups === undefined) return undefined
    for (const kind of ["text", "quoted", "number", "name", "symbol"] as const) {
      const text = groups[kind]
      if (text !== undefined) tokens.push({ kind, text })
    }
  }
  return tokens
}

/** Words of SQL that stand between values. */
const operators = /^(and|or|not|in|like|ilike|is|between|div|mod|asc|desc|nulls|first|last)$/i
const literals = /^(true|false|null|inf|nan)$/i
/** Words after which a text can be more than names, calls and operators. */
const unread = /^(as|case|when|interval|select|from|distinct|over|using|collate|any|global)$/i

/** The members of a key; none for `tuple()`, and `undefined` for what is not read. */
export const parse = (sql: string): ReadonlyArray<Part> | undefined => {
  const tokens = scan(sql)
  if (tokens === undefined || !isBalanced(tokens)) return undefined
  const members = split(stripped(tokens))
  // Nothing between two commas is no member.
  if (members.some((it) => it.length === 0)) return undefined
  const parts = members.map(part)
  return parts.some((it) => it === undefined) ? undefined : (parts as ReadonlyArray<Part>)
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" }

const isBalanced = (tokens: ReadonlyArray<Token>): boolean => {
  const open: Array<string> = []
  for (const { kind, text } of tokens) {
    if (kind !== "symbol") continue
    const close = closing[text]
    if (close !== undefined) open.push(close)
    else if (/[)\]}]/.test(text) && open.pop() !== text) return false
  }
  return open.length === 0
}

/** How far the bracket at `start` reaches: the index of the one that closes it. */
const reach = (tokens: ReadonlyArray<Token>, start: number): number => {
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    const { kind, text } = tokens[index]!
    if (kind !== "symbol") continue
    if (/[([{]/.test(text)) depth += 1
    else if (/[)\]}]/.test(text) && --depth === 0) return index
  }
  return tokens.length
}

/** Without the brackets around all of it, which may be called `tuple`. */
const stripped = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  const start = tokens[0]?.kind === "name" && tokens[0].text === "tuple" ? 1 : 0
  if (!is(tokens[start], "(") || reach(tokens, start) !== tokens.length - 1) return tokens
  return stripped(tokens.slice(start + 1, -1))
}

const is = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === "symbol" && token.text === symbol

const split = (tokens: ReadonlyArray<Token>): ReadonlyArray<ReadonlyArray<Token>> => {
  const parts: Array<ReadonlyArray<Token>> = []
  let from = 0
  for (let index = 0; index < tokens.length; index++) {
    if (tokens[index]!.kind !== "symbol") continue
    if (/[([{]/.test(tokens[index]!.text)) index = reach(tokens, index)
    else if (is(tokens[index], ",")) {
      parts.push(tokens.slice(from, index))
      from = index + 1
    }
  }
  const last = tokens.slice(from)
  return last.length === 0 ? parts : [...parts, last]
}

const bare = ({ kind, text }: Token): string => (kind === "quoted" ? text.slice(1, -1) : text)

const spelled = (token: Token): string => {
  const name = bare(token)
  return token.kind !== "quoted" || /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``
}

const isName = (token: Token | undefined): token is Token =>
  token?.kind === "quoted" || token?.kind === "name"

/** A dotted name from `start` on, and where it ends. */
const dotted = (
  tokens: ReadonlyArray<Token>,
  start: number,
): { readonly name: string; readonly end: number } => {
  let end = start + 1
  while (is(tokens[end], ".") && isName(tokens[end + 1])) end += 2
  return { name: tokens.slice(start, end).map(bare).join(""), end }
}

/** Without an order of its own, which a sorting key may have. */
const unordered = (tokens: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  /^(asc|desc)$/i.test(tokens.at(-1)?.kind === "name" ? tokens.at(-1)!.text : "")
    ? tokens.slice(0, -1)
    : tokens

const part = (written: ReadonlyArray<Token>): Part | undefined => {
  const tokens = unordered(written)
  if (tokens.length === 0) return undefined
  const names: Array<string> = []
  const calls: Array<Call> = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind === "symbol" && /^(->|\.[:^]|\?|@|;)$/.test(token.text)) return undefined
    if (is(token, "::")) {
      // The name of a type, which may have arguments.
      index += is(tokens[index + 2], "(") ? reach(tokens, index + 2) - index : 1
    } else if (isName(token)) {
      if (token.kind === "name" && (operators.test(token.text) || literals.test(token.text))) continue
      if (token.kind === "name" && unread.test(token.text)) return undefined
      const { name, end } = dotted(tokens, index)
      // `DATE '2026-01-01'`
      if (tokens[end]?.kind === "text") return undefined
      if (is(tokens[end], "(")) calls.push({ name, ...argument(tokens, end) })
      else names.push(name)
      index = end - 1
    }
  }
  const text = tokens.map(spelled).join(" ")
  const [only] = names
  const isColumn = only !== undefined && isName(tokens[0]) && dotted(tokens, 0).end === tokens.length
  return { text, ...(isColumn ? { column: only } : {}), names, calls }
}

const argument = (tokens: ReadonlyArray<Token>, open: number): Pick<Call, "of"> => {
  if (!isName(tokens[open + 1])) return {}
  const { name, end } = dotted(tokens, open + 1)
  return is(tokens[end], ")") || is(tokens[end], ",") ? { of: name } : {}
}

/**
 * Functions whose answer is another one each time, or on each server: the engine keeps them out of keys. Some are known
 * in any case, and the others in another case are no functions at all.
 */
const shifting =
  /^(rand(32|64|Constant|Canonical|Uniform|Normal|LogNormal|Binomial|NegativeBinomial|Poisson|Bernoulli|Exponential|ChiSquared|StudentT|FisherF)?|random\w+|fuzzBits|generate(UUIDv4|UUIDv7|SnowflakeID|SerialID)|dateTimeToUUIDv7|now(64|InBlock|InBlock64)?|today|yesterday|curdate|current_(date|timestamp|user|database)|localtime|localtimestamp|UTC_?timestamp|current(User|Database|Roles|Profiles|QueryID)|user|session_user|database|schema|(full)?HostName|FQDN|displayName|serverUUID|(server)?timezone|version|uptime|tcpPort|connectionId|(initial)?queryID|shardNum|shardCount|rowNumberIn(All)?Blocks?|block(Number|Size|SerializedSize)|getSetting|isConstant)$/i

/** The first name in a part that has another answer each time. */
export const shiftingCall = (it: Part): string | undefined =>
  it.calls.find(({ name }) => shifting.test(name))?.name

/** Functions that take a date or a moment and nothing else, in the spelling that the engine insists on. */
export const ofDates: ReadonlySet<string> = new Set([
  "toYYYYMM",
  "toYYYYMMDD",
  "toYYYYMMDDhhmmss",
  "toStartOfYear",
  "toStartOfQuarter",
  "toStartOfMonth",
  "toStartOfWeek",
  "toStartOfDay",
  "toStartOfHour",
  "toStartOfMinute",
  "toStartOfFifteenMinutes",
  "toLastDayOfMonth",
  "toMonday",
  "toYear",
  "toISOYear",
  "toQuarter",
  "toMonth",
  "toDayOfMonth",
  "toDayOfYear",
  "toHour",
  "toMinute",
  "toRelativeDayNum",
])

const spellings: ReadonlyMap<string, string> = new Map([...ofDates].map((name) => [name.toLowerCase(), name]))

/** How a function of dates is spelled, for a name that differs in its case. */
export const respelled = (name: string): string | undefined => {
  const right = spellings.get(name.toLowerCase())
  return right === name ? undefined : right
}

/** Functions that give `NULL` for `NULL`. */
const passing = /^(toDate(32|Time|Time64)?|toString|toU?Int\d+|intDiv|modulo|lower|upper)$/

/** Whether a part may be NULL when its columns may be. */
export const passesNull = (it: Part): boolean =>
  !/\b(is|in)\b/i.test(it.text) && it.calls.every(({ name }) => ofDates.has(name) || passing.test(name))
