import * as Suppression from "@pipewright/linter/Suppression"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const place = { file: "a.pipe", span: { start: 0, end: 1 } }

const suppression = fc
  .tuple(fc.nat({ max: 40 }), fc.nat({ max: 12 }))
  .map(([start, length]) => ({ ...place, rule: "x", reason: "y", range: { start, end: start + length } }))

const found = (start: number) =>
  ({ ...place, code: "x", severity: "warning", message: "m", span: { start, end: start + 1 } }) as const

const length = ({ range }: Suppression.Suppression): number => range.end - range.start

it("The narrowest comment about a place answers for what is found there, and of two alike the first", () => {
  fc.assert(
    fc.property(fc.array(suppression), fc.array(fc.nat({ max: 60 })), (all, offsets) => {
      const expected = offsets.map((offset) => {
        const about = all.filter(
          ({ range }) => offset >= range.start && (offset < range.end || offset === range.start),
        )
        return about.find((it) => about.every((other) => length(it) <= length(other)))
      })
      const { left, suppressed } = Suppression.apply(all, offsets.map(found), () => true)
      expect(left.map(({ span }) => span.start)).toEqual(offsets.filter((_, index) => !expected[index]))
      const answers = suppressed.map((it) => all.indexOf(it.suppression))
      expect(answers).toEqual(expected.filter((it) => it !== undefined).map((it) => all.indexOf(it)))
    }),
  )
})
