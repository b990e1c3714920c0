// Written by `pnpm generate`; do not edit.
import type { LintRule } from "@pipewright/core/LintRule"
import { rule as bigqueryNoImpossibleDataset } from "../bigquery/rules/no-impossible-dataset.ts"
import { rule as kafkaNoSharedGroup } from "../kafka/rules/no-shared-group.ts"
import { rule as mongodbNoMalformedUri } from "../mongodb/rules/no-malformed-uri.ts"
import { rule as mysqlNoSharedServerId } from "../mysql/rules/no-shared-server-id.ts"
import { rule as postgresNoPooler } from "../postgres/rules/no-pooler.ts"
import { rule as postgresNoUnusableName } from "../postgres/rules/no-unusable-name.ts"
import { rule as postgresUseOwnSlot } from "../postgres/rules/use-own-slot.ts"
import { rule as postgresUsePublication } from "../postgres/rules/use-publication.ts"
import { rule as postgresUseReplicaIdentity } from "../postgres/rules/use-replica-identity.ts"

export const rules: ReadonlyArray<LintRule> = [bigqueryNoImpossibleDataset, kafkaNoSharedGroup, mongodbNoMalformedUri, mysqlNoSharedServerId, postgresNoPooler, postgresNoUnusableName, postgresUseOwnSlot, postgresUsePublication, postgresUseReplicaIdentity]
