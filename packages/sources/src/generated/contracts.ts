// Written by `pnpm generate`; do not edit.
import type { WireContract } from "@pipewright/cloud-api/WireContract"
import { wire as bigquery } from "../bigquery/wire.ts"
import { wire as kafka } from "../kafka/wire.ts"
import { wire as kinesis } from "../kinesis/wire.ts"
import { wire as mongodb } from "../mongodb/wire.ts"
import { wire as mysql } from "../mysql/wire.ts"
import { wire as objectStorage } from "../object-storage/wire.ts"
import { wire as postgres } from "../postgres/wire.ts"
import { wire as pubsub } from "../pubsub/wire.ts"

export const contracts: ReadonlyArray<WireContract> = [bigquery, kafka, kinesis, mongodb, mysql, objectStorage, postgres, pubsub]
