/** What goes with which store. */
import * as Ir from "@pipewright/core/Ir"
import type { Check, Start, Unreturning } from "@pipewright/core/SourceKind"
import * as Diagnostic from "@pipewright/language/Diagnostic"
import * as Checks from "../shared/checks.ts"

export const Findings = Diagnostic.table({
  "queue-of-other-store": ({ type, claim }: { type: string; claim: string }) => ({
    message: `the queue of \`${type}\` has to be ${claim}`,
  }),
  "no-queue-for-type": ({ type }: { type: string }) => ({
    message: `\`${type}\` has no queue that tells of new files`,
    help: "remove `queueUrl`; the pipe then finds new files by their names",
  }),
})

export const offers: Checks.Offers = {
  s3: ["IAM_USER", "IAM_ROLE"],
  gcs: ["IAM_USER", "SERVICE_ACCOUNT"],
  dospaces: ["IAM_USER"],
  azureblobstorage: ["CONNECTION_STRING"],
  cloudflarer2: ["IAM_USER"],
  ovhobjectstorage: ["IAM_USER"],
}

/** Where a first pipe of each type reads, and how it logs in there. */
export const start = (type: string): Start => starts[type] ?? {}

const files = "data/*.json"
const withKey = { authentication: "IAM_USER", accessKey: true } as const

const starts: Readonly<Record<string, Start>> = {
  s3: { url: `https://my-bucket.s3.amazonaws.com/${files}`, ...withKey },
  gcs: { url: `gs://my-bucket/${files}`, authentication: "SERVICE_ACCOUNT", serviceAccountKey: true },
  dospaces: { url: `https://my-bucket.nyc3.digitaloceanspaces.com/${files}`, ...withKey },
  azureblobstorage: {
    azureContainerName: true,
    path: true,
    authentication: "CONNECTION_STRING",
    connectionString: true,
  },
  cloudflarer2: { url: `https://my-account.r2.cloudflarestorage.com/my-bucket/${files}`, ...withKey },
  ovhobjectstorage: { url: `https://my-bucket.s3.gra.io.cloud.ovh.net/${files}`, ...withKey },
}

/** What each way of authentication needs. */
export const logins: ReadonlyArray<Checks.Needs> = [
  { field: "authentication", is: "IAM_USER", needs: "accessKey", unset: "none", offers },
  { field: "authentication", is: "IAM_ROLE", needs: "iamRole", unset: "none", offers },
  { field: "authentication", is: "SERVICE_ACCOUNT", needs: "serviceAccountKey", unset: "none", offers },
  { field: "authentication", is: "CONNECTION_STRING", needs: "connectionString", unset: "none", offers },
]

/** Of Azure the API may tell neither the container nor the way to log in, of which there is one. */
export const unreturned: Unreturning = (source, type) =>
  type === "azureblobstorage"
    ? [
        { path: ["authentication"], value: offers[type]![0]! },
        { path: ["connectionString"] },
        { path: ["azureContainerName"] },
      ]
    : Checks.neededBy(logins)(source, type)

/** Azure is never public. */
export const azureLogin: Check = ({ source, type }) =>
  type === "azureblobstorage" && Checks.lacks(source, "authentication")
    ? [Checks.Findings.report("needed-for-type", Checks.at(source), { type, needed: "authentication" })]
    : []

const queues: Readonly<Record<string, { readonly pattern: RegExp; readonly claim: string }>> = {
  s3: {
    pattern: /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[0-9]{12}\/[A-Za-z0-9_.-]+$/,
    claim: "the URL of an SQS queue, such as `https://sqs.us-east-1.amazonaws.com/123456789012/new-files`",
  },
  gcs: {
    pattern: /^projects\/[^/]+\/subscriptions\/[^/]+$/,
    claim: "the path of a Pub/Sub subscription, such as `projects/my-project/subscriptions/new-files`",
  },
}

/** A queue needs a continuous pipe, a store that has queues, and a login. */
export const queue: Check = ({ source, type }) => {
  const found = source.fields.get("queueUrl")
  if (found === undefined) return []
  const shape = queues[type]
  if (shape === undefined) return [Findings.report("no-queue-for-type", Checks.at(found), { type })]
  const url = Ir.literal(found)
  const needs = (needed: string) =>
    Checks.Findings.report("needs-other-field", Checks.at(found), { field: "queueUrl", needed })
  return [
    ...(typeof url === "string" && !shape.pattern.test(url)
      ? [Findings.report("queue-of-other-store", Checks.at(found), { type, claim: shape.claim })]
      : []),
    ...(Ir.literal(source.fields.get("isContinuous")) === true ? [] : [needs("isContinuous = true")]),
    ...(Checks.lacks(source, "authentication") ? [needs("authentication")] : []),
  ]
}

/** To skip the first load there has to be a queue, and there is nothing to start after. */
export const initialLoad: Check = ({ source }) => {
  const skip = source.fields.get("skipInitialLoad")
  if (skip === undefined || Ir.literal(skip) !== true) return []
  const field = "skipInitialLoad"
  return [
    ...(Checks.lacks(source, "queueUrl")
      ? [Checks.Findings.report("needs-other-field", Checks.at(skip), { field, needed: "queueUrl" })]
      : []),
    ...(source.fields.has("startAfter")
      ? [Checks.Findings.report("excludes-other-field", Checks.at(skip), { field, other: "startAfter" })]
      : []),
  ]
}
