/** `pnpm boundaries`: fails when a package, a file or a name crosses a line that the design draws. */
import { check, renderReport } from "./BoundaryCheck.ts"
import { readWorkspace, workspaceRoot } from "./internal/workspace.ts"

const report = check(readWorkspace(workspaceRoot))
console.log(renderReport(report))
if (report.findings.length > 0) {
  console.error(`\nboundaries: ${report.findings.length} violations`)
  process.exitCode = 1
}
