import type { Report } from "@pipewright/spec/SpecCheck"
import * as Json from "./json.ts"

export const specCheck = ({ differences, known, stale, operations }: Report): string =>
  Json.print({
    differences,
    known: known.map(({ difference, reason }) => ({ ...difference, reason })),
    stale,
    operations,
  })
