import * as Ir from "@pipewright/core/Ir"
import type { Check } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "../shared/checks.ts"
import { holdsPassword } from "./address.ts"

export const Findings = Diagnostic.table({
  "login-in-uri": () => ({
    message: "this `uri` holds a password, and the API returns it to everyone who may see the pipe",
    help: 'take `user:password@` out of it and write `credentials { username = "…", password = secret("…") }`',
  }),
})

export const login: Check = ({ source }) => {
  const uri = source.fields.get("uri")
  const text = Ir.literal(uri)
  return uri !== undefined && typeof text === "string" && holdsPassword(text)
    ? [Findings.report("login-in-uri", Checks.at(uri), undefined)]
    : []
}
