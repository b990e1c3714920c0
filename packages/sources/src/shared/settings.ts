/** What may stand in `settings { }` of a pipe. */
import * as Field from "@pipewright/core/Field"

/** For every kind that has such settings: how ClickHouse runs the inserts. */
export const clickHouse: Field.Fields = {
  clickhouse_max_threads: Field.integer({
    doc: "The most threads that ClickHouse uses for a query of the pipe.",
    edit: "settings",
    minimum: 0,
    maximum: 64,
  }),
  clickhouse_max_insert_threads: Field.integer({
    doc: "The most threads that ClickHouse uses for an insert.",
    edit: "settings",
    minimum: 0,
    maximum: 16,
  }),
  clickhouse_min_insert_block_size_bytes: Field.integer({
    doc: "Blocks smaller than this are joined before they are inserted, in bytes.",
    edit: "settings",
    minimum: 0,
    maximum: 10_737_418_240,
    unit: "byte",
  }),
  clickhouse_max_download_threads: Field.integer({
    doc: "The most threads that download files.",
    edit: "settings",
    minimum: 0,
    maximum: 32,
  }),
  clickhouse_parallel_distributed_insert_select: Field.integer({
    doc: "How far an insert from a query is spread over the replicas: 0 not at all, 1 the query, 2 the insert too.",
    edit: "settings",
    minimum: 0,
    maximum: 2,
  }),
  clickhouse_parallel_view_processing: Field.boolean({
    doc: "Whether materialized views are filled in parallel.",
    edit: "settings",
  }),
}

/** For pipes that read a stream. */
export const streaming: Field.Fields = {
  streaming_max_insert_wait_ms: Field.integer({
    doc: "How long rows are gathered before they are inserted, in milliseconds.",
    edit: "settings",
    minimum: 500,
    maximum: 60_000,
    unit: "ms",
  }),
  ...clickHouse,
}
