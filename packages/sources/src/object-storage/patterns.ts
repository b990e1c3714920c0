/** What the names of files in a program tell. */
import type * as Ir from "@pipewright/core/Ir"
import * as Lint from "../shared/lint.ts"

/** What says which files are read: an address, or a path in a container. */
export const patterns = (source: Ir.Block): ReadonlyArray<Lint.Text> => [
  ...Lint.texts(source, "url"),
  ...Lint.texts(source, "path"),
]

const schemed = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/i

export interface Address {
  /** In lower case, without `:`. */
  readonly scheme: string
  readonly host: string
}

export const address = (url: string): Address | undefined => {
  const [, scheme, host] = schemed.exec(url) ?? []
  return scheme === undefined || host === undefined
    ? undefined
    : { scheme: scheme.toLowerCase(), host: host.toLowerCase() }
}

// Of these the first part of the path is the bucket.
const bucketInPath = /^(storage\.googleapis\.com|s3[.-].*|[^.]+\.r2\.cloudflarestorage\.com)$/

/** The names of files within the bucket or container; `undefined` where the address does not tell where they begin. */
export const keyOf = ({ text }: Lint.Text): string | undefined => {
  const [, , host, rest] = schemed.exec(text) ?? []
  if (host === undefined || rest === undefined)
    return text.includes(":") ? undefined : text.replace(/^\//, "")
  const key = rest.slice(1)
  return bucketInPath.test(host.toLowerCase()) ? (/^[^/]+\/(.*)$/.exec(key)?.[1] ?? undefined) : key
}
