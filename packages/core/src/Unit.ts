/** Units of the language and the API's units that they are converted to. */
import type { Unit } from "./Field.ts"

/** How many of the API's unit one of the language's is, as a fraction. */
type Ratio = readonly [number, number]

const ki = 1024

const units: Readonly<Record<Unit, Readonly<Record<string, Ratio>>>> = {
  ms: { ms: [1, 1], s: [1000, 1], min: [60_000, 1], h: [3_600_000, 1] },
  s: { ms: [1, 1000], s: [1, 1], min: [60, 1], h: [3600, 1] },
  byte: {
    KiB: [ki, 1],
    MiB: [ki ** 2, 1],
    GiB: [ki ** 3, 1],
    kB: [1e3, 1],
    MB: [1e6, 1],
    GB: [1e9, 1],
  },
  millicore: { m: [1, 1] },
  GiB: { MiB: [1, ki], GiB: [1, 1] },
}

/** The units that a number in the API's unit may be written in. */
export const known = (unit: Unit | undefined): ReadonlyArray<string> =>
  unit === undefined ? [] : Object.keys(units[unit])

/** How many of a unit a number in the API's unit is; no whole number if it is not exact. */
export const amount = (value: number, to: string, from: Unit): number => {
  const [over, under] = units[from][to] ?? [0, 1]
  const exact = (value * under) / over
  return Number.isInteger(exact) && convert(exact, to, from) === value ? exact : Number.NaN
}

/** The number in the API's unit, freed of the noise of binary fractions; `undefined` for an unknown unit. */
export const convert = (value: number, from: string, to: Unit): number | undefined => {
  const ratio = Object.hasOwn(units[to], from) ? units[to][from] : undefined
  if (ratio === undefined) return undefined
  const exact = (value * ratio[0]) / ratio[1]
  const rounded = Math.round(exact)
  return Math.abs(exact - rounded) < 1e-9 * Math.max(1, Math.abs(exact)) ? rounded : exact
}

const spellings: Readonly<Record<string, string>> = {
  msec: "ms",
  millis: "ms",
  millisecond: "ms",
  milliseconds: "ms",
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  m: "min",
  mins: "min",
  minute: "min",
  minutes: "min",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
}

/** The unit that another spelling of it stands for. */
export const meant = (written: string, unit: Unit | undefined): string | undefined => {
  const lower = written.toLowerCase()
  const spelt = Object.hasOwn(spellings, lower) ? spellings[lower] : undefined
  return known(unit).find((it) => it === spelt || it.toLowerCase() === lower)
}
