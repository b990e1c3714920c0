/**
 * A file of about 45 lines for each language whose linter stands beside ours as a command, and what that linter wants
 * to find beside it. Each says what a pipe of `programs.ts` says, as far as its language can, and has no finding: what a
 * linter prints is not what is measured.
 */

export const javascriptModule = `/** Order events of one shop, as they happen. */
export const orders = {
  from: {
    brokers: ["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"],
    topics: ["orders-0", "refunds-0"],
    format: "JSONEachRow",
    consumerGroup: "clickpipes-orders-0",
    authentication: "PLAIN",
    credentials: {
      username: "my_user",
      password: (secrets) => secrets.get("SHOP_0_PASSWORD"),
    },
    offset: { strategy: "from_beginning" },
  },
  into: {
    engine: (columns) => "ReplacingMergeTree(" + columns.updated_at + ")",
    orderBy: ["customer_id", "id"],
    columns: {
      id: "UInt64",
      customer_id: "UInt64",
      status: "LowCardinality(String)",
      total: "Decimal(18, 2)",
      currency: "FixedString(3)",
      items: "Array(Tuple(sku String, amount UInt32))",
      tags: "Map(String, String)",
      address: "String",
      country: "LowCardinality(String)",
      email: "String",
      is_gift: "Bool",
      discount: "Nullable(Decimal(18, 2))",
      created_at: "DateTime64(3, 'UTC')",
      updated_at: "DateTime64(3, 'UTC')",
    },
  },
}

/** Two replicas carry the busiest hour. */
export const scaling = (hour) => {
  if (hour > 8 && hour < 20) {
    return { replicas: 2, size: "M" }
  }
  return { replicas: 1, size: "S" }
}
`

/** By the place of the rules, since the file lies where no package is found by its name. */
export const eslintConfig = (rules: string): string => `import js from ${JSON.stringify(rules)}

export default [js.configs.recommended]
`

export const protoFile = `syntax = "proto3";

package shop.v1;

import "google/protobuf/timestamp.proto";

// Where an order was made.
enum Source {
  SOURCE_UNSPECIFIED = 0;
  SOURCE_WEB = 1;
  SOURCE_APP = 2;
  SOURCE_SHOP = 3;
}

// A thing that was ordered.
message Item {
  string sku = 1;
  uint32 amount = 2;
}

// Order events of one shop, as they happen.
message Order {
  // From brokers broker-1.example.com:9092 and broker-2.example.com:9092.
  uint64 id = 1;
  uint64 customer_id = 2;
  string status = 3;
  string total = 4;
  string currency = 5;
  repeated Item items = 6;
  optional string note = 7;
  map<string, string> tags = 8;
  string address = 9;
  string country = 10;
  string email = 11;
  bool is_gift = 12;
  optional string discount = 13;
  Source source = 14;
  google.protobuf.Timestamp created_at = 15;
  google.protobuf.Timestamp updated_at = 16;
  optional google.protobuf.Timestamp delivered_at = 17;
  map<string, string> extra = 18;
  // Two replicas carry the busiest hour.
  uint32 replicas = 19;
  string size = 20;
  repeated string topics = 21;
  string consumer_group = 22;
}
`

export const bufConfig = `version: v2
`

export const openapiDocument = `openapi: 3.1.0
info:
  title: Order events of one shop
  description: As they happen.
  version: "1"
  contact: { name: Shop, url: "https://shop.example.com", email: shop@example.com }
  license: { name: MIT, identifier: MIT }
servers: [{ url: "https://api.shop.example.org" }]
security: [{ key: [] }]
tags: [{ name: orders, description: Of a shop. }]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      summary: An order
      description: By its id.
      tags: [orders]
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        "200":
          description: The order
          content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } }
        "404": { description: There is no such order }
components:
  securitySchemes:
    key: { type: http, scheme: basic }
  schemas:
    Order:
      type: object
      required: [id, customer_id]
      properties:
        id: { type: integer, format: int64 }
        customer_id: { type: integer, format: int64 }
        status: { type: string }
        total: { type: number }
        currency: { type: string, minLength: 3, maxLength: 3 }
        address: { type: string }
        country: { type: string }
        email: { type: string, format: email }
        is_gift: { type: boolean }
        source: { type: string, enum: [web, app, shop] }
        created_at: { type: string, format: date-time }
        updated_at: { type: string, format: date-time }
`

export const redoclyConfig = `extends: [recommended]
`

export const spectralConfig = `extends: ["spectral:oas"]
`

/** What prisma wants once, before models. */
export const prismaHead = `datasource db {
  provider = "postgresql"
}

`

/** What models of TypeSpec need once where they are compiled and not only parsed. */
export const typespecTail = `
model Secret<Name extends string> {
  name: Name;
}
`
