/**
 * What holds for every text, and for every program that somebody may write. The tests try each of the first a thousand
 * times and the others less often, `npm run campaign` a million times in all; all take them from here.
 */
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import * as Evaluate from "@pipewright/core/Evaluate"
import type * as Ast from "@pipewright/language/Ast"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import { catalog } from "@pipewright/sources/Kinds"
import * as fc from "fast-check"
import { corpus } from "./corpus.ts"
import * as Linted from "./linted.ts"
import * as Mutations from "./mutations.ts"
import { fail, type Property, property } from "./property.ts"

const parse = (text: string): Parser.Parsed => Parser.parse(Source.make("main.pipe", text))

/** A tree to compare, as text: without places, and without what is not there. */
const sayings = (node: unknown): string =>
  JSON.stringify(node, (key, value: unknown) =>
    key === "span" ? undefined : Object.is(value, -0) ? "-0" : value,
  )

const mutated = fc
  .tuple(fc.constantFrom(...corpus), Mutations.anyMistakes)
  .map(([{ text }, mistakes]) => Mutations.apply(text, mistakes))

const anyText = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 3, arbitrary: Mutations.soup },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
)

const whole = property(
  "gives-a-tree",
  50,
  anyText,
  (it) => it,
  (text) => {
    const { file, diagnostics } = parse(text)
    const check = ({ start, end }: Source.Span) => {
      if (!(start >= 0 && start <= end && end <= text.length))
        fail("a place lies outside the text", { start, end })
    }
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return
      for (const [key, value] of Object.entries(node))
        key === "span" ? check(value as Source.Span) : visit(value)
    }
    visit(file.declarations)
    visit(file.comments)
    visit(diagnostics)
    if (diagnostics.length > Math.min(2 * text.length, Parser.findingLimit + 1))
      fail("there are too many findings")
  },
)

const comments = (file: Ast.File): ReadonlyArray<string> =>
  [...file.comments].sort((a, b) => a.span.start - b.span.start).map((it) => it.text.trimEnd())

interface Meaning {
  readonly findings: ReadonlyArray<string>
  readonly bodies: string
}

/** What a program comes to, and what is said of it, wherever. */
const meaning = (file: Ast.File): Meaning => {
  const { program, diagnostics } = Bind.bind([file], catalog)
  return {
    findings: diagnostics.map(({ code, message, help }) => `${code}: ${message} (${help ?? ""})`),
    bodies: JSON.stringify(program.pipes.map((it) => Evaluate.show(Compile.create(it, Compile.noIds).body))),
  }
}

const formats = property(
  "keeps-what-it-says-when-formatted",
  30,
  mutated,
  (it) => it,
  (text) => {
    const before = parse(text)
    fc.pre(before.diagnostics.length === 0)
    const formatted = Formatter.format(Source.make("main.pipe", text))
    if (formatted.diagnostics.length > 0) fail("it is not formatted", formatted.diagnostics)
    const after = parse(formatted.text)
    if (after.diagnostics.length > 0) fail("the format has a mistake", formatted.text, after.diagnostics)
    if (sayings(after.file.declarations) !== sayings(before.file.declarations))
      fail("the format is of another tree", formatted.text)
    if (sayings(comments(after.file)) !== sayings(comments(before.file)))
      fail("the format has other comments", formatted.text)
    const again = Formatter.format(Source.make("main.pipe", formatted.text)).text
    if (again !== formatted.text) fail("the format has a format of its own", formatted.text, again)
    const [first, second] = [meaning(before.file), meaning(after.file)]
    if (sayings(first) !== sayings(second))
      fail("the format means something else", formatted.text, first, second)
  },
)

const bindable = property(
  "binds-whatever-parses",
  10,
  mutated,
  (it) => it,
  (text) => {
    const { file } = parse(text)
    for (const found of Bind.bind([file], catalog).diagnostics)
      if (found.span.end > text.length || found.span.start > found.span.end)
        fail("a place lies outside", found)
  },
)

/** One declaration of a program, with mistakes in it alone. It has no documentation, which the next one would inherit. */
const apart = fc
  .tuple(
    fc.constantFrom(...corpus.filter(({ text }) => parse(text).file.declarations.length > 1)),
    fc.nat(),
    Mutations.nearMistakes,
  )
  .map(([{ text }, nth, mistakes]) => {
    const { declarations } = parse(text).file
    const plain = declarations.filter(({ doc }) => doc === undefined)
    const chosen = plain[nth % plain.length] ?? declarations[0]!
    const { start, end } = chosen.span
    const middle = Mutations.apply(text.slice(start, end), mistakes)
    return {
      others: declarations.filter((it) => it !== chosen).map(saysOf),
      applies: plain.length > 0 && !swallows(middle),
      text: text.slice(0, start) + middle + text.slice(end),
      start,
      end: start + middle.length,
    }
  })

/**
 * What a declaration says. A clause that lost its pipe may belong to the pipe before it, which is then marked as broken
 * so that nothing is said to be missing in it; that is not held against it.
 */
const saysOf = (declaration: Ast.Declaration): string =>
  sayings("broken" in declaration ? { ...declaration, broken: false } : declaration)

const isolated = property(
  "keeps-a-mistake-within-its-declaration",
  10,
  apart,
  (it) => it.text,
  (given) => {
    fc.pre(given.applies)
    const { others, text, start, end } = given
    const { file, diagnostics } = parse(text)
    const kept = new Set(
      file.declarations.filter(({ span }) => span.end <= start || span.start >= end).map(saysOf),
    )
    const lost = others.filter((it) => !kept.has(it))
    if (lost.length > 0) fail("another declaration is lost", lost)
    const elsewhere = diagnostics.filter((it) => it.span.end < start || it.span.start > end)
    if (elsewhere.length > 0) fail("another declaration has a finding", elsewhere)
  },
)

/** With these a mistake goes on into the next declaration; so does documentation, which belongs to that one. */
const swallows = (text: string): boolean => ['"""', "/*", "///"].some((it) => text.includes(it))

export const ofTexts: ReadonlyArray<Property> = [whole, formats, bindable, isolated]

export const properties: ReadonlyArray<Property> = [...ofTexts, ...Linted.properties]
