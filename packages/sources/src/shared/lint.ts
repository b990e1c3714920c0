/** What rules of several kinds ask of a pipe. */
import * as Ir from "@pipewright/core/Ir"
import type { Subject } from "@pipewright/core/LintRule"
import * as LintRule from "@pipewright/core/LintRule"
import type { Fix } from "@pipewright/language/Diagnostic"

/** A text, and where it stands. */
export interface Text {
  readonly text: string
  readonly value: Ir.Value
}

/** The text of a field, or each text of a list of them, as far as the program has it. */
export const texts = (block: Ir.Block, ...path: ReadonlyArray<string>): ReadonlyArray<Text> => {
  const value = Ir.get(block, ...path)
  const items = value?._tag === "List" ? value.items : value === undefined ? [] : [value]
  return items.flatMap((item) => {
    const text = Ir.literal(item)
    return typeof text === "string" ? [{ text, value: item }] : []
  })
}

/** The text of one field. */
export const text = (block: Ir.Block, ...path: ReadonlyArray<string>): Text | undefined =>
  texts(block, ...path)[0]

/** Whether a string stands at its place as it is, without references and escapes, so that a part of it can be replaced. */
export const isPlain = ({ files }: Subject, { text, value }: Text): boolean => {
  const { file, span } = value.origin
  const source = files.find((it) => it.source.file === file)?.source
  return LintRule.isWrittenHere(value.origin) && source?.text.slice(span.start, span.end) === `"${text}"`
}

/** What puts another string in the place of one that stands there as it is. */
export const rewrite = (
  subject: Subject,
  given: Text,
  by: string,
  safe: boolean,
): { readonly fixes?: ReadonlyArray<Fix> } =>
  isPlain(subject, given)
    ? {
        fixes: [
          {
            title: `Write \`${by}\``,
            safe,
            edits: [{ span: given.value.origin.span, text: JSON.stringify(by) }],
          },
        ],
      }
    : {}
