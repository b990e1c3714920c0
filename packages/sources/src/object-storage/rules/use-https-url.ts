import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"
import { address } from "../patterns.ts"

export const rule = LintRule.make({
  name: "object-storage/use-https-url",
  group: "objects",
  severity: "info",
  preset: "strict",
  summary: "Files are told by an address that starts with `https://`.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/gcs/overview",
  checks: {
    pipe: ({ source }, subject) =>
      Lint.texts(source, "url").flatMap((given) => {
        const scheme = address(given.text)?.scheme
        if (scheme === undefined || scheme === "https") return []
        const rest = given.text.slice(scheme.length + "://".length)
        const by =
          scheme === "gs"
            ? `https://storage.googleapis.com/${rest}`
            : scheme === "http"
              ? `https://${rest}`
              : undefined
        return [
          {
            ...at(given.value),
            message: `the manual of the service knows addresses with \`https://\`, and this one has \`${scheme}://\``,
            help:
              scheme === "s3"
                ? "write `https://BUCKET.s3.REGION.amazonaws.com/` before the names of the files"
                : "write the address with `https://`",
            ...(by === undefined ? {} : Lint.rewrite(subject, given, by, false)),
          },
        ]
      }),
  },
})
