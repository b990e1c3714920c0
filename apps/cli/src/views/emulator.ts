import type { ServiceRef } from "@pipewright/cloud-api/CloudApiClient"
import type * as Schema from "../schemas/emulator.ts"
import * as Json from "./json.ts"
import { hasColor, paint } from "./terminal.ts"

export interface Started {
  readonly host: string
  readonly port: number
  readonly keyId: string
  /** The variable that has the secret of the key. Without it the secret is `local`. */
  readonly secretVariable: string | undefined
  readonly dataDir: string | undefined
  /** Ids for whoever has none: the emulator takes any. */
  readonly service: ServiceRef
}

const urlOf = ({ host, port }: Started): string => `http://${host.includes(":") ? `[${host}]` : host}:${port}`

/** As a shell takes it for what it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** What to set to use the emulator, as lines for a shell. A secret is named by its variable and not printed. */
export const environment = (started: Started): string => {
  const { keyId, secretVariable, service } = started
  return [
    ["CLICKHOUSE_API_URL", quoted(urlOf(started))],
    ["CLICKHOUSE_CLOUD_API_KEY", quoted(keyId)],
    ["CLICKHOUSE_CLOUD_API_SECRET", secretVariable === undefined ? quoted("local") : `"$${secretVariable}"`],
    ["CLICKHOUSE_ORG_ID", quoted(service.organizationId)],
    ["CLICKHOUSE_SERVICE_ID", quoted(service.serviceId)],
  ]
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join("")
}

/** Says where the emulator listens, as soon as it does: to people on a terminal, to a shell where it goes elsewhere. */
export const started = (started: Started, json: boolean): void => {
  const url = urlOf(started)
  const { keyId, dataDir } = started
  if (json) {
    process.stdout.write(Json.print<Schema.Emulator>({ url, keyId, data: dataDir ?? null }))
    return
  }
  if (!process.stdout.isTTY) {
    process.stdout.write(environment(started))
    return
  }
  const { bold, dim } = paint(hasColor())
  process.stdout.write(
    [
      `${bold("The Cloud API")} ${dim("as an emulator")} listens on ${url}`,
      `  key      ${keyId}`,
      `  pipes    ${dataDir === undefined ? "in memory, gone when it stops" : `kept in ${dataDir}`}`,
      `  requests ${url}/emulator/requests`,
      "",
      "To use it from another terminal:",
      "",
      ...environment(started)
        .trimEnd()
        .split("\n")
        .map((line) => `  ${line}`),
      "",
    ].join("\n"),
  )
}
