/** Whoever writes a program that is made up: decides by chance, and by mistake where mistakes are asked for. */
import * as fc from "fast-check"

export interface Author {
  readonly one: <A>(all: ReadonlyArray<A>) => A
  readonly chance: (percent: number) => boolean
  /** Some of them, in their order; none at all is some too. */
  readonly some: <A>(all: ReadonlyArray<A>) => ReadonlyArray<A>
  /** What is meant. One who makes mistakes now and then writes one of the others. */
  readonly slip: <A>(meant: A, ...mistaken: ReadonlyArray<A>) => A
}

/** What authors write who make a mistake at so many of a hundred places where one is possible. */
export const texts = (mistakes: number, write: (author: Author) => string): fc.Arbitrary<string> =>
  fc.gen().map((make) => {
    const chance: Author["chance"] = (percent) => make(fc.nat, 99) >= 100 - percent
    const one: Author["one"] = (all) => all[make(fc.nat, all.length - 1)]!
    return write({
      one,
      chance,
      some: (all) => all.filter(() => chance(30)),
      slip: (meant, ...mistaken) => (mistakes > 0 && chance(mistakes) ? one(mistaken) : meant),
    })
  })

/** Lines of a block, without those that are not there. */
export const lines = (...all: ReadonlyArray<string | false | undefined>): ReadonlyArray<string> =>
  all.filter((it) => typeof it === "string")

/** A block on lines of its own. */
export const block = (head: string, entries: ReadonlyArray<string>): string =>
  `${head} {\n${entries.map((it) => it.replace(/^/gm, "  ")).join("\n")}\n}`
