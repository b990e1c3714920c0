/**
 * Pipes that nobody wrote: values of every field by what its descriptor says, which fields there are by chance, and
 * then as few changes as it takes until no rule across fields is broken.
 */
import * as Destination from "@pipewright/core/Destination"
import * as Field from "@pipewright/core/Field"
import type * as Ir from "@pipewright/core/Ir"
import type { SourceKind } from "@pipewright/core/SourceKind"
import { isError } from "@pipewright/language/Diagnostic"
import * as fc from "fast-check"

const origin: Ir.Origin = { file: "main.pipe", span: { start: 0, end: 0 }, via: [] }

export const literal = (value: string | number | boolean): Ir.Literal => ({ _tag: "Literal", value, origin })

export const block = (fields: Readonly<Record<string, Ir.Value | undefined>>): Ir.Block => ({
  _tag: "Block",
  fields: new Map(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ),
  origin,
})

export const list = (items: ReadonlyArray<Ir.Value>): Ir.List => ({ _tag: "List", items, origin })

// --------------------------------------------------------------------------------------------------- values

/** Text as people may write it: any characters, and something in it. */
const anyText = fc.string({ minLength: 1, maxLength: 40, unit: "binary" }).filter((it) => it.trim() !== "")

const text = ({ pattern, maxLength }: Field.StringType): fc.Arbitrary<string> => {
  const fits =
    pattern === undefined ? anyText : fc.stringMatching(new RegExp(pattern.source), { maxLength: 60 })
  return fits.filter((it) => it !== "" && it.length <= (maxLength ?? 200))
}

const number = ({
  integer,
  minimum = 0,
  maximum = 1_000_000_000,
}: Field.NumberType): fc.Arbitrary<number> => {
  const bounds = fc.constantFrom(minimum, maximum)
  return integer
    ? fc.oneof(bounds, fc.integer({ min: minimum, max: maximum }))
    : fc.oneof(bounds, fc.double({ min: minimum, max: maximum, noNaN: true }))
}

const secret: fc.Arbitrary<Ir.Value> = fc.record({
  _tag: fc.constant("Deferred" as const),
  reader: fc.record({ _tag: fc.constant("Secret" as const), name: fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/) }),
  base64: fc.boolean(),
  secret: fc.constant(true),
  origin: fc.constant(origin),
})

/** Any value of a type. Lists name nothing twice. */
const ofType = (type: Field.Type): fc.Arbitrary<Ir.Value> => {
  switch (type._tag) {
    case "String":
      return text(type).map(literal)
    case "Number":
      return number(type).map(literal)
    case "Boolean":
      return fc.boolean().map(literal)
    case "Enum":
      return fc.constantFrom(...type.members).map(literal)
    case "List": {
      const item =
        type.wire === "comma" ? anyText.filter((it) => !it.includes(",")).map(literal) : ofType(type.item)
      return fc
        .uniqueArray(item, { minLength: 1, maxLength: 4, selector: (it) => identity(it, type.identity) })
        .map(list)
    }
    case "Block":
      return ofFields(type.fields)
    case "Mappings":
      return ofType(Field.mappingsAsList(type, { doc: "", edit: "delta" }).type)
  }
}

const identity = (value: Ir.Value, keys: ReadonlyArray<string> | undefined): string => {
  if (value._tag === "Literal") return String(value.value)
  if (value._tag !== "Block" || keys === undefined) return ""
  return JSON.stringify(keys.map((key) => identity(value.fields.get(key) ?? value, undefined)))
}

/** A block in which every field has a value. Which of them stay is decided later. */
const ofFields = (fields: Field.Fields): fc.Arbitrary<Ir.Block> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          Field.wireName(name, field),
          field.secret === true ? secret : ofType(field.type),
        ]),
      ),
    )
    .map(block)

// ---------------------------------------------------------------------------------------------- what there is of it

/** The places of fields that may be left out, and of words that may be others, in a block of all fields. */
interface Place {
  readonly path: string
  readonly field: Field.Field
}

const places = (fields: Field.Fields, whole: Ir.Block, path = ""): ReadonlyArray<Place> =>
  Object.entries(fields).flatMap(([name, field]) => {
    const key = Field.wireName(name, field)
    const here = `${path}/${key}`
    const value = whole.fields.get(key)
    const { type } = field
    const inner =
      type._tag === "Block" && value?._tag === "Block"
        ? places(type.fields, value, here)
        : type._tag === "Mappings" && value?._tag === "List"
          ? value.items.flatMap((item, index) =>
              item._tag === "Block" ? places(type.fields, item, `${here}/${index}`) : [],
            )
          : []
    return [{ path: here, field }, ...inner]
  })

/** What of the whole there is: `null` leaves a field out, and anything else takes the place of its value. */
type Choice = ReadonlyMap<string, string | boolean | null>

const chosen = (whole: Ir.Block, choice: Choice, path = ""): Ir.Block => {
  const fields = new Map<string, Ir.Value>()
  for (const [key, value] of whole.fields) {
    const here = `${path}/${key}`
    const said = choice.get(here)
    if (said === null) continue
    if (said !== undefined) fields.set(key, literal(said))
    else if (value._tag === "Block") fields.set(key, chosen(value, choice, here))
    else if (value._tag === "List" && value.items[0]?._tag === "Block") {
      const items = value.items.map((item, index) =>
        item._tag === "Block" ? chosen(item, choice, `${here}/${index}`) : item,
      )
      fields.set(key, { ...value, items })
    } else fields.set(key, value)
  }
  return { ...whole, fields }
}

const changed = (choice: Choice, path: string, value: string | boolean | null | undefined): Choice => {
  const next = new Map(choice)
  if (value === undefined) next.delete(path)
  else next.set(path, value)
  return next
}

/** A field that may be left out comes or goes. */
const toggles = ({ field, path }: Place, choice: Choice): ReadonlyArray<Choice> =>
  field.required === true ? [] : [changed(choice, path, choice.get(path) === null ? undefined : null)]

/** A field that is there takes another value, of those that are known to fit. */
const values = ({ field, path }: Place, choice: Choice): ReadonlyArray<Choice> => {
  const { type, example } = field
  const known =
    type._tag === "Enum"
      ? type.members
      : type._tag === "Boolean"
        ? [true, false]
        : type._tag === "String" && example !== undefined
          ? [example]
          : []
  return choice.get(path) === null ? [] : known.map((value) => changed(choice, path, value))
}

/** One change at a time, made only when it is looked at. */
function* candidates(all: ReadonlyArray<Place>, choice: Choice): Generator<Choice> {
  for (const place of all) yield* toggles(place, choice)
  for (const place of all) yield* values(place, choice)
}

/** More steps than any pipe has taken. */
const steps = 40

/**
 * Changes a choice until no rule is broken: by the first change after which fewer are, or else by one after which not
 * more are, and never back to where it was. What is there changes before what it says, or few would keep the rarer
 * words; where the search begins is by chance, so that no field is preferred.
 */
const mended = (
  whole: Ir.Block,
  given: Choice,
  all: ReadonlyArray<Place>,
  broken: (source: Ir.Block) => number,
  chance: () => number,
): Ir.Block | undefined => {
  const seen = new Set<string>()
  const key = (choice: Choice) =>
    [...choice]
      .map(([path, value]) => `${path} ${value}`)
      .sort()
      .join()
  let choice = given
  for (let step = 0; step < steps; step++) {
    const source = chosen(whole, choice)
    const now = broken(source)
    if (now === 0) return source
    seen.add(key(choice))
    const from = chance() % all.length
    const rotated = [...all.slice(from), ...all.slice(0, from)]
    let level: Choice | undefined
    let better: Choice | undefined
    for (const candidate of candidates(rotated, choice)) {
      const left = broken(chosen(whole, candidate))
      if (left < now) {
        better = candidate
        break
      }
      if (left === now && level === undefined && !seen.has(key(candidate))) level = candidate
    }
    const taken = better ?? level
    if (taken === undefined) return undefined
    choice = taken
  }
  return undefined
}

// ------------------------------------------------------------------------------------------------------- pipes

const columnTypes = [
  "UInt64",
  "String",
  "Nullable(String)",
  "DateTime64(3, 'UTC')",
  "Array(Map(String, Int8))",
]

/** A table that is made, or one that is there. Its rules are those of the clauses that it is written in. */
const tableDestination = (): fc.Arbitrary<Ir.Block> => {
  const columns = fc.uniqueArray(fc.record({ name: anyText, type: fc.constantFrom(...columnTypes) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ name }) => name,
  })
  return fc
    .record({
      database: fc.option(anyText, { nil: undefined }),
      table: anyText,
      columns,
      engine: fc.option(fc.constantFrom(...Destination.engines), { nil: undefined }),
      partitionBy: fc.option(fc.constant("toYYYYMM(created_at)"), { nil: undefined }),
      roles: fc.option(fc.uniqueArray(anyText, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    })
    .map(({ database, table, columns: rows, engine, partitionBy, roles }) => {
      const names = rows.map(({ name }) => literal(name))
      const keyed = engine !== undefined && engine !== "Null"
      return block({
        database: database === undefined ? undefined : literal(database),
        table: literal(table),
        managedTable: literal(engine !== undefined),
        tableDefinition:
          engine === undefined
            ? undefined
            : block({
                engine: block({
                  type: literal(engine),
                  versionColumnId: engine === "ReplacingMergeTree" ? names[0] : undefined,
                  columnIds: engine === "SummingMergeTree" ? list(names.slice(0, 1)) : undefined,
                }),
                sortingKey: keyed ? list(names) : undefined,
                partitionBy: keyed && partitionBy !== undefined ? literal(partitionBy) : undefined,
              }),
        columns: list(rows.map(({ name, type }) => block({ name: literal(name), type: literal(type) }))),
        roles: roles && list(roles.map(literal)),
      })
    })
}

const destination = (kind: SourceKind): fc.Arbitrary<Ir.Block> =>
  kind.destination === "table"
    ? tableDestination()
    : fc.record({ database: anyText }).map(({ database }) => block({ database: literal(database) }))

/** Some of the fields, each there or not. */
const some = (fields: Field.Fields | undefined): fc.Arbitrary<Ir.Block | undefined> =>
  fields === undefined
    ? fc.constant(undefined)
    : ofFields(fields).chain((whole) =>
        fc
          .subarray([...whole.fields])
          .map((kept) => (kept.length === 0 ? undefined : { ...whole, fields: new Map(kept) })),
      )

/** Every column from a field of its own, or none. */
const fieldMappings = (into: Ir.Block): fc.Arbitrary<Ir.List | undefined> => {
  const columns = into.fields.get("columns")
  if (columns?._tag !== "List") return fc.constant(undefined)
  const names = columns.items.flatMap((item) => (item._tag === "Block" ? [item.fields.get("name")] : []))
  return fc.option(
    fc
      .array(anyText, { minLength: names.length, maxLength: names.length })
      .map((sources) =>
        list(
          names.map((name, index) =>
            block({ sourceField: literal(sources[index]!), destinationField: name }),
          ),
        ),
      ),
    { nil: undefined },
  )
}

/** The errors of a pipe by the rules of its kind. */
export const errors = (pipe: Ir.Pipe): number =>
  pipe.kind.check.flatMap((check) => check(pipe)).filter(isError).length

/** Any pipe of a kind that breaks no rule. */
export const pipe = (kind: SourceKind): fc.Arbitrary<Ir.Pipe> =>
  fc
    .record({
      name: fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }).filter((it) => it.trim() !== ""),
      type: fc.constantFrom(...kind.types),
      whole: ofFields(kind.fields),
      chances: fc.infiniteStream(fc.nat()),
      into: destination(kind),
      scaling: some(kind.scaling),
      settings: some(kind.settings),
    })
    .chain(({ into, ...rest }) =>
      fieldMappings(into).map((mappings) => ({ ...rest, into, fieldMappings: mappings })),
    )
    .map(({ name, type, whole, chances, into, scaling, settings, fieldMappings: mappings }) => {
      const of = (source: Ir.Block): Ir.Pipe => ({
        name,
        kind,
        type,
        source,
        destination: into,
        ...(mappings === undefined ? {} : { fieldMappings: mappings }),
        ...(scaling === undefined ? {} : { scaling }),
        ...(settings === undefined ? {} : { settings }),
        origin,
      })
      const all = places(kind.fields, whole)
      const chance = (): number => Number(chances.next().value)
      // Choices are made more often than other fields are there, because those depend on them.
      const isOut = ({ field }: Place): boolean =>
        field.required !== true && chance() % 3 < (field.type._tag === "Enum" ? 1 : 2)
      const given = new Map(all.filter(isOut).map(({ path }) => [path, null] as const))
      const source = mended(whole, given, all, (it) => errors(of(it)), chance)
      return source === undefined ? undefined : of(source)
    })
    .filter((it) => it !== undefined)
