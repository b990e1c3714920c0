/** Names that a person would choose for what has none in the service. */

/** `orders_eu` of `Orders (EU)`. */
export const snake = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")

/** The name, or it with a number behind it where it is taken. */
export const free = (wanted: string, isTaken: (name: string) => boolean): string => {
  let name = wanted
  for (let count = 2; isTaken(name); count++) name = `${wanted}_${count}`
  return name
}

/** The words that all names begin with. */
export const common = (names: ReadonlyArray<string>): string => {
  const [first = [], ...others] = names.map((name) => snake(name).split("_"))
  const end = first.findIndex((word, index) => others.some((it) => it[index] !== word))
  return first.slice(0, end === -1 ? first.length : end).join("_")
}

/** The first word of an address that says something: no scheme, no login, no number, and no letter alone. */
export const ofAddress = (address: string): string => {
  const host = address
    .replace(/^\w[\w+.-]*:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/[/:?,].*$/, "")
  const words = host.split(".").map((label) => snake(label).replace(/_?\d+$/, ""))
  return words.find((word) => /^[a-z]\w\w/.test(word)) ?? ""
}
