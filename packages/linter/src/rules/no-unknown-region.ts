import * as LintRule from "@pipewright/core/LintRule"
import { at, textsOf } from "../internal/places.ts"

/** Where a text names a region: an ARN, a queue, an endpoint service. */
const places: ReadonlyArray<RegExp> = [
  /^arn:[^:]*:[^:]*:([^:]+):/,
  /^https:\/\/sqs\.([^./]+)\.amazonaws\.com/,
  /^com\.amazonaws\.vpce\.([^.]+)\./,
]

/** A part of the world, a direction and a number. New parts of the world come, so that one is not looked up. */
const region =
  /^[a-z]{2,4}(?:-[a-z]+)?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d$/

const regionsIn = (field: string, text: string): ReadonlyArray<string> =>
  field === "region"
    ? [text]
    : places.flatMap((place) => {
        const name = place.exec(text)?.[1]
        return name === undefined ? [] : [name]
      })

export const rule = LintRule.make({
  name: "no-unknown-region",
  group: "safety",
  severity: "warning",
  preset: "recommended",
  summary: "A region of AWS has the form of one.",
  link: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
  checks: {
    program: (subject) =>
      textsOf(subject).flatMap(({ field, text, value }) =>
        regionsIn(field, text).flatMap((name) =>
          region.test(name)
            ? []
            : [
                {
                  ...at(value),
                  message: `\`${name}\` does not look like a region of AWS`,
                  help: "a region is written like `us-east-1` or `ap-southeast-2`",
                },
              ],
        ),
      ),
  },
})
