/** The page of the grammar: written by hand, with the diagram and the text of each production put in its place. */
import * as Grammar from "@pipewright/language/Grammar"

export const diagram = (name: string): string => `diagrams/${name.toLowerCase()}.svg`

/** Fills `<!-- production X -->` to `<!-- end -->` anew. Every production has one such place in the page. */
export const fill = (page: string, productions: ReadonlyArray<Grammar.Production>): string => {
  const left = new Map(productions.map((it) => [it.name, it]))
  const filled = page.replace(
    /^<!-- production (\w+) -->\n[\s\S]*?^<!-- end -->$/gm,
    (_, name: string): string => {
      const production = left.get(name)
      if (production === undefined)
        throw new Error(
          `the page of the grammar has a second place for ${name}, or there is no such production`,
        )
      left.delete(name)
      return [
        `<!-- production ${name} -->`,
        `![${name}](${diagram(name)})\n`,
        `\`\`\`text\n${broken(production)}\n\`\`\`\n`,
        "<!-- end -->",
      ].join("\n")
    },
  )
  if (left.size > 0) {
    throw new Error(
      `the page of the grammar lacks ${[...left.keys()].join(", ")}: add "<!-- production X -->" and "<!-- end -->" where it belongs`,
    )
  }
  return filled
}

const widest = 100

/** On one line, or with each choice on a line of its own. */
const broken = (production: Grammar.Production): string => {
  const line = Grammar.print(production)
  const { name, part } = production
  if (line.length <= widest || part._tag !== "Choice") return line
  const choices = part.parts.map((it) => Grammar.print({ name: "", part: it }).slice(" : ".length))
  return `${name} : ${choices.join(`\n${" ".repeat(name.length)} | `)}`
}
