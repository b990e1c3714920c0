import * as LintRule from "@pipewright/core/LintRule"
import { at, textsOf } from "../internal/places.ts"

/** What the ARNs of fields look like, and how long they may be. */
const forms: Readonly<Record<string, { readonly pattern: RegExp; readonly example: string }>> = {
  iamRole: {
    pattern: /^(?=.{1,512}$)arn:aws[a-z-]*:iam::\d{12}:role\/[A-Za-z0-9_+=,.@/-]+$/,
    example: "arn:aws:iam::123456789012:role/ingest",
  },
  mskClusterArn: {
    pattern:
      /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]+:\d{12}:cluster\/[A-Za-z0-9._-]+(?:\/[0-9a-f-]+(?:-s\d*)?)?$/,
    example: "arn:aws:SERVICE:us-east-1:123456789012:cluster/NAME/ID",
  },
  vpcResourceShareArn: {
    pattern: /^arn:aws[a-z-]*:ram:[a-z0-9-]+:\d{12}:resource-share\/[0-9A-Za-z-]+$/,
    example: "arn:aws:ram:us-east-1:123456789012:resource-share/ID",
  },
}

export const rule = LintRule.make({
  name: "no-malformed-arn",
  group: "safety",
  severity: "error",
  preset: "recommended",
  summary: "An ARN is one that AWS gives out.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
  checks: {
    program: (subject) =>
      textsOf(subject).flatMap(({ field, text, value }) => {
        const form = Object.hasOwn(forms, field) ? forms[field] : undefined
        return form === undefined || form.pattern.test(text)
          ? []
          : [
              {
                ...at(value),
                message: `AWS gives out no ARN of this form for what \`${field}\` names`,
                help: `copy it from AWS; it looks like \`${form.example}\``,
              },
            ]
      }),
  },
})
