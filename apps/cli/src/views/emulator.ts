import * as Json from "./json.ts"
import { hasColor, paint } from "./terminal.ts"

export interface Started {
  readonly host: string
  readonly port: number
  readonly keyId: string
  readonly dataDir: string | undefined
}

/** Says where the emulator listens, as soon as it does. */
export const started = ({ host, port, keyId, dataDir }: Started, json: boolean): void => {
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`
  if (json) {
    process.stdout.write(Json.print({ url, keyId, data: dataDir ?? null }))
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
    ].join("\n"),
  )
}
