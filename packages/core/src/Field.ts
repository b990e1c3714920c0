/**
 * What is known of one field of the API: its type, its facts, and how an edit of it reaches an existing pipe.
 *
 * A field is plain data that every stage reads: binding and completion take names, types and docs from it; the
 * request body its wire form; a plan its `edit`; everything that prints its `secret`. Plain data rather than a
 * validating schema, because `check` reads it on a path where every millisecond counts (docs/decisions/0002).
 */

/**
 * How a change reaches an existing pipe: `live` by PATCH, `paused` by PATCH while the pipe is stopped, `delta` as
 * additions and removals, `scaling`, `settings` and `state` by endpoints of their own, `replace` not at all.
 */
export type Edit = "live" | "paused" | "delta" | "scaling" | "settings" | "state" | "replace"

/** A unit that the API's number is in; a quantity of the language is converted to it exactly or refused. */
export type Unit = "ms" | "s" | "byte" | "millicore" | "GiB"

/** What a value has to look like, and in words. */
export interface Pattern {
  readonly source: string
  readonly claim: string
  /** What people write that is nearly right, and what makes it fit, as in a replacement of a regular expression. */
  readonly near?: { readonly source: string; readonly by: string }
}

export interface StringType {
  readonly _tag: "String"
  readonly pattern?: Pattern
  readonly maxLength?: number
  /** A bare word stands for itself, as the name of a column does. */
  readonly bare?: true
  /** It is a ClickHouse type, of which one may have several spellings. */
  readonly holds?: "type"
}

export interface NumberType {
  readonly _tag: "Number"
  readonly integer: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly unit?: Unit
}

export interface BooleanType {
  readonly _tag: "Boolean"
}

/** A closed set of words, spelled as the API spells them. */
export interface EnumType {
  readonly _tag: "Enum"
  readonly members: ReadonlyArray<string>
}

export interface ListType {
  readonly _tag: "List"
  readonly item: Type
  /** `comma`: the API takes one string with commas, and a single value is a list of one. */
  readonly wire: "array" | "comma"
  /** The API takes each item as an object with this one key. */
  readonly wrap?: string
  /** Whether the order says something; otherwise lists are compared as sets. */
  readonly ordered: boolean
  /** The keys of an item that say which one it is, for lists of objects. */
  readonly identity?: ReadonlyArray<string>
}

export interface BlockType {
  readonly _tag: "Block"
  readonly fields: Fields
  readonly open?: Open
}

/** Names that are not known here: all that begin so are taken, each for the same field. */
export interface Open {
  readonly prefix: string
  readonly field: Field
}

/** `tables { a.b -> c { … } }`: rows of a source name in two parts, a target table, and more fields. */
export interface MappingsType {
  readonly _tag: "Mappings"
  /** The API's key for the list. */
  readonly key: string
  /** The API's keys for the two parts of the name before the arrow. */
  readonly source: readonly [string, string]
  readonly fields: Fields
}

export type Type = StringType | NumberType | BooleanType | EnumType | ListType | BlockType | MappingsType

export interface Facts {
  /** One sentence, or a few, in words of our own. */
  readonly doc: string
  readonly edit: Edit
  /** The API refuses a new pipe without it. */
  readonly required?: boolean
  /** What the service takes when the field is left out. It is not sent. */
  readonly default?: string | number | boolean
  readonly example?: string
  /** The value must never be shown. */
  readonly secret?: boolean
  /** The API takes it and never returns it, so that it cannot be compared. Every secret is such. */
  readonly writeOnly?: boolean
  /** The API may return nothing although it holds a value, so that nothing says nothing; for some sources, or for all. */
  readonly untold?: true | ReadonlyArray<string>
  /** What the service makes up when the field is left out; `<id>` stands for the id of the pipe. */
  readonly generated?: string
  /** A value that was given cannot be taken away again, only changed. */
  readonly lasting?: true
  /** What the API requires beside this field, sent with it unless the author says otherwise. */
  readonly implies?: Readonly<Record<string, boolean>>
}

export interface Field extends Facts {
  readonly type: Type
}

/** Fields by name, in the order in which bodies, docs and completion list them. */
export type Fields = Readonly<Record<string, Field>>

const make = (type: Type, facts: Facts): Field => ({ ...facts, type })

export const string = (facts: Facts & Omit<StringType, "_tag">): Field => {
  const { pattern, maxLength, holds, ...rest } = facts
  return make(
    {
      _tag: "String",
      ...(pattern === undefined ? {} : { pattern }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(holds === undefined ? {} : { holds }),
    },
    rest,
  )
}

/** A string that must never be shown. */
export const secret = (facts: Omit<Facts, "secret" | "writeOnly">): Field =>
  make({ _tag: "String" }, { ...facts, secret: true, writeOnly: true })

type Bounds = Omit<NumberType, "_tag" | "integer">

const numeric = (integer: boolean, facts: Facts & Bounds): Field => {
  const { minimum, maximum, multipleOf, unit, ...rest } = facts
  return make(
    {
      _tag: "Number",
      integer,
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(multipleOf === undefined ? {} : { multipleOf }),
      ...(unit === undefined ? {} : { unit }),
    },
    rest,
  )
}

export const integer = (facts: Facts & Bounds): Field => numeric(true, facts)

export const number = (facts: Facts & Bounds): Field => numeric(false, facts)

export const boolean = (facts: Facts): Field => make({ _tag: "Boolean" }, facts)

export const oneOf = (members: ReadonlyArray<string>, facts: Facts): Field =>
  make({ _tag: "Enum", members }, facts)

export const block = (
  fields: Fields,
  { open, ...facts }: Facts & { readonly open?: Open | undefined },
): Field => make({ _tag: "Block", fields, ...(open === undefined ? {} : { open }) }, facts)

/** The fields of a block in which these names are written. */
export const opened = ({ fields, open }: BlockType, names: ReadonlyArray<string>): Fields =>
  open === undefined
    ? fields
    : {
        ...fields,
        ...Object.fromEntries(
          names.filter((name) => name.startsWith(open.prefix)).map((name) => [name, open.field]),
        ),
      }

/** A list whose order says nothing. */
export const set = (item: Type, facts: Facts): Field =>
  make({ _tag: "List", item, wire: "array", ordered: false }, facts)

/** A list whose order matters. */
export const list = (item: Type, facts: Facts): Field =>
  make({ _tag: "List", item, wire: "array", ordered: true }, facts)

/** A list of strings that the API takes as one string with commas. */
export const commaList = (facts: Facts): Field =>
  make({ _tag: "List", item: { _tag: "String" }, wire: "comma", ordered: false }, facts)

/** A list of strings that the API takes as objects with one key each. */
export const wrapped = (key: string, item: StringType, facts: Facts): Field =>
  make({ _tag: "List", item, wire: "array", wrap: key, ordered: false }, facts)

/** Objects of which some keys say which one it is. */
export const keyed = (identity: ReadonlyArray<string>, fields: Fields, facts: Facts): Field =>
  make({ _tag: "List", item: { _tag: "Block", fields }, wire: "array", ordered: false, identity }, facts)

/** Fields that the API may leave out of what it returns. */
export const untold = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, untold: true }]))

export const mappings = (options: Omit<MappingsType, "_tag">, facts: Facts): Field =>
  make({ _tag: "Mappings", ...options }, facts)

/** The type of a plain string, for the items of lists. */
export const anyString: Type = { _tag: "String" }

/** The name of a column, with or without quotes. */
export const columnName: Type = { _tag: "String", bare: true }

/** The field of a name from the text, which may also be a name that every object has, such as `constructor`. */
export const named = (fields: Fields, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined

/** The API's key for a field of the language. */
export const wireName = (name: string, field: Field): string =>
  field.type._tag === "Mappings" ? field.type.key : name

/** The field that the API calls so. */
export const byWireName = (fields: Fields, key: string): Field | undefined =>
  Object.entries(fields).find(([name, field]) => wireName(name, field) === key)?.[1]

/** Whether an edit can take a value away, so that the pipe is as if nobody had ever given one. */
export const isClearable = (field: Field): boolean =>
  field.edit === "live" &&
  field.type._tag !== "Block" &&
  field.required !== true &&
  field.writeOnly !== true &&
  field.lasting !== true

/** Fields that all reach a pipe in the same way. */
export const withEdit = (fields: Fields, edit: Edit): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, edit }]))

/** The list that mappings are on the wire. */
export const mappingsAsList = (type: MappingsType, facts: Facts): Field => {
  const { doc, edit } = facts
  const part = (key: string) => string({ doc: `The ${key} of the table to read.`, edit, required: true })
  return keyed(
    type.source,
    {
      [type.source[0]]: part(type.source[0]),
      [type.source[1]]: part(type.source[1]),
      targetTable: string({
        doc: "The ClickHouse table that receives it.",
        edit: "replace",
        required: true,
      }),
      ...type.fields,
    },
    { doc, edit },
  )
}
