/** The moment at which reading starts. */

/** In seconds this is the year 5138, in milliseconds a day of 1973. */
const tooLarge = 100_000_000_000

/** Whether a number of seconds is more likely one of milliseconds. */
export const isMilliseconds = (moment: number): boolean => moment >= tooLarge
