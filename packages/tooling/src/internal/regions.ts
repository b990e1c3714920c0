/** Pages written by hand with places that are filled from elsewhere: `<!-- KIND NAME -->` to `<!-- end -->`. */

/** Fills each place anew. Every text of the kind has one place in the page. */
export const fill = (page: string, kind: string, texts: ReadonlyMap<string, string>): string => {
  const left = new Map(texts)
  const filled = page.replace(
    new RegExp(`^<!-- ${kind} ([\\w-]+) -->\\n[\\s\\S]*?^<!-- end -->$`, "gm"),
    (_, name: string): string => {
      const text = left.get(name)
      if (text === undefined)
        throw new Error(`the page has a second place for the ${kind} ${name}, or there is no such ${kind}`)
      left.delete(name)
      return `<!-- ${kind} ${name} -->\n${text}\n<!-- end -->`
    },
  )
  if (left.size > 0) {
    throw new Error(
      `the page lacks ${[...left.keys()].join(", ")}: add "<!-- ${kind} X -->" and "<!-- end -->" where it belongs`,
    )
  }
  return filled
}
