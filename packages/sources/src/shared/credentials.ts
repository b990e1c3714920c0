/** Logins, in the shapes that several kinds share. */
import * as Field from "@pipewright/core/Field"

/** An AWS access key, for `IAM_USER`. */
export const accessKey: Field.Field = Field.block(
  {
    accessKeyId: Field.string({
      doc: "The id of an IAM user's access key.",
      edit: "live",
      required: true,
      writeOnly: true,
      example: "AKIAIOSFODNN7EXAMPLE",
    }),
    secretKey: Field.secret({ doc: "Its secret.", edit: "live", required: true }),
  },
  { doc: "The access key of an IAM user, for `IAM_USER`.", edit: "live", writeOnly: true },
)

/** A user and a password. */
export const userAndPassword = (doc: string, facts: { readonly required?: boolean } = {}): Field.Field =>
  Field.block(
    {
      username: Field.string({ doc: "The user.", edit: "live", required: true, writeOnly: true, example: "clickpipes" }),
      password: Field.secret({ doc: "The password.", edit: "live", required: true }),
    },
    { doc, edit: "live", writeOnly: true, ...facts },
  )

/** The role to assume, for `IAM_ROLE`. */
export const iamRole: Field.Field = Field.string({
  doc: "The ARN of the role that the pipe assumes, for `IAM_ROLE`. Only for services on AWS.",
  edit: "live",
  pattern: { source: "^arn:[^:]+:iam::[0-9]{12}:role/.+$", claim: "the ARN of an IAM role" },
  example: "arn:aws:iam::123456789012:role/clickpipes",
})
