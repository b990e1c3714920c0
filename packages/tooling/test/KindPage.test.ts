import { globSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import * as Field from "@pipewright/core/Field"
import * as SourceKind from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import { kinds } from "@pipewright/sources/Kinds"
import { describe, expect, it } from "vitest"
import * as KindPage from "../src/internal/kindPage.ts"
import { rules } from "../src/internal/rulePages.ts"

const Findings = Diagnostic.table({ "cold-water": () => ({ message: "the water of `mist` is warm" }) })

/** A kind that no API has, with every fact that a field can have. */
const sprinkler = SourceKind.make({
  name: "sprinkler",
  arm: "sprinkler",
  types: ["sprinkler", "hose"],
  summary: "Waters a lawn.",
  destination: "table",
  fields: {
    nozzle: Field.oneOf(["mist", "jet"], { doc: "How it sprays.", edit: "live", required: true }),
    pressure: Field.integer({
      doc: "In bar.",
      edit: "replace",
      minimum: 1,
      maximum: 9,
      unit: "s",
      default: 4,
    }),
    tap: Field.string({
      doc: "Which | tap.",
      edit: "live",
      maxLength: 8,
      untold: true,
      pattern: { source: "^tap-", claim: "the name of a tap" },
    }),
    hoses: Field.commaList({ doc: "Its hoses.", edit: "replace" }),
    login: Field.block(
      {
        user: Field.string({ doc: "Who.", edit: "live", writeOnly: true }),
        code: Field.secret({ doc: "The code.", edit: "live" }),
      },
      { doc: "How to get in.", edit: "live", writeOnly: true },
    ),
    plan: Field.block(
      {
        day: Field.boolean({ doc: "By day.", edit: "live" }),
        night: Field.boolean({ doc: "By night.", edit: "replace" }),
      },
      { doc: "When.", edit: "live" },
    ),
    lawns: Field.mappings(
      {
        key: "lawnMappings",
        source: ["garden", "lawn"],
        fields: { depth: Field.number({ doc: "How deep.", edit: "replace", minimum: 0.5 }) },
      },
      { doc: "What is watered.", edit: "delta" },
    ),
  },
  settings: { slow: Field.boolean({ doc: "Whether it is slow.", edit: "settings" }) },
  lifecycle: {
    settled: () => ["Running"],
    stopped: ["Stopped"],
    pauseBefore: ["lawnMappings"],
    sendAlong: [{ with: ["tap"], send: ["login"] }],
  },
  check: [
    ({ source }) =>
      source.fields.has("pressure")
        ? [Findings.report("cold-water", { file: source.origin.file, span: source.origin.span }, undefined)]
        : [],
  ],
})

const program = (more: string) =>
  `pipe "lawn" {\n  from hose { nozzle = mist${more} }\n  into t { engine = Null, columns { a Int8 } }\n}\n`

const page = KindPage.render(sprinkler, {
  page: `# Sprinklers\n\nThey water.\n\n\`\`\`pipe\n${program(", hoses = a")}\`\`\`\n`,
  minimal: program(""),
  full: program(", pressure = 4"),
  mistakes: [program(", pressure = 5")],
})

describe("the page of a kind", () => {
  it("is what is written by hand, and then the programs, fields, settings, rules and edits", () => {
    expect(page.match(/^#+ .*$/gm)).toEqual([
      "# Sprinklers",
      "## The smallest program",
      "## Every field",
      "## Fields",
      "## Settings",
      "## Rules",
      "## Edits",
    ])
    expect(page).toContain(`nothing else.\n\n\`\`\`pipe\n${program("")}\`\`\`\n`)
    expect(page).toContain(`these pipes.\n\n\`\`\`pipe\n${program(", pressure = 4")}\`\`\`\n`)
  })

  it.each([
    "| `nozzle` | `mist`, `jet` | How it sprays. | required | in place |",
    "| `pressure` | whole number from 1 to 9 in s | In bar. | `4` | a new pipe |",
    "| `tap` | the name of a tap of at most 8 characters | Which \\| tap. The API may return nothing although it holds a value. |  | in place |",
    "| `hoses` | list, or one text | Its hoses. |  | a new pipe |",
    "| `login` | block | How to get in. |  | in place |",
    "| `login.user` | text | Who. The API never returns it. |  | in place |",
    "| `login.code` | text | The code. Secret. |  | in place |",
    "| `lawns` | rows `garden.lawn -> targetTable` | What is watered. |  | as additions and removals |",
    "| `lawns[].depth` | number from 0.5 | How deep. |  | by a new row |",
    "| `slow` | `true` or `false` | Whether it is slow. |  | in place |",
  ])("has the facts of a field: %s", (row) => {
    expect(page).toContain(`${row}\n`)
  })

  it("has the rules that its programs break", () => {
    expect(page).toContain("| the water of `mist` is warm | [`cold-water`](../findings/cold-water.md) |\n")
  })

  it.each([
    "- In place, for every pipe of this kind: the name, the columns and their mappings, `settings { }`.",
    "- In place: `nozzle`, `tap`, `login`, `plan.day`.",
    "- As additions and removals, while the pipe is stopped: `lawns`.",
    "- Only with a new pipe: `pressure`, `hoses`, `plan.night`.",
    "- The type, which is the word after `from`: only with a new pipe.",
    "- With an edit of `tap`, `login` has to be sent again.",
  ])("says what an edit can do: %s", (line) => {
    expect(page).toContain(`${line}\n`)
  })

  it("says nothing of settings that a kind has not", () => {
    const { settings: _, ...bare } = sprinkler
    const other = KindPage.render(
      { ...bare, check: [] },
      { page: "# S\n", minimal: "", full: "", mistakes: [] },
    )
    expect(other).not.toContain("## Settings")
    expect(other).toContain("## Rules\n\nNo field depends on another.\n")
  })

  it("names the rules of the linter that are about the kind alone, and nothing where there are none", () => {
    const named = ({ name }: SourceKind.SourceKind) => {
      const text = KindPage.render(
        { ...sprinkler, name },
        { page: "# S\n", minimal: "", full: "", mistakes: [] },
      )
      return [...text.matchAll(/\(\.\.\/rules\/(.+\/.+)\.md\)/g)].map(([, rule]) => rule)
    }
    expect(named(sprinkler)).toEqual([])
    for (const kind of kinds) {
      const own = rules.map(({ name }) => name).filter((it) => it.startsWith(`${kind.name}/`))
      expect(named(kind)).toEqual(own)
    }
  })
})

it("the index has every kind", () => {
  const text = KindPage.index(kinds, ({ name }) => name)
  for (const { name, summary } of kinds) expect(text).toContain(`| [${name}](${name}.md) | ${summary} |`)
})

const root = join(import.meta.dirname, "../../..")
const findings = (folder: string) =>
  globSync(`packages/sources/src/${folder}/findings/*.md`, { cwd: root }).map((path) => basename(path, ".md"))

it("each rule of a kind is among the rules of its page, and each shared one on some page", () => {
  const pages = kinds.map(({ name }) => ({
    name,
    text: readFileSync(join(root, `docs/reference/sources/${name}.md`), "utf8"),
  }))
  const missing = pages.flatMap(({ name, text }) =>
    findings(name).filter((code) => !text.includes(`](../findings/${code}.md) |`)),
  )
  const shared = findings("shared")
  expect(shared.length).toBeGreaterThan(5)
  const nowhere = shared.filter(
    (code) => !pages.some(({ text }) => text.includes(`](../findings/${code}.md) |`)),
  )
  expect([...missing, ...nowhere]).toEqual([])
})
