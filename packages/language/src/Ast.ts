/**
 * The tree of a `.pipe` file: what was written, with the span of everything, and nothing of what it means.
 *
 * A node knows its own span; names and values are nodes too, so that a finding can point at the exact word.
 */
import type { Type } from "./internal/typeNodes.ts"
import type { Source, Span } from "./Source.ts"

export type {
  Type,
  TypeArgument,
  TypeElement,
  TypeMember,
  TypeParameter,
  TypeSkip,
  TypeString,
} from "./internal/typeNodes.ts"

/** A word, a name in backticks, or a quoted part of a dotted name. `text` is the name itself. */
export interface Name {
  readonly _tag: "Name"
  readonly span: Span
  readonly text: string
  /** The string itself where a quoted part has `${…}` in it. */
  readonly template?: StringValue
}

/** `param.replicas`: at least two names. */
export interface Reference {
  readonly _tag: "Reference"
  readonly span: Span
  readonly path: ReadonlyArray<Name>
}

/** A string; text and references alternate where it has `${…}` in it. */
export interface StringValue {
  readonly _tag: "String"
  readonly span: Span
  readonly parts: ReadonlyArray<string | Reference>
}

export interface NumberValue {
  readonly _tag: "Number"
  readonly span: Span
  readonly value: number
  /** A whole number written with a point or an exponent, which ClickHouse does not take for one: `1.0`, `1e3`. */
  readonly float?: true
}

/** A number with a unit, as in `5s` or `10MiB`. */
export interface QuantityValue {
  readonly _tag: "Quantity"
  readonly span: Span
  readonly value: number
  readonly unit: string
}

export interface BooleanValue {
  readonly _tag: "Boolean"
  readonly span: Span
  readonly value: boolean
}

/** A bare word as a value: a member of an enumeration or the name of a column. */
export interface WordValue {
  readonly _tag: "Word"
  readonly span: Span
  readonly text: string
}

export interface ListValue {
  readonly _tag: "List"
  readonly span: Span
  readonly items: ReadonlyArray<Value>
}

/** `{ a = 1, b = 2 }` where a value is expected. */
export interface ObjectValue {
  readonly _tag: "Object"
  readonly span: Span
  readonly block: Block
}

/** `secret("X")`, `ReplacingMergeTree(updated_at)`. */
export interface CallValue {
  readonly _tag: "Call"
  readonly span: Span
  readonly name: Name
  readonly arguments: ReadonlyArray<Value>
}

export type Value =
  | StringValue
  | NumberValue
  | QuantityValue
  | BooleanValue
  | WordValue
  | Reference
  | ListValue
  | ObjectValue
  | CallValue

/** `name = value`. */
export interface Attribute {
  readonly _tag: "Attribute"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly value: Value
}

/** `name { … }`. */
export interface Section {
  readonly _tag: "Section"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly block: Block
}

/** `public.users -> public_users { … }`. */
export interface Mapping {
  readonly _tag: "Mapping"
  readonly span: Span
  readonly doc?: string
  readonly from: ReadonlyArray<Name>
  readonly to: ReadonlyArray<Name>
  readonly block?: Block
}

/** `note Nullable(String) from "meta.note"`. */
export interface Column {
  readonly _tag: "Column"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly type: Type
  readonly from?: StringValue
}

export type Entry = Attribute | Section | Mapping | Column

export interface Block {
  readonly _tag: "Block"
  readonly span: Span
  readonly entries: ReadonlyArray<Entry>
  /** A part of the block did not parse, so what is missing in it is not to be reported. */
  readonly broken: boolean
}

/** `from sometype { … }`: a source type or the name of a connection. */
export interface From {
  readonly _tag: "From"
  readonly span: Span
  readonly doc?: string
  readonly source: Name
  readonly block: Block
}

/** `into existing analytics.orders { … }`, `into analytics.*`. */
export interface Into {
  readonly _tag: "Into"
  readonly span: Span
  readonly doc?: string
  readonly existing: boolean
  readonly path: ReadonlyArray<Name>
  /** Ends in `.*`. */
  readonly everything: boolean
  readonly block?: Block
}

/** `moved from "old name"`: the name that the pipe had before. */
export interface Moved {
  readonly _tag: "Moved"
  readonly span: Span
  readonly doc?: string
  readonly from: StringValue
}

export type PipeItem = From | Into | Moved | Attribute | Section

/** `for r in ["eu", "us"]`: the pipe once for each element. */
export interface For {
  readonly _tag: "For"
  readonly span: Span
  readonly name: Name
  readonly list: Value
}

/** `table: "payments"` of what a pipe hands to its template. */
export interface Argument {
  readonly _tag: "Argument"
  readonly span: Span
  readonly name: Name
  readonly value: Value
}

/** `extends streamed(table: "payments")`. */
export interface Extends {
  readonly _tag: "Extends"
  readonly span: Span
  readonly template: Name
  readonly arguments: ReadonlyArray<Argument>
}

export interface Pipe {
  readonly _tag: "Pipe"
  readonly span: Span
  readonly doc?: string
  readonly name: StringValue
  readonly each?: For
  readonly extends?: Extends
  readonly items: ReadonlyArray<PipeItem>
  readonly broken: boolean
}

/** `template streamed(table: string, size: string = "S") { … }`: what several pipes have in common. */
export interface Template {
  readonly _tag: "Template"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  /** What a pipe hands over, declared as a parameter of the program is. */
  readonly params: ReadonlyArray<Param>
  readonly items: ReadonlyArray<PipeItem>
  readonly broken: boolean
}

/** `connection shop: confluent { … }`. */
export interface Connection {
  readonly _tag: "Connection"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly type: Name
  readonly block: Block
}

/** `endpoint msk: MSK_MULTI_VPC { … }`: a way from the service to a private network. */
export interface Endpoint {
  readonly _tag: "Endpoint"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly type: Name
  readonly block: Block
}

/** `param replicas: int = 1`; `list(string)` has the element type beside it. */
export interface Param {
  readonly _tag: "Param"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly type: Name
  readonly element?: Name
  readonly default?: Value
}

/** `target prod { … }`. */
export interface Target {
  readonly _tag: "Target"
  readonly span: Span
  readonly doc?: string
  readonly name: Name
  readonly block: Block
}

export type Declaration = Pipe | Template | Connection | Endpoint | Param | Target

/** A comment that is not documentation, kept for whoever prints the tree. */
export interface Comment {
  readonly span: Span
  readonly text: string
}

export interface File {
  readonly _tag: "File"
  readonly source: Source
  readonly declarations: ReadonlyArray<Declaration>
  readonly comments: ReadonlyArray<Comment>
  /** Names of declarations that did not parse, so that uses of them are not reported. */
  readonly brokenNames: ReadonlyArray<string>
}
