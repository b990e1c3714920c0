/**
 * What a program says once names are resolved and values are typed: one tree of API fields per pipe, in which every
 * value knows where it came from.
 */
import type { Location } from "@pipewright/language/Diagnostic"
import type * as Redacted from "effect/Redacted"
import type { SourceKind } from "./SourceKind.ts"

/** A station on the way of a value: the parameter or the connection that it came through. */
export interface Step extends Location {
  readonly label: string
}

/** Where a value was written, and through what it came from there, the last station first. */
export interface Origin extends Location {
  readonly via: ReadonlyArray<Step>
}

/** A string, a number or a word of an enumeration. */
export interface Literal {
  readonly _tag: "Literal"
  readonly value: string | number | boolean
  readonly origin: Origin
}

/** Who is asked for a value that is not in the text. */
export type Reader =
  | { readonly _tag: "Secret"; readonly name: string }
  | { readonly _tag: "Env"; readonly name: string }
  /** A path relative to the directory of the `.pipe` file in which it was written. */
  | { readonly _tag: "File"; readonly path: string; readonly from: string }
  /** A secret that was written into the text. */
  | { readonly _tag: "Given"; readonly value: Redacted.Redacted }

/** A value that is read only when a command must send it. */
export interface Deferred {
  readonly _tag: "Deferred"
  readonly reader: Reader
  /** Whether the value is turned into base64 before it is sent. */
  readonly base64: boolean
  /** Whether it lands in a field that must not be shown. */
  readonly secret: boolean
  readonly origin: Origin
}

/** What the service tells of an endpoint once it is there, such as its id. */
export interface Attribute {
  readonly _tag: "Attribute"
  /** The name of the endpoint in the program. */
  readonly endpoint: string
  readonly name: string
}

/** A text that is known only after apply: pieces of text, and between them what the service tells of endpoints. */
export interface Pending {
  readonly _tag: "Pending"
  readonly parts: ReadonlyArray<string | Attribute>
  readonly origin: Origin
}

export interface List {
  readonly _tag: "List"
  readonly items: ReadonlyArray<Value>
  readonly origin: Origin
}

export interface Block {
  readonly _tag: "Block"
  /** By the API's names, in the order of the descriptor. */
  readonly fields: ReadonlyMap<string, Value>
  /** Fields that the author wrote and that did not bind, which is reported: a rule must not call them missing. */
  readonly unsound?: ReadonlySet<string>
  readonly origin: Origin
}

export type Value = Literal | Deferred | Pending | List | Block

export interface Pipe {
  readonly name: string
  readonly doc?: string
  readonly kind: SourceKind
  /** The word after `from`, or the type of the connection. */
  readonly type: string
  readonly source: Block
  readonly destination: Block
  readonly fieldMappings?: List
  readonly scaling?: Block
  readonly settings?: Block
  /** Parts of the body that the language has no field for, by their place in it. */
  readonly raw?: Block
  /** `running` or `stopped`: what the author wants, and not what the service says of it. */
  readonly state?: Value
  /** What may become of a pipe that is there. */
  readonly lifecycle?: Block
  /** The targets that the pipe is in, where that is not all of them. */
  readonly targets?: ReadonlyArray<string>
  /** The name that the pipe had before. */
  readonly movedFrom?: Literal
  /** The declaration's name. */
  readonly origin: Origin
}

/** Where several pipes read from, said once. */
export interface Connection {
  readonly name: string
  readonly doc?: string
  readonly kind: SourceKind
  /** The source type after its name. */
  readonly type: string
  /** The part of their sources that is the same. */
  readonly source: Block
}

/** A way from the service to a private network, which pipes can take. */
export interface Endpoint {
  readonly name: string
  readonly doc?: string
  readonly type: Literal
  readonly fields: Block
  /** The declaration's name. */
  readonly origin: Origin
}

/** Where pipes are to be. */
export interface Target {
  readonly name: string
  readonly organization: Value | undefined
  readonly service: Value | undefined
  /** The base URL of the API, if not the public one. */
  readonly apiUrl: Value | undefined
  /** The id and the secret of its API key, both or neither; without them the key of the environment is used. */
  readonly keyId: Value | undefined
  readonly keySecret: Value | undefined
  /** How many requests may go to the API, and within which time. */
  readonly rate?: Block
  /** `ask`, `auto` or `never`: whether the service is woken if it sleeps. */
  readonly wake?: Value
  /** The size that all pipes from databases of the service share. */
  readonly cdcScaling?: Block
  readonly origin: Origin
}

/** The program as one target sees it; `target` is absent where none was asked for. */
export interface Program {
  readonly target: Target | undefined
  readonly endpoints: ReadonlyArray<Endpoint>
  readonly pipes: ReadonlyArray<Pipe>
}

/** The string or number of a literal; `undefined` for everything that is not one. */
export const literal = (value: Value | undefined): string | number | boolean | undefined =>
  value?._tag === "Literal" ? value.value : undefined

/** A field of a block by a path of names. */
export const get = (block: Block, ...path: ReadonlyArray<string>): Value | undefined => {
  let value: Value | undefined = block
  for (const name of path) value = value?._tag === "Block" ? value.fields.get(name) : undefined
  return value
}
