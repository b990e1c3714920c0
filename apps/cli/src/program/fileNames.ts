/** Names of files that are safe everywhere. */

/** What is no letter or digit becomes a hyphen. */
const stem = (text: string): string => {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
  return plain === "" ? "pipe" : plain
}

/** A name for a file about something, which is none of those that are taken, in upper or lower case. */
export const pipeFile = (title: string, taken: ReadonlySet<string>): string => {
  const wanted = stem(title)
  let name = `${wanted}.pipe`
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}.pipe`
  return name
}
