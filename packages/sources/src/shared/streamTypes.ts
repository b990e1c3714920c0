/**
 * What ClickPipes takes as types of the columns that it fills from a stream, which is less than the engine takes. Each
 * of these is a rule of every kind that reads a stream of messages.
 */
import * as ClickHouseType from "@pipewright/core/ClickHouseType"
import * as ColumnTypes from "@pipewright/core/ColumnTypes"
import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import type * as Ast from "@pipewright/language/Ast"

/** A kind, and where the manual says what it takes. */
export interface Stream {
  readonly kind: string
  readonly link: string
}

type Wording = Pick<LintRule.LintRule, "severity" | "preset" | "summary"> & { readonly named: string }

/** What is found in the type of a column, in the file that the column stands in. */
type Judge = (type: Ast.Type, pipe: Ir.Pipe, file: string) => ReadonlyArray<Omit<LintRule.Found, "file">>

const rule = ({ kind, link }: Stream, { named, ...wording }: Wording, judge: Judge): LintRule.LintRule =>
  LintRule.make({
    ...wording,
    name: `${kind}/${named}`,
    group: "types",
    link,
    checks: {
      pipe: (pipe, { files }) =>
        ColumnTypes.ofPipe(pipe, files).flatMap(({ node, typed: { file } }) => {
          const found = judge(node, pipe, file)
          // What the engine refuses is told of by itself.
          return found.length === 0 || ClickHouseType.check(node).some(ClickHouseType.isRefusal)
            ? []
            : found.map((it) => ({ ...it, file }))
        }),
    },
  })

const familyOf = ({ name }: Ast.Type): string => ClickHouseType.family(name.text) ?? ""

/** The parts of a type that are of some families. */
const partsOf = (type: Ast.Type, families: RegExp): ReadonlyArray<Ast.Type> =>
  ClickHouseType.parts(type).filter((it) => families.test(familyOf(it)))

/** The names that the database of time zones has for the one of no offset. */
const universal = /^(Etc\/)?(UTC|UCT|GMT|GMT[+-]?0|Greenwich|Universal|Zulu)$/

export const useUtc = (stream: Stream): LintRule.LintRule =>
  rule(
    stream,
    {
      named: "use-utc",
      severity: "error",
      preset: "recommended",
      summary: "The time zone of a column is UTC.",
    },
    (type) =>
      partsOf(type, /^DateTime(32|64)?$/).flatMap(({ arguments: given = [] }) => {
        const zone = given.find((it) => it._tag === "TypeString")
        if (zone === undefined || zone.text === "" || universal.test(zone.text)) return []
        return [
          {
            span: zone.span,
            message: `from a stream ClickPipes fills columns in UTC alone, and \`${zone.text}\` is another time zone`,
            help: "write `'UTC'`; a query shows a moment in any zone with `toTimeZone`",
            fixes: [{ title: "Write `'UTC'`", safe: false, edits: [{ span: zone.span, text: "'UTC'" }] }],
          },
        ]
      }),
  )

const unsupported =
  /^(AggregateFunction|Dynamic|Geometry|Interval\w+|LineString|MultiLineString|MultiPolygon|Nested|Point|Polygon|QBit|Ring)$/

const insteadOf = (family: string): string => {
  if (family === "Dynamic") return "use `JSON` where the field is an object, or `String`"
  if (family === "Nested") return "use an `Array` for each of its names, or `JSON`"
  if (family === "Point") return "use `Tuple(Float64, Float64)`"
  if (family.startsWith("Interval")) return "use a whole number and name the unit in the name of the column"
  return "take the value as `String`, and make the other of it in a materialized view"
}

export const noUnsupportedType = (stream: Stream): LintRule.LintRule =>
  rule(
    stream,
    {
      named: "no-unsupported-type",
      severity: "error",
      preset: "recommended",
      summary: "A column has a type that ClickPipes fills from a stream.",
    },
    (type) =>
      partsOf(type, unsupported).map((it) => ({
        span: it.span,
        message: `\`${familyOf(it)}\` is a type of ClickHouse that ClickPipes does not fill from a stream`,
        help: insteadOf(familyOf(it)),
      })),
  )

const containers = /^(Array|Map|Tuple)$/

export const noMixedVariant = (stream: Stream): LintRule.LintRule =>
  rule(
    stream,
    {
      named: "no-mixed-variant",
      severity: "error",
      preset: "recommended",
      summary: "A `Variant` has one type of whole numbers at most, and none that holds others.",
    },
    (type, _, file) =>
      partsOf(type, /^Variant$/).flatMap((variant) => {
        const members = ClickHouseType.inner(variant)
        const numbers = members.filter((it) => /^U?Int\d+$/.test(familyOf(it)))
        const first = numbers[0]
        return members.flatMap((it) => {
          const family = familyOf(it)
          if (containers.test(family))
            return [
              {
                span: it.span,
                message: `from a stream ClickPipes fills no \`Variant\` with \`${family}\` in it`,
                help: "use `JSON` where the field is always an object, or `String`",
              },
            ]
          if (first === undefined || !numbers.includes(it) || family === familyOf(first)) return []
          return [
            {
              span: it.span,
              message: `from a stream ClickPipes fills a \`Variant\` with one type of whole numbers, and \`${first.name.text}\` is there already`,
              help: "keep the one that holds the values of both",
              related: [{ message: "the first one is here", file, span: first.span }],
            },
          ]
        })
      }),
  )

export const noAvroVariant = (stream: Stream): LintRule.LintRule =>
  rule(
    stream,
    {
      named: "no-avro-variant",
      severity: "warning",
      preset: "strict",
      summary: "A column that Avro fills is no `Variant`, unless its field is a union.",
    },
    (type, { source }) => {
      const format = Ir.literal(source.fields.get("format"))
      if (format !== "Avro" && format !== "AvroConfluent") return []
      return partsOf(type, /^Variant$/).map(({ span }) => ({
        span,
        message: `with \`${format}\` only a union of several types fills a \`Variant\``,
        help: "write the type of the field; where it is a union, let this pass with a comment that says so",
      }))
    },
  )

export const noDeepNesting = (stream: Stream): LintRule.LintRule =>
  rule(
    stream,
    {
      named: "no-deep-nesting",
      severity: "warning",
      preset: "strict",
      summary: "What an `Array` or a `Tuple` holds does not hold others.",
    },
    (type) =>
      partsOf(type, /^(Array|Tuple)$/).flatMap((outer) =>
        ClickHouseType.inner(outer)
          .filter((it) => containers.test(familyOf(it)))
          .map((it) => ({
            span: it.span,
            message: `ClickPipes is documented to fill \`${familyOf(outer)}\` one level deep, and \`${familyOf(it)}\` inside is a second one`,
            help: "take the field as `JSON` where it is always an object, or as `String`",
          })),
      ),
  )
