/** Random trees, each as a parse of some text could have made it, with empty spans throughout. */
import type * as Ast from "@pipewright/language/Ast"
import * as Source from "@pipewright/language/Source"
import * as fc from "fast-check"

const span = Source.span(0, 0)

const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}(-[A-Za-z0-9_]{1,3}){0,2}$/),
  fc.constantFrom(
    "pipe",
    "param",
    "endpoint",
    "moved",
    "target",
    "connection",
    "from",
    "into",
    "existing",
    "for",
    "in",
    "extends",
    "template",
    "for",
    "SKIP",
    "skip",
    "REGEXP",
    "JSON",
  ),
  fc.constantFrom("true", "double", "precision", "int", "unsigned", "char", "varying", "x", "e5"),
)

/** The parser takes what is read as UTF-8, so that no half of a pair stands in it. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom("$", "{", "}", "\\", '"', "`", "'", "\n", "\r", "\t", " ", "a", "\0", "/"),
  }),
)

const named = (all: fc.Arbitrary<string>): fc.Arbitrary<Ast.Name> =>
  all.map((it) => ({ _tag: "Name", span, text: it }))

const bare = named(word)

const name = named(
  fc.oneof(
    { weight: 4, arbitrary: word },
    text.map((it) => it.replace(/[`\r\n]/g, "_")),
  ),
)

const referenceOf = (names: fc.Arbitrary<Ast.Name>, rest = names): fc.Arbitrary<Ast.Reference> =>
  fc
    .tuple(names, fc.array(rest, { minLength: 1, maxLength: 2 }))
    .map(([first, others]) => ({ _tag: "Reference", span, path: [first, ...others] }))

const hole = referenceOf(bare)

/** Pieces of text and references in turn; never two texts side by side, and an empty one only alone. */
const string: fc.Arbitrary<Ast.StringValue> = fc
  .array(fc.oneof({ weight: 2, arbitrary: text }, hole), { maxLength: 4 })
  .map((pieces) => {
    const parts: Array<string | Ast.Reference> = []
    for (const piece of pieces) {
      const last = parts.at(-1)
      if (typeof piece === "string" && typeof last === "string") parts[parts.length - 1] = last + piece
      else if (piece !== "") parts.push(piece)
    }
    return { _tag: "String", span, parts: parts.length === 0 ? [""] : parts }
  })

const templated: fc.Arbitrary<Ast.Name> = string.map((template) => ({
  _tag: "Name",
  span,
  text: template.parts.filter((it) => typeof it === "string").join(""),
  ...(template.parts.some((it) => typeof it === "object") ? { template } : {}),
}))

const part = fc.oneof({ weight: 4, arbitrary: name }, templated)
const path = fc.array(part, { minLength: 1, maxLength: 3 })
const reference = referenceOf(name, part)

const finite = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const number: fc.Arbitrary<Ast.NumberValue> = fc.tuple(finite, fc.boolean()).map(([value, float]) => ({
  _tag: "Number",
  span,
  value,
  ...(float && Number.isInteger(value) ? { float } : {}),
}))
const quantity: fc.Arbitrary<Ast.QuantityValue> = fc.record({
  _tag: fc.constant("Quantity" as const),
  span: fc.constant(span),
  value: finite,
  unit: fc.constantFrom("ms", "s", "m", "GiB", "E", "e"),
})

const doc = fc.option(
  fc
    .array(
      text.map((it) => it.replace(/[\r\n]/g, "").trim()),
      { minLength: 1, maxLength: 3 },
    )
    .map((lines) => lines.join("\n")),
  { nil: undefined, freq: 3 },
)

const withDoc = <A extends object>(node: fc.Arbitrary<A>): fc.Arbitrary<A & { readonly doc?: string }> =>
  fc.tuple(node, doc).map(([it, words]) => (words === undefined ? it : { ...it, doc: words }))

const typeName = named(
  fc.oneof(
    { weight: 4, arbitrary: word },
    fc.constantFrom("DOUBLE PRECISION", "char varying", "int unsigned", "odd name", "Array"),
  ),
)

const typeString: fc.Arbitrary<Ast.TypeString> = text.map((it) => ({ _tag: "TypeString", span, text: it }))

/** Only `JSON` skips paths. */
const jsonName = named(fc.constantFrom("JSON", "Json"))
const skip: fc.Arbitrary<Ast.TypeSkip> = fc
  .oneof(fc.tuple(part, part), fc.tuple(part), typeString)
  .map((skipped) => ({ _tag: "TypeSkip", span, skipped }))

const typeOf = (
  names: fc.Arbitrary<Ast.Name>,
  argument: fc.Arbitrary<Ast.TypeArgument>,
): fc.Arbitrary<Ast.Type> =>
  fc.tuple(names, fc.option(fc.array(argument, { maxLength: 3 }), { nil: undefined, freq: 3 })).map(
    ([it, values]): Ast.Type => ({
      _tag: "Type",
      span,
      name: it,
      ...(values === undefined ? {} : { arguments: values }),
    }),
  )

const { type } = fc.letrec<{ type: Ast.Type; argument: Ast.TypeArgument }>((tie) => ({
  type: fc.oneof(
    { weight: 4, arbitrary: typeOf(typeName, tie("argument")) },
    typeOf(jsonName, fc.oneof(skip, tie("argument"))),
  ),
  argument: fc.oneof(
    { maxDepth: 3 },
    number,
    typeString,
    fc
      .tuple(typeString, number)
      .map(([it, value]) => ({ _tag: "TypeMember", span, name: it, value }) as const),
    fc
      .tuple(bare, fc.oneof(number, typeString))
      .map(([it, value]) => ({ _tag: "TypeParameter", span, name: it, value }) as const),
    fc
      .tuple(path, tie("type"))
      .map(([it, inner]) => ({ _tag: "TypeElement", span, path: it, type: inner }) as const),
    tie("type"),
  ),
}))

const { value, block } = fc.letrec<{ value: Ast.Value; block: Ast.Block }>((tie) => {
  const values = fc.array(tie("value"), { maxLength: 4 })
  const optional = fc.option(tie("block"), { nil: undefined })
  const entry = fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(part, tie("value"))
      .map(([it, inner]) => ({ _tag: "Attribute", span, name: it, value: inner }) as const),
    fc.tuple(part, type, fc.option(string, { nil: undefined })).map(
      ([it, inner, from]): Ast.Column => ({
        _tag: "Column",
        span,
        name: it,
        type: inner,
        ...(from && { from }),
      }),
    ),
    fc.tuple(path, path, optional).map(
      ([from, to, inner]): Ast.Mapping => ({
        _tag: "Mapping",
        span,
        from,
        to,
        ...(inner && { block: inner }),
      }),
    ),
    fc
      .tuple(part, tie("block"))
      .map(([it, inner]) => ({ _tag: "Section", span, name: it, block: inner }) as const),
  )
  return {
    value: fc.oneof(
      { maxDepth: 3 },
      string,
      number,
      quantity,
      fc.boolean().map((it) => ({ _tag: "Boolean", span, value: it }) as const),
      name.map((it) => ({ _tag: "Word", span, text: it.text }) as const),
      reference,
      values.map((items) => ({ _tag: "List", span, items }) as const),
      fc
        .tuple(name, values)
        .map(([it, items]) => ({ _tag: "Call", span, name: it, arguments: items }) as const),
      tie("block").map((inner) => ({ _tag: "Object", span, block: inner }) as const),
    ),
    block: fc
      .array(withDoc<Ast.Entry>(entry), { maxLength: 5 })
      .map((entries) => ({ _tag: "Block", span, entries, broken: false })),
  }
})

const pipeItem = withDoc<Ast.PipeItem>(
  fc.oneof(
    fc.tuple(name, block).map(([source, inner]) => ({ _tag: "From", span, source, block: inner }) as const),
    fc
      .tuple(
        fc.boolean(),
        name,
        fc.array(part, { maxLength: 2 }),
        fc.boolean(),
        fc.option(block, { nil: undefined }),
      )
      .map(
        ([existing, first, rest, everything, inner]): Ast.Into => ({
          _tag: "Into",
          span,
          existing,
          path: [first, ...rest],
          everything,
          ...(inner && { block: inner }),
        }),
      ),
    string.map((from) => ({ _tag: "Moved", span, from }) as const),
    fc
      .tuple(name, value)
      .map(([it, inner]) => ({ _tag: "Attribute", span, name: it, value: inner }) as const),
    fc.tuple(name, block).map(([it, inner]) => ({ _tag: "Section", span, name: it, block: inner }) as const),
  ),
)

const each: fc.Arbitrary<Ast.For> = fc
  .tuple(name, value)
  .map(([it, list]) => ({ _tag: "For", span, name: it, list }))

const argument: fc.Arbitrary<Ast.Argument> = fc
  .tuple(name, value)
  .map(([it, inner]) => ({ _tag: "Argument", span, name: it, value: inner }))

const extends_: fc.Arbitrary<Ast.Extends> = fc
  .tuple(name, fc.array(argument, { maxLength: 4 }))
  .map(([it, handed]) => ({ _tag: "Extends", span, template: it, arguments: handed }))

const param: fc.Arbitrary<Ast.Param> = fc
  .tuple(name, name, fc.option(name, { nil: undefined }), fc.option(value, { nil: undefined }))
  .map(([it, type_, element, initial]) => ({
    _tag: "Param",
    span,
    name: it,
    type: type_,
    ...(element && { element }),
    ...(initial && { default: initial }),
  }))

const declaration = withDoc<Ast.Declaration>(
  fc.oneof(
    fc
      .tuple(
        string,
        fc.option(each, { nil: undefined }),
        fc.option(extends_, { nil: undefined }),
        fc.array(pipeItem, { maxLength: 5 }),
      )
      .map(
        ([it, loop, template, items]): Ast.Pipe => ({
          _tag: "Pipe",
          span,
          name: it,
          ...(loop && { each: loop }),
          ...(template && { extends: template }),
          items,
          broken: false,
        }),
      ),
    fc
      .tuple(fc.constantFrom("Connection" as const, "Endpoint" as const), name, name, block)
      .map(([tag, it, type_, inner]) => ({ _tag: tag, span, name: it, type: type_, block: inner })),
    fc.tuple(name, block).map(([it, inner]) => ({ _tag: "Target", span, name: it, block: inner }) as const),
    param,
    fc
      .tuple(name, fc.array(param, { maxLength: 4 }), fc.array(pipeItem, { maxLength: 3 }))
      .map(
        ([it, params, items]) =>
          ({ _tag: "Template", span, name: it, params, items, broken: false }) as const,
      ),
  ),
)

export const fileOf = (declarations: ReadonlyArray<Ast.Declaration>): Ast.File => ({
  _tag: "File",
  source: Source.make("made.pipe", ""),
  declarations,
  comments: [],
  brokenNames: [],
})

export const file: fc.Arbitrary<Ast.File> = fc.array(declaration, { maxLength: 4 }).map(fileOf)
