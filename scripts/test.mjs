// `npm test`: runs every package's tests and ends with one line of counts. Arguments go on to vitest.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isMain, main, root, run, setup, workspaceNode } from "./setup.mjs"

/** Counts a JSON report. A file that failed before any of its tests ran counts as one failed test. */
const summarise = (report) => {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length
  const skipped = report.numPendingTests + report.numTodoTests
  const counts = `${report.numPassedTests} passed, ${report.numFailedTests + broken} failed`
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`
}

/** Runs vitest with these arguments, prints the line of counts, and yields its exit code. */
export const test = async (args, env = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "pipewright-test-"))
  const reportPath = join(folder, "report.json")
  try {
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`]
    const exitCode = await run(workspaceNode(), [vitest, "run", ...reporters, ...args], {
      env: { ...process.env, ...env },
    })
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
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await setup()
    return test(process.argv.slice(2))
  })
}
