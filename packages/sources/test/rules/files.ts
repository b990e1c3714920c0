/** Rules of files in object storage. */
import { type Rule, role, userKey } from "./program.ts"

export const files: ReadonlyArray<Rule> = [
  {
    type: "s3",
    says: "files have an address",
    wrong: { url: "" },
    code: "needed-for-type",
    right: {},
  },
  {
    type: "s3",
    says: "a container is for Azure",
    wrong: { more: 'azureContainerName = «"c"»' },
    code: "not-for-type",
    right: {},
  },
  {
    type: "azureblobstorage",
    says: "Azure has a container and no address",
    wrong: { more: 'url = «"https://files.example.com/*"»' },
    code: "not-for-type",
    right: { more: 'path = "data/*.json"' },
  },
  {
    type: "azureblobstorage",
    says: "`CONNECTION_STRING` calls for a connection string",
    wrong: { authentication: "authentication = «CONNECTION_STRING»", connectionString: "" },
    code: "needed-for-choice",
    right: {},
  },
  {
    type: "s3",
    says: "a queue calls for a pipe that goes on",
    wrong: {
      login: `authentication = IAM_ROLE, ${role}`,
      queueUrl: 'queueUrl = «"https://sqs.us-east-1.amazonaws.com/123456789012/q"»',
    },
    code: "needs-other-field",
    right: {
      login: `authentication = IAM_ROLE, ${role}`,
      queueUrl: 'queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/q", isContinuous = true',
    },
  },
  {
    type: "s3",
    says: "a queue calls for a login",
    wrong: {
      queueUrl: 'queueUrl = «"https://sqs.us-east-1.amazonaws.com/123456789012/q"», isContinuous = true',
    },
    code: "needs-other-field",
    right: { queueUrl: "isContinuous = true" },
  },
  {
    type: "s3",
    says: "a queue of S3 is one of SQS",
    wrong: {
      login: `authentication = IAM_ROLE, ${role}`,
      queueUrl: 'queueUrl = «"projects/p/subscriptions/s"», isContinuous = true',
    },
    code: "queue-of-other-store",
    right: {},
  },
  {
    type: "gcs",
    says: "a queue of Google is a subscription",
    wrong: {
      login: 'authentication = SERVICE_ACCOUNT, serviceAccountKey = secret("X")',
      queueUrl: 'queueUrl = «"https://sqs.us-east-1.amazonaws.com/123456789012/q"», isContinuous = true',
    },
    code: "queue-of-other-store",
    right: {
      login: 'authentication = SERVICE_ACCOUNT, serviceAccountKey = secret("X")',
      queueUrl: 'queueUrl = "projects/p/subscriptions/s", isContinuous = true',
    },
  },
  {
    type: "dospaces",
    says: "other stores have no queue",
    wrong: {
      login: `authentication = IAM_USER, ${userKey}`,
      queueUrl: 'queueUrl = «"projects/p/subscriptions/s"», isContinuous = true',
    },
    code: "no-queue-for-type",
    right: { login: `authentication = IAM_USER, ${userKey}`, queueUrl: "isContinuous = true" },
  },
  {
    type: "s3",
    says: "the first load is left out with a queue alone",
    wrong: { more: "isContinuous = true, skipInitialLoad = «true»" },
    code: "needs-other-field",
    right: {
      login: `authentication = IAM_ROLE, ${role}`,
      more: 'isContinuous = true, skipInitialLoad = true, queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/q"',
    },
  },
  {
    type: "s3",
    says: "what is left out has no start",
    wrong: {
      login: `authentication = IAM_ROLE, ${role}`,
      queueUrl: 'isContinuous = true, queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/q"',
      more: 'skipInitialLoad = «true», startAfter = "a"',
    },
    code: "excludes-other-field",
    right: { more: 'startAfter = "a"' },
  },
  {
    type: "s3",
    says: "CPU and memory are those of streams",
    wrong: { beside: "scaling { replicas = 2, «replicaCpuMillicores» = 250 }" },
    code: "unknown-field",
    right: { beside: "scaling { replicas = 2 }" },
  },
]
