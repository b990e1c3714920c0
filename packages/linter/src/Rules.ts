/** The rules that hold for every kind of source. */
export { rules } from "./generated/rules.ts"
