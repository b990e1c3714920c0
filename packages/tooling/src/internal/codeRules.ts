/** Rules on what a file imports, names and how long it is. */
import { isBuiltin } from "node:module"
import {
  barrels,
  kindFreePackages,
  kindNames,
  kindPackage,
  maximumLines,
  sharedFolders,
  testOnlyPackage,
} from "./edges.ts"
import type { ModuleImport } from "./imports.ts"
import {
  type Finding,
  folderOf,
  isGenerated,
  type Package,
  resolvePath,
  type SourceFile,
  scope,
} from "./model.ts"

/** `root` is the package of the workspace itself, which installs the tools that all tests run with. */
export const codeFindings = (owner: Package, root: Package | undefined): ReadonlyArray<Finding> => [
  ...owner.modules.flatMap((file) => [
    ...file.imports.flatMap((each) => importFindings(owner, root, file, each)),
    ...lengthFindings(file),
  ]),
  ...kindNameFindings(owner),
]

const importFindings = (
  owner: Package,
  root: Package | undefined,
  file: SourceFile,
  each: ModuleImport,
): ReadonlyArray<Finding> => {
  const at = (why: string): Finding => ({
    path: file.path,
    line: each.line,
    what: `import "${each.specifier}"`,
    why,
  })
  if (isRelative(each.specifier)) return relativeWhys(owner, file, each).map(at)
  if (isBuiltin(each.specifier) || owner.folder === ".") return []
  return [...bareWhys(owner, root, file, each), ...(file.isSource ? sourceWhys(owner, file, each) : [])].map(
    at,
  )
}

const isRelative = (specifier: string): boolean => /^\.{0,2}(\/|$)/.test(specifier)

const relativeWhys = (owner: Package, file: SourceFile, each: ModuleImport): ReadonlyArray<string> => {
  const target = resolvePath(folderOf(file.path), each.specifier)
  if (owner.folder !== "." && !`${target}/`.startsWith(`${owner.folder}/`)) {
    return ["a relative path stays in its package; import the package by its name"]
  }
  return kindWhys(owner, file, target)
}

const bareWhys = (
  owner: Package,
  root: Package | undefined,
  file: SourceFile,
  each: ModuleImport,
): ReadonlyArray<string> => {
  const name = packageName(each.specifier)
  const whys: Array<string> = []
  if (name !== owner.manifest.name && !isDeclared(owner, root, file, name)) {
    whys.push(
      file.isSource && owner.manifest.devDependencies?.[name] !== undefined
        ? `${name} is only a devDependency, which src may not use`
        : `package.json declares no ${name}`,
    )
  }
  if (name.startsWith(scope) && /\/(internal|src)(\/|$)/.test(each.specifier)) {
    whys.push("what is internal is closed to other packages; a package names its own files by relative paths")
  }
  return whys
}

const packageName = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

/** The sources of a package run with its dependencies alone; an app is bundled, so its devDependencies count. */
const isDeclared = (owner: Package, root: Package | undefined, file: SourceFile, name: string): boolean => {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = owner.manifest
  const isBundled = owner.isApp && name !== `${scope}${testOnlyPackage}`
  return [
    dependencies,
    optionalDependencies,
    peerDependencies,
    isBundled || !file.isSource ? devDependencies : undefined,
    file.isSource ? undefined : root?.manifest.devDependencies,
  ].some((each) => each?.[name] !== undefined)
}

const sourceWhys = (owner: Package, file: SourceFile, each: ModuleImport): ReadonlyArray<string> => {
  if (barrels.includes(each.specifier)) {
    return [`a barrel loads all of the library; import a subpath such as "${each.specifier}/…"`]
  }
  if (owner.shortName !== kindPackage) return []
  if (/^@pipewright\/cloud-api(\/|$)/.test(each.specifier)) {
    const isContract = /^@pipewright\/cloud-api\/Wire\w*$/.test(each.specifier)
    return each.kind === "type" || isContract
      ? []
      : ["sources know the wire contract and types of the Cloud API alone"]
  }
  const own = `${owner.manifest.name}/`
  return each.specifier.startsWith(own)
    ? kindWhys(owner, file, `${owner.folder}/src/${each.specifier.slice(own.length)}`)
    : []
}

/** The folder of a kind, or of what kinds share, that a path of the package of kinds lies in. */
const kindFolder = (owner: Package, path: string): string | undefined =>
  path.startsWith(`${owner.folder}/src/`)
    ? /^([^/]+)\//.exec(path.slice(owner.folder.length + 5))?.[1]
    : undefined

const kindWhys = (owner: Package, file: SourceFile, target: string): ReadonlyArray<string> => {
  if (owner.shortName !== kindPackage || !file.isSource) return []
  const from = kindFolder(owner, file.path)
  const to = kindFolder(owner, target)
  // A file at the top of src joins the kinds, as a generated one does.
  if (from === undefined || to === undefined || from === to || from === "generated") return []
  if (sharedFolders.includes(to)) return []
  return [
    sharedFolders.includes(from)
      ? `${from} serves every kind and knows none of them`
      : `${from} knows nothing of ${to}; what both need belongs in shared`,
  ]
}

const lengthFindings = (file: SourceFile): ReadonlyArray<Finding> => {
  if (!file.isSource || file.isGenerated) return []
  const lines = file.text.split("\n").length - (file.text.endsWith("\n") ? 1 : 0)
  if (lines <= maximumLines || file.firstComment?.includes("Long because")) return []
  return [
    {
      path: file.path,
      line: 1,
      what: `${lines} lines`,
      why: `a file of more than ${maximumLines} lines says why at its top: "Long because …"`,
    },
  ]
}

const kindNameFindings = (owner: Package): ReadonlyArray<Finding> => {
  if (!kindFreePackages.includes(owner.shortName)) return []
  return [...owner.modules.filter((file) => file.isSource), ...owner.others]
    .filter((file) => !isGenerated(file.path))
    .flatMap((file) =>
      kindNamesIn(file.text).map(({ name, line }) => ({
        path: file.path,
        line,
        what: `\`${name}\``,
        why: `${owner.shortName} is handed a catalogue and names no source kind`,
      })),
    )
}

const kindNamePattern = new RegExp(`(?:${kindNames.join("|")})`, "gi")

const kindNamesIn = (text: string): ReadonlyArray<{ readonly name: string; readonly line: number }> => {
  // Effect has a module of that name, which has nothing to do with the kind.
  const usesEffectPubSub = text.includes('"effect/PubSub"')
  return text.split("\n").flatMap((line, index) =>
    Array.from(line.matchAll(kindNamePattern))
      .filter((match) => isWholeWord(line, match.index, match[0]))
      .filter((match) => !(usesEffectPubSub && match[0] === "PubSub"))
      .map((match) => ({ name: match[0], line: index + 1 })),
  )
}

/** Not a part of a longer word; the humps of camel case and the `s` of a plural end a word. */
const isWholeWord = (line: string, start: number, name: string): boolean => {
  const before = line[start - 1] ?? ""
  const after = line.slice(start + name.length)
  const beginsWord = !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /^[A-Z]/.test(name))
  return beginsWord && /^(s?(?![A-Za-z])|[A-Z]|s[A-Z])/.test(after)
}
