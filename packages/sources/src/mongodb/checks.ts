import * as Ir from "@pipewright/core/Ir"
import type { Check } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "../shared/checks.ts"

export const Findings = Diagnostic.table({
  "login-in-uri": () => ({
    message: "this `uri` holds a password, and the API returns it to everyone who may see the pipe",
    help: 'take `user:password@` out of it and write `credentials { username = "…", password = secret("…") }`',
  }),
})

/** An address with the login in it. The password may itself hold an `@`, so the last one before the path counts. */
const withLogin = /^[a-z+]+:\/\/[^/?#]*:[^/?#]*@/i

export const login: Check = ({ source }) => {
  const uri = source.fields.get("uri")
  const text = Ir.literal(uri)
  return uri !== undefined && typeof text === "string" && withLogin.test(text)
    ? [Findings.report("login-in-uri", Checks.at(uri), undefined)]
    : []
}
