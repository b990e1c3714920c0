/**
 * Draws a production as a railroad diagram: an SVG that follows the light or dark scheme of its reader. Our own few
 * shapes, since what npm has for it was last touched years ago and is larger than they are.
 */
import type { Part, Production } from "@pipewright/language/Grammar"
import { print } from "@pipewright/language/Grammar"

/** Something on the track: how wide it is, how far it reaches above and below the line, and how it is drawn there. */
interface Drawn {
  readonly width: number
  readonly up: number
  readonly down: number
  readonly at: (x: number, y: number) => string
}

const character = 7.8
const half = 13
const radius = 8
const gap = 10
/** Between two tracks, one above the other. */
const lane = 8
const margin = 14

export const svg = (production: Production): string => {
  const body = draw(production.part)
  const start = margin + 22
  const width = Math.ceil(start + body.width + 22 + margin)
  const y = margin + body.up
  const height = Math.ceil(y + body.down + margin)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${markup(print(production))}</title>`,
    `<style>${style}</style>`,
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    `<path d="M${margin} ${y - 8}v16M${margin} ${y}H${start}"/>`,
    body.at(start, y),
    `<path d="M${round(start + body.width)} ${y}H${width - margin}M${width - margin} ${y - 8}v16"/>`,
    "</svg>\n",
  ].join("\n")
}

const style = [
  ".page{fill:#fff;stroke:#d0d7de}",
  "path{fill:none;stroke:#57606a;stroke-width:1.5}",
  "rect{stroke:#57606a;stroke-width:1.2}",
  ".literal{fill:#fff1cc}.token{fill:#dff3e4}.rule{fill:#ddeafd}",
  "text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328;text-anchor:middle;dominant-baseline:central}",
  "@media(prefers-color-scheme:dark){",
  ".page{fill:#0d1117;stroke:#30363d}path,rect{stroke:#8b949e}",
  ".literal{fill:#4d3a0b}.token{fill:#143d24}.rule{fill:#17345e}text{fill:#e6edf3}",
  "}",
].join("")

const draw = (part: Part): Drawn => {
  switch (part._tag) {
    case "Literal":
      return box(part.text, "literal", half)
    case "Token":
      return box(part.name, "token", half)
    case "Rule":
      return box(part.name, "rule", 2)
    case "Sequence":
      return sequence(joined(part.parts))
    case "Choice":
      return choice(part.parts.map(draw))
    case "Optional":
      return bypassed(draw(part.part))
    case "Repeat":
      return bypassed(looped(draw(part.part), undefined))
  }
}

/** `X ("," X)*` is a loop through X with the comma on its way back. */
const joined = (parts: ReadonlyArray<Part>): ReadonlyArray<Drawn> => {
  const drawn: Array<Drawn> = []
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!
    const next = parts[index + 1]
    const again = next?._tag === "Repeat" && next.part._tag === "Sequence" ? next.part.parts : []
    if (again.length === 2 && JSON.stringify(again[1]) === JSON.stringify(part)) {
      drawn.push(looped(draw(part), draw(again[0]!)))
      index += 1
    } else drawn.push(draw(part))
  }
  return drawn
}

const box = (text: string, kind: string, corner: number): Drawn => {
  const width = [...text].length * character + 20
  return {
    width,
    up: half,
    down: half,
    at: (x, y) =>
      `<rect class="${kind}" x="${round(x)}" y="${round(y - half)}" width="${round(width)}" height="${2 * half}" rx="${corner}"/>` +
      `<text x="${round(x + width / 2)}" y="${round(y)}">${markup(text)}</text>`,
  }
}

const sequence = (items: ReadonlyArray<Drawn>): Drawn => ({
  width: items.reduce((sum, { width }) => sum + width, 0) + gap * (items.length - 1),
  up: Math.max(...items.map(({ up }) => up)),
  down: Math.max(...items.map(({ down }) => down)),
  at: (x, y) => {
    let left = x
    return items
      .map((item, index) => {
        const line = index === 0 ? "" : `<path d="M${round(left)} ${round(y)}h${gap}"/>`
        if (index > 0) left += gap
        const shown = item.at(left, y)
        left += item.width
        return line + shown
      })
      .join("")
  },
})

/** The first on the line, the others below it. */
const choice = (items: ReadonlyArray<Drawn>): Drawn => {
  const [first, ...others] = items
  const inner = Math.max(...items.map(({ width }) => width))
  const side = 2 * radius + 4
  let reach = first!.down
  const placed = others.map((item) => {
    const offset = reach + lane + item.up
    reach = offset + item.down
    return { item, offset }
  })
  return {
    width: inner + 2 * side,
    up: first!.up,
    down: reach,
    at: (x, y) => {
      const right = x + side + inner
      const track = (item: Drawn, at: number): string =>
        item.at(x + side, at) + line(x + side + item.width, at, right)
      return [
        line(x, y, x + side),
        track(first!, y),
        line(right, y, right + side),
        ...placed.map(({ item, offset }) => {
          const fall = round(offset - 2 * radius)
          return [
            `<path d="M${round(x)} ${round(y)}q${radius} 0 ${radius} ${radius}v${fall}q0 ${radius} ${radius} ${radius}h4"/>`,
            track(item, y + offset),
            `<path d="M${round(right)} ${round(y + offset)}h4q${radius} 0 ${radius} -${radius}v-${fall}q0 -${radius} ${radius} -${radius}"/>`,
          ].join("")
        }),
      ].join("")
    },
  }
}

/** With a way around it, above. */
const bypassed = (item: Drawn): Drawn => {
  const side = 2 * radius
  const rise = item.up + lane
  return {
    width: item.width + 2 * side,
    up: rise + 1,
    down: item.down,
    at: (x, y) => {
      const climb = round(rise - 2 * radius)
      return [
        line(x, y, x + side),
        item.at(x + side, y),
        line(x + side + item.width, y, x + 2 * side + item.width),
        `<path d="M${round(x)} ${round(y)}q${radius} 0 ${radius} -${radius}v-${climb}q0 -${radius} ${radius} -${radius}h${round(item.width)}q${radius} 0 ${radius} ${radius}v${climb}q0 ${radius} ${radius} ${radius}"/>`,
      ].join("")
    },
  }
}

/** Once or several times: the way back goes below, through what stands between two of them. */
const looped = (item: Drawn, between: Drawn | undefined): Drawn => {
  const inner = Math.max(item.width, between?.width ?? 0)
  const side = 2 * radius
  const fall = item.down + lane + (between?.up ?? 0)
  return {
    width: inner + 2 * side,
    up: item.up,
    down: fall + (between?.down ?? 1),
    at: (x, y) => {
      const left = x + side
      const right = left + inner
      const indent = between === undefined ? 0 : (inner - between.width) / 2
      const back =
        between === undefined
          ? line(left, y + fall, right)
          : line(left, y + fall, left + indent) +
            between.at(left + indent, y + fall) +
            line(left + indent + between.width, y + fall, right)
      const drop = round(fall - 2 * radius)
      const offset = (inner - item.width) / 2
      const middle = round((left + right) / 2)
      return [
        line(x, y, left + offset),
        item.at(left + offset, y),
        line(left + offset + item.width, y, right + side),
        `<path d="M${round(right)} ${round(y)}q${radius} 0 ${radius} ${radius}v${drop}q0 ${radius} -${radius} ${radius}M${round(left)} ${round(y + fall)}q-${radius} 0 -${radius} -${radius}v-${drop}q0 -${radius} ${radius} -${radius}"/>`,
        back,
        between === undefined ? `<path d="M${middle + 4} ${round(y + fall - 4)}l-5 4l5 4"/>` : "",
      ].join("")
    },
  }
}

const line = (from: number, y: number, to: number): string =>
  to - from < 0.05 ? "" : `<path d="M${round(from)} ${round(y)}H${round(to)}"/>`

const round = (number: number): number => Math.round(number * 10) / 10

const markup = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
