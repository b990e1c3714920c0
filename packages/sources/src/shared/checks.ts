/** Rules across the fields of a source that several kinds share. */
import * as Ir from "@pipewright/core/Ir"
import type { Check } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"

export const Findings = Diagnostic.table({
  "needed-for-choice": ({ field, value, needed }: { field: string; value: string; needed: string }) => ({
    message: `\`${field} = ${value}\` needs \`${needed}\``,
    help: `add \`${needed}\`, or choose another \`${field}\``,
  }),
  "not-for-choice": ({ field, values, extra }: { field: string; values: ReadonlyArray<string>; extra: string }) => ({
    message: `\`${extra}\` goes only with ${values.map((value) => `\`${field} = ${value}\``).join(" or ")}`,
    help: `remove \`${extra}\`, or change \`${field}\``,
  }),
})

export interface Needs {
  readonly field: string
  /** The choice, or choices, that go with `needs`. */
  readonly is: string | ReadonlyArray<string>
  readonly needs: string
}

/** When `field` is one of the choices, `needs` has to be there; when it is another, it must not. */
export const needs =
  (rule: Needs): Check =>
  ({ source }) => {
    const chosen = source.fields.get(rule.field)
    const needed = source.fields.get(rule.needs)
    const value = Ir.literal(chosen)
    const values = typeof rule.is === "string" ? [rule.is] : rule.is
    const at = (origin: Ir.Origin) => ({ file: origin.file, span: origin.span })
    if (chosen !== undefined && typeof value === "string" && values.includes(value)) {
      if (needed !== undefined) return []
      return [
        Findings.report("needed-for-choice", at(chosen.origin), { field: rule.field, value, needed: rule.needs }),
      ]
    }
    // A choice that is missing or did not bind is reported by itself.
    if (needed === undefined || typeof value !== "string") return []
    return [Findings.report("not-for-choice", at(needed.origin), { field: rule.field, values, extra: rule.needs })]
  }
