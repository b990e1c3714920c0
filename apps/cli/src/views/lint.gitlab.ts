/** The report of code quality that GitLab shows in merge requests. */
import type { Severity } from "@pipewright/language/Diagnostic"
import * as Report from "./report.ts"

const severities: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" }

export const report = (report: Report.Report, inRepository: Report.InRepository): string => {
  const fingerprint = Report.fingerprints(inRepository)
  const issues = Report.findings(report).map((finding) => ({
    type: "issue",
    check_name: finding.code,
    description: Report.words(finding),
    severity: severities[finding.severity],
    fingerprint: fingerprint(finding),
    location: {
      path: inRepository(finding.file),
      lines: { begin: finding.start.line, end: finding.end.line },
    },
  }))
  return `${JSON.stringify(issues, undefined, 2)}\n`
}
