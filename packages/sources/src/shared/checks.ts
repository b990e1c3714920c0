/** Rules across the fields of a source that several kinds share. */
import * as Ir from "@pipewright/core/Ir"
import type { Check, Unreturning } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"

const quoted = (names: ReadonlyArray<string>, between: string): string =>
  names.map((name) => `\`${name}\``).join(between)

export const Findings = Diagnostic.table({
  "needed-for-choice": ({ field, value, needed }: { field: string; value: string; needed: string }) => ({
    message: `\`${field} = ${value}\` needs \`${needed}\``,
    help: `add \`${needed}\`, or choose another \`${field}\``,
  }),
  "not-for-choice": ({
    field,
    values,
    extra,
  }: {
    field: string
    values: ReadonlyArray<string>
    extra: string
  }) => ({
    message: `\`${extra}\` goes only with ${values.map((value) => `\`${field} = ${value}\``).join(" or ")}`,
    help: `remove \`${extra}\`, or change \`${field}\``,
  }),
  "needed-for-type": ({ type, needed }: { type: string; needed: string }) => ({
    message: `\`${type}\` needs \`${needed}\``,
    help: `add \`${needed}\``,
  }),
  "not-for-type": ({
    type,
    extra,
    types,
  }: {
    type: string
    extra: string
    types: ReadonlyArray<string>
  }) => ({
    message: `\`${extra}\` does not go with \`${type}\``,
    help: `remove \`${extra}\`; it is for ${quoted(types, ", ")}`,
  }),
  "authentication-not-offered": ({
    type,
    value,
    known,
  }: {
    type: string
    value: string
    known: ReadonlyArray<string>
  }) => ({
    message: `\`authentication = ${value}\` does not go with \`${type}\``,
    help: `\`${type}\` takes ${quoted(known, ", ")}`,
  }),
  "needs-other-field": ({ field, needed }: { field: string; needed: string }) => ({
    message: `\`${field}\` needs \`${needed}\``,
    help: `add \`${needed}\`, or remove \`${field}\``,
  }),
  "excludes-other-field": ({ field, other }: { field: string; other: string }) => ({
    message: `\`${field}\` and \`${other}\` do not go together`,
    help: "keep one of the two",
  }),
})

export const at = (value: { readonly origin: Ir.Origin }): Diagnostic.Location => ({
  file: value.origin.file,
  span: value.origin.span,
})

/** Whether the author leaves a field out. Every rule that asks for a field asks here first. */
export const lacks = (block: Ir.Block, name: string): boolean =>
  !block.fields.has(name) && block.unsound?.has(name) !== true

/** A guess: another word in the place of a value that is written at its place, in the file that the finding is in. */
export const orElse = (
  value: Ir.Value,
  word: string,
  { origin }: { readonly origin: Ir.Origin },
): Pick<Diagnostic.Extras, "fixes"> => {
  const { file, span, via } = value.origin
  if (via.length > 0 || file !== origin.file) return {}
  return { fixes: [{ title: `Write \`${word}\``, safe: false, edits: [{ span, text: word }] }] }
}

/** The choice that a finding follows from. */
const because = (chosen: Ir.Value): Pick<Diagnostic.Extras, "related"> => ({
  related: [{ message: "chosen here", ...at(chosen) }],
})

export interface Needs {
  readonly field: string
  /** The choice, or choices, that go with `needs`. */
  readonly is: string | ReadonlyArray<string>
  readonly needs: string
  /** The block that both stand in, if it is not the source itself. */
  readonly in?: string
  /**
   * What a choice that is left out comes to: a value, or `none`. Without it the choice is a required field, whose
   * absence is reported by itself.
   */
  readonly unset?: { readonly value: string } | "none"
  /** What each type offers to choose from: a choice that it does not offer is reported by itself. */
  readonly offers?: Offers
}

/** When `field` is one of the choices, `needs` has to be there; when it is another, it must not. */
export const needs =
  (rule: Needs): Check =>
  ({ source, type }) => {
    const block = rule.in === undefined ? source : Ir.get(source, rule.in)
    if (block?._tag !== "Block") return []
    const chosen = block.fields.get(rule.field)
    const needed = block.fields.get(rule.needs)
    const values = typeof rule.is === "string" ? [rule.is] : rule.is
    const value =
      chosen === undefined && typeof rule.unset === "object" ? rule.unset.value : Ir.literal(chosen)
    if (typeof value === "string" && rule.offers?.[type]?.includes(value) === false) return []
    if (typeof value === "string" && values.includes(value)) {
      if (!lacks(block, rule.needs)) return []
      const parameters = { field: rule.field, value, needed: rule.needs }
      return [Findings.report("needed-for-choice", at(chosen ?? block), parameters)]
    }
    if (needed === undefined || (typeof value !== "string" && rule.unset !== "none")) return []
    // A choice that is read late is unknown here.
    if (chosen !== undefined && typeof value !== "string") return []
    const words = { field: rule.field, values, extra: rule.needs }
    return [Findings.report("not-for-choice", at(needed), words, chosen === undefined ? {} : because(chosen))]
  }

/** What the choices that were made need, for a field that the API does not return. */
export const neededBy =
  (rules: ReadonlyArray<Needs>): Unreturning =>
  (source) =>
    rules.flatMap((rule) => {
      const value = Ir.literal(source.fields.get(rule.field))
      const values = typeof rule.is === "string" ? [rule.is] : rule.is
      return values.includes(String(value)) ? [{ path: [rule.needs] }] : []
    })

/** What each type takes as `authentication`. */
export type Offers = Readonly<Record<string, ReadonlyArray<string>>>

export const offered =
  (offers: Offers): Check =>
  ({ source, type }) => {
    const chosen = source.fields.get("authentication")
    const value = Ir.literal(chosen)
    const known = offers[type]
    if (chosen === undefined || typeof value !== "string" || known === undefined || known.includes(value)) {
      return []
    }
    return [Findings.report("authentication-not-offered", at(chosen), { type, value, known })]
  }

/** A field that is for some types of the kind only. */
export interface OfTypes {
  readonly field: string
  readonly types: ReadonlyArray<string>
  /** Whether those types cannot do without it. */
  readonly required: boolean
}

export const ofTypes =
  (rule: OfTypes): Check =>
  ({ source, type }) => {
    const found = source.fields.get(rule.field)
    if (rule.types.includes(type)) {
      return lacks(source, rule.field) && rule.required
        ? [Findings.report("needed-for-type", at(source), { type, needed: rule.field })]
        : []
    }
    return found === undefined
      ? []
      : [Findings.report("not-for-type", at(found), { type, extra: rule.field, types: rule.types })]
  }
