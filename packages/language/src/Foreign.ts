/**
 * Files of another product that have the ending `.pipe` as well, told by what stands in them.
 *
 * A program of this language begins with a word that declares something, after comments. So a text whose first line of
 * content is a directive of the other product is no program, whatever follows; a second sign makes it a file of theirs.
 */

/** Tinybird describes its endpoints in SQL nodes. */
export type Product = "Tinybird"

const directive = /^(?:VERSION|DESCRIPTION|TOKEN|TAGS|INCLUDE|NODE|SQL|TYPE|FORWARD_QUERY)\b/i

/** What only such a file has on a line of its own: the head of a query, or what a node is for. */
const sign = /^[ \t]*(?:SQL[ \t]*>|TYPE[ \t]+(?:endpoint|materialized|copy|sink)\b|NODE[ \t]+\w+[ \t]*$)/im

export const productOf = (text: string): Product | undefined =>
  directive.test(firstLine(text)) && sign.test(text) ? "Tinybird" : undefined

/** The first line that is neither empty nor a comment of either language. */
const firstLine = (text: string): string => {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start)
    const line = text.slice(start, end === -1 ? undefined : end).trim()
    if (line !== "" && !/^(?:\/\/|#|--)/.test(line)) return line
    if (end === -1) break
    start = end + 1
  }
  return ""
}
