/**
 * Texts of further languages that are like our programs in size, for their parsers: each unit has about 45 lines and
 * says what a pipe of `programs.ts` says, as far as its language can.
 */

const many =
  (unit: (index: number) => string) =>
  (count: number): string =>
    Array.from({ length: count }, (_, index) => unit(index)).join("\n")

export const graphqlTypes = many(
  (index) => `"""
Order events of shop ${index}, as they happen.
"""
type Order${index} @source(format: "JSONEachRow", authentication: PLAIN) {
  brokers(
    of: [String!] = ["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"]
  ): [String!]!
  topics(of: [String!] = ["orders-${index}", "refunds-${index}"]): [String!]!
  consumerGroup(is: String = "clickpipes-orders-${index}"): String
  username(is: String = "my_user"): String
  password(from: String = "SHOP_${index}_PASSWORD"): String
  offset(strategy: Strategy = FROM_BEGINNING): Int

  id: ID!
  customer_id: ID!
  status: String!
  total: Float!
  currency: String! @length(is: 3)
  items: [Item${index}!]!
  note: String @from(path: "meta.note")
  tags: [String!]!
  address: String!
  country: String!
  email: String!
  is_gift: Boolean!
  discount: Float
  source: Source${index}!
  created_at: Time!
  updated_at: Time!
  delivered_at: Time
  extra(max_dynamic_paths: Int = 8): Json
}

type Item${index} {
  sku: String!
  amount: Int!
}

enum Source${index} {
  web
  app
  shop
}

# Two replicas carry the busiest hour.
extend type Order${index} @scaling(replicas: 2, size: M) @settings(streaming_max_insert_wait_ms: 5000)
`,
)

export const yamlPipes = many(
  (index) => `# Order events of shop ${index}, as they happen.
- pipe: orders-${index}
  from:
    confluent:
      brokers: [broker-1.example.com:9092, broker-2.example.com:9092, broker-3.example.com:9092]
      topics: [orders-${index}, refunds-${index}]
      format: JSONEachRow
      consumerGroup: clickpipes-orders-${index}
      authentication: PLAIN
      credentials:
        username: my_user
        password: { secret: SHOP_${index}_PASSWORD }
      offset: { strategy: from_beginning }
  into:
    table: analytics.orders_${index}
    engine: ReplacingMergeTree(updated_at)
    orderBy: [customer_id, id]
    partitionBy: "toYYYYMM(created_at)"
    columns:
      id: UInt64
      customer_id: UInt64
      status: LowCardinality(String)
      total: Decimal(18, 2)
      currency: FixedString(3)
      items: Array(Tuple(sku String, amount UInt32))
      note: { type: Nullable(String), from: meta.note }
      tags: Map(String, String)
      address: String
      country: LowCardinality(String)
      email: String
      is_gift: Bool
      discount: Nullable(Decimal(18, 2))
      source: Enum8('web' = 1, 'app' = 2, 'shop' = 3)
      created_at: DateTime64(3, 'UTC')
      updated_at: DateTime64(3, 'UTC')
      delivered_at: Nullable(DateTime)
      extra: JSON(max_dynamic_paths = 8)
  # Two replicas carry the busiest hour.
  scaling:
    replicas: 2
    size: M
  settings:
    streaming_max_insert_wait_ms: 5s
`,
)

export const hclBlocks = many(
  (index) => `# Order events of shop ${index}, as they happen.
resource "pipe" "orders-${index}" {
  from "confluent" {
    brokers        = ["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"]
    topics         = ["orders-${index}", "refunds-${index}"]
    format         = "JSONEachRow"
    consumer_group = "clickpipes-orders-${index}"
    authentication = "PLAIN"
    credentials {
      username = "my_user"
      password = var.shop_${index}_password
    }
    offset { strategy = "from_beginning" }
  }

  into "analytics" "orders_${index}" {
    engine       = "ReplacingMergeTree(updated_at)"
    order_by     = ["customer_id", "id"]
    partition_by = "toYYYYMM(created_at)"
    columns {
      id           = "UInt64"
      customer_id  = "UInt64"
      status       = "LowCardinality(String)"
      total        = "Decimal(18, 2)"
      currency     = "FixedString(3)"
      items        = "Array(Tuple(sku String, amount UInt32))"
      note         = { type = "Nullable(String)", from = "meta.note" }
      tags         = "Map(String, String)"
      address      = "String"
      country      = "LowCardinality(String)"
      email        = "String"
      is_gift      = "Bool"
      discount     = "Nullable(Decimal(18, 2))"
      source       = "Enum8('web' = 1, 'app' = 2, 'shop' = 3)"
      created_at   = "DateTime64(3, 'UTC')"
      updated_at   = "DateTime64(3, 'UTC')"
      delivered_at = "Nullable(DateTime)"
      extra        = "JSON(max_dynamic_paths = 8)"
    }
  }

  # Two replicas carry the busiest hour.
  scaling { replicas = 2 }
  settings { streaming_max_insert_wait_ms = 5 }
}
`,
)
