import type { Checked } from "./check.human.ts"
import * as Json from "./json.ts"

export const check = ({ diagnostics, lookup }: Checked): string =>
  Json.print({ findings: diagnostics.map((diagnostic) => Json.finding(diagnostic, lookup)) })
