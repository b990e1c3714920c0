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

const username = Field.string({
  doc: "The user.",
  edit: "live",
  required: true,
  writeOnly: true,
  example: "clickpipes",
})

/** A user and a password; without a password where another way of authentication needs none. */
export const userAndPassword = (
  doc: string,
  facts: {
    readonly required?: boolean
    readonly edit?: Field.Edit
    readonly passwordRequired?: boolean
  } = {},
): Field.Field => {
  const { required, edit = "live", passwordRequired = true } = facts
  return Field.block(
    {
      username: { ...username, edit },
      password: Field.secret({
        doc: "The password.",
        edit,
        ...(passwordRequired ? { required: true } : {}),
      }),
    },
    { doc, edit, writeOnly: true, ...(required === undefined ? {} : { required }) },
  )
}

/** The key of a Google Cloud service account, in the block that the API wants around it. */
export const serviceAccount = (edit: Field.Edit): Field.Field =>
  Field.block(
    {
      serviceAccountFile: Field.secret({
        doc: "The JSON key file of the service account, in base64. `base64(file(…))` makes it.",
        edit,
        required: true,
      }),
    },
    {
      doc: "The Google Cloud service account that the pipe acts as.",
      edit,
      required: true,
      writeOnly: true,
    },
  )

/** The role to assume, for `IAM_ROLE`. */
export const iamRoleWith = (edit: Field.Edit): Field.Field =>
  Field.string({
    doc: "The ARN of the role that the pipe assumes, for `IAM_ROLE`. Only for services on AWS.",
    edit,
    pattern: { source: "^arn:[^:]+:iam::[0-9]{12}:role/.+$", claim: "the ARN of an IAM role" },
    example: "arn:aws:iam::123456789012:role/clickpipes",
  })

export const iamRole: Field.Field = iamRoleWith("live")
