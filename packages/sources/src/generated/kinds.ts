// Written by `pnpm generate`; do not edit.
import type { SourceKind } from "@pipewright/core/SourceKind"
import { bigquery } from "../bigquery/bigquery.ts"
import { kafka } from "../kafka/kafka.ts"
import { kinesis } from "../kinesis/kinesis.ts"
import { mongodb } from "../mongodb/mongodb.ts"
import { mysql } from "../mysql/mysql.ts"
import { objectStorage } from "../object-storage/object-storage.ts"
import { postgres } from "../postgres/postgres.ts"
import { pubsub } from "../pubsub/pubsub.ts"

export const kinds: ReadonlyArray<SourceKind> = [bigquery, kafka, kinesis, mongodb, mysql, objectStorage, postgres, pubsub]
