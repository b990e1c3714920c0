// Written by `pnpm generate`; do not edit.
import type { LintRule } from "@pipewright/core/LintRule"
import { rule as bigqueryNoImpossibleDataset } from "../bigquery/rules/no-impossible-dataset.ts"
import { rule as bigqueryUseSortingKeys } from "../bigquery/rules/use-sorting-keys.ts"
import { rule as kafkaNoAvroVariant } from "../kafka/rules/no-avro-variant.ts"
import { rule as kafkaNoDeepNesting } from "../kafka/rules/no-deep-nesting.ts"
import { rule as kafkaNoFutureStart } from "../kafka/rules/no-future-start.ts"
import { rule as kafkaNoIllegalTopic } from "../kafka/rules/no-illegal-topic.ts"
import { rule as kafkaNoMixedVariant } from "../kafka/rules/no-mixed-variant.ts"
import { rule as kafkaNoRawMessageOfBytes } from "../kafka/rules/no-raw-message-of-bytes.ts"
import { rule as kafkaNoSharedGroup } from "../kafka/rules/no-shared-group.ts"
import { rule as kafkaNoUnreadRegistry } from "../kafka/rules/no-unread-registry.ts"
import { rule as kafkaNoUnsupportedType } from "../kafka/rules/no-unsupported-type.ts"
import { rule as kafkaUseEventHubPort } from "../kafka/rules/use-event-hub-port.ts"
import { rule as kafkaUseHostAndPort } from "../kafka/rules/use-host-and-port.ts"
import { rule as kafkaUseSchemaRegistry } from "../kafka/rules/use-schema-registry.ts"
import { rule as kafkaUseUtc } from "../kafka/rules/use-utc.ts"
import { rule as kafkaUseVirtualColumnType } from "../kafka/rules/use-virtual-column-type.ts"
import { rule as kinesisNoAvroVariant } from "../kinesis/rules/no-avro-variant.ts"
import { rule as kinesisNoDeepNesting } from "../kinesis/rules/no-deep-nesting.ts"
import { rule as kinesisNoFutureStart } from "../kinesis/rules/no-future-start.ts"
import { rule as kinesisNoMilliseconds } from "../kinesis/rules/no-milliseconds.ts"
import { rule as kinesisNoMixedVariant } from "../kinesis/rules/no-mixed-variant.ts"
import { rule as kinesisNoUnsupportedType } from "../kinesis/rules/no-unsupported-type.ts"
import { rule as kinesisUseUtc } from "../kinesis/rules/use-utc.ts"
import { rule as kinesisUseVirtualColumnType } from "../kinesis/rules/use-virtual-column-type.ts"
import { rule as mongodbNoMalformedUri } from "../mongodb/rules/no-malformed-uri.ts"
import { rule as mysqlNoExcludedColumns } from "../mysql/rules/no-excluded-columns.ts"
import { rule as mysqlNoSharedServerId } from "../mysql/rules/no-shared-server-id.ts"
import { rule as objectStorageNoBraces } from "../object-storage/rules/no-braces.ts"
import { rule as objectStorageNoOtherEnding } from "../object-storage/rules/no-other-ending.ts"
import { rule as objectStorageNoRetiredConcurrency } from "../object-storage/rules/no-retired-concurrency.ts"
import { rule as objectStorageNoUnorderedNames } from "../object-storage/rules/no-unordered-names.ts"
import { rule as objectStorageNoUnreadDelimiter } from "../object-storage/rules/no-unread-delimiter.ts"
import { rule as objectStorageNoUrlOfOtherStore } from "../object-storage/rules/no-url-of-other-store.ts"
import { rule as objectStorageNoWholeBucket } from "../object-storage/rules/no-whole-bucket.ts"
import { rule as objectStorageUseHttpsUrl } from "../object-storage/rules/use-https-url.ts"
import { rule as objectStorageUseServiceAccountWithQueue } from "../object-storage/rules/use-service-account-with-queue.ts"
import { rule as objectStorageUseVirtualColumnType } from "../object-storage/rules/use-virtual-column-type.ts"
import { rule as postgresNoPooler } from "../postgres/rules/no-pooler.ts"
import { rule as postgresNoUnusableName } from "../postgres/rules/no-unusable-name.ts"
import { rule as postgresUseOwnSlot } from "../postgres/rules/use-own-slot.ts"
import { rule as postgresUsePublication } from "../postgres/rules/use-publication.ts"
import { rule as postgresUseReplicaIdentity } from "../postgres/rules/use-replica-identity.ts"
import { rule as pubsubNoFutureStart } from "../pubsub/rules/no-future-start.ts"

export const rules: ReadonlyArray<LintRule> = [
  bigqueryNoImpossibleDataset,
  bigqueryUseSortingKeys,
  kafkaNoAvroVariant,
  kafkaNoDeepNesting,
  kafkaNoFutureStart,
  kafkaNoIllegalTopic,
  kafkaNoMixedVariant,
  kafkaNoRawMessageOfBytes,
  kafkaNoSharedGroup,
  kafkaNoUnreadRegistry,
  kafkaNoUnsupportedType,
  kafkaUseEventHubPort,
  kafkaUseHostAndPort,
  kafkaUseSchemaRegistry,
  kafkaUseUtc,
  kafkaUseVirtualColumnType,
  kinesisNoAvroVariant,
  kinesisNoDeepNesting,
  kinesisNoFutureStart,
  kinesisNoMilliseconds,
  kinesisNoMixedVariant,
  kinesisNoUnsupportedType,
  kinesisUseUtc,
  kinesisUseVirtualColumnType,
  mongodbNoMalformedUri,
  mysqlNoExcludedColumns,
  mysqlNoSharedServerId,
  objectStorageNoBraces,
  objectStorageNoOtherEnding,
  objectStorageNoRetiredConcurrency,
  objectStorageNoUnorderedNames,
  objectStorageNoUnreadDelimiter,
  objectStorageNoUrlOfOtherStore,
  objectStorageNoWholeBucket,
  objectStorageUseHttpsUrl,
  objectStorageUseServiceAccountWithQueue,
  objectStorageUseVirtualColumnType,
  postgresNoPooler,
  postgresNoUnusableName,
  postgresUseOwnSlot,
  postgresUsePublication,
  postgresUseReplicaIdentity,
  pubsubNoFutureStart,
]
