/**
 * Tree to text, in the one style of the language. What was parsed keeps its comments, the grouping by empty lines and
 * its author's spelling of names, types, numbers and strings; what a program made or changed is spelled from its content.
 */
import type * as Ast from "./Ast.ts"
import type { Context } from "./internal/printer/context.ts"
import { writeFile } from "./internal/printer/declarations.ts"
import { Writer } from "./internal/printer/writer.ts"

/**
 * The text of a tree, with the line ending that its source has most. Nodes with an empty span are taken for new ones;
 * a name that no spelling can hold (a backtick in the name of a parameter) is an error of the caller and thrown.
 */
export const print = (file: Ast.File): string => {
  const context: Context = {
    source: file.source,
    comments: [...file.comments].sort((a, b) => a.span.start - b.span.start),
    out: new Writer(),
    unplaced: false,
  }
  writeFile(context, file)
  const text = context.out.text()
  return isWindows(file.source.text) ? text.replace(/\n/g, "\r\n") : text
}

const isWindows = (text: string): boolean => {
  let windows = 0
  let all = 0
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    all += 1
    if (text[at - 1] === "\r") windows += 1
  }
  return windows * 2 > all
}
