/** Whether two types have a common type that holds the values of both: the engine then takes them as too similar. */
import { type Known, mostDigits, plain, scaleOf } from "./model.ts"

const point = plain("Tuple", "Tuple(Float64, Float64)", [
  plain("Float64", "Float64"),
  plain("Float64", "Float64"),
])
const arrayOf = (inner: Known): Known => plain("Array", `Array(${inner.text})`, [inner])

/** The shapes have types of their own that are tuples and arrays beneath. */
const shapes: Readonly<Record<string, Known>> = {
  Point: point,
  Ring: arrayOf(point),
  LineString: arrayOf(point),
  Polygon: arrayOf(arrayOf(point)),
  MultiLineString: arrayOf(arrayOf(point)),
  MultiPolygon: arrayOf(arrayOf(arrayOf(point))),
}

/** A type without what does not matter to its values. */
const bared = (type: Known): Known => {
  const [only] = type.inner
  switch (type.family) {
    case "SimpleAggregateFunction":
    case "LowCardinality":
    case "Nullable":
      return only === undefined ? type : bared(only)
    case "Nested":
      return arrayOf(plain("Tuple", type.text, type.inner))
    default:
      return shapes[type.family ?? ""] ?? type
  }
}

/** Booleans as members are told from numbers; deeper inside they are numbers. */
export const similarMembers = (first: Known, second: Known): boolean =>
  first.family !== "Bool" && second.family !== "Bool" && similar(first, second)

const similar = (first: Known, second: Known): boolean => {
  const a = bared(first)
  const b = bared(second)
  if (a.family === undefined || b.family === undefined) return false
  if (a.text === b.text) return true
  const families = [a.family, b.family]
  if (families.includes("Nothing") || families.includes("Dynamic")) return true
  if (a.family === b.family) {
    if (a.family === "JSON") return true
    if (a.family === "Array" || a.family === "Map" || a.family === "Tuple")
      return a.inner.length === b.inner.length && a.inner.every((it, index) => similar(it, b.inner[index]!))
  }
  return kindsMeet(a, b)
}

const dates = /^(Date|Date32|DateTime|DateTime64)$/
const clocks = /^(DateTime|DateTime64|Time|Time64)$/
const texts = /^(String|FixedString|Enum8|Enum16)$/
const ofIntervals = /^(Interval\w+|U?Int\d+|B?Float\d+|Enum\d+|UUID|IPv4|IPv6|QBit|AggregateFunction|Bool)$/

const kindsMeet = (first: Known, second: Known): boolean => {
  const [a, b] = [first.family!, second.family!]
  const both = (test: RegExp) => test.test(a) && test.test(b)
  if (both(dates) || both(clocks) || both(texts)) return true
  if (a.startsWith("Interval") || b.startsWith("Interval")) return both(ofIntervals) && !isYear(a, b)
  const [x, y] = [numeric(first), numeric(second)]
  return x !== undefined && y !== undefined && numbersMeet(x, y)
}

/** The longest of the intervals meets the others and nothing else. */
const isYear = (a: string, b: string): boolean =>
  (a === "IntervalYear" && !b.startsWith("Interval")) || (b === "IntervalYear" && !a.startsWith("Interval"))

interface Numeric {
  readonly kind: "signed" | "unsigned" | "float" | "decimal"
  readonly bits: number
  /** A number of another name, which decimals do not meet. */
  readonly guise: boolean
  /** How many digits of a decimal come after the point. */
  readonly scale?: number
}

const numeric = ({ family = "", text }: Known): Numeric | undefined => {
  if (family === "Decimal") return { kind: "decimal", bits: 0, guise: false, scale: scaleOf(text) }
  if (family === "IPv4") return { kind: "unsigned", bits: 32, guise: true }
  if (family === "Bool") return { kind: "unsigned", bits: 8, guise: false }
  const [, sign, bits] = /^(U?Int|B?Float|Enum)(\d+)$/.exec(family) ?? []
  if (sign === undefined) return undefined
  const kind = sign.endsWith("Float") ? "float" : sign === "UInt" ? "unsigned" : "signed"
  return { kind, bits: Number(bits), guise: sign === "Enum" }
}

const numbersMeet = (x: Numeric, y: Numeric): boolean => {
  if (x.kind === y.kind) return true
  const [first, second] = order.indexOf(x.kind) < order.indexOf(y.kind) ? [x, y] : [y, x]
  switch (first.kind) {
    case "decimal":
      return second.kind !== "float" && second.bits <= 64 && !second.guise && fits(second, first.scale ?? 0)
    case "float":
      return second.bits <= 32
    default:
      // An unsigned one and a signed one: the next size has to exist, and the engine stops at 64 bits and at 256.
      return !(first.bits === 256 || (first.bits === 64 && second.bits <= 64))
  }
}

/** Whether a decimal can have all digits of a whole number before its point, and so many after it. */
const fits = ({ bits, kind }: Numeric, scale: number): boolean =>
  scale + ({ 8: 3, 16: 5, 32: 10 }[bits] ?? (kind === "unsigned" ? 20 : 19)) <= mostDigits

const order: ReadonlyArray<Numeric["kind"]> = ["decimal", "float", "unsigned", "signed"]
