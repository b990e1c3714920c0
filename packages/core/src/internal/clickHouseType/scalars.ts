/** Types without types inside: numbers, strings, and those that take no arguments at all. */
import type * as Ast from "@pipewright/language/Ast"
import {
  argumentsOf,
  integer,
  type Known,
  mostDigits,
  natural,
  plain,
  type Resolver,
  wrongArguments,
} from "./model.ts"
import { verbatim } from "./spelling.ts"

/** `UUID`, `UUID()`. */
export const bare: Resolver = (context, type, family) => {
  if (argumentsOf(type).length > 0) wrongArguments(context, type, "no arguments", family)
  return plain(family, family)
}

/** The names that the engine reads with a display width; the other aliases of integers take one argument of any kind. */
const widths = /^(U?Int\d+|BIGINT|INT|INT1|INTEGER|MEDIUMINT|SMALLINT|TINYINT)$/i

/** `Int32`, `INT(11)`: a width for display is taken and dropped. */
export const whole: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const [first] = items
  const width = first?._tag === "Number" && first.value >= 0
  const refused = first?._tag === "TypeElement" || (!width && widths.test(type.name.text))
  if (items.length > 1 || (first !== undefined && refused))
    wrongArguments(context, type, "at most a display width, which means nothing", family)
  return plain(family, family)
}

/** `Float64`, `FLOAT(10, 2)`: digits for display are taken and dropped. */
export const floating: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  if (items.length > 2 || items.some((it) => it._tag === "TypeElement"))
    wrongArguments(context, type, "at most two numbers for display, which mean nothing", family)
  return plain(family, family)
}

const isLength = (it: Ast.TypeArgument): boolean =>
  it._tag === "Number" &&
  it.float !== true &&
  Number.isInteger(it.value) &&
  it.value >= 0 &&
  it.value < 2 ** 64

/** `String`, `VARCHAR(255)`: a length is taken and dropped. */
export const text: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  if (items.length > 1 || (items.length === 1 && !isLength(items[0]!)))
    wrongArguments(context, type, "at most a length, which means nothing", family)
  return plain(family, family)
}

const suspiciousLength = 256
const longest = 16_777_215

export const fixedString: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const length = natural(items[0])
  if (items.length !== 1 || length === undefined) {
    wrongArguments(context, type, "its length in bytes", "FixedString(16)")
    return plain(family, verbatim(type, family))
  }
  const spelled = `${family}(${length})`
  if (length < 1 || length > longest) {
    const parameters = { what: `length of \`${family}\``, least: 1, most: longest, found: String(length) }
    context.report("type-number-out-of-range", items[0]!.span, parameters)
  } else if (length > suspiciousLength && context.strict) {
    context.report("refused-by-default", items[0]!.span, {
      type: spelled,
      why: `more than ${suspiciousLength} bytes of fixed length are mostly padding`,
      help: "use `String`",
    })
  }
  return plain(family, spelled)
}

const decimalOf = (precision: number, scale: number): Known => ({
  ...plain("Decimal", `Decimal(${precision}, ${scale})`),
  precision,
})

export const decimal: Resolver = (context, type, family) => {
  const items = argumentsOf(type)
  const precision = items.length === 0 ? 10 : natural(items[0])
  const scale = items.length < 2 ? 0 : integer(items[1])
  if (items.length > 2 || precision === undefined || scale === undefined) {
    wrongArguments(context, type, "a precision and a scale", "Decimal(18, 4)")
    return plain(family, verbatim(type, family))
  }
  if (precision < 1 || precision > mostDigits) {
    const parameters = {
      what: "precision of `Decimal`",
      least: 1,
      most: mostDigits,
      found: String(precision),
      help: "the precision counts all digits, those after the point included",
    }
    context.report("type-number-out-of-range", items[0]!.span, parameters)
  } else if (scale < 0 || scale > precision) {
    context.report("type-number-out-of-range", items[1]!.span, {
      what: `scale of \`Decimal(${precision}, …)\``,
      least: 0,
      most: precision,
      found: String(scale),
      help: "the scale counts the digits after the point, and the precision all of them",
    })
  }
  return decimalOf(precision, scale)
}

/** `Decimal64(4)` is a decimal of as many digits as fit into the 64 bits. */
export const decimalOfSize =
  (digits: number): Resolver =>
  (context, type, family) => {
    const items = argumentsOf(type)
    const scale = integer(items[0])
    if (items.length !== 1 || scale === undefined) {
      wrongArguments(context, type, "its scale", `${family}(4)`)
      return plain("Decimal", verbatim(type, family))
    }
    if (scale < 0 || scale > digits) {
      const parameters = { what: `scale of \`${family}\``, least: 0, most: digits, found: String(scale) }
      context.report("type-number-out-of-range", items[0]!.span, parameters)
    }
    return decimalOf(digits, scale)
  }
