import type { Event } from "./events.ts";
import { get, getAtt, ref, scalar } from "./editable.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import type { Serverless } from "./serverless.ts";

/** Who calls the function, for events that need a permission. */
const PRINCIPALS: Readonly<Record<string, string>> = {
  Schedule: "events.amazonaws.com",
  CloudWatchEvent: "events.amazonaws.com",
  EventBridgeRule: "events.amazonaws.com",
  S3: "s3.amazonaws.com",
  SNS: "sns.amazonaws.com",
  IoTRule: "iot.amazonaws.com",
  Cognito: "cognito-idp.amazonaws.com",
  AlexaSkill: "alexa-appkit.amazon.com",
  CloudWatchLogs: "logs.${AWS::URLSuffix}",
};

const MAPPED = new Set(["DocumentDB", "DynamoDB", "Kinesis", "MSK", "MQ", "SQS", "SelfManagedKafka"]);

/** The resource that the event itself becomes, by its type. */
const RESOURCES: Readonly<Record<string, string>> = {
  Schedule: "AWS::Events::Rule",
  CloudWatchEvent: "AWS::Events::Rule",
  EventBridgeRule: "AWS::Events::Rule",
  ScheduleV2: "AWS::Scheduler::Schedule",
  SNS: "AWS::SNS::Subscription",
  IoTRule: "AWS::IoT::TopicRule",
  CloudWatchLogs: "AWS::Logs::SubscriptionFilter",
};

/** What SAM makes of events that have nothing to do with APIs: ids and types as SAM has them, without every detail. */
export function otherEventResources(source: Serverless, event: Event, target: Made): Made[] {
  const id = `${source.id}${event.id}`;
  const { place } = event;
  if (MAPPED.has(event.type)) {
    const mapping = derivedResource(source, id, "AWS::Lambda::EventSourceMapping", place).pass(event.properties, "BatchSize", "Enabled", "StartingPosition", "FilterCriteria");
    const from = ["Stream", "Queue", "Broker", "Cluster"].map((key) => get(event.properties, key)).find((node) => node !== undefined);
    return [mapping.set("EventSourceArn", from).set("FunctionName", ref(place, target.id))];
  }
  const type = Object.hasOwn(RESOURCES, event.type) ? RESOURCES[event.type] : undefined;
  const principal = Object.hasOwn(PRINCIPALS, event.type) ? PRINCIPALS[event.type] : undefined;
  const own = type === undefined ? [] : [derivedResource(source, event.type === "CloudWatchLogs" ? `${id}` : id, type, place)];
  if (principal === undefined) return own;
  const permission = derivedResource(source, `${id}Permission`, "AWS::Lambda::Permission", place)
    .set("Action", scalar(place, "lambda:InvokeFunction"))
    .set("FunctionName", ref(place, target.id))
    .set("Principal", scalar(place, principal));
  if (type === "AWS::Events::Rule") permission.set("SourceArn", getAtt(place, id, "Arn"));
  return [...own, permission];
}
