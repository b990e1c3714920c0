/**
 * What the API takes and returns for each kind. Apart from `Kinds`, so that whoever compiles does not load the
 * schemas that only an emulator needs.
 */
export { contracts } from "./generated/contracts.ts"
/** How pipes of each family live, in the order of the reference. */
export { all as lifecycleTables } from "./shared/lifecycleTables.ts"
