/** XML as text. */

/** A text between tags or within quotes. What XML cannot hold is replaced; line ends within quotes stay line ends. */
export const text = (value: string): string =>
  value
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be taken out.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`)

/** A tag with what stands in it, line by line; the lines in it are set in. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inner: ReadonlyArray<string> | string = [],
): ReadonlyArray<string> => {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${text(String(value))}"`)]
  const open = head.join(" ")
  if (typeof inner === "string") return [`<${open}>${text(inner)}</${name}>`]
  return inner.length === 0
    ? [`<${open}/>`]
    : [`<${open}>`, ...inner.map((line) => `  ${line}`), `</${name}>`]
}

export const document = (root: ReadonlyArray<string>): string =>
  `${['<?xml version="1.0" encoding="UTF-8"?>', ...root].join("\n")}\n`
