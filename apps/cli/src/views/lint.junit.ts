/**
 * The form of JUnit: a suite for each file, with a test for each finding, or with one that passes where there is none.
 * A test fails where the finding makes the command fail, so that both say the same.
 */
import type { Finding } from "../schemas/shared.ts"
import * as Report from "./report.ts"
import * as Xml from "./xml.ts"

export const report = (report: Report.Report, fails: Report.Fails): string => {
  const files = [...Report.byFile(report)].map(([file, findings]) => ({
    file,
    findings,
    tests: Math.max(1, findings.length),
    failures: findings.filter(({ severity }) => fails(severity)).length,
  }))
  const suites = files.flatMap(({ file, findings, tests, failures }) =>
    Xml.element(
      "testsuite",
      { name: file, tests, failures, errors: 0, skipped: 0 },
      findings.length === 0
        ? Xml.element("testcase", { name: "nothing found", classname: file, file })
        : findings.flatMap((finding) => test(finding, fails)),
    ),
  )
  const sum = (key: "tests" | "failures") => files.reduce((all, file) => all + file[key], 0)
  const totals = { name: "pipewright", tests: sum("tests"), failures: sum("failures"), errors: 0 }
  return Xml.document(Xml.element("testsuites", totals, suites))
}

const test = (finding: Finding, fails: Report.Fails): ReadonlyArray<string> => {
  const { code, severity, file, start, message } = finding
  const place = `${file}:${start.line}:${start.column}`
  const said = `${place}: ${severity} ${code}\n${Report.words(finding)}`
  return Xml.element(
    "testcase",
    { name: `${code} at ${start.line}:${start.column}`, classname: file, file },
    fails(severity)
      ? Xml.element("failure", { message, type: severity }, said)
      : Xml.element("system-out", {}, said),
  )
}
