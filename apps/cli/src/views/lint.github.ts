/** Commands to the runner of GitHub Actions, which makes annotations of them. */
import type { Severity } from "@pipewright/language/Diagnostic"
import * as Report from "./report.ts"

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" }

export const report = (report: Report.Report, inRepository: Report.InRepository): string =>
  Report.findings(report)
    .map((finding) => {
      const { code, severity, file, start, end } = finding
      const properties = {
        file: inRepository(file),
        line: start.line,
        endLine: end.line,
        // The runner takes columns only where both are on one line.
        ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
        title: code,
      }
      const listed = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
      return `::${commands[severity]} ${listed.join(",")}::${data(Report.words(finding))}\n`
    })
    .join("")

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
