import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../internal/places.ts"

interface Switch {
  readonly name: string
  readonly message: string
  readonly help: string
}

const switches: ReadonlyArray<Switch> = [
  {
    name: "disableTls",
    message: "all rows and the password of the source go over the net unencrypted",
    help: "remove `disableTls`, and let the source offer TLS",
  },
  {
    name: "skipCertVerification",
    message: "any server is taken for the source, and is told its password",
    help: "remove `skipCertVerification`; `caCertificate` vouches for a certificate of your own, and `tlsHost` is the name in it",
  },
]

export const rule = LintRule.make({
  name: "no-disabled-tls",
  group: "safety",
  severity: "warning",
  preset: "recommended",
  summary: "A pipe encrypts what it reads, and knows from whom it comes.",
  link: "https://clickhouse.com/docs/integrations/clickpipes",
  checks: {
    program: ({ program, connections }) =>
      // Connections first: what is written in one can be mended there, and comes to pipes from elsewhere.
      [...connections, ...program.pipes].flatMap(({ source }) =>
        switches.flatMap(({ name, message, help }) => {
          const value = source.fields.get(name)
          if (value === undefined || Ir.literal(value) !== true) return []
          const { span } = value.origin
          const fix = { title: "Write `false`", safe: false, edits: [{ span, text: "false" }] }
          const fixes = LintRule.isWrittenHere(value.origin) ? { fixes: [fix] } : {}
          return [{ ...at(value), message, help, ...fixes }]
        }),
      ),
  },
})
