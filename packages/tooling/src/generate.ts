/** `pnpm generate`: writes every file that is made from another. CI runs it and wants no difference. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Configuration from "@pipewright/core/Configuration"
import * as JsonSchema from "@pipewright/core/JsonSchema"
import * as Rule from "@pipewright/core/Rule"
import * as Grammar from "@pipewright/language/Grammar"
import { contracts, lifecycleTables } from "@pipewright/sources/Contracts"
import { catalog, kinds } from "@pipewright/sources/Kinds"
import { failure, others, outputs } from "pipewright/schemas/outputs"
import * as Recorded from "./bench/recorded.ts"
import * as BenchmarksPage from "./internal/benchmarksPage.ts"
import * as CoveragePage from "./internal/coveragePage.ts"
import * as FieldsPage from "./internal/fieldsPage.ts"
import * as GrammarPage from "./internal/grammarPage.ts"
import type { Folder } from "./internal/kindPage.ts"
import * as LanguageTables from "./internal/languageTables.ts"
import * as LifecyclePage from "./internal/lifecyclePage.ts"
import * as OutputSchemas from "./internal/outputSchemas.ts"
import * as Railroad from "./internal/railroad.ts"
import * as Regions from "./internal/regions.ts"
import { stages } from "./internal/stages.ts"

const root = join(import.meta.dirname, "../../..")
const sources = join(root, "packages/sources/src")

const header = "// Written by `pnpm generate`; do not edit.\n"

const write = (path: string, text: string): void => {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  process.stdout.write(`${path}\n`)
}

/** `object-storage` to `objectStorage`, as the descriptor in the folder is called. */
const camel = (folder: string): string => folder.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

const folders = readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared" && entry.name !== "generated")
  .map(({ name }) => name)
  .sort()

const list = (
  type: string,
  module: string,
  name: string,
  file: (folder: string) => string,
  value: (folder: string) => string,
): string =>
  [
    header,
    `import type { ${type} } from "${module}"\n`,
    ...folders.map((folder) => `import { ${value(folder)} } from "../${folder}/${file(folder)}.ts"\n`),
    `\nexport const ${name}: ReadonlyArray<${type}> = [${folders.map((folder) => value(folder).replace(/^.* as /, "")).join(", ")}]\n`,
  ].join("")

export const main = async (): Promise<void> => {
  write(
    "packages/language/src/generated/forks.ts",
    [
      header,
      'import type { Forks } from "../internal/forks.ts"\n',
      "\nexport const forks: Forks = {\n",
      ...Object.entries(Grammar.forks()).map(([rule, own]) => `  ${rule}: ${JSON.stringify(own)},\n`),
      "}\n",
    ].join(""),
  )
  write(
    "packages/sources/src/generated/kinds.ts",
    list("SourceKind", "@pipewright/core/SourceKind", "kinds", (folder) => folder, camel),
  )
  write(
    "packages/sources/src/generated/contracts.ts",
    list(
      "WireContract",
      "@pipewright/cloud-api/WireContract",
      "contracts",
      () => "wire",
      (folder) => `wire as ${camel(folder)}`,
    ),
  )
  lintRules("packages/linter/src", "packages/linter/src/generated/rules.ts", "../")
  lintRules("packages/sources/src", "packages/sources/src/generated/lintRules.ts", "../")
  // These load the rules, by the lists that have just been written.
  const [RulePages, KindPage, FindingPages] = await Promise.all([
    import("./internal/rulePages.ts"),
    import("./internal/kindPage.ts"),
    import("./internal/findingPages.ts"),
  ])
  write(
    "apps/cli/src/generated/lintRules.ts",
    [
      `${header}\n/** By name alone: a configuration is checked without loading the rules. */\n`,
      "export const lintRules: ReadonlyArray<{ readonly name: string }> = [\n",
      ...RulePages.rules.map(({ name }) => `  { name: ${JSON.stringify(name)} },\n`),
      "]\n",
    ].join(""),
  )
  write(
    "apps/cli/schema/pipewright.schema.json",
    `${JSON.stringify(
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "pipewright.json",
        description: "The configuration of a program of pipes. Its directory is the root of the program.",
        ...JsonSchema.object(Configuration.fields(Rule.all(catalog), RulePages.rules)),
      },
      undefined,
      2,
    )}\n`,
  )
  for (const kind of kinds) {
    const folder = folders.find((name) => camel(name) === kind.arm)
    if (folder === undefined) throw new Error(`no folder for ${kind.name}`)
    write(`docs/reference/sources/${folder}.md`, KindPage.render(kind, kindFolder(folder)))
  }
  write(
    "docs/reference/sources/README.md",
    KindPage.index(kinds, (kind) => folders.find((name) => camel(name) === kind.arm) ?? kind.name),
  )
  write("docs/reference/fields.md", FieldsPage.render(Rule.all(catalog)))
  write("docs/reference/coverage.md", CoveragePage.render())
  write(BenchmarksPage.path, BenchmarksPage.render(Recorded.load()))
  write("docs/reference/lifecycle.md", LifecyclePage.render(lifecycleTables, lifecycleKinds()))
  writeGrammar()
  writeTables()
  writeOutputs()
  rmSync(join(root, "docs/reference/rules"), { recursive: true, force: true })
  for (const { name, text } of RulePages.files(root)) write(`docs/reference/rules/${name}`, text)
  // The page of a finding that is no more goes with it.
  rmSync(join(root, "docs/reference/findings"), { recursive: true, force: true })
  for (const { name, text } of FindingPages.files(stages(root)))
    write(`docs/reference/findings/${name}`, text)
}

/** The modules of all rules in a folder, and one module that has them all. */
const lintRules = (folder: string, module: string, prefix: string): void => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && (path.startsWith("rules/") || path.includes("/rules/")))
    .sort()
  const named = files.map((path) => ({
    path,
    name: camel(
      path
        .replace(/\.ts$/, "")
        .replace(/(^|\/)rules\//, "$1")
        .replaceAll("/", "-"),
    ),
  }))
  write(
    module,
    [
      header,
      'import type { LintRule } from "@pipewright/core/LintRule"\n',
      ...named.map(({ path, name }) => `import { rule as ${name} } from "${prefix}${path}"\n`),
      `\nexport const rules: ReadonlyArray<LintRule> = [\n${named.map(({ name }) => `  ${name},\n`).join("")}]\n`,
    ].join(""),
  )
}

/** What the reference page of a kind is made of. */
const kindFolder = (folder: string): Folder => {
  const text = (path: string) => readFileSync(join(sources, folder, path), "utf8")
  return {
    page: text(`${folder}.md`),
    minimal: text("cases/minimal/main.pipe"),
    full: text("cases/full/main.pipe"),
    mistakes: [text("cases/mistakes/main.pipe")],
  }
}

const lifecycleKinds = (): ReadonlyArray<LifecyclePage.Kind> =>
  contracts.flatMap((contract) => {
    const page = folders.find((name) => camel(name) === contract.arm)
    return page === undefined ? [] : [{ title: page, page, contract }]
  })

const writeTables = (): void => {
  const pages = {
    "docs/language/types.md": new Map([["type-names", LanguageTables.typeNames()]]),
    "docs/language/api-paths.md": new Map([
      ["sugar", LanguageTables.sugar()],
      ["kinds", LanguageTables.kinds(kinds)],
    ]),
    "docs/guide/exit-codes-and-json.md": new Map([
      [
        "exit-codes",
        LanguageTables.sections(readFileSync(join(root, "docs/reference/exit-codes.md"), "utf8")),
      ],
      ["failures", LanguageTables.sections(readFileSync(join(root, "docs/reference/failures.md"), "utf8"))],
    ]),
  }
  for (const [page, tables] of Object.entries(pages))
    write(page, Regions.fill(readFileSync(join(root, page), "utf8"), "table", tables))
}

/** What commands print for machines. */
const writeOutputs = (): void => {
  const folder = "docs/reference/json"
  // The schema of a command that is no more goes with it.
  rmSync(join(root, folder), { recursive: true, force: true })
  const published = [
    ...Object.entries(outputs).map(([command, schema]) =>
      OutputSchemas.publish(command.replace(" ", "-"), command, schema),
    ),
    ...Object.entries(others).map(([line, schema]) =>
      OutputSchemas.publish(line.replaceAll(/[ -]+/g, "-"), line, schema),
    ),
    OutputSchemas.publish("failure", "failure", failure),
  ]
  for (const { name, schema } of published)
    write(`${folder}/${name}.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`)
  write(`${folder}/README.md`, OutputSchemas.page(published))
}

const writeGrammar = (): void => {
  const page = "docs/language/grammar.md"
  const productions = Grammar.productions()
  write(page, GrammarPage.fill(readFileSync(join(root, page), "utf8"), productions))
  // A diagram of a production that is no more goes with it.
  rmSync(join(root, "docs/language/diagrams"), { recursive: true, force: true })
  for (const production of productions)
    write(`docs/language/${GrammarPage.diagram(production.name)}`, Railroad.svg(production))
}

await main()
