import { widthOf } from "./writer.ts"

/**
 * Items between brackets on one line, or nothing if that takes more than so many columns. It gives up as soon as that
 * is known: a tree is tried level by level, and each try has to cost no more than a line.
 */
export const joined = <A>(
  open: string,
  items: ReadonlyArray<A>,
  close: string,
  limit: number,
  flat: (item: A, left: number) => string | undefined,
): string | undefined => {
  let text = open
  let width = widthOf(open) + widthOf(close)
  for (let index = 0; index < items.length; index++) {
    if (index > 0) {
      text += ", "
      width += 2
    }
    if (width > limit) return undefined
    const piece = flat(items[index]!, limit - width)
    if (piece === undefined) return undefined
    text += piece
    width += widthOf(piece)
  }
  return width > limit ? undefined : text + close
}
