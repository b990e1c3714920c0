/** What can be wrong with a type, as data; the words are in the table of findings. */
import type { Fix } from "@pipewright/language/Diagnostic"
import type { Span } from "@pipewright/language/Source"

/** The parameters of each problem. */
export interface Parameters {
  readonly "unknown-type": { readonly name: string; readonly known: ReadonlyArray<string> }
  readonly "type-arguments": { readonly name: string; readonly takes: string; readonly example: string }
  readonly "dropped-argument": { readonly name: string }
  readonly "type-number-out-of-range": {
    readonly what: string
    readonly least: number
    readonly most: number
    readonly found: string
    readonly help?: string
  }
  readonly "type-inside": { readonly inner: string; readonly outer: string; readonly help: string }
  readonly "type-not-storable": { readonly type: string }
  readonly "refused-by-default": { readonly type: string; readonly why: string; readonly help: string }
  readonly "similar-variants": { readonly first: string; readonly second: string }
  readonly "duplicate-enum-member": { readonly what: "name" | "number"; readonly shown: string }
  readonly "enum-numbering": undefined
  readonly "unknown-time-zone": { readonly name: string; readonly known: ReadonlyArray<string> }
  readonly "duplicate-element": { readonly what: "element" | "path"; readonly name: string }
  readonly "partly-named-tuple": undefined
  readonly "reference-in-type": undefined
  readonly "reserved-element": { readonly name: string }
  readonly "unknown-type-parameter": {
    readonly name: string
    readonly type: string
    readonly known: ReadonlyArray<string>
  }
  readonly "skipped-path": { readonly path: string; readonly skip: string }
  readonly "broken-pattern": { readonly why: string }
  readonly "unknown-aggregate-function": { readonly name: string; readonly known: ReadonlyArray<string> }
  readonly "unsuited-aggregate": { readonly name: string; readonly why: string; readonly help: string }
}

export type Code = keyof Parameters

/** What may accompany a problem: the earlier place that it repeats, and what mends it. */
export interface More {
  readonly first?: Span
  readonly fix?: Fix | undefined
}

/** One problem of a type: what, and where. */
export type Problem = {
  readonly [C in Code]: {
    readonly code: C
    readonly span: Span
    readonly parameters: Parameters[C]
  } & More
}[Code]

export type Report = <C extends Code>(code: C, span: Span, parameters: Parameters[C], more?: More) => void
