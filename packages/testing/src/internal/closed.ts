/** Closes the objects of a schema that leaves them open, so that a field too many is told. */
export const close = (schema: unknown): void => {
  if (typeof schema !== "object" || schema === null) return
  for (const inner of Object.values(schema)) close(inner)
  if ("properties" in schema && !("additionalProperties" in schema)) {
    Object.assign(schema, { additionalProperties: false })
  }
}
