/** The form of Checkstyle, which many programs read that show findings in reviews. */
import * as Report from "./report.ts"
import * as Xml from "./xml.ts"

export const report = (report: Report.Report): string => {
  const files = [...Report.byFile(report)].flatMap(([name, findings]) =>
    Xml.element(
      "file",
      { name },
      findings.flatMap((finding) =>
        Xml.element("error", {
          line: finding.start.line,
          column: finding.start.column,
          severity: finding.severity,
          message: Report.words(finding),
          source: `pipewright.${finding.code}`,
        }),
      ),
    ),
  )
  return Xml.document(Xml.element("checkstyle", { version: "4.3" }, files))
}
