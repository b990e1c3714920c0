/**
 * What can be explained, read from the reference in `docs/reference`: there is no second text. A page is a topic, a
 * section of a page whose heading is a word in code is one, and so is each row of a table of fields. The build reads the
 * pages and puts the topics into the bundle.
 */
import { lexer, type Token, type Tokens } from "marked"
import { type Kind, kinds, type Topic } from "./topic.ts"

/** A page of the reference, by its path below `docs/reference`. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** Folders of which every page is a topic, called as the path below the folder: a rule of a kind is `kind/rule`. */
const folders: ReadonlyArray<readonly [string, Kind]> = [
  ["findings/", "finding"],
  ["rules/", "rule"],
]

/** Pages of which every section is a topic. */
const sectioned: Readonly<Record<string, Kind>> = {
  "plan/actions.md": "action",
  "plan/impacts.md": "impact",
  "plan/permissions.md": "permission",
  "plan/notes.md": "note",
  "plan/blocked.md": "blocked",
  "plan/outcomes.md": "outcome",
  "failures.md": "failure",
  "exit-codes.md": "exit",
}

/** By kind, so that of several meanings the same one is always first. */
export const read = (pages: ReadonlyArray<Page>): ReadonlyArray<Topic> => {
  const all = pages.flatMap(topicsOf)
  return kinds.flatMap((kind) => all.filter((topic) => topic.kind === kind))
}

const topicsOf = (page: Page): ReadonlyArray<Topic> => {
  if (page.path.endsWith("README.md")) return []
  const folder = folders.find(([path]) => page.path.startsWith(path))
  if (folder !== undefined) return [whole(page, folder[1], page.path.slice(folder[0].length, -3))]
  if (page.path.startsWith("sources/")) return source(page)
  if (page.path === "fields.md") return sections(page).flatMap((it) => rows(page, it, it.code, "fields"))
  const kind = sectioned[page.path]
  return kind === undefined ? [] : sections(page).flatMap((it) => section(page, it, kind))
}

// -------------------------------------------------------------------------------------------------------- pages

/** A finding that the configuration can change is a rule. */
const configurable = /^Severity: .*\bthe configuration can change\b/m

const whole = (page: Page, kind: Kind, name: string): Topic => {
  const tokens = lexer(page.text).filter(({ type }) => type !== "html" && type !== "space")
  return {
    name,
    kind: kind === "finding" && configurable.test(page.text) ? "rule" : kind,
    also: [],
    summary: firstSentence(tokens),
    text: textOf(tokens),
    page: `docs/reference/${page.path}`,
  }
}

/** The kind of source, and the fields of its tables. */
const source = (page: Page): ReadonlyArray<Topic> => {
  const name = page.path.slice("sources/".length, -3)
  const all = sections(page)
  const [, types = "", arm = ""] =
    /^After `from`: (.+)\. In the API's objects: `source\.(\w+)`\.$/m.exec(page.text) ?? []
  const also = [...types.matchAll(/`([^`]+)`/g)].map(([, type]) => type!)
  return [
    { ...whole(page, "source", name), also: [...new Set([...also, arm])].filter((it) => it !== name) },
    ...all.flatMap((it) => {
      const within = { Fields: "", Settings: ".settings", Scaling: ".scaling" }[it.title]
      return within === undefined ? [] : rows(page, it, `${name}${within}`, it.title.toLowerCase())
    }),
  ]
}

interface Section {
  readonly title: string
  /** The title, if it is a word in code. */
  readonly code: string | undefined
  readonly tokens: ReadonlyArray<Token>
}

const sections = ({ text }: Page): ReadonlyArray<Section> => {
  const found: Array<Section & { readonly tokens: Array<Token> }> = []
  for (const token of lexer(text)) {
    if (token.type === "heading" && token.depth === 2) {
      const title = (token as Tokens.Heading).text
      found.push({ title, code: /^`([^`]+)`$/.exec(title)?.[1], tokens: [] })
    } else if (token.type !== "space") found.at(-1)?.tokens.push(token)
  }
  return found
}

const section = (page: Page, { code, tokens }: Section, kind: Kind): ReadonlyArray<Topic> =>
  code === undefined
    ? []
    : [
        {
          name: code,
          kind,
          // The JSON of a plan has words of several parts in another spelling.
          also: [code.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())].filter(
            (it) => it !== code,
          ),
          summary: firstSentence(tokens),
          text: `# ${code}\n\n${textOf(tokens)}`,
          page: `docs/reference/${page.path}#${code}`,
        },
      ]

// -------------------------------------------------------------------------------------------------------- fields

/** Each row of a table of fields: what it is, and then what the other columns say, by their heads. */
const rows = (
  page: Page,
  { tokens }: Section,
  owner: string | undefined,
  anchor: string,
): ReadonlyArray<Topic> => {
  const table = tokens.find((it): it is Tokens.Table => it.type === "table" && it.header[0].text === "field")
  if (table === undefined || owner === undefined) return []
  const heads = table.header.map(({ text }) => text)
  const about = heads.indexOf("what it is")
  return table.rows.map((row) => {
    const cells = row.map(({ text }) => text)
    const name = `${owner}.${cells[0]!.replace(/^`|`$/g, "")}`
    const others = heads.flatMap((head, index) =>
      index === 0 || index === about || cells[index] === "" ? [] : [`- ${head}: ${cells[index]}`],
    )
    const where = anchor === "fields" && page.path === "fields.md" ? owner.replace(/\W/g, "") : anchor
    return {
      name,
      kind: "field",
      also: [],
      summary: sentence(cells[about] ?? ""),
      text: [`# ${name}`, cells[about], others.join("\n")].filter((it) => it !== "").join("\n\n"),
      page: `docs/reference/${page.path}#${where.toLowerCase()}`,
    }
  })
}

// -------------------------------------------------------------------------------------------------------- texts

const textOf = (tokens: ReadonlyArray<Token>): string =>
  `${tokens.map(({ raw }) => raw.trimEnd()).join("\n\n")}\n`

const firstSentence = (tokens: ReadonlyArray<Token>): string => {
  const first = tokens.find(({ type, raw }) => type === "paragraph" && !raw.startsWith("Severity: "))
  return sentence((first?.raw ?? "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1"))
}

const sentence = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return /^.+?[.:](?=\s|$)/.exec(line)?.[0].replace(/:$/, ".") ?? line
}
