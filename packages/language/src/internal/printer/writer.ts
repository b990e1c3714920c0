/** Collects the output in pieces, and knows how far the current line reaches. */

/** How many columns a line takes that can be written in another way. */
export const lineWidth = 100

export const indentStep = 2

/** The width of a text on one line, in code points, as the columns of findings are counted. */
export const widthOf = (text: string): number => {
  let width = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0xd8_00 && unit <= 0xdb_ff && at + 1 < text.length) {
      width -= 1
      at += 1
    }
  }
  return width
}

/** A text with blanks up to a width. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)))

export class Writer {
  private pieces: Array<string> = []
  private reached = 0

  /** How many columns of the current line are taken. */
  get column(): number {
    return this.reached
  }

  write(text: string): void {
    this.pieces.push(text)
    const end = text.lastIndexOf("\n")
    this.reached = end === -1 ? this.reached + widthOf(text) : widthOf(text.slice(end + 1))
  }

  /** Starts a line. */
  line(indent: number): void {
    if (this.pieces.length > 0) this.pieces.push("\n")
    this.pieces.push(" ".repeat(indent))
    this.reached = indent
  }

  blankLine(): void {
    this.pieces.push("\n")
  }

  /** A place to come back to. */
  mark(): number {
    return this.pieces.length
  }

  /** Forgets what was written since; a new line has to follow. */
  reset(mark: number): void {
    this.pieces.length = mark
  }

  text(): string {
    return this.pieces.length === 0 ? "" : `${this.pieces.join("")}\n`
  }
}
