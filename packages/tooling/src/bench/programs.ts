/** Programs of any size, alike but for their names. */

/** A pipe of about 45 lines, like those that people write. */
const pipe = (index: number): string => `/// Order events of shop ${index}, as they happen.
pipe "orders-${index}" {
  from confluent {
    brokers        = ["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"]
    topics         = ["orders-${index}", "refunds-${index}"]
    format         = JSONEachRow
    consumerGroup  = "clickpipes-orders-${index}"
    authentication = PLAIN
    credentials {
      username = "my_user"
      password = secret("SHOP_${index}_PASSWORD")
    }
    offset { strategy = from_beginning }
  }

  into analytics.orders_${index} {
    engine      = ReplacingMergeTree(updated_at)
    orderBy     = [customer_id, id]
    partitionBy = "toYYYYMM(created_at)"
    columns {
      id           UInt64
      customer_id  UInt64
      status       LowCardinality(String)
      total        Decimal(18, 2)
      currency     FixedString(3)
      items        Array(Tuple(sku String, amount UInt32))
      note         Nullable(String) from "meta.note"
      tags         Map(String, String)
      address      String
      country      LowCardinality(String)
      email        String
      is_gift      Bool
      discount     Nullable(Decimal(18, 2))
      source       Enum8('web' = 1, 'app' = 2, 'shop' = 3)
      created_at   DateTime64(3, 'UTC')
      updated_at   DateTime64(3, 'UTC')
      delivered_at Nullable(DateTime)
      extra        JSON(max_dynamic_paths = 8)
    }
  }

  // Two replicas carry the busiest hour.
  scaling { replicas = 2, size = M }
  settings { streaming_max_insert_wait_ms = 5s }
}
`

export const program = (pipes: number, from = 0): string =>
  Array.from({ length: pipes }, (_, index) => pipe(from + index)).join("\n")
