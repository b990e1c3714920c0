import * as Schema from "effect/Schema"
import { field, may, output } from "./shared.ts"

const Level = Schema.Literal("error", "warning", "info", "off")

const From = Schema.Union(
  Schema.Literal("preset", "rules", "only"),
  Schema.TemplateLiteral("overrides[", Schema.Number, "]"),
)

export const LintSettings = output({
  preset: field(Schema.String, "The preset that is in force."),
  configuration: may(Schema.String, "The file that says so, from where the command was called."),
  extends: may(Schema.Array(Schema.String), "The files that it extends, the nearest first."),
  file: may(Schema.String, "The file that it holds for; without one nothing of the overrides is in it."),
  rules: field(
    Schema.Array(
      Schema.Struct({
        name: field(Schema.String, "The name of the rule."),
        level: field(Level, "How severe what it finds is."),
        from: field(
          From,
          "Where that is said: the preset, `lint.rules` or one of `lint.overrides` of the configuration, or `--only`.",
        ),
        in: may(Schema.String, "The file in which that is said, from where the command was called."),
        targets: field(
          Schema.Array(
            Schema.Struct({
              target: Schema.String,
              level: Level,
              from: From,
              in: may(Schema.String, "The file in which that is said."),
            }),
          ),
          "The targets for which that is something else.",
        ),
      }),
    ),
    "Every rule, by name.",
  ),
})
export type LintSettings = typeof LintSettings.Type
