import * as Ir from "@pipewright/core/Ir"
import * as LintRule from "@pipewright/core/LintRule"
import * as Checks from "../../shared/checks.ts"
import { rows } from "../../shared/databaseChecks.ts"

export const rule = LintRule.make({
  name: "bigquery/no-impossible-dataset",
  group: "databases",
  severity: "error",
  preset: "recommended",
  summary: "A dataset has a name that BigQuery gives to datasets.",
  link: "https://cloud.google.com/bigquery/docs/datasets#dataset-naming",
  checks: {
    pipe: ({ source }) =>
      rows(source).flatMap((row) => {
        const dataset = row.fields.get("sourceDatasetName")
        const name = Ir.literal(dataset)
        if (dataset === undefined || typeof name !== "string" || /^[A-Za-z0-9_]{1,1024}$/.test(name))
          return []
        return [
          {
            ...Checks.at(dataset),
            message:
              "no dataset has this name: there are letters, digits and `_` in one, and at most 1024 of them",
            help: "write the dataset without its project: `dataset.table -> target`",
          },
        ]
      }),
  },
})
