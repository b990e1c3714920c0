import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import { at, type Text, texts } from "../internal/places.ts"

/** The account that an ARN or the address of a queue is of. */
const account = /^(?:arn:[^:]*:[^:]*:[^:]*:|https:\/\/sqs\.[^/]+\/)(\d{12})[:/]/

const accountOf = (text: string): string | undefined => account.exec(text)?.[1]

/** The endpoints that a value leads through. */
const endpointsOf = (value: Ir.Value): ReadonlyArray<string> => {
  switch (value._tag) {
    case "Block":
      return [...value.fields.values()].flatMap(endpointsOf)
    case "List":
      return value.items.flatMap(endpointsOf)
    case "Pending":
      return value.parts.flatMap((part) => (typeof part === "string" ? [] : [part.endpoint]))
    default:
      return []
  }
}

export const rule = LintRule.make({
  name: "no-foreign-account",
  group: "safety",
  severity: "info",
  preset: "all",
  summary: "A role is of the account that has what the pipe reads.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
  checks: {
    pipe: ({ source }, { program }) => {
      const role = Ir.get(source, "iamRole")
      const own = accountOf(String(Ir.literal(role) ?? ""))
      if (role === undefined || own === undefined) return []
      const through = new Set(endpointsOf(source))
      const read: ReadonlyArray<Text> = [
        ...texts(source),
        ...program.endpoints.flatMap(({ name, fields }) => (through.has(name) ? texts(fields) : [])),
      ]
      const other = read.find(({ text }) => (accountOf(text) ?? own) !== own)
      return other === undefined
        ? []
        : [
            {
              ...at(role),
              message: `the role is of the account ${own}, and \`${other.field}\` of ${accountOf(other.text)}`,
              help: "let both accounts allow it, or take a role of the account that has the data",
              related: [{ message: "the other account is here", ...at(other.value) }],
            },
          ]
    },
  },
})
