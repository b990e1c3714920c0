/** The source kinds of this product, for whoever puts the stages together. */
import * as SourceCatalog from "@pipewright/core/SourceCatalog"
import { kinds } from "./generated/kinds.ts"

export { kinds } from "./generated/kinds.ts"

export const catalog: SourceCatalog.SourceCatalog = SourceCatalog.make(kinds)
