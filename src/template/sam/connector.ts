import { listNode } from "../../source/index.ts";
import type { Node, Place } from "../../source/index.ts";
import { get, getAtt, intrinsicOf, isTruthy, mapFrom, ref, scalar, stringOf, sub } from "./editable.ts";
import { CONNECTABLE } from "./connectable.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { refuseResource } from "./refusal.ts";
import { PREFIX } from "./serverless.ts";
import type { Expansion, Serverless } from "./serverless.ts";

/** One end of a connector: a resource of the template by id, or what is said of one elsewhere. */
interface End {
  readonly id: string | undefined;
  readonly type: string;
  readonly writtenType: string;
  readonly node: Node;
}

/**
 * A connector gives permissions and changes no API. Where it lets an API call a function SAM makes a permission of it; of the policies that
 * it makes otherwise only ids and types are kept (SAM: "Managing resource permissions with connectors").
 */
export function expandConnector(expansion: Expansion, connector: Serverless): Made[] {
  const given = connector.properties.get("Destination");
  const from = connector.properties.get("Source");
  const destinations = given === undefined ? [] : given.kind === "list" ? given.items : [given];
  const made = destinations.flatMap((destination, index) => {
    const end = endOf(expansion, connector, destination);
    const source = endOf(expansion, connector, from ?? destination);
    return resourcesFor(expansion, connector, source, end, given?.kind === "list" ? `Destination${index}` : "");
  });
  if (made.length === 0) refuseResource(connector.id, "'Destination' is an empty list", given?.place ?? connector.place);
  replaceDependencies(expansion, connector, made);
  return made;
}

const SAM_TYPES: Readonly<Record<string, string>> = {
  Function: "AWS::Lambda::Function",
  StateMachine: "AWS::StepFunctions::StateMachine",
  Api: "AWS::ApiGateway::RestApi",
  HttpApi: "AWS::ApiGatewayV2::Api",
  SimpleTable: "AWS::DynamoDB::Table",
};

function endOf(expansion: Expansion, connector: Serverless, node: Node): End {
  const keys = node.kind === "map" ? [...node.keys()] : [];
  const hasOthers = keys.some((key) => key !== "Id" && key !== "Qualifier");
  if (keys.includes("Id") === hasOthers) {
    refuseResource(connector.id, "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.", node.place);
  }
  const idNode = get(node, "Id");
  const id = stringOf(idNode);
  if (isTruthy(idNode) && id === undefined) refuseResource(connector.id, "'Id' is missing or not a string.", idNode.place);
  const isNamed = id !== undefined && id !== "";
  if (isNamed && !expansion.hasResource(id)) refuseResource(connector.id, `Unable to find resource with logical ID '${id}'.`, idNode?.place ?? node.place);
  const written = isNamed ? (expansion.serverless.get(id)?.type ?? expansion.originalType(id)) : stringOf(get(node, "Type"));
  if (written === undefined || written === "") return refuseResource(connector.id, "'Type' is missing or not a string.", node.place);
  const isMapped = !(isNamed && expansion.failed.has(id));
  const short = isMapped && written.startsWith(PREFIX) ? written.slice(PREFIX.length) : "";
  const type = (Object.hasOwn(SAM_TYPES, short) ? SAM_TYPES[short] : undefined) ?? written;
  return { id: isNamed ? id : undefined, type, writtenType: isNamed ? written : type, node };
}

function resourcesFor(expansion: Expansion, connector: Serverless, source: End, end: End, suffix: string): Made[] {
  const profile = CONNECTABLE.get(`${source.type} ${end.type}`);
  const place = end.node.place;
  if (profile === undefined) {
    return refuseResource(connector.id, `Unable to create connector from ${source.type} to ${end.type}; it's not supported or the template is invalid.`, place);
  }
  const permissions = permissionsOf(connector, source, end, profile.permissions, profile.combinations);
  const make = (id: string, type: string): Made => {
    const made = derivedResource(connector, id, type, place).dependsOn(connector.attribute("DependsOn"));
    return withMetadata(connector, made, source, end, place);
  };
  switch (profile.makes) {
    case "permission":
      return profile.permissions.filter((name) => permissions.includes(name)).map((name) => permission(connector, make(`${connector.id}${name}LambdaPermission${suffix}`, "AWS::Lambda::Permission"), source, end));
    case "policy": {
      const role = profile.fromSource ? source : end;
      if (!hasRole(expansion, role)) refuseResource(connector.id, `Unable to get IAM role name from '${profile.fromSource ? "Source" : "Destination"}' resource.`, role.node.place);
      return [make(`${connector.id}Policy${suffix}`, "AWS::IAM::ManagedPolicy")];
    }
    case "topic-policy":
      return [make(`${connector.id}TopicPolicy${suffix}`, "AWS::SNS::TopicPolicy")];
    case "queue-policy":
      return [make(`${connector.id}QueuePolicy${suffix}`, "AWS::SQS::QueuePolicy")];
  }
}

function permissionsOf(connector: Serverless, source: End, end: End, allowed: readonly string[], combinations: readonly string[] | undefined): string[] {
  const given = connector.properties.get("Permissions");
  const wanted = given?.kind === "list" ? given.items.map((item) => stringOf(item) ?? "") : given?.kind === "map" ? [...given.keys()] : [];
  const place = given?.place ?? connector.place;
  const valid = allowed.join(", ");
  if (wanted.length === 0) refuseResource(connector.id, `'Permissions' cannot be empty; valid values are: ${valid}.`, place);
  const between = `Unsupported 'Permissions' provided for connector from ${source.type} to ${end.type}; valid`;
  if (wanted.some((name) => !allowed.includes(name))) refuseResource(connector.id, `${between} values are: ${valid}.`, place);
  const combination = [...new Set(wanted)].sort().join(" + ");
  if (combinations !== undefined && !combinations.includes(combination)) refuseResource(connector.id, `${between} combinations are: ${combinations.join(", ")}.`, place);
  return wanted;
}

/** SAM makes roles for its own functions and state machines; of others it takes the one that they name. */
function hasRole(expansion: Expansion, end: End): boolean {
  if (end.id === undefined) return isTruthy(get(end.node, "RoleName"));
  const properties = expansion.made.get(end.id)?.properties ?? get(expansion.originals.get(end.id), "Properties");
  if (end.type === "AWS::Events::Rule") return isTruthy(get(properties, "Targets"));
  return ["Role", "RoleArn", "ServiceRoleArn"].some((key) => ["Ref", "Fn::GetAtt"].includes(intrinsicOf(get(properties, key))?.name ?? ""));
}

function permission(connector: Serverless, made: Made, source: End, end: End): Made {
  const { place } = end.node;
  const arn = end.id === undefined ? get(end.node, "Arn") : getAtt(place, end.id, "Arn");
  if (!isTruthy(arn)) refuseResource(connector.id, "Unable to get Lambda function ARN from 'Destination' resource.", place);
  made.set("Action", scalar(place, "lambda:InvokeFunction")).set("FunctionName", arn);
  if (!source.type.startsWith("AWS::ApiGateway")) return made;
  const id = source.id === undefined ? get(source.node, "ResourceId") : ref(source.node.place, source.id);
  const qualifier = get(source.node, "Qualifier") ?? (source.id === undefined ? undefined : scalar(source.node.place, "*"));
  for (const [name, value] of [["Source.ResourceId", id], ["Source.Qualifier", qualifier]] as const) if (value === undefined) refuseResource(connector.id, `${name} is missing.`, source.node.place);
  const variables = [["SourceResourceId", id ?? scalar(place, null)], ["SourceQualifier", qualifier ?? scalar(place, null)]] as const;
  const text = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SourceResourceId}/${SourceQualifier}";
  return made.set("Principal", scalar(place, "apigateway.amazonaws.com")).set("SourceArn", sub(place, text, variables));
}

function withMetadata(connector: Serverless, made: Made, source: End, end: End, place: Place): Made {
  const type = ({ writtenType }: End): Node => mapFrom(place, [["Type", scalar(place, writtenType)]]);
  const both = mapFrom(place, [[connector.id, mapFrom(place, [["Source", type(source)], ["Destination", type(end)]])]]);
  made.attributes.set("Metadata", mapFrom(place, [["aws:sam:connectors", both]]));
  return made;
}

/** What depended on the connector depends on what was made of it. */
function replaceDependencies(expansion: Expansion, connector: Serverless, made: readonly Made[]): void {
  for (const { key, value } of expansion.originals.entries()) {
    const depends = get(value, "DependsOn");
    const items = depends === undefined ? [] : depends.kind === "list" ? depends.items : [depends];
    if (!items.some((item) => stringOf(item) === connector.id)) continue;
    const others = items.filter((item) => stringOf(item) !== connector.id);
    const all = listNode(depends?.place ?? value.place, [...others, ...made.map(({ id }) => scalar(depends?.place ?? value.place, id))]);
    expansion.dependencies.set(key, all);
    expansion.made.get(key)?.attributes.set("DependsOn", all);
  }
}

