import * as LintRule from "@pipewright/core/LintRule"
import { at } from "../../shared/checks.ts"
import * as Lint from "../../shared/lint.ts"
import { address } from "../patterns.ts"

/** Whose an address is, by its host or by its scheme. */
const stores: ReadonlyArray<readonly [RegExp, string]> = [
  [/(^|\.)amazonaws\.com(\.cn)?$/, "s3"],
  [/(^|\.)storage\.(googleapis|cloud\.google)\.com$/, "gcs"],
  [/\.digitaloceanspaces\.com$/, "dospaces"],
  [/\.r2\.cloudflarestorage\.com$/, "cloudflarer2"],
  [/\.(cloud\.ovh|ovh)\.(net|us)$/, "ovhobjectstorage"],
  [/\.(blob|dfs)\.core\.windows\.net$/, "azureblobstorage"],
]

const schemes: Readonly<Record<string, string>> = {
  s3: "s3",
  gs: "gcs",
  az: "azureblobstorage",
  abfs: "azureblobstorage",
  abfss: "azureblobstorage",
  wasb: "azureblobstorage",
  wasbs: "azureblobstorage",
}

/** Stores that are reached by the protocol of S3, also under its scheme. */
const likeS3: ReadonlySet<string> = new Set(["dospaces", "cloudflarer2", "ovhobjectstorage"])

const storeOf = (url: string): string | undefined => {
  const found = address(url)
  if (found === undefined) return undefined
  const { scheme, host } = found
  return Object.hasOwn(schemes, scheme)
    ? schemes[scheme]
    : stores.find(([pattern]) => pattern.test(host.replace(/:[0-9]+$/, "")))?.[1]
}

export const rule = LintRule.make({
  name: "object-storage/no-url-of-other-store",
  group: "objects",
  severity: "warning",
  preset: "recommended",
  summary: "The address of the files is one of the store that the pipe reads.",
  link: "https://clickhouse.com/docs/integrations/clickpipes/object-storage/s3/overview",
  checks: {
    pipe: ({ source, type }) =>
      Lint.texts(source, "url").flatMap(({ text, value }) => {
        const store = storeOf(text)
        if (store === undefined || store === type) return []
        if (store === "s3" && likeS3.has(type) && address(text)?.scheme === "s3") return []
        return [
          {
            ...at(value),
            message: `this is an address of \`${store}\`, and the pipe reads \`${type}\``,
            help:
              store === "azureblobstorage"
                ? `write \`from ${store}\` with \`azureContainerName\` and \`path\`, or an address of \`${type}\``
                : `write \`from ${store}\`, or an address of \`${type}\``,
          },
        ]
      }),
  },
})
