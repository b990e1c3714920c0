/** Reverse private endpoints: ways from the service to a private network, which pipes can take. */
import type { Json, JsonObject } from "./Evaluate.ts"
import * as Field from "./Field.ts"

const description = Field.string({
  doc: "What the endpoint is for, as the console shows it.",
  edit: "replace",
  required: true,
  maxLength: 255,
  example: "the orders network",
})

const customPrivateDnsMappings = Field.wrapped(
  "privateDnsName",
  {
    _tag: "String",
    pattern: {
      source:
        "^(\\*\\.)?([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$",
      claim: "a name of DNS, with `*.` at most before it",
    },
  },
  {
    doc: "Names of your own that lead to the endpoint, `*.` before one for all below it. A name leads to one endpoint of the service.",
    edit: "live",
    example: "db.example.com",
  },
)

const text = (doc: string, example: string, pattern?: Field.StringType["pattern"]): Field.Field =>
  Field.string({
    doc,
    edit: "replace",
    required: true,
    example,
    ...(pattern === undefined ? {} : { pattern }),
  })

/** The types of endpoints, with the fields that each has besides `description`. */
const ofType: Readonly<Record<string, Field.Fields>> = {
  VPC_ENDPOINT_SERVICE: {
    vpcEndpointServiceName: text(
      "The name of the endpoint service in AWS.",
      "com.amazonaws.vpce.us-east-1.vpce-svc-12345678901234567",
    ),
    customPrivateDnsMappings,
  },
  VPC_RESOURCE: {
    vpcResourceConfigurationId: text(
      "The id of the resource configuration in AWS.",
      "rcfg-12345678901234567",
    ),
    vpcResourceShareArn: text(
      "The ARN of the resource share in AWS.",
      "arn:aws:ram:us-east-1:123456789012:resource-share/12345678-1234-1234-1234-123456789012",
      { source: "^arn:", claim: "an ARN, which starts with `arn:`" },
    ),
    customPrivateDnsMappings,
  },
  MSK_MULTI_VPC: {
    mskClusterArn: Field.string({
      doc: "The ARN of the cluster.",
      edit: "replace",
      required: true,
      pattern: {
        source: "^arn:.*:cluster/",
        claim: "the ARN of a cluster, which starts with `arn:` and has `:cluster/` in it",
      },
    }),
    mskAuthentication: Field.oneOf(["SASL_IAM", "SASL_SCRAM"], {
      doc: "How clients of the cluster log in.",
      edit: "replace",
      required: true,
    }),
  },
  GCP_PSC_SERVICE_ATTACHMENT: {
    gcpServiceAttachment: text(
      "The service attachment in Google Cloud.",
      "projects/my-project/regions/us-central1/serviceAttachments/my-service",
      {
        source: "^projects/[^/]+/regions/[^/]+/serviceAttachments/[^/]+$",
        claim: "of the form `projects/PROJECT/regions/REGION/serviceAttachments/NAME`",
      },
    ),
    customPrivateDnsMappings,
  },
}

/** The words that may stand after the `:`. */
export const types: ReadonlyArray<string> = Object.keys(ofType)

/** What may stand in the block of an endpoint of a type. */
export const fields = (type: string): Field.Fields => ({ description, ...ofType[type] })

/** The types that have a field. */
export const typesWith = (field: string): ReadonlyArray<string> =>
  types.filter((type) => Object.hasOwn(fields(type), field))

/** What the service tells of an endpoint once it is there, in the API's order. */
export interface Attribute {
  readonly doc: string
  /** The form that values have. */
  readonly example: string
  /** Where it stands in the API's answer; of a list the first one is taken. */
  readonly path: string
}

/** By the last name of a reference, as in `endpoint.orders.id`. */
export const attributes: Readonly<Record<string, Attribute>> = {
  id: {
    doc: "The id of the endpoint in ClickHouse Cloud.",
    example: "12345678-1234-1234-1234-123456789012",
    path: "id",
  },
  endpointId: {
    doc: "The id in the other cloud, under which the connection is accepted there.",
    example: "vpce-12345678901234567",
    path: "endpointId",
  },
  dnsName: {
    doc: "The first of the names that the service gives the endpoint.",
    example: "vpce-12345678901234567-abcdefg.vpce-svc-12345678901234567.us-east-1.vpce.amazonaws.com",
    path: "dnsNames[0]",
  },
  privateDnsName: {
    doc: "The first of the private names that the endpoint has.",
    example: "orders.internal.example.com",
    path: "privateDnsNames[0]",
  },
}

/** What the service tells of an endpoint under the last name of a reference, if it tells it by now. */
export const tell = (object: JsonObject, name: string): string | undefined => {
  const path = Object.hasOwn(attributes, name) ? attributes[name]!.path : ""
  const list = /^(.*)\[0\]$/.exec(path)?.[1]
  const found =
    list === undefined ? object[path] : (object[list] as ReadonlyArray<Json> | null | undefined)?.[0]
  return typeof found === "string" && found !== "" ? found : undefined
}
