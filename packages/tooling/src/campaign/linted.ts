/** What holds for the linter on programs of authors who are made up, careful ones and others. */
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
import * as Mutations from "./mutations.ts"
import { fail, type Property, property } from "./property.ts"

const file = "main.pipe"

const one = (text: string): Fixer.Texts => new Map([[file, text]])

const say = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  `${code}: ${message}`

/** Takes the fixes that are wanted, of the rules of a preset and of the language. */
export const fixed = (
  text: string,
  preset: Preset,
  isWanted: Fixer.Given["isWanted"] = () => true,
): Fixer.Fixed => Fixer.fix({ texts: one(text), find: find(rules, preset), isWanted })

/** With more rules, some are never heard because others mend their place first. */
const anyPreset = fc.constantFrom(...presets)

/** What each target would send, down to which secret goes where; without the places in the text. */
const requests = (text: string): string => {
  const files = [Parser.parse(Source.make(file, text)).file]
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

const quiet = property(
  "says-nothing-of-careful-programs",
  1,
  Programs.careful,
  (it) => it,
  (text) => {
    const found = find(rules, "recommended")(one(text))
    if (found.length > 0) fail("something is said", text, found.map(say))
  },
)

/** Programs with mistakes that are one's own, and some with those of the keyboard as well. */
const anyProgram = fc.oneof(
  { weight: 3, arbitrary: Programs.careless },
  {
    weight: 1,
    arbitrary: fc
      .tuple(Programs.careless, Mutations.nearMistakes)
      .map(([text, mistakes]) => Mutations.apply(text, mistakes)),
  },
)

const errorsOf = (text: string): ReadonlyArray<string> => find([])(one(text)).filter(isError).map(say)

const stable = property(
  "stays-right-when-all-is-fixed",
  1,
  fc.tuple(anyProgram, anyPreset),
  ([text]) => text,
  ([text, preset]) => {
    const before = errorsOf(text)
    const { texts, unstable } = fixed(text, preset)
    const after = texts.get(file)!
    if (unstable) fail("fixes call for others without end", text, after)
    const more = errorsOf(after).filter((it) => !before.includes(it))
    if (more.length > 0) fail("a fix made a mistake", after, more)
    const again = fixed(Formatter.format(Source.make(file, after)).text, preset)
    if (again.taken.length > 0) fail("once formatted, more is fixed", after, again.taken.map(say))
  },
)

const safe = property(
  "sends-the-same-when-safe-fixes-are-taken",
  1,
  fc.tuple(Programs.careless, anyPreset),
  ([text]) => text,
  ([text, preset]) => {
    const { texts } = fixed(text, preset, (fix) => fix.safe)
    const after = texts.get(file)!
    if (requests(after) !== requests(text)) fail("another request is sent", text, after)
  },
)

export const properties: ReadonlyArray<Property> = [quiet, stable, safe]
