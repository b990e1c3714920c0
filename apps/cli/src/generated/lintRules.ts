// Written by `pnpm generate`; do not edit.

/** By name alone: a configuration is checked without loading the rules. */
export const lintRules = [{"name":"kafka/no-shared-group"},{"name":"no-type-alias"},{"name":"no-unused-param"}]
