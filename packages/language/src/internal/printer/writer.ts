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

const blanks = (count: number): string => (count > 0 ? " ".repeat(count) : "")

/** A text with blanks up to a width. */
export const padded = (text: string, width: number): string => text + blanks(width - widthOf(text))

export class Writer {
  // One text that grows: to join a list of pieces in the end takes several times as long.
  private written = ""
  private reached = 0

  /** How many columns of the current line are taken. */
  get column(): number {
    return this.reached
  }

  write(text: string): void {
    this.written += text
    const end = text.lastIndexOf("\n")
    this.reached = end === -1 ? this.reached + widthOf(text) : widthOf(text.slice(end + 1))
  }

  /** Starts a line. */
  line(indent: number): void {
    this.written += this.written === "" ? blanks(indent) : `\n${blanks(indent)}`
    this.reached = indent
  }

  blankLine(): void {
    this.written += "\n"
  }

  /** A place to come back to. */
  mark(): string {
    return this.written
  }

  /** Forgets what was written since; a new line has to follow. */
  reset(mark: string): void {
    this.written = mark
  }

  text(): string {
    return this.written === "" ? "" : `${this.written}\n`
  }
}
