/** Findings that a program in a page claims: `// ! code` at the end of a line says what is found on it. */

const mark = /\/\/ ! ([a-z0-9/ -]+)$/
const marks = / *\/\/ ! [a-z0-9/ -]+$/gm

/** The claims of a text as `line: code`, lines counted from 1; several codes stand one after the other. */
export const read = (text: string): ReadonlyArray<string> =>
  text.split("\n").flatMap((line, index) => {
    const codes = mark.exec(line.trimEnd())?.[1]?.trim().split(/\s+/) ?? []
    return codes.map((code) => `${index + 1}: ${code}`)
  })

/** The text without them. */
export const without = (text: string): string => text.replace(marks, "")
