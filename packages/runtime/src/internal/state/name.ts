/**
 * The name of a target as part of a file's name, and of a ref's. No two names become one, also where a disk does not
 * tell capitals apart, and none has a character that a disk or git keeps for itself.
 */
export const encode = (target: string): string =>
  target.replace(/[^a-z0-9_-]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  )
