/** The bodies of the public guide to the API, one for each example in it, with invented secrets. */

type Json = string | number | boolean | ReadonlyArray<Json> | JsonObject

interface JsonObject {
  readonly [key: string]: Json
}

/** What stands in the guide in the place of secrets. */
export const secrets: Readonly<Record<string, string>> = {
  KAFKA_PASSWORD: "my_password",
  KINESIS_SECRET_KEY: "<secret_key>",
  S3_SECRET_KEY: "<secret_key>",
  GCS_SERVICE_ACCOUNT_KEY: "<base64_encoded_service_account_json>",
  AZURE_CONNECTION_STRING:
    "DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey=mykey;EndpointSuffix=core.windows.net",
  POSTGRES_PASSWORD: "<password>",
  MYSQL_PASSWORD: "<password>",
  MONGODB_PASSWORD: "<password>",
  BIGQUERY_SERVICE_ACCOUNT_FILE: "<base64_encoded_service_account_json>",
}

const intoMyTable = (columns: ReadonlyArray<JsonObject>) => ({
  table: "my_table",
  managedTable: true,
  tableDefinition: { engine: { type: "MergeTree" } },
  columns,
})

const idAndMessage = [
  { name: "id", type: "UInt64" },
  { name: "message", type: "String" },
]

/** By the name of the pipe. */
export const bodies: ReadonlyArray<JsonObject & { readonly name: string }> = [
  {
    name: "My Kafka ClickPipe",
    source: {
      kafka: {
        type: "confluent",
        format: "JSONEachRow",
        brokers: "broker.example.com:9092",
        topics: "my_topic",
        consumerGroup: "clickpipes-consumer-group",
        authentication: "PLAIN",
        credentials: { username: "my_user", password: "my_password" },
      },
    },
    destination: intoMyTable([...idAndMessage, { name: "timestamp", type: "DateTime" }]),
  },
  {
    name: "My Kinesis ClickPipe",
    source: {
      kinesis: {
        format: "JSONEachRow",
        streamName: "my-stream",
        region: "us-east-1",
        iteratorType: "TRIM_HORIZON",
        authentication: "IAM_USER",
        accessKey: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretKey: "<secret_key>" },
      },
    },
    destination: intoMyTable(idAndMessage),
  },
  {
    name: "My S3 ClickPipe",
    source: {
      objectStorage: {
        type: "s3",
        url: "https://my-bucket.s3.amazonaws.com/data/*.json",
        format: "JSONEachRow",
        authentication: "IAM_USER",
        accessKey: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretKey: "<secret_key>" },
      },
    },
    destination: intoMyTable(idAndMessage),
  },
  {
    name: "My GCS ClickPipe",
    source: {
      objectStorage: {
        type: "gcs",
        url: "gs://my-bucket/data/*.json",
        format: "JSONEachRow",
        authentication: "SERVICE_ACCOUNT",
        serviceAccountKey: "<base64_encoded_service_account_json>",
      },
    },
    destination: intoMyTable(idAndMessage),
  },
  {
    name: "My Azure Blob ClickPipe",
    source: {
      objectStorage: {
        type: "azureblobstorage",
        azureContainerName: "my-container",
        path: "data/*.json",
        format: "JSONEachRow",
        authentication: "CONNECTION_STRING",
        connectionString:
          "DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey=mykey;EndpointSuffix=core.windows.net",
      },
    },
    destination: intoMyTable(idAndMessage),
  },
  {
    name: "My Postgres CDC ClickPipe",
    source: {
      postgres: {
        host: "postgres.example.com",
        port: 5432,
        database: "mydb",
        credentials: { username: "postgres_user", password: "<password>" },
        settings: { replicationMode: "cdc" },
        tableMappings: [{ sourceSchemaName: "public", sourceTable: "users", targetTable: "public_users" }],
      },
    },
    destination: { database: "default" },
  },
  {
    name: "My MySQL CDC ClickPipe",
    source: {
      mysql: {
        host: "mysql.example.com",
        port: 3306,
        credentials: { username: "mysql_user", password: "<password>" },
        settings: { replicationMode: "cdc" },
        tableMappings: [{ sourceSchemaName: "mydb", sourceTable: "orders", targetTable: "mydb_orders" }],
      },
    },
    destination: { database: "default" },
  },
  {
    name: "My MongoDB CDC ClickPipe",
    source: {
      mongodb: {
        uri: "mongodb+srv://cluster0.example.mongodb.net",
        readPreference: "secondaryPreferred",
        credentials: { username: "mongo_user", password: "<password>" },
        settings: { replicationMode: "cdc" },
        tableMappings: [{ sourceDatabaseName: "mydb", sourceCollection: "users", targetTable: "mydb_users" }],
      },
    },
    destination: { database: "default" },
  },
  {
    name: "My BigQuery ClickPipe",
    source: {
      bigquery: {
        snapshotStagingPath: "gs://my-staging-bucket/staging/",
        credentials: { serviceAccountFile: "<base64_encoded_service_account_json>" },
        settings: { replicationMode: "snapshot" },
        tableMappings: [
          { sourceDatasetName: "my_dataset", sourceTable: "my_table", targetTable: "my_bigquery_table" },
        ],
      },
    },
    destination: { database: "default" },
  },
]
