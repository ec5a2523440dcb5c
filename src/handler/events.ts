import type { Exit, Machine } from "./machine.ts";
import type { KindEvidence } from "./types.ts";
import { options, type EventVal, type Site } from "./values.ts";

/** Parts of events that only one kind of caller sends. */
const OTHER: readonly (readonly [RegExp, string])[] = [
  [/^requestContext\.(?:connectionId|eventType|messageId)(?:\.|$)/u, "a WebSocket API"],
  [/^Records(?:\.|$)/u, "a queue, a stream, a topic or a bucket"],
  [/^(?:detail|detail-type|detailType)(?:\.|$)/u, "an event bus"],
  [/^(?:triggerSource|userPoolId|request\.userAttributes)(?:\.|$)/u, "Cognito"],
  [/^(?:ResponseURL|StackId|LogicalResourceId|RequestType|ResourceProperties)(?:\.|$)/u, "CloudFormation"],
  [/^(?:methodArn|authorizationToken)(?:\.|$)/u, "an API's authorizer"],
  [/^awslogs(?:\.|$)/u, "a log subscription"],
  [/^(?:currentIntent|sessionState|bot|interpretations)(?:\.|$)/u, "Lex"],
  [/^CodePipeline\.job(?:\.|$)/u, "CodePipeline"],
  [/^(?:typeName|fieldName|info\.fieldName|arguments)(?:\.|$)/u, "AppSync"],
  [/^(?:eventSourceArn|rmqMessagesByQueue|records)(?:\.|$)/u, "a stream"],
  [/^(?:TaskToken|taskToken|ExecutionContext)(?:\.|$)/u, "a state machine"],
];

const HTTP = /^(?:httpMethod|path|rawPath|rawQueryString|pathParameters|queryStringParameters|multiValue\w+|headers|body|isBase64Encoded|routeKey|cookies|resource|stageVariables|requestContext\.(?:http|httpMethod|stage|identity|authorizer|domainName|resourcePath|requestId|apiId|path|accountId))(?:\.|$)/u;

export interface Kind {
  readonly kind: "http" | "other" | "unknown";
  readonly evidence: readonly KindEvidence[];
}

/** Types of events and handlers, as @types/aws-lambda and Powertools name them, that no page's request comes with. */
const OTHER_TYPE =
  /\b(?:SQS|SNS|SES|S3\w*|DynamoDB\w*|Kinesis\w*|Firehose\w*|EventBridge|Scheduled|CloudWatch\w*|CloudFormationCustomResource\w*|CdkCustomResource\w*|CloudFront\w*|APIGateway\w*Authorizer\w*|\w*Websocket\w*|\w+Trigger|PreSignUp\w*|AppSync\w*|Lex\w*|IoT\w*|Connect\w*|CodePipeline\w*|MSK|Kafka|SelfManagedKafka|ActiveMQ|RabbitMQ|BedrockAgent\w*)(?:Event|Handler)(?:V2|Model)?\b/u;
const HTTP_TYPE = /\b(?:APIGateway(?:Proxy)?\w*|LambdaFunctionU(?:RL|rl)|ALB)(?:Event|Handler)(?:V2)?\b/u;
/** Names that types of requests have. */
const REQUEST_TYPE = /APIGateway|Api|Http|HTTP|Request|Proxy|Lambda|ALB|^Event$|^(?:Object|Record|Function)$/u;
/** What answers for batches, for AppSync and for agents. */
const OTHER_ANSWER = /^(?:aws_lambda_powertools\.utilities\.batch|@aws-lambda-powertools\/batch)\b|#(?:AppSync\w*|BedrockAgent\w*)Resolver\b/u;

/** What kind of event a handler is written for, from what it reads of the event, what it returns, and the types it names. */
export function kindOf(reads: readonly EventVal[], exits: readonly Exit[], types: string, eventType: string | undefined, site: Site): Kind {
  const evidence: KindEvidence[] = [];
  const [typed] = OTHER_TYPE.exec(types) ?? [];
  if (typed !== undefined) return { kind: "other", evidence: [{ kind: "other", what: `it is typed ${typed}`, site }] };
  const [http] = HTTP_TYPE.exec(types) ?? [];
  if (http !== undefined) evidence.push({ kind: "http", what: `it is typed ${http}`, site });
  for (const read of reads) {
    const caller = OTHER.find(([pattern]) => pattern.test(read.path))?.[1];
    if (caller) evidence.push({ kind: "other", what: `it reads ${read.path} of the event, as ${caller} sends it`, site: read.site });
    else if (HTTP.test(read.path)) evidence.push({ kind: "http", what: `it reads ${read.path} of the event`, site: read.site });
  }
  for (const exit of exits) {
    for (const option of options(exit.value)) {
      const cell = option.k === "ref" ? exit.state.get(option.id) : undefined;
      const answer = ["policyDocument", "isAuthorized", "batchItemFailures", "PhysicalResourceId"].find((key) => cell?.props.has(key));
      if (answer) evidence.push({ kind: "other", what: `it returns ${answer}`, site: exit.site });
      if (option.k === "ext" && OTHER_ANSWER.test(option.ext.path)) evidence.push({ kind: "other", what: `it returns what ${option.ext.path.replace("#", ".").replaceAll("()", "")} makes`, site: exit.site });
      if (option.k === "event" && option.path === "") evidence.push({ kind: "other", what: "it returns the event", site: exit.site });
    }
  }
  const other = evidence.filter((item) => item.kind === "other");
  const isHttp = evidence.some((item) => item.kind === "http");
  const decisive = other.some((item) => /WebSocket|authorizer|returns (?:policyDocument|isAuthorized)/u.test(item.what));
  if (other.length > 0 && (!isHttp || decisive)) return { kind: "other", evidence: other.slice(0, 5) };
  if (isHttp) return { kind: "http", evidence: evidence.filter((item) => item.kind === "http").slice(0, 5) };
  // A type of the project may be made from API Gateway's; where no part of a request is read, that is less likely.
  const own = eventType !== undefined && /^[A-Z]\w*$/u.test(eventType) && !REQUEST_TYPE.test(eventType);
  return { kind: "unknown", evidence: own ? [{ kind: "other", what: `its event is typed ${eventType}`, site }] : [] };
}

/** Does a handler tell OPTIONS from other methods? */
export function optionsAnswered(m: Machine): "yes" | "no" | "maybe" {
  if (m.methodChecks.some((check) => /^OPTIONS\b/u.test(check.text ?? ""))) return "yes";
  return m.methodChecks.length > 0 ? "no" : "maybe";
}
