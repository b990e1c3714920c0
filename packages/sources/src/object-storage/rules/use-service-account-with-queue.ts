import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"

export const rule = LintRule.make({
  name: "object-storage/use-service-account-with-queue",
  group: "objects",
  severity: "warning",
  preset: "strict",
  summary: "A pipe that is told of files by Pub/Sub logs in as a service account.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/gcs/unordered-mode",
  checks: {
    pipe: ({ source, type }) => {
      const method = Ir.get(source, "authentication")
      if (type !== "gcs" || !source.fields.has("queueUrl") || method === undefined) return []
      if (Ir.literal(method) !== "IAM_USER") return []
      return [
        {
          ...at(method),
          message:
            "an HMAC key opens a bucket, and the subscription of `queueUrl` knows only service accounts",
          help: "write `authentication = SERVICE_ACCOUNT` with `serviceAccountKey`",
        },
      ]
    },
  },
})
