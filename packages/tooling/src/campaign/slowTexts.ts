/** Texts that are made to be slow, by what is unusual in them; each is at least as long as it is asked to be. */
type Make = (size: number) => string

const fill = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length))

const lines = (size: number, line: (nth: number) => string): string => {
  const all: Array<string> = []
  for (let length = 0, nth = 0; length < size; nth += 1) {
    all.push(line(nth))
    length += all.at(-1)!.length
  }
  return all.join("\n")
}

export const slowTexts: Readonly<Record<string, Make>> = {
  "braces that nothing closes": (size) => `pipe "p" ${fill("{", size)}`,
  "brackets of all kinds that nothing closes": (size) => `param p: t = ${fill("[f({", size)}`,
  "brackets that close each other": (size) => `param p: t = ${fill("({[)}]", size)}`,
  "closing brackets": (size) => fill("}\n", size),
  "deep blocks, line by line": (size) => `pipe "p" {\n${fill(`a${" {".repeat(90)}\n`, size)}`,
  "strings that nothing closes": (size) => fill('a = "b\n', size),
  "a text that nothing closes": (size) => `param p: t = """${fill("a\n", size)}`,
  "texts opened again and again": (size) => fill('"""a', size),
  "everything left open": (size) => fill('pipe "a" { from x { a = [ f( "b\n', size),
  "characters without a meaning": (size) => fill("@ 👍 ", size),
  "a number of many digits": (size) => `param p: t = ${fill("1", size)}`,
  "a word of many parts": (size) => `param ${fill("a-", size)}a: t`,
  "a name of many parts": (size) => `param p: t = ${fill("a.", size)}b`,
  "a string of references": (size) => `param p: t = "${fill("${a.b}", size)}"`,
  "a string of backslashes in brackets": (size) =>
    `param p: t = ${"[".repeat(90)}"${fill("\\", size)}"${"]".repeat(90)}`,
  "a list on one line": (size) => `param p: list(string) = [${fill('"a",', size)}]`,
  "entries on one line": (size) =>
    `target t { ${lines(size, (nth) => `a${nth} = 1,`).replaceAll("\n", " ")} }`,
  "a type of many elements": (size) => `target t { c Tuple(${lines(size, (nth) => `a${nth} UInt8,`)}) }`,
  "a variant of many members": (size) =>
    `target t { c Variant(${lines(size, (nth) => `Tuple(a${nth} UInt64),`)} UInt8) }`,
  "deep types": (size) => `target t {\n${fill(`c ${"Array(".repeat(90)}a${")".repeat(90)}\n`, size)}}`,
  "comments in a block": (size) => `target t {\n${fill("// a\n", size)}}`,
  "comments and documentation between entries": (size) =>
    `target t {\n${lines(size, (nth) => `/// a\n// b\na${nth} = 1 // c`)}\n}`,
  "documentation of nothing": (size) => fill("/// a\n", size),
  "empty lines": (size) => `target t {\n${fill("\n", size)}}`,
  "templates with a parenthesis left open": (size) => `pipe "p" {\n${fill("template x(\n\n\n\n", size)}`,
  "declarations with mistakes": (size) => fill("param = \n", size),
  "entries with mistakes": (size) => `target t {\n${fill("= = =\n", size)}}`,
  "pipes of one name": (size) => fill('pipe "p" { }\n', size),
  "parameters that lead on": (size) => lines(size, (nth) => `param p${nth}: string = param.p${nth + 1}`),
  "parameters that double": (size) =>
    lines(size, (nth) => `param p${nth}: string = "\${param.p${nth + 1}}\${param.p${nth + 1}}"`),
  "a loop over many elements": (size) =>
    `pipe "p-\${each.x}" for x in [${lines(size, (nth) => `"a${nth}",`)}] { }`,
}
