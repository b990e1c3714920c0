/** What holds for the linter on programs of authors who are made up, careful ones and others, and on those of its pages. */
import * as Bind from "@pipewright/core/Bind"
import * as Compile from "@pipewright/core/Compile"
import { type Preset, presets } from "@pipewright/core/LintRule"
import { isError } from "@pipewright/language/Diagnostic"
import * as Formatter from "@pipewright/language/Formatter"
import * as Parser from "@pipewright/language/Parser"
import * as Source from "@pipewright/language/Source"
import * as Fixer from "@pipewright/linter/Fixer"
import { catalog } from "@pipewright/sources/Kinds"
import * as fc from "fast-check"
import * as Programs from "../authors/programs.ts"
import { find } from "../internal/findings.ts"
import { rules } from "../internal/rulePages.ts"
import { corpus } from "./corpus.ts"
import * as Mutations from "./mutations.ts"
import { fail, type Property, property } from "./property.ts"

/** A program of one file, or of several. */
export const texts = (...files: ReadonlyArray<string>): Fixer.Texts =>
  new Map(files.map((text, index) => [`${index}.pipe`, text]))

const shown = (program: Fixer.Texts): string => [...program.values()].join("\n// ---- another file\n")

const say = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  `${code}: ${message}`

/** Takes the fixes that are wanted, of the rules of a preset and of the language. */
export const fixed = (
  program: Fixer.Texts,
  preset: Preset,
  isWanted: Fixer.Given["isWanted"] = () => true,
): Fixer.Fixed => Fixer.fix({ texts: program, find: find(rules, preset), isWanted })

/** With more rules, some are never heard because others mend their place first. */
const anyPreset = fc.constantFrom(...presets)

const errorsOf = (program: Fixer.Texts): ReadonlyArray<string> => find([])(program).filter(isError).map(say)

/** All fixes leave a program without a mistake that it had not, and leave nothing to fix, formatted or not. */
export const staysRight = (program: Fixer.Texts, preset: Preset): Fixer.Fixed => {
  const before = errorsOf(program)
  const result = fixed(program, preset)
  const after = shown(result.texts)
  if (result.unstable) fail("fixes call for others without end", shown(program), after)
  const more = errorsOf(result.texts).filter((it) => !before.includes(it))
  if (more.length > 0) fail("a fix made a mistake", after, more)
  const formatted = new Map(
    [...result.texts].map(([file, text]) => [file, Formatter.format(Source.make(file, text)).text]),
  )
  const again = fixed(formatted, preset)
  if (again.taken.length > 0) fail("once formatted, more is fixed", after, again.taken.map(say))
  return result
}

/** What each target would send, down to which secret goes where; without the places in the text. */
const requests = (program: Fixer.Texts): string => {
  const files = [...program].map(([file, text]) => Parser.parse(Source.make(file, text)).file)
  const targets = Bind.targets(files)
  return (targets.length === 0 ? [undefined] : targets)
    .map((target) => {
      const { pipes, endpoints } = Bind.bind(files, catalog, target).program
      const bodies = [
        ...pipes.map((it) => Compile.create(it, Compile.noIds)),
        ...endpoints.map((it) => Compile.createEndpoint(it, Compile.noIds)),
      ].map(({ body }) => body)
      return JSON.stringify(bodies, (key, value: unknown) =>
        key === "origin" ? undefined : value instanceof Map ? [...value] : value,
      )
    })
    .join("\n")
}

/** Safe fixes of a program without mistakes leave every request as it is. */
export const sendsTheSame = (program: Fixer.Texts, preset: Preset): void => {
  if (errorsOf(program).length > 0) return
  const after = fixed(program, preset, (fix) => fix.safe).texts
  if (requests(after) !== requests(program)) fail("another request is sent", shown(program), shown(after))
}

const quiet = property(
  "says-nothing-of-careful-programs",
  2,
  Programs.careful,
  (it) => it,
  (text) => {
    const found = find(rules, "recommended")(texts(text))
    if (found.length > 0) fail("something is said", text, found.map(say))
  },
)

/** Programs with mistakes that are one's own, some with those of the keyboard as well, and some of the repository beside. */
const anyProgram: fc.Arbitrary<Fixer.Texts> = fc.oneof(
  { weight: 3, arbitrary: Programs.careless.map((text) => texts(text)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(Programs.careless, Mutations.nearMistakes, fc.constantFrom(...corpus))
      .map(([text, mistakes, other]) => texts(Mutations.apply(text, mistakes), other.text)),
  },
)

const stable = property(
  "stays-right-when-all-is-fixed",
  1,
  fc.tuple(anyProgram, anyPreset),
  ([program]) => shown(program),
  ([program, preset]) => {
    staysRight(program, preset)
  },
)

const safe = property(
  "sends-the-same-when-safe-fixes-are-taken",
  1,
  fc.tuple(Programs.careless, anyPreset),
  ([text]) => text,
  ([text, preset]) => sendsTheSame(texts(text), preset),
)

/** What is found, without the names in it: of two that are in each other's way, either may be the one that is told. */
const nameless = (program: Fixer.Texts): string =>
  find(rules)(program)
    .map((it) => say(it).replace(/`[^`]*`/g, "``"))
    .sort()
    .join("\n")

const unordered = property(
  "says-the-same-in-any-order",
  1,
  Programs.careless,
  (it) => it,
  (text) => {
    const { declarations } = Parser.parse(Source.make("main.pipe", text)).file
    const parts = declarations.map(({ span }) => `${text.slice(span.start, span.end)}\n`)
    const [one, other] = [nameless(texts(...parts)), nameless(texts(...parts.toReversed()))]
    if (one !== other) fail("another order says something else", text, one, other)
  },
)

export const properties: ReadonlyArray<Property> = [quiet, stable, safe, unordered]
