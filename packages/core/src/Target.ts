/** The fields of a `target`: which service, by which API, and how it is called. */
import * as Field from "./Field.ts"
import * as Scaling from "./Scaling.ts"

const id = { edit: "replace", required: true, example: "00000000-0000-0000-0000-000000000000" } as const

/** The two halves of an API key. */
export const key = ["keyId", "keySecret"] as const

export const fields: Field.Fields = {
  organization: Field.string({ doc: "The id of the organization.", ...id }),
  service: Field.string({ doc: "The id of the service that the pipes belong to.", ...id }),
  apiUrl: Field.string({ doc: "The base URL of the API, if not the public one.", edit: "live" }),
  keyId: Field.string({
    doc: "The id of the API key, if not that of the environment.",
    edit: "live",
    example: 'env("PROD_KEY_ID")',
  }),
  keySecret: Field.secret({
    doc: "The secret of the API key.",
    edit: "live",
    example: 'secret("PROD_KEY_SECRET")',
  }),
  rate: Field.block(
    {
      requests: Field.integer({
        doc: "How many requests may go.",
        edit: "live",
        required: true,
        minimum: 1,
        maximum: 10_000,
        example: "20",
      }),
      per: Field.integer({
        doc: "Within which time.",
        edit: "live",
        required: true,
        unit: "s",
        minimum: 1,
        maximum: 3600,
        example: "10s",
      }),
    },
    { doc: "How many requests may go to the API; 10 within 10 seconds without it.", edit: "live" },
  ),
  wake: Field.oneOf(["ask", "auto", "never"], {
    doc: "Whether `apply` wakes the service if it sleeps, which costs money.",
    edit: "live",
    default: "ask",
  }),
  cdcScaling: Field.block(Scaling.shared, {
    doc: "The size that all pipes from databases of the service share.",
    edit: "scaling",
  }),
}
