import type { Report } from "@pipewright/spec/SpecCheck"
import type * as Schema from "../schemas/specCheck.ts"
import * as Json from "./json.ts"

export const specCheck = ({ differences, known, stale, operations }: Report): string =>
  Json.print<Schema.SpecCheck>({
    differences,
    known: known.map(({ difference, reason }) => ({ ...difference, reason })),
    stale,
    operations,
  })
