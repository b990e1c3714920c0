/** The nodes of a ClickHouse type, which are a part of the tree of a file. */
import type { Name, NumberValue } from "../Ast.ts"
import type { Span } from "../Source.ts"

/** A ClickHouse type as written. */
export interface Type {
  readonly _tag: "Type"
  readonly span: Span
  readonly name: Name
  /** Absent without parentheses; `[]` with empty ones. */
  readonly arguments?: ReadonlyArray<TypeArgument>
}

export type TypeArgument =
  | Type
  | NumberValue
  | TypeString
  | TypeMember
  | TypeParameter
  | TypeElement
  | TypeSkip

/** `'UTC'`. */
export interface TypeString {
  readonly _tag: "TypeString"
  readonly span: Span
  readonly text: string
}

/** `'active' = 1` of an enumeration. */
export interface TypeMember {
  readonly _tag: "TypeMember"
  readonly span: Span
  readonly name: TypeString
  readonly value: NumberValue
}

/** `max_dynamic_paths = 8`. */
export interface TypeParameter {
  readonly _tag: "TypeParameter"
  readonly span: Span
  readonly name: Name
  readonly value: NumberValue | TypeString
}

/** `a UInt8` of a tuple, a nested type or a JSON path. */
export interface TypeElement {
  readonly _tag: "TypeElement"
  readonly span: Span
  readonly path: ReadonlyArray<Name>
  readonly type: Type
}

/** `SKIP a.b` or `SKIP REGEXP 'x'` of a `JSON` type, and of no other. */
export interface TypeSkip {
  readonly _tag: "TypeSkip"
  readonly span: Span
  readonly skipped: ReadonlyArray<Name> | TypeString
}
