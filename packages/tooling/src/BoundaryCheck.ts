/**
 * What may know what in this workspace, and the check that it is so. Plain functions over text; `boundaries.ts`
 * reads the files and prints.
 */
import { codeFindings } from "./internal/codeRules.ts"
import { cycleFindings } from "./internal/cycleRules.ts"
import { type Finding, type PackageFiles, toPackage } from "./internal/model.ts"
import { packageFindings } from "./internal/packageRules.ts"

export type { Finding, PackageFiles, TextFile } from "./internal/model.ts"

export interface Report {
  readonly packages: number
  readonly files: number
  readonly findings: ReadonlyArray<Finding>
}

/** Checks every rule and yields all violations in the order of their files and lines. */
export const check = (workspace: ReadonlyArray<PackageFiles>): Report => {
  const packages = workspace.map(toPackage)
  const root = packages.find((each) => each.folder === ".")
  const members = packages.filter((each) => each.folder !== ".")
  const findings = [
    ...packages.flatMap((each) => packageFindings(each, packages)),
    ...packages.flatMap((each) => codeFindings(each, root)),
    ...cycleFindings(members),
  ]
  return {
    packages: members.length,
    files: packages.reduce((sum, each) => sum + each.modules.length, 0),
    findings: findings.toSorted(
      (a, b) =>
        compare(a.path, b.path) || a.line - b.line || compare(a.what, b.what) || compare(a.why, b.why),
    ),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const renderFinding = (finding: Finding): string =>
  `${finding.path}:${finding.line}  ${finding.what}  (${finding.why})`

export const renderReport = (report: Report): string =>
  report.findings.length === 0
    ? `boundaries: ${report.packages} packages, ${report.files} files, all edges allowed`
    : report.findings.map(renderFinding).join("\n")
