/**
 * Programs of other languages that are like ours in size: each unit has about 45 lines, a comment, some words of
 * configuration and a table of fields with types, as a pipe of `programs.ts` has. None is laid out as its formatter
 * would, so that formatting has something to do.
 */

export const typespecModels = (count: number): string =>
  Array.from({ length: count }, (_, index) => typespecModel(index)).join("\n")

const typespecModel = (index: number): string => `/** Order events of shop ${index}, as they happen. */
model Order${index} {
  @doc("Where the events come from.")
  brokers: string[] = #["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"];
  topics: string[] = #["orders-${index}", "refunds-${index}"];
  format: "JSONEachRow";
  consumerGroup: string = "clickpipes-orders-${index}";
  authentication: "PLAIN" | "IAM_ROLE";
  credentials: {
    username: string;
    password: Secret<"SHOP_${index}_PASSWORD">;
  };
  offset?: { strategy: "from_beginning" };

  @key id: uint64;
  customer_id: uint64;
  status: string;
  total: decimal128;
  @minLength(3) @maxLength(3) currency: string;
  items: { sku: string, amount: uint32 }[];
  note?: string | null;
  tags: Record<string>;
  address: string;
  country: string;
  @format("email") email: string;
  is_gift: boolean;
  discount?: decimal128 | null;
  source: "web" | "app" | "shop";
  created_at: offsetDateTime;
  updated_at: offsetDateTime;
  delivered_at?: utcDateTime | null;
  extra: Record<unknown>;

  // Two replicas carry the busiest hour.
  scaling: {
    replicas: 2 | 3;
    size: "M" | "L";
  };
  settings: {
    streaming_max_insert_wait_ms: duration;
  };
  /** Nothing is read before this. */
  since?: plainDate;
}
`

export const prismaModels = (count: number): string =>
  Array.from({ length: count }, (_, index) => prismaModel(index)).join("\n")

const prismaModel = (index: number): string => `/// Order events of shop ${index}, as they happen.
model Order${index} {
  brokers String[] @default(["broker-1.example.com:9092", "broker-2.example.com:9092", "broker-3.example.com:9092"])
  topics String[] @default(["orders-${index}", "refunds-${index}"])
  format String @default("JSONEachRow")
  consumerGroup String @default("clickpipes-orders-${index}") @map("consumer_group")
  authentication String @default("PLAIN")
  username String @default("my_user")
  password String @default(dbgenerated("secret('SHOP_${index}_PASSWORD')"))
  strategy String @default("from_beginning")

  id BigInt @id @default(autoincrement())
  customer_id BigInt
  status String
  total Decimal @db.Decimal(18, 2)
  currency String @db.Char(3)
  sku String[]
  amount Int[]
  note String? @map("meta.note")
  tags Json
  address String
  country String
  email String @unique
  is_gift Boolean @default(false)
  discount Decimal? @db.Decimal(18, 2)
  source String @default("web")
  created_at DateTime @default(now()) @db.Timestamptz(3)
  updated_at DateTime @updatedAt @db.Timestamptz(3)
  delivered_at DateTime?
  extra Json?

  // Two replicas carry the busiest hour.
  replicas Int @default(2)
  size String @default("M")
  wait Int @default(5000)
  threads Int @default(4)
  rows Int @default(100000)
  partition String @default("toYYYYMM(created_at)")
  engine String @default("ReplacingMergeTree(updated_at)")
  batch Int @default(1000)
  retries Int @default(3)

  @@unique([customer_id, id])
  @@index([created_at, country])
  @@map("orders_${index}")
}
`

/** A grammar in langium that reads the very programs of `programs.ts`, and builds a tree of what is in them. */
export const langiumGrammar = `grammar Pipes

entry File: declarations+=Pipe*;
Pipe: 'pipe' name=STRING '{' items+=Item* '}';
Item: From | Into | Setting;
From: 'from' source=Name '{' entries+=Entry* '}';
Into: 'into' path+=Name ('.' path+=Name)* '{' entries+=Entry* '}';
Setting: name=Name '{' entries+=Entry* '}';

Entry: Attribute | Section | Column;
Attribute: name=Name '=' value=Value ','?;
Section: name=Name '{' entries+=Entry* '}' ','?;
Column: name=Name type=Type ('from' from=STRING)? ','?;

Type: name=Name ('(' (arguments+=TypeArgument (',' arguments+=TypeArgument)*)? ')')?;
TypeArgument: Number | TypeText | TypeParameter | TypeElement | Type;
TypeText: value=TYPESTRING ('=' number=NUMBER)?;
TypeParameter: name=Name '=' value=NUMBER;
TypeElement: name=Name type=Type;

Value: Text | Number | Quantity | List | Call | Reference;
Text: value=STRING;
Number: value=NUMBER;
Quantity: value=QUANTITY;
List: '[' (items+=Value (',' items+=Value)*)? ']';
Call: name=Name '(' (arguments+=Value (',' arguments+=Value)*)? ')';
Reference: path+=Name ('.' path+=Name)*;

Name returns string: WORD | 'pipe' | 'from' | 'into';

terminal WORD: /[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*/;
terminal QUANTITY returns string: /-?\\d+(\\.\\d+)?[A-Za-z]+/;
terminal NUMBER returns number: /-?\\d+(\\.\\d+)?/;
terminal STRING returns string: /"(\\\\.|[^"\\\\])*"/;
terminal TYPESTRING returns string: /'(\\\\.|[^'\\\\])*'/;
hidden terminal SPACE: /\\s+/;
hidden terminal COMMENT: /\\/\\/[^\\n]*/;
`
