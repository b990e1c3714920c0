/**
 * Says what is wrong with a piece of JSON without repeating any of it: the value in the wrong place may be a secret,
 * so a problem names keys and the shape that was expected, and nothing else.
 */
import type * as ParseResult from "effect/ParseResult"
import * as SchemaAST from "effect/SchemaAST"

/** What is wrong with a key that has to be there and is not. */
export const missing = "is missing"

/** One problem: the keys and indexes that lead to it, and what was expected there. */
export interface Problem {
  readonly path: ReadonlyArray<PropertyKey>
  readonly what: string
}

/** A path as users write it: `destination.columns[0].type`. The empty path is `body`. */
export const formatPath = (path: ReadonlyArray<PropertyKey>): string => {
  const text = path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`
    const name = String(key)
    if (!/^[\w-]{1,100}$/.test(name)) return `${before}[${JSON.stringify(name.slice(0, 100))}]`
    return before === "" ? name : `${before}.${name}`
  }, "")
  return text === "" ? "body" : text
}

const shapeOf = (ast: SchemaAST.AST): string => {
  // A description is ours or a contract's; the default ones of Schema's own filters say no value either.
  const description = ast.annotations[SchemaAST.DescriptionAnnotationId]
  if (ast._tag === "Refinement" && typeof description === "string") return description
  switch (ast._tag) {
    case "TypeLiteral":
      return "an object"
    case "TupleType":
      return "a list"
    case "StringKeyword":
    case "TemplateLiteral":
      return "a text"
    case "NumberKeyword":
      return "a number"
    case "BooleanKeyword":
      return "true or false"
    case "Literal":
      return ast.literal === null ? "null" : JSON.stringify(ast.literal)
    case "Union":
      // Whatever may be left out is a union with `undefined`, which no JSON can be.
      return [...new Set(ast.types.filter(({ _tag }) => _tag !== "UndefinedKeyword").map(shapeOf))].join(
        " or ",
      )
    case "Transformation":
      return shapeOf(ast.from)
    case "Refinement":
      return shapeOf(ast.from)
    case "Suspend":
      return shapeOf(ast.f())
    default:
      return typeof description === "string" ? description : "another shape"
  }
}

/** How far below its start a problem lies: the member of a union that matched deepest is the one that was meant. */
const depth = (problems: ReadonlyArray<Problem>): number =>
  Math.max(0, ...problems.map((problem) => problem.path.length))

const ofUnion = (
  ast: SchemaAST.AST,
  issues: ReadonlyArray<ParseResult.ParseIssue>,
  path: ReadonlyArray<PropertyKey>,
): ReadonlyArray<Problem> => {
  const members = issues.map((issue) => collect(issue, path)).filter((member) => depth(member) > path.length)
  const [best] = members.sort((one, other) => one.length - other.length)
  return best ?? [{ path, what: `expected ${shapeOf(ast)}` }]
}

const collect = (issue: ParseResult.ParseIssue, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Problem> => {
  switch (issue._tag) {
    case "Pointer":
      return collect(
        issue.issue,
        path.concat(Array.isArray(issue.path) ? issue.path : [issue.path as PropertyKey]),
      )
    case "Missing":
      return [{ path, what: missing }]
    case "Unexpected":
      return [{ path, what: "is not a known key" }]
    case "Composite": {
      const issues = (
        Array.isArray(issue.issues) ? issue.issues : [issue.issues]
      ) as ReadonlyArray<ParseResult.ParseIssue>
      return issue.ast._tag === "Union"
        ? ofUnion(issue.ast, issues, path)
        : issues.flatMap((inner) => collect(inner, path))
    }
    case "Refinement": {
      if (issue.kind === "Predicate") return [{ path, what: `expected ${shapeOf(issue.ast)}` }]
      const inner = collect(issue.issue, path)
      return depth(inner) > path.length ? inner : [{ path, what: `expected ${shapeOf(issue.ast)}` }]
    }
    case "Transformation":
      return issue.kind === "Transformation"
        ? [{ path, what: `expected ${shapeOf(issue.ast)}` }]
        : collect(issue.issue, path)
    case "Type":
    case "Forbidden":
      return [{ path, what: `expected ${shapeOf(issue.ast)}` }]
  }
}

/** Every problem of a failed decoding, in the order of the schema; `below` leads the paths. */
export const fromParseError = (
  error: ParseResult.ParseError,
  below: ReadonlyArray<PropertyKey> = [],
): ReadonlyArray<Problem> => collect(error.issue, below)

const mostShown = 10

/** Problems as one line, `path: what; path: what`. */
export const format = (problems: ReadonlyArray<Problem>): string => {
  const shown = problems.slice(0, mostShown).map(({ path, what }) => `${formatPath(path)}: ${what}`)
  const left = problems.length - shown.length
  return shown.concat(left > 0 ? [`and ${left} more`] : []).join("; ")
}
