// Written by `pnpm generate`; do not edit.
import type { LintRule } from "@pipewright/core/LintRule"
import { rule as noAppendOnlyCopy } from "../rules/no-append-only-copy.ts"
import { rule as noColumnsAlike } from "../rules/no-columns-alike.ts"
import { rule as noCrowdedFirstRead } from "../rules/no-crowded-first-read.ts"
import { rule as noDisabledTls } from "../rules/no-disabled-tls.ts"
import { rule as noExtremeSync } from "../rules/no-extreme-sync.ts"
import { rule as noFinePartition } from "../rules/no-fine-partition.ts"
import { rule as noFloatKey } from "../rules/no-float-key.ts"
import { rule as noForeignAccount } from "../rules/no-foreign-account.ts"
import { rule as noIdleAggregate } from "../rules/no-idle-aggregate.ts"
import { rule as noIdleDeleteOnMerge } from "../rules/no-idle-delete-on-merge.ts"
import { rule as noIdleSync } from "../rules/no-idle-sync.ts"
import { rule as noIgnoredArgument } from "../rules/no-ignored-argument.ts"
import { rule as noImmutableChange } from "../rules/no-immutable-change.ts"
import { rule as noLiteralSecret } from "../rules/no-literal-secret.ts"
import { rule as noLongKey } from "../rules/no-long-key.ts"
import { rule as noMalformedArn } from "../rules/no-malformed-arn.ts"
import { rule as noMergeWithoutKey } from "../rules/no-merge-without-key.ts"
import { rule as noNarrowSum } from "../rules/no-narrow-sum.ts"
import { rule as noNullable } from "../rules/no-nullable.ts"
import { rule as noOversizedCdcScaling } from "../rules/no-oversized-cdc-scaling.ts"
import { rule as noPause } from "../rules/no-pause.ts"
import { rule as noRemoval } from "../rules/no-removal.ts"
import { rule as noReservedPrivateName } from "../rules/no-reserved-private-name.ts"
import { rule as noReservedTable } from "../rules/no-reserved-table.ts"
import { rule as noSharedTable } from "../rules/no-shared-table.ts"
import { rule as noSingleReplica } from "../rules/no-single-replica.ts"
import { rule as noSnapshotAgain } from "../rules/no-snapshot-again.ts"
import { rule as noTypeAlias } from "../rules/no-type-alias.ts"
import { rule as noUniqueKeyFirst } from "../rules/no-unique-key-first.ts"
import { rule as noUniquePartition } from "../rules/no-unique-partition.ts"
import { rule as noUnknownCost } from "../rules/no-unknown-cost.ts"
import { rule as noUnknownRegion } from "../rules/no-unknown-region.ts"
import { rule as noUnlikeColumns } from "../rules/no-unlike-columns.ts"
import { rule as noUnsummableColumn } from "../rules/no-unsummable-column.ts"
import { rule as noUnusedConnection } from "../rules/no-unused-connection.ts"
import { rule as noUnusedParam } from "../rules/no-unused-param.ts"
import { rule as noUnusualVersion } from "../rules/no-unusual-version.ts"
import { rule as noVersionInKey } from "../rules/no-version-in-key.ts"
import { rule as useAlteredTable } from "../rules/use-altered-table.ts"
import { rule as useLowCardinality } from "../rules/use-low-cardinality.ts"
import { rule as useSortingKey } from "../rules/use-sorting-key.ts"
import { rule as useStandardSize } from "../rules/use-standard-size.ts"
import { rule as useVersion } from "../rules/use-version.ts"

export const rules: ReadonlyArray<LintRule> = [
  noAppendOnlyCopy,
  noColumnsAlike,
  noCrowdedFirstRead,
  noDisabledTls,
  noExtremeSync,
  noFinePartition,
  noFloatKey,
  noForeignAccount,
  noIdleAggregate,
  noIdleDeleteOnMerge,
  noIdleSync,
  noIgnoredArgument,
  noImmutableChange,
  noLiteralSecret,
  noLongKey,
  noMalformedArn,
  noMergeWithoutKey,
  noNarrowSum,
  noNullable,
  noOversizedCdcScaling,
  noPause,
  noRemoval,
  noReservedPrivateName,
  noReservedTable,
  noSharedTable,
  noSingleReplica,
  noSnapshotAgain,
  noTypeAlias,
  noUniqueKeyFirst,
  noUniquePartition,
  noUnknownCost,
  noUnknownRegion,
  noUnlikeColumns,
  noUnsummableColumn,
  noUnusedConnection,
  noUnusedParam,
  noUnusualVersion,
  noVersionInKey,
  useAlteredTable,
  useLowCardinality,
  useSortingKey,
  useStandardSize,
  useVersion,
]
