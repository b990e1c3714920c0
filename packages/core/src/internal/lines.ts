/** Documentation in lines that fit beside what it documents. */
export const wrapped = (text: string): string => {
  const lines: Array<string> = []
  for (const part of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + part.length >= 90) lines.push(part)
    else lines[lines.length - 1] = `${last} ${part}`
  }
  return lines.join("\n")
}
