/** The page of the grammar: written by hand, with the diagram and the text of each production put in its place. */
import * as Grammar from "@pipewright/language/Grammar"
import * as Regions from "./regions.ts"

export const diagram = (name: string): string => `diagrams/${name.toLowerCase()}.svg`

/** Puts each production into its place, `<!-- production X -->`. */
export const fill = (page: string, productions: ReadonlyArray<Grammar.Production>): string =>
  Regions.fill(page, "production", new Map(productions.map((it) => [it.name, place(it)])))

const place = (production: Grammar.Production): string =>
  [
    `![${production.name}](${diagram(production.name)})\n`,
    `\`\`\`text\n${broken(production)}\n\`\`\`\n`,
  ].join("\n")

const widest = 100

/** On one line, or with each choice on a line of its own. */
const broken = (production: Grammar.Production): string => {
  const line = Grammar.print(production)
  const { name, part } = production
  if (line.length <= widest || part._tag !== "Choice") return line
  const choices = part.parts.map((it) => Grammar.print({ name: "", part: it }).slice(" : ".length))
  return `${name} : ${choices.join(`\n${" ".repeat(name.length)} | `)}`
}
