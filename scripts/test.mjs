// `npm test`: runs every package's tests and ends with one line of counts. Arguments go on to vitest.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { main, root, run, setup, workspaceNode } from "./setup.mjs"

/** Counts a JSON report. A file that failed before any of its tests ran counts as one failed test. */
export const summarise = (report) => {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length
  const skipped = report.numPendingTests + report.numTodoTests
  const counts = `${report.numPassedTests} passed, ${report.numFailedTests + broken} failed`
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`
}

const args = process.argv.slice(2)

await main(async () => {
  await setup()
  const folder = mkdtempSync(join(tmpdir(), "pipewright-test-"))
  const reportPath = join(folder, "report.json")
  try {
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`]
    const exitCode = await run(workspaceNode(), [vitest, "run", ...reporters, ...args])
    if (existsSync(reportPath)) {
      const summary = summarise(JSON.parse(readFileSync(reportPath, "utf8")))
      console.log(`\n${summary}`)
    } else {
      console.error("\nThe tests ended without a report, so nothing is known to have passed.")
      console.log("0 passed, 1 failed")
    }
    return exitCode
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
