/** What the parser looks ahead for at a fork, worked out when the fork is first come to. */
import { type BaseParser, type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain"

/**
 * The library works all of it out before the first token is read, which is a third of what its grammar costs at the
 * start. A program of one file comes to half of the forks.
 */
export const lazily = (maxLookahead: number): ILookaheadStrategy => {
  const eager = new LLkLookaheadStrategy({ maxLookahead })
  return {
    validate: (options) => eager.validate(options),
    buildLookaheadForAlternation: (options) => {
      let found: ReturnType<typeof eager.buildLookaheadForAlternation> | undefined
      return function (this: BaseParser, alternatives) {
        found ??= eager.buildLookaheadForAlternation(options)
        return found.call(this, alternatives)
      }
    },
    buildLookaheadForOptional: (options) => {
      let found: ReturnType<typeof eager.buildLookaheadForOptional> | undefined
      return function (this: BaseParser) {
        found ??= eager.buildLookaheadForOptional(options)
        return found.call(this)
      }
    },
  }
}
