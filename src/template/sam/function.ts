import type { Node } from "../../source/index.ts";
import { addEventAuth, addRestIntegration, stageSuffix } from "./api-event.ts";
import type { ApiEvent } from "./api-event.ts";
import { INTEGRATION } from "./body.ts";
import { EditableMap, get, getAtt, intrinsicOf, isNoValue, isNull, isTruthy, mapFrom, ref, scalar, stringOf, sub } from "./editable.ts";
import { asFault, eventsOf } from "./events.ts";
import type { Event } from "./events.ts";
import { shortHash } from "./hash.ts";
import { addHttpIntegration, isCoveredByDefaultRoute } from "./http-event.ts";
import { codeOf, checkFunction, versionAndAlias } from "./function-parts.ts";
import { functionUrl } from "./function-url.ts";
import { derivedResource, mainResource } from "./made.ts";
import type { Made } from "./made.ts";
import { otherEventResources } from "./other-events.ts";
import { refuseEvent, refuseResource } from "./refusal.ts";
import { pathPattern } from "./resource-policy.ts";
import { functionEventSchema } from "./schema.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { openSwagger } from "./swagger.ts";
import { propagateTags, tagList } from "./tags.ts";

const PASSED_ON = [
  "Description", "MemorySize", "Timeout", "VpcConfig", "Role", "Environment", "KmsKeyArn", "ReservedConcurrentExecutions", "Layers", "FileSystemConfigs",
  "ImageConfig", "PackageType", "Architectures", "SnapStart", "EphemeralStorage", "CodeSigningConfigArn", "RuntimeManagementConfig", "LoggingConfig",
  "TenancyConfig", "RecursiveLoop", "DurableConfig", "PublishToLatestPublished",
];

/** What SAM makes of an `AWS::Serverless::Function`: the function, its role, alias, URL, and what its events need. */
export function expandFunction(expansion: Expansion, source: Serverless): Made[] {
  const events = asFault(source.id, () => eventsOf(expansion, source, functionEventSchema));
  checkFunction(expansion, source);
  const made = lambdaFunction(expansion, source);
  const { version, alias } = versionAndAlias(expansion, source, made);
  const resources = [made, ...(version === undefined ? [] : [version]), ...(alias === undefined ? [] : [alias])];
  resources.push(...functionUrl(source, alias));
  const role = roleOf(expansion, source, made);
  if (role !== undefined) resources.push(role);
  const target = alias ?? made;
  resources.push(...asFault(source.id, () => inOrder(events).flatMap((event) => eventResources(expansion, source, event, target))));
  propagateTags(resources, source.properties.get("Tags"), isTruthy(expansion.look(source.properties.get("PropagateTags"))));
  return resources;
}

function lambdaFunction(expansion: Expansion, source: Serverless): Made {
  const given = source.properties;
  const made = mainResource(source, "AWS::Lambda::Function").passTruthy(given, "FunctionName").pass(given, "Handler", "Runtime").pass(given, ...PASSED_ON);
  const code = codeOf(expansion, source);
  made.set("Code", code.value, code.keyPlace);
  const tags = given.get("Tags");
  const own = mapFrom(source.place, [["lambda:createdBy", scalar(source.place, "SAM")]]);
  made.set("Tags", tagList(source.place, own, tags?.kind === "map" ? tags : undefined));
  const tracing = given.get("Tracing");
  if (isTruthy(tracing) && stringOf(expansion.look(tracing)) !== "Disabled") made.set("TracingConfig", mapFrom(tracing.place, [["Mode", tracing]]));
  const queue = get(given.get("DeadLetterQueue"), "TargetArn");
  if (queue !== undefined) made.set("DeadLetterConfig", mapFrom(queue.place, [["TargetArn", queue]]));
  return made;
}

/** The execution role, where none is given. Its policies have nothing to do with APIs and are left out. */
function roleOf(expansion: Expansion, source: Serverless, made: Made): Made | undefined {
  const id = `${source.id}Role`;
  const role = derivedResource(source, id, "AWS::IAM::Role");
  const given = source.properties.get("Role");
  const arn = getAtt(source.place, id, "Arn");
  if (given === undefined || isNull(given)) {
    made.set("Role", arn);
    return role;
  }
  const choice = intrinsicOf(expansion.look(given));
  if (choice?.name !== "Fn::If") return undefined;
  const [condition, yes, no] = choice.argument.kind === "list" ? choice.argument.items : [];
  if (choice.argument.kind !== "list" || choice.argument.items.length !== 3 || condition === undefined) {
    return refuseResource(source.id, "Malformed 'Role' property: Fn::If requires 3 arguments.", given.place);
  }
  const name = stringOf(condition) ?? "";
  const choose = (first: Node | undefined, second: Node | undefined): Node => mapFrom(given.place, [["Fn::If", { kind: "list", place: given.place, items: [condition, first ?? arn, second ?? arn] }]]);
  if (isNoValue(yes) && isNoValue(no)) made.set("Role", arn);
  else if (isNoValue(yes)) {
    made.set("Role", choose(undefined, no));
    role.attributes.set("Condition", condition);
  } else if (isNoValue(no)) {
    made.set("Role", choose(yes, undefined));
    role.attributes.set("Condition", scalar(condition.place, `NOT${name}`));
    expansion.condition(`NOT${name}`, mapFrom(condition.place, [["Fn::Not", { kind: "list", place: condition.place, items: [mapFrom(condition.place, [["Condition", condition]])] }]]));
  } else return undefined;
  return role;
}

/** SAM sorts events by path, so that `$default` comes first. */
function inOrder(events: readonly Event[]): Event[] {
  const key = (event: Event): string => stringOf(event.properties.get("Path")) ?? event.id;
  return events.map((event) => ({ event, key: key(event) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ event }) => event);
}

function eventResources(expansion: Expansion, source: Serverless, event: Event, target: Made): Made[] {
  if (event.type === "Api") return event.api === undefined ? [] : restEvent(expansion, source, event.api, target);
  if (event.type === "HttpApi") return event.api === undefined ? [] : httpEvent(expansion, source, event.api, target);
  return otherEventResources(source, event, target);
}

function restEvent(expansion: Expansion, source: Serverless, event: ApiEvent, target: Made): Made[] {
  const permission = routePermission(source, event, target, "aws", { suffix: stageSuffix(event.api), idProperty: "RestApiId" });
  const mode = stringOf(event.properties.get("ResponseTransferMode"));
  addRestIntegration(expansion, event, integrationUri(target, event, "aws", mode), (definition, uri) => fillLambda(expansion, event, definition, uri, mode));
  addOverride(expansion, event);
  return [permission];
}

/** A body that the template wrote itself takes the event's `Auth` only where `OverrideApiAuth` says so. */
function addOverride(expansion: Expansion, event: ApiEvent): void {
  const auth = event.properties.get("Auth");
  if (!isTruthy(event.api.properties.get("DefinitionBody")) || !isTruthy(get(auth, "OverrideApiAuth"))) return;
  if (!["Authorizer", "ApiKeyRequired", "ResourcePolicy"].some((key) => isTruthy(get(auth, key)))) {
    refuseEvent(event.id, "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.", auth?.place ?? event.place);
  }
  const { doc, paths } = openSwagger(event.api);
  expansion.edit(event.api, () => addEventAuth(expansion, event, doc, paths));
}

function fillLambda(expansion: Expansion, event: ApiEvent, definition: EditableMap, uri: Node, mode: string | undefined): void {
  const { place } = definition;
  const integration = mapFrom(place, [["type", scalar(place, "aws_proxy")], ["httpMethod", scalar(place, "POST")], ["uri", uri]]);
  definition.set(INTEGRATION, integration, place);
  if (mode === "RESPONSE_STREAM") integration.set("responseTransferMode", scalar(event.properties.get("ResponseTransferMode")?.place ?? place, "STREAM"));
  const credentials = credentialsOf(expansion, event);
  if (credentials !== undefined) integration.set("credentials", credentials);
  if (!definition.has("responses")) definition.set("responses", new EditableMap(place), place);
}

const CALLER = "arn:aws:iam::*:user/*";

/** With IAM authorization API Gateway calls the function as the caller, unless `InvokeRole` says otherwise. */
function credentialsOf(expansion: Expansion, event: ApiEvent): Node | undefined {
  const auth = event.properties.get("Auth");
  const apiAuth = expansion.look(event.api.properties.get("Auth"));
  const standard = get(apiAuth, "DefaultAuthorizer");
  const isIam = stringOf(get(auth, "Authorizer")) === "AWS_IAM" || (stringOf(expansion.look(standard)) === "AWS_IAM" && !isTruthy(auth));
  if (!isIam) return undefined;
  const place = get(auth, "Authorizer")?.place ?? standard?.place ?? event.place;
  const roleOf = (node: Node | undefined): Node | undefined => {
    const role = get(node, "InvokeRole");
    const place = role?.place;
    return place === undefined || isTruthy(role) ? role : scalar(place, "NONE");
  };
  const role = roleOf(auth) ?? roleOf(apiAuth);
  if (role === undefined || stringOf(role) === "CALLER_CREDENTIALS") return scalar(role?.place ?? place, CALLER);
  return stringOf(role) === "NONE" ? undefined : role;
}

function httpEvent(expansion: Expansion, source: Serverless, event: ApiEvent, target: Made): Made[] {
  const isCovered = isCoveredByDefaultRoute(event, target.id);
  const permission = isCovered ? [] : [routePermission(source, event, target, "${AWS::Partition}", { suffix: "", idProperty: "ApiId" })];
  addHttpIntegration(expansion, event, integrationUri(target, event, "${AWS::Partition}", undefined));
  return permission;
}

/** The URI by which API Gateway calls the function, or its alias. */
function integrationUri(target: Made, event: ApiEvent, partition: string, mode: string | undefined): Node {
  const [version, tail] = mode === "RESPONSE_STREAM" ? ["2021-11-15", "response-streaming-invocations"] : ["2015-03-31", "invocations"];
  const name = target.type === "AWS::Lambda::Alias" ? target.id : `${target.id}.Arn`;
  return sub(event.place, `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/\${${name}}/${tail}`);
}

function routePermission(source: Serverless, event: ApiEvent, target: Made, partition: string, { suffix, idProperty }: { suffix: string; idProperty: string }): Made {
  const { method } = event.route;
  const whole = event.route.path.replace(/^(.+)\/$/u, "$1");
  const isAny = method === "any" || (idProperty === "ApiId" && method === "x-amazon-apigateway-any-method");
  const path = idProperty === "ApiId" && whole === "$default" ? "" : pathPattern(whole);
  const route = idProperty === "ApiId" && method === "any" && path === "/$default" ? path : `/${isAny ? "*" : method.toUpperCase()}${path}`;
  const { place } = event;
  const arn = `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}${route}`;
  return permission(source, `${source.id}${event.id}`, suffix, target, event.place).set(
    "SourceArn",
    sub(place, arn, [["__ApiId__", event.properties.get(idProperty) ?? ref(place, event.api.id)], ["__Stage__", scalar(place, "*")]]),
  );
}

function permission(source: Serverless, prefix: string, suffix: string, target: Made, place: Node["place"]): Made {
  const id = `${prefix}Permission${/^[\p{L}\p{N}]*$/u.test(suffix) ? suffix : shortHash(suffix)}`;
  return derivedResource(source, id, "AWS::Lambda::Permission", place)
    .set("Action", scalar(place, "lambda:InvokeFunction"))
    .set("FunctionName", ref(place, target.id))
    .set("Principal", scalar(place, "apigateway.amazonaws.com"));
}
