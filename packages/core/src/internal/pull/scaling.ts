/** The size that database pipes share, as edits of the target that is to say it. */
import type * as Ast from "@pipewright/language/Ast"
import type { ScalingChange } from "../../Change.ts"
import type { JsonObject } from "../../Evaluate.ts"
import * as Scaling from "../../Scaling.ts"
import * as Decode from "../decode.ts"
import * as Nodes from "../nodes.ts"
import * as UnbindValues from "../unbindValues.ts"
import * as Edits from "./edits.ts"
import * as Fields from "./fields.ts"

/** For the target that does not declare it. */
export const added = (
  files: ReadonlyArray<Ast.File>,
  target: string | undefined,
  live: JsonObject,
): ReadonlyArray<Edits.Edit> => {
  const { fields } = Decode.block({ _tag: "Answer", type: "", pipeId: undefined }, Scaling.shared, live)
  if (Object.keys(Scaling.shared).some((key) => !fields.has(key))) return []
  const entries = UnbindValues.entries(Scaling.shared, Decode.blockOf(fields), () => "")
  return files.flatMap(({ source, declarations }) =>
    declarations.flatMap((it) =>
      it._tag === "Target" &&
      it.name.text === target &&
      !it.block.entries.some((entry) => "name" in entry && entry.name.text === "cdcScaling")
        ? [Edits.insertion(source, it.block, Nodes.section("cdcScaling", entries))]
        : [],
    ),
  )
}

/** For the target that declares another one: an edit of each field that differs, or why there is none. */
export const changed = (
  files: ReadonlyMap<string, Ast.File>,
  { differences }: ScalingChange,
): ReadonlyArray<{ readonly path: string; readonly edit: Edits.Edit | Fields.Why }> =>
  differences
    .filter(({ movedBy }) => movedBy !== "program")
    .map((difference) => ({
      path: difference.path,
      edit: Fields.plain(files, Scaling.shared, difference),
    }))
