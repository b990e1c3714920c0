/** The page on which each operation and each field of the API has its place in the language. */
import * as Coverage from "@pipewright/spec/Coverage"
import * as Facts from "@pipewright/spec/Facts"
import { knownDifferences } from "@pipewright/spec/KnownDifferences"
import { cell } from "./fieldTable.ts"

export const render = (facts: Facts.Facts = Facts.known()): string =>
  [
    "<!-- Written by `pnpm generate`; do not edit. -->\n\n# Coverage\n\n",
    "Every operation and every field of the ClickPipes API, and where it is in the language. It is made of what this\n",
    "version knows; `pipewright spec check` compares that with an OpenAPI document, so whatever is in the document and not\n",
    "here is a difference that it reports. An edit of rows of `tables` adds and removes them.\n\n",
    "## Operations\n\n| operation | what is done with it |\n| --- | --- |\n",
    ...Coverage.operations(facts).map(({ operation, place }) => row([`\`${operation}\``, place ?? ""])),
    ...Coverage.sections(facts).map((it) => section(it, facts)),
    "\n## Left out\n\n",
    "What the document has and this version does not use.\n\n| in the document | why |\n| --- | --- |\n",
    ...Coverage.left(knownDifferences).map(({ pointer, reason }) =>
      row([`\`${Coverage.nameOf(pointer)}\``, reason]),
    ),
  ].join("")

const section = ({ title, rows }: Coverage.Section, { kinds }: Facts.Facts): string =>
  [
    `\n## ${title}\n\n`,
    kinds.some(({ name }) => name === title)
      ? `In the block after \`from\`; [its page](sources/${title}.md) has the facts.\n\n`
      : "",
    `| field | in the language | create | edit | answer |\n| --- | --- | --- | --- | --- |\n`,
    ...rows.map(({ path, place, isSent, isEdited, isReturned }) =>
      row([`\`${path}\``, place, yes(isSent), yes(isEdited), yes(isReturned)]),
    ),
  ].join("")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |\n`

const yes = (is: boolean): string => (is ? "yes" : "")
