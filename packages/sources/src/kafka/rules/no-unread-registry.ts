import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"

// With a user and a password in it, it would be found elsewhere.
const address = /^https:\/\/([^/?#]*)([^?#]*)(.*)$/i

const paths = [/^\/?$/, /^\/subjects\/[^/]+(\/versions\/([0-9]+|latest))?\/?$/, /^\/schemas\/ids\/[0-9]+\/?$/]

const problem = (url: string): string | undefined => {
  const [, host, path, rest] = address.exec(url) ?? []
  if (host === undefined || path === undefined) return undefined
  if (/\.servicebus\.windows\.net(:[0-9]+)?$/i.test(host)) return "it cannot read the registry of Azure"
  if (/^glue\..*amazonaws\.com(\.cn)?(:[0-9]+)?$/i.test(host))
    return "it cannot read the registry of AWS Glue"
  return rest === "" && paths.some((known) => known.test(path))
    ? undefined
    : "it knows addresses of a registry, of a subject and of a schema"
}

export const rule = LintRule.make({
  name: "kafka/no-unread-registry",
  group: "streaming",
  severity: "warning",
  preset: "recommended",
  summary: "The address of a registry has a form that the service reads.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/kafka/schema-registries",
  checks: {
    pipe: ({ source }) => {
      const url = Lint.text(source, "schemaRegistry", "url")
      const why = url === undefined ? undefined : problem(url.text)
      if (url === undefined || why === undefined) return []
      return [
        {
          ...at(url.value),
          message: `the service may not get schemas from here: ${why}`,
          help: "write the root of a registry that speaks the protocol of Confluent, or below it `/subjects/NAME`, `/subjects/NAME/versions/N` or `/schemas/ids/N`",
        },
      ]
    },
  },
})
