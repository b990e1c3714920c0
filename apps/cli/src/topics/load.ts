/** The topics that were put into the bundle. */
import { brotliDecompressSync } from "node:zlib"
import type { Topic } from "./pages.ts"

export const load = async (): Promise<ReadonlyArray<Topic>> => {
  const { packed } = await import("pipewright:topics")
  return JSON.parse(
    brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8"),
  ) as ReadonlyArray<Topic>
}
