/** One line for each finding, for editors and `grep`. */
import * as Report from "./report.ts"
import { plain } from "./terminal.ts"

export const report = (report: Report.Report): string =>
  Report.findings(report)
    .map(
      ({ file, start, severity, code, message }) =>
        `${plain(file)}:${start.line}:${start.column}: ${severity} ${code} ${plain(message)}\n`,
    )
    .join("")
