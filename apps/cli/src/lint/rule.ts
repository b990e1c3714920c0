/** `pipewright/lint`: what a rule of one's own is made of. The types of this module are part of the package. */
export * as ColumnTypes from "@pipewright/core/ColumnTypes"
export * as Ir from "@pipewright/core/Ir"
export type {
  Checks,
  Edited,
  EditedField,
  Found,
  Group,
  LintRule,
  Preset,
  Subject,
} from "@pipewright/core/LintRule"
export { isWrittenHere } from "@pipewright/core/LintRule"
export type * as Ast from "@pipewright/language/Ast"
export type { Edit, Fix, Related, Severity } from "@pipewright/language/Diagnostic"
export * as Source from "@pipewright/language/Source"
