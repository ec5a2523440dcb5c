/** What SAM can connect with what, which permissions there are, and what it makes (SAM: "Supported source and destination resource types"). */
export interface Connection {
  readonly makes: "permission" | "policy" | "topic-policy" | "queue-policy";
  readonly permissions: readonly string[];
  /** Sorted and joined by ` + `; any combination where there are none. */
  readonly combinations: readonly string[] | undefined;
  /** The policy belongs to the role of the source, otherwise to that of the destination. */
  readonly fromSource: boolean;
}

const LAMBDA = "AWS::Lambda::Function";
const MACHINE = "AWS::StepFunctions::StateMachine";
const TABLE = "AWS::DynamoDB::Table";
const TOPIC = "AWS::SNS::Topic";
const QUEUE = "AWS::SQS::Queue";
const BUS = "AWS::Events::EventBus";
const RULE = "AWS::Events::Rule";
const BUCKET = "AWS::S3::Bucket";
const DATA_SOURCE = "AWS::AppSync::DataSource";

const ROWS: readonly (readonly [source: string, destination: string, makes: Connection["makes"], permissions: string, side: "source" | "destination", combinations?: readonly string[]])[] = [
  [TABLE, LAMBDA, "policy", "Read", "destination"],
  [RULE, TOPIC, "topic-policy", "Write", "destination"],
  [RULE, BUS, "policy", "Write", "source"],
  [RULE, MACHINE, "policy", "Write", "source"],
  [RULE, LAMBDA, "permission", "Write", "destination"],
  [RULE, QUEUE, "queue-policy", "Write", "destination"],
  [LAMBDA, LAMBDA, "policy", "Write", "source"],
  [LAMBDA, BUCKET, "policy", "Read Write", "source"],
  [LAMBDA, TABLE, "policy", "Read Write", "source"],
  [LAMBDA, QUEUE, "policy", "Read Write", "source"],
  [LAMBDA, TOPIC, "policy", "Write", "source"],
  [LAMBDA, MACHINE, "policy", "Write Read", "source"],
  [LAMBDA, BUS, "policy", "Write", "source"],
  [LAMBDA, "AWS::Location::PlaceIndex", "policy", "Read", "source"],
  ["AWS::ApiGatewayV2::Api", LAMBDA, "permission", "Write", "destination"],
  ["AWS::ApiGateway::RestApi", LAMBDA, "permission", "Write", "destination"],
  [TOPIC, QUEUE, "queue-policy", "Write", "destination"],
  [TOPIC, LAMBDA, "permission", "Write", "destination"],
  [QUEUE, LAMBDA, "policy", "Write Read", "destination", ["Read + Write"]],
  [BUCKET, LAMBDA, "permission", "Write", "destination"],
  [MACHINE, LAMBDA, "policy", "Write", "source"],
  [MACHINE, TOPIC, "policy", "Write", "source"],
  [MACHINE, QUEUE, "policy", "Write", "source"],
  [MACHINE, BUCKET, "policy", "Read Write", "source"],
  [MACHINE, TABLE, "policy", "Read Write", "source"],
  [MACHINE, MACHINE, "policy", "Read Write", "source", ["Read", "Read + Write"]],
  [MACHINE, BUS, "policy", "Write", "source"],
  [DATA_SOURCE, TABLE, "policy", "Read Write", "source"],
  [DATA_SOURCE, LAMBDA, "policy", "Write", "source"],
  [DATA_SOURCE, BUS, "policy", "Write", "source"],
  ["AWS::AppSync::GraphQLApi", LAMBDA, "permission", "Write", "destination"],
];

export const CONNECTABLE: ReadonlyMap<string, Connection> = new Map(
  ROWS.map(([source, destination, makes, permissions, side, combinations]) => [
    `${source} ${destination}`,
    { makes, permissions: permissions.split(" "), combinations, fromSource: side === "source" },
  ]),
);
