import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { domainV2 } from "./domain-v2.ts";
import { EditableMap, get, isIntrinsic, isNull, isTruthy, mapFrom, ref, scalar, stringOf, sub } from "./editable.ts";
import { Made } from "./made.ts";
import { refuseResource } from "./refusal.ts";
import { authorizerPermission } from "./rest-auth.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { propagateTags } from "./tags.ts";

const TAG = "websocketapi:createdBy";

/** What SAM makes of an `AWS::Serverless::WebSocketApi`. CORS does not apply to a WebSocket handshake, but the API exists. */
export function expandWebSocketApi(expansion: Expansion, api: Serverless): Made[] {
  const given = api.properties;
  expansion.checkSubstitutions(api, "Auth", "Domain", "Routes");
  const routes = expansion.look(given.get("Routes"));
  if (!isTruthy(routes) || routes.kind !== "map") return refuseResource(api.id, "WebSocket API must have at least one route.", routes?.place ?? api.place);
  const address = given.get("IpAddressType");
  if (address !== undefined && !isNull(address) && !isIntrinsic(address) && !["ipv4", "dualstack"].includes(stringOf(address) ?? "")) {
    refuseResource(api.id, "IpAddressType must be 'ipv4' or 'dualstack'.", address.place);
  }
  const mutual = get(given.get("Domain"), "MutualTlsAuthentication");
  if (isTruthy(mutual)) refuseResource(api.id, "Mutual TLS domain name association is not supported for Websocket APIs.", mutual.place);
  const main = mainOf(api, routes);
  const domain = domainV2(expansion, api, TAG);
  const stage = stageOf(api, routes);
  const infrastructure = Array.from(routes.entries(), ({ key, keyPlace, value }) => routeResources(api, key, keyPlace, value));
  const made = [main, ...infrastructure.flat(), ...domain, stage, ...authorizerOf(api)];
  for (const each of made) for (const name of ["Condition", "DeletionPolicy", "UpdateReplacePolicy"]) each.attributes.delete(name);
  const tags = given.get("Tags");
  propagateTags(made, isTruthy(tags) ? main.properties.get("Tags") : undefined, isTruthy(expansion.look(given.get("PropagateTags"))));
  return made;
}

/** SAM forgets the condition and the policies of a WebSocket API. */
function plainResource(api: Serverless, id: string, type: string, place: Place = api.place): Made {
  return new Made(id, type, place, api.idPlace);
}

function mainOf(api: Serverless, routes: MapNode): Made {
  const given = api.properties;
  const auth = given.get("Auth");
  if (isTruthy(auth) && !routes.has("$connect")) refuseResource(api.id, "Authorization is only available if there is a $connect route.", auth.place);
  const tags = given.get("Tags");
  const all = new EditableMap(tags?.place ?? api.place, tags?.kind === "map" ? tags.entries() : []).set(TAG, scalar(api.place, "SAM"));
  const main = new Made(api.id, "AWS::ApiGatewayV2::Api", api.place, api.idPlace)
    .dependsOn(api.attribute("DependsOn"))
    .pass(given, "ApiKeySelectionExpression", "Description", "DisableExecuteApiEndpoint", "DisableSchemaValidation", "IpAddressType", "Name")
    .pass(given, "RouteSelectionExpression")
    .set("Tags", all)
    .set("ProtocolType", scalar(api.place, "WEBSOCKET"));
  if (!main.properties.has("Name")) main.set("Name", scalar(api.idPlace, api.id));
  return main;
}

const SPECIAL = ["$connect", "$disconnect", "$default"];

function routeResources(api: Serverless, key: string, place: Place, route: Node): Made[] {
  if (!SPECIAL.includes(key) && !/^[\p{L}\p{N}]+$/u.test(key)) {
    refuseResource(api.id, `Route key '${key}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.`, place);
  }
  const plain = key.replace("$", "").toLowerCase();
  const base = `${api.id}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
  const made = plainResource(api, `${base}Route`, "AWS::ApiGatewayV2::Route", place).set("RouteKey", scalar(place, key)).set("ApiId", ref(place, api.id));
  if (route.kind === "map") made.pass(route, "ApiKeyRequired", "ModelSelectionExpression", "OperationName", "RequestModels");
  const parameters = get(route, "RequestParameters");
  if (isTruthy(parameters)) {
    if (key !== "$connect") refuseResource(api.id, "Request parameters are only supported for the $connect route in WebSocket APIs.", parameters.place);
    made.set("RequestParameters", parameters);
  }
  made.set("RouteResponseSelectionExpression", get(route, "RouteResponseSelectionExpression"));
  made.set("Target", mapFrom(place, [["Fn::Join", listNode(place, [scalar(place, "/"), listNode(place, [scalar(place, "integrations"), ref(place, `${base}Integration`)])])]]));
  addAuth(api, key, made);
  const target = get(route, "FunctionArn");
  if (target === undefined) return refuseResource(api.id, "Route must have associated function.", route.place);
  const integration = plainResource(api, `${base}Integration`, "AWS::ApiGatewayV2::Integration", place)
    .set("ApiId", ref(place, api.id))
    .set("IntegrationType", scalar(place, "AWS_PROXY"))
    .set("IntegrationUri", sub(place, "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations", [["FunctionArn", target]]))
    .set("TimeoutInMillis", get(route, "IntegrationTimeout"));
  return [made, integration, permissionOf(api, `${base}Permission`, key, place, target)];
}

function permissionOf(api: Serverless, id: string, key: string, place: Place, target: Node): Made {
  const name = api.properties.get("StageName");
  const text = name === undefined || isNull(name) ? "default" : stringOf(name);
  const arn = (stage: string): string => `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.id}.ApiId}/${stage}/${key}`;
  return plainResource(api, id, "AWS::Lambda::Permission", place)
    .set("Action", scalar(place, "lambda:InvokeFunction"))
    .set("FunctionName", target)
    .set("Principal", scalar(place, "apigateway.amazonaws.com"))
    .set("SourceArn", text !== undefined ? sub(place, arn(text)) : sub(place, arn("${__StageName__}"), name === undefined ? [] : [["__StageName__", name]]));
}

/** SAM's checks of `Auth`, and what it means for the `$connect` route. */
function addAuth(api: Serverless, key: string, route: Made): void {
  const auth = api.properties.get("Auth");
  if (!isTruthy(auth) || auth.kind !== "map") return;
  const type = auth.get("AuthType");
  const written = stringOf(type);
  if (!isTruthy(type) || written === undefined) return refuseResource(api.id, "AuthType must be specified for additional auth configurations.", auth.place);
  const name = written.toUpperCase();
  const refuseType = (): never => refuseResource(api.id, "AuthType is not one of AWS_IAM, CUSTOM or NONE.", type.place);
  if (!["AWS_IAM", "CUSTOM", "NONE"].includes(name)) refuseType();
  if (name === "CUSTOM" && !isTruthy(auth.get("AuthArn"))) refuseResource(api.id, "AuthArn must be specified if AuthType is CUSTOM.", auth.place);
  if (name !== "CUSTOM" && auth.size > 1) refuseResource(api.id, `No additional configurations supported for AuthType ${name}.`, auth.place);
  // Newer releases of SAM refuse other letters than capitals.
  if (name !== written) refuseType();
  if (key !== "$connect") return;
  route.set("AuthorizationType", type);
  if (name === "CUSTOM") route.set("AuthorizerId", ref(auth.place, `${api.id}ConnectAuthorizer`));
}

function authorizerOf(api: Serverless): Made[] {
  const auth = api.properties.get("Auth");
  const arn = get(auth, "AuthArn");
  if (!isTruthy(auth) || stringOf(get(auth, "AuthType")) !== "CUSTOM" || arn === undefined) return [];
  const { place } = auth;
  const id = `${api.id}ConnectAuthorizer`;
  const name = get(auth, "Name");
  const authorizer = plainResource(api, id, "AWS::ApiGatewayV2::Authorizer", place)
    .set("ApiId", ref(place, api.id))
    .set("AuthorizerCredentialsArn", get(auth, "InvokeRole"))
    .set("AuthorizerType", scalar(place, "REQUEST"))
    .set("AuthorizerUri", sub(place, "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthArn}/invocations", [["AuthArn", arn]]))
    .set("IdentitySource", get(auth, "IdentitySource"))
    .set("Name", isTruthy(name) ? name : scalar(place, id));
  if (isTruthy(get(auth, "InvokeRole"))) return [authorizer];
  const permission = authorizerPermission(api, `${api.id}AuthorizerPermission`, arn, "${AWS::Partition}", place);
  return [authorizer, permission];
}

function stageOf(api: Serverless, routes: MapNode): Made {
  const given = api.properties;
  const name = given.get("StageName");
  const isGiven = name !== undefined && !isNull(name);
  const text = isGiven ? (stringOf(name) ?? "") : "default";
  if (text === "$default") refuseResource(api.id, "Stages cannot be named $default for WebSocket APIs.", name?.place ?? api.place);
  const stage = plainResource(api, text === "default" ? `${api.id}DefaultStage` : `${api.id}${text}Stage`, "AWS::ApiGatewayV2::Stage")
    .set("ApiId", ref(api.place, api.id))
    .set("StageName", isGiven ? name : scalar(api.place, "default"), given.entry("StageName")?.keyPlace)
    .pass(given, "StageVariables", "AccessLogSettings", "DefaultRouteSettings")
    .set("Tags", mapFrom(api.place, [[TAG, scalar(api.place, "SAM")]]))
    .set("AutoDeploy", scalar(api.place, true))
    .pass(given, "RouteSettings");
  if (isTruthy(given.get("RouteSettings"))) {
    const ids = Array.from(routes.keys(), (key) => {
      const plain = key.replace("$", "").toLowerCase();
      return scalar(api.place, `${api.id}${plain.charAt(0).toUpperCase()}${plain.slice(1)}Route`);
    });
    stage.dependsOn(listNode(api.place, ids));
  }
  return stage;
}
