/** The rules that are about one kind of source. */
export { rules } from "./generated/lintRules.ts"
