/** The files of a rule that is still to be written. Its page fails as long as the rule finds nothing. */

export interface Wanted {
  /** `no-…` or `use-…`. */
  readonly name: string
  /** The folder of a kind, where the rule is about one. */
  readonly kind: string | undefined
  readonly group: string
  /** A program to begin the page with. */
  readonly program: string
}

/** Why it cannot be a name of a rule. */
export const problem = (name: string): string | undefined =>
  /^(?:no|use)-[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)
    ? undefined
    : `a rule is called no-… or use-…, in small letters, digits and hyphens, and not ${name}`

/** By their paths in the repository. */
export const files = ({ name, kind, group, program }: Wanted): ReadonlyMap<string, string> => {
  const full = kind === undefined ? name : `${kind}/${name}`
  const folder = kind === undefined ? "packages/linter/src/rules" : `packages/sources/src/${kind}/rules`
  const summary = "What the rule wants stands here in one sentence."
  return new Map([
    [`${folder}/${name}.ts`, rule(full, group, summary)],
    [`${folder}/${name}.md`, page(full, summary, program)],
    [`.changeset/${full.replace("/", "-")}.md`, changeset(full)],
  ])
}

const rule = (name: string, group: string, summary: string): string =>
  `import * as LintRule from "@pipewright/core/LintRule"

export const rule = LintRule.make({
  name: "${name}",
  group: "${group}",
  severity: "warning",
  preset: "recommended",
  summary: "${summary}",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    pipe: () => [],
  },
})
`

const page = (name: string, summary: string, program: string): string => {
  const wrong = program.replace(/\{$/m, `{ // ! ${name}`)
  const block = (text: string): string => `\`\`\`pipe\n${text.trim()}\n\`\`\`\n`
  return `# ${name}

${summary}

**Why.** What happens otherwise, and to whom.

**How.** What to write.

${block(wrong)}
${block(wrong)}
Right:

${block(program)}`
}

const changeset = (name: string): string => `---
"pipewright": minor
---

\`lint\` has the rule \`${name}\`.
`
