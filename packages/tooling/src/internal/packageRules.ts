/** Rules on `package.json` and `tsconfig.json`. */
import { allowedEdges, mayDependOn, testOnlyPackage } from "./edges.ts"
import { type Finding, lineOf, type Package, resolvePath, scope, type TextFile } from "./model.ts"

const dependencyFields = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
] as const

interface Dependency {
  readonly name: string
  readonly version: string
  readonly field: (typeof dependencyFields)[number]
}

const dependenciesOf = (owner: Package): ReadonlyArray<Dependency> =>
  dependencyFields.flatMap((field) =>
    Object.entries(owner.manifest[field] ?? {}).map(([name, version]) => ({ name, version, field })),
  )

/** The workspace packages that a package declares, in any field. */
export const workspaceDependencies = (owner: Package, all: ReadonlyArray<Package>): ReadonlyArray<Package> =>
  dependenciesOf(owner).flatMap(({ name }) => all.filter((each) => each.manifest.name === name))

export const packageFindings = (owner: Package, all: ReadonlyArray<Package>): ReadonlyArray<Finding> => {
  const versions = dependenciesOf(owner).flatMap((dependency) => versionFinding(owner, all, dependency))
  if (owner.folder === ".") return versions
  return [
    ...versions,
    ...edgeFindings(owner, all),
    ...exportsFindings(owner),
    ...owner.tsconfigs.flatMap((tsconfig) => referenceFindings(owner, all, tsconfig)),
  ]
}

const versionFinding = (
  owner: Package,
  all: ReadonlyArray<Package>,
  dependency: Dependency,
): ReadonlyArray<Finding> => {
  const { name, version } = dependency
  const isMember = name.startsWith(scope) || all.some((each) => each.manifest.name === name)
  if (isMember ? version.startsWith("workspace:") : version === "catalog:") return []
  return [
    {
      path: owner.manifestFile.path,
      line: lineOf(owner.manifestFile.text, `"${name}":`),
      what: `"${name}": "${version}"`,
      why: isMember
        ? "packages of this workspace are depended on by `workspace:*`"
        : "versions are named once, in the catalogue of pnpm-workspace.yaml; write `catalog:`",
    },
  ]
}

const edgeFindings = (owner: Package, all: ReadonlyArray<Package>): ReadonlyArray<Finding> => {
  if (!owner.isApp && allowedEdges[owner.shortName] === undefined) {
    return [
      {
        path: owner.manifestFile.path,
        line: lineOf(owner.manifestFile.text, '"name":'),
        what: owner.manifest.name,
        why: "the package is not in the table of allowed edges",
      },
    ]
  }
  return dependenciesOf(owner).flatMap(({ name, field }) => {
    const target = all.find((each) => each.manifest.name === name)
    if (target === undefined) return []
    const allowed =
      target.shortName === testOnlyPackage
        ? field === "devDependencies" || owner.shortName === "tooling"
        : mayDependOn(owner.shortName, owner.isApp, target.shortName)
    if (allowed) return []
    return [
      {
        path: owner.manifestFile.path,
        line: lineOf(owner.manifestFile.text, `"${name}":`),
        what: `${owner.shortName} → ${target.shortName}`,
        why:
          target.shortName === testOnlyPackage
            ? "it is for tests: a devDependency"
            : `${owner.shortName} may know ${listOf(allowedEdges[owner.shortName])}`,
      },
    ]
  })
}

const listOf = (allowed: ReadonlyArray<string> | "*" | undefined): string =>
  allowed === undefined || allowed.length === 0
    ? "no other package"
    : `${Array.from(allowed).join(", ")} only`

const exportsFindings = (owner: Package): ReadonlyArray<Finding> => {
  if (owner.manifest.exports?.["./internal/*"] === null) return []
  return [
    {
      path: owner.manifestFile.path,
      line: lineOf(owner.manifestFile.text, '"exports":'),
      what: 'no `"./internal/*": null` in exports',
      why: "what is internal is closed to other packages",
    },
  ]
}

/** References are the edges that `tsc -b` follows: each is declared, and each dependency of the sources is one. */
const referenceFindings = (
  owner: Package,
  all: ReadonlyArray<Package>,
  tsconfig: TextFile,
): ReadonlyArray<Finding> => {
  const isForTests = !tsconfig.path.endsWith("/tsconfig.json")
  const declared = workspaceDependencies(owner, all)
  const references = Array.from(
    withoutComments(tsconfig.text).matchAll(/"path"\s*:\s*"([^"]*)"/g),
    (match) => ({
      target: all.find(
        (each) => each.folder === resolvePath(owner.folder, match[1] ?? "").replace(/\/tsconfig[^/]*$/, ""),
      ),
      written: match[1] ?? "",
      line: lineOf(tsconfig.text, match[0]),
    }),
  )
  const wrong = references.flatMap(({ target, written, line }): ReadonlyArray<Finding> => {
    if (target === owner || (isForTests && target?.shortName === testOnlyPackage)) return []
    if (target !== undefined && declared.includes(target)) return []
    const why =
      target === undefined
        ? "it is no package of this workspace"
        : `package.json declares no ${target.manifest.name}`
    return [{ path: tsconfig.path, line, what: `reference to ${written}`, why }]
  })
  if (isForTests) return wrong
  const missing = compiledAgainst(owner, declared)
    .filter((target) => !references.some((reference) => reference.target === target))
    .map((target) => ({
      path: tsconfig.path,
      line: lineOf(tsconfig.text, '"references"'),
      what: `no reference to ${target.folder}`,
      why: `package.json declares ${target.manifest.name}, and \`tsc -b\` would not build it first`,
    }))
  return [...wrong, ...missing]
}

/** What the sources of a package are compiled against. An app is bundled, so all it uses is a devDependency. */
const compiledAgainst = (owner: Package, declared: ReadonlyArray<Package>): ReadonlyArray<Package> =>
  declared.filter((target) =>
    owner.isApp
      ? target.shortName !== testOnlyPackage
      : owner.manifest.dependencies?.[target.manifest.name] !== undefined,
  )

/** Line comments of a tsconfig become blank; the strings in one hold no `//`. */
const withoutComments = (text: string): string =>
  text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, " "))
