/** JSON Schema of fields, for files in JSON and for editors. */

import type { Json, JsonObject } from "./Evaluate.ts"
import type * as Field from "./Field.ts"

/** The schema of an object that has these fields and no others. */
export const object = (fields: Field.Fields): JsonObject => ({
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, describe(field)])),
  ...required(fields),
})

const required = (fields: Field.Fields): JsonObject => {
  const names = Object.entries(fields)
    .filter(([, field]) => field.required === true)
    .map(([name]) => name)
  return names.length === 0 ? {} : { required: names }
}

const describe = (field: Field.Field): JsonObject => ({
  ...typeOf(field.type),
  description: field.doc,
  ...(field.default === undefined ? {} : { default: field.default }),
})

const typeOf = (type: Field.Type): JsonObject => {
  switch (type._tag) {
    case "String":
      return {
        type: "string",
        minLength: 1,
        ...(type.maxLength === undefined ? {} : { maxLength: type.maxLength }),
        ...(type.pattern === undefined ? {} : { pattern: type.pattern.source }),
      }
    case "Number":
      return {
        type: type.integer ? "integer" : "number",
        ...(type.minimum === undefined ? {} : { minimum: type.minimum }),
        ...(type.maximum === undefined ? {} : { maximum: type.maximum }),
        ...(type.multipleOf === undefined ? {} : { multipleOf: type.multipleOf }),
      }
    case "Boolean":
      return { type: "boolean" }
    case "Enum":
      return { enum: [...type.members] as ReadonlyArray<Json> }
    case "List":
      return { type: "array", items: typeOf(type.item) }
    case "Block":
      return {
        ...object(type.fields),
        ...(type.open === undefined
          ? {}
          : { patternProperties: { [`^${type.open.prefix}`]: describe(type.open.field) } }),
      }
    case "Mappings":
      return { type: "array" }
  }
}
