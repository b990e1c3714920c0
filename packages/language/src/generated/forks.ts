// Written by `pnpm generate`; do not edit.
import type { Forks } from "../internal/forks.ts"

export const forks: Forks = {
  path: [{"key":768,"gated":false,"ways":[[["Dot"]]]}],
  type: [{"key":768,"gated":false,"ways":[[["Word"]]]},{"key":770,"gated":false,"ways":[[["Comma","Num"],["Comma","TypeStr"],["Comma","SKIP"],["Comma","Name"],["Comma","Part"]]]},{"key":512,"gated":false,"ways":[[["LParen"]]]},{"key":514,"gated":false,"ways":[[["Num"],["TypeStr"],["SKIP"],["Name"],["Part"]]]},{"key":515,"gated":false,"ways":[[["Comma"]]]}],
  typeArgument: [{"key":256,"gated":false,"ways":[[["Num"]],[["TypeStr"]],[["SKIP"],["Name"],["Part"]]]},{"key":258,"gated":true,"ways":[[["SKIP","REGEXP"],["SKIP","Part"]],[["Name","Equals"]],[["Part","Dot"],["Part","Name"]],[["Name","Word"],["Name","LParen"],["Name"]]]},{"key":259,"gated":false,"ways":[[["Num"]],[["TypeStr"]]]},{"key":516,"gated":false,"ways":[[["Equals"]]]}],
  typeSkip: [{"key":256,"gated":false,"ways":[[["REGEXP"]],[["Part"]]]}],
  value: [{"key":256,"gated":false,"ways":[[["Str"]],[["Text"]],[["UnclosedText"]],[["Num"]],[["Quantity"]],[["LSquare"]],[["LCurly"]],[["Name"]]]}],
  listValue: [{"key":768,"gated":false,"ways":[[["Comma","Str"],["Comma","Text"],["Comma","UnclosedText"],["Comma","Num"],["Comma","Quantity"],["Comma","LSquare"],["Comma","LCurly"],["Comma","Name"]]]},{"key":512,"gated":false,"ways":[[["Str"],["Text"],["UnclosedText"],["Num"],["Quantity"],["LSquare"],["LCurly"],["Name"]]]},{"key":514,"gated":false,"ways":[[["Comma"]]]}],
  wordValue: [{"key":256,"gated":false,"ways":[[["LParen"]],[["Dot"],[]]]},{"key":768,"gated":false,"ways":[[["Comma"]]]},{"key":770,"gated":false,"ways":[[["Dot"]]]},{"key":512,"gated":false,"ways":[[["Str"],["Text"],["UnclosedText"],["Num"],["Quantity"],["LSquare"],["LCurly"],["Name"]]]}],
  block: [{"key":265,"gated":false,"ways":[[["Newline"]],[["Comma"]]]},{"key":776,"gated":false,"ways":[[["Newline"],["Comma"],["Part"]]]},{"key":777,"gated":false,"ways":[[["Newline"],["Comma"]]]}],
  entry: [{"key":256,"gated":false,"ways":[[["Equals"]],[["LCurly"]],[["Arrow"]],[["Name"]]]},{"key":512,"gated":false,"ways":[[["LCurly"]]]},{"key":514,"gated":false,"ways":[[["From"]]]}],
  setting: [{"key":256,"gated":false,"ways":[[["Equals"]],[["LCurly"]]]}],
  extendsClause: [{"key":775,"gated":false,"ways":[[["Comma","Name"]]]},{"key":512,"gated":false,"ways":[[["LParen"]]]},{"key":519,"gated":false,"ways":[[["Name"]]]},{"key":520,"gated":false,"ways":[[["Comma"]]]}],
  typed: [{"key":512,"gated":false,"ways":[[["LParen"]]]},{"key":514,"gated":false,"ways":[[["Equals"]]]}],
  pipeItem: [{"key":256,"gated":false,"ways":[[["From"]],[["Into"]],[["Moved"]],[["Name"]]]}],
  into: [{"key":256,"gated":false,"ways":[[["Part"]],[["Star"]]]},{"key":768,"gated":false,"ways":[[["Dot"]]]},{"key":512,"gated":false,"ways":[[["Existing"]]]},{"key":514,"gated":false,"ways":[[["LCurly"]]]}],
  declaration: [{"key":256,"gated":false,"ways":[[["Pipe"]],[["Template"]],[["Connection"]],[["Endpoint"]],[["Param"]],[["Target"]]]}],
  pipe: [{"key":265,"gated":false,"ways":[[["Newline"]],[["Comma"]]]},{"key":776,"gated":false,"ways":[[["Newline"],["Comma"],["From"],["Into"],["Moved"],["Name"]]]},{"key":777,"gated":false,"ways":[[["Newline"],["Comma"]]]},{"key":512,"gated":false,"ways":[[["For"]]]},{"key":514,"gated":false,"ways":[[["Extends"]]]}],
  template: [{"key":265,"gated":false,"ways":[[["Newline"]],[["Comma"]]]},{"key":775,"gated":false,"ways":[[["Comma","Name"]]]},{"key":776,"gated":false,"ways":[[["Newline"],["Comma"],["From"],["Into"],["Moved"],["Name"]]]},{"key":777,"gated":false,"ways":[[["Newline"],["Comma"]]]},{"key":512,"gated":false,"ways":[[["LParen"]]]},{"key":519,"gated":false,"ways":[[["Name"]]]},{"key":520,"gated":false,"ways":[[["Comma"]]]}],
}
