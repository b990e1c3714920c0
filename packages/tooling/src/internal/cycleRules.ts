/** No package depends on itself through others, and no file loads itself through others. */
import { type Finding, folderOf, lineOf, type Package, resolvePath, type SourceFile } from "./model.ts"
import { workspaceDependencies } from "./packageRules.ts"

interface Edge {
  readonly to: string
  readonly line: number
}

type Graph = ReadonlyMap<string, ReadonlyArray<Edge>>

export const cycleFindings = (packages: ReadonlyArray<Package>): ReadonlyArray<Finding> => [
  ...cyclesOf(packageGraph(packages)).map(({ names, line }) => ({
    path: packages.find((each) => each.manifest.name === names[0])?.manifestFile.path ?? "package.json",
    line,
    what: names.join(" → "),
    why: "packages depend on each other in a cycle",
  })),
  ...packages.flatMap((owner) =>
    cyclesOf(fileGraph(owner)).map(({ names, line }) => ({
      path: names[0] ?? owner.folder,
      line,
      what: names.map((name) => name.slice(owner.folder.length + 1)).join(" → "),
      why: "files import each other in a cycle; which of them is ready first depends on who asks",
    })),
  ),
]

const packageGraph = (packages: ReadonlyArray<Package>): Graph =>
  new Map(
    packages.map((owner) => [
      owner.manifest.name,
      workspaceDependencies(owner, packages).map((target) => ({
        to: target.manifest.name,
        line: lineOf(owner.manifestFile.text, `"${target.manifest.name}":`),
      })),
    ]),
  )

/** Only what is loaded with the file: types are erased, and a dynamic import waits for a call. */
const fileGraph = (owner: Package): Graph => {
  const paths = new Set(owner.modules.map((file) => file.path))
  return new Map(
    owner.modules.map((file) => [
      file.path,
      file.imports
        .filter((each) => each.kind === "static")
        .flatMap((each) => {
          const to = targetOf(owner, file, each.specifier, paths)
          return to === undefined ? [] : [{ to, line: each.line }]
        }),
    ]),
  )
}

const targetOf = (
  owner: Package,
  file: SourceFile,
  specifier: string,
  paths: ReadonlySet<string>,
): string | undefined => {
  const own = `${owner.manifest.name}/`
  const base = specifier.startsWith(".")
    ? resolvePath(folderOf(file.path), specifier)
    : specifier.startsWith(own)
      ? `${owner.folder}/src/${specifier.slice(own.length)}`
      : undefined
  if (base === undefined) return undefined
  return [base, base.replace(/\.js$/, ".ts"), `${base}.ts`, `${base}/index.ts`].find((path) =>
    paths.has(path),
  )
}

interface Cycle {
  /** From the first name in alphabetical order back to itself. */
  readonly names: ReadonlyArray<string>
  /** Where the first name names the second. */
  readonly line: number
}

/** One shortest cycle for every group of names that all lead to each other. */
const cyclesOf = (graph: Graph): ReadonlyArray<Cycle> => {
  const seen = new Set<string>()
  const cycles: Array<Cycle> = []
  for (const name of Array.from(graph.keys()).toSorted()) {
    if (seen.has(name)) continue
    const cycle = shortestCycle(graph, name)
    if (cycle === undefined) continue
    const group = groupOf(graph, name)
    for (const member of group) seen.add(member)
    cycles.push(cycle)
  }
  return cycles
}

const shortestCycle = (graph: Graph, start: string): Cycle | undefined => {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const { to } of graph.get(current) ?? []) {
      if (to === start) {
        const names = [start]
        for (let at = current; at !== start; at = cameFrom.get(at) ?? start) names.unshift(at)
        if (current !== start || names.length === 1) names.unshift(start)
        const line = graph.get(start)?.find((edge) => edge.to === names[1])?.line ?? 1
        return { names, line }
      }
      if (!cameFrom.has(to)) {
        cameFrom.set(to, current)
        queue.push(to)
      }
    }
  }
  return undefined
}

const groupOf = (graph: Graph, start: string): ReadonlyArray<string> => {
  const forward = reachable(graph, start)
  return Array.from(forward).filter((name) => reachable(graph, name).has(start))
}

const reachable = (graph: Graph, start: string): ReadonlySet<string> => {
  const found = new Set<string>()
  const stack = [start]
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    for (const { to } of graph.get(current) ?? []) {
      if (found.has(to)) continue
      found.add(to)
      stack.push(to)
    }
  }
  return found
}
