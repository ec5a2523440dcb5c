import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { EditableMap, get, isNull, isTruthy, mapFrom, scalar, stringOf, sub } from "./editable.ts";
import { expect, pythonText, refuseResource } from "./refusal.ts";
import type { Owner } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";

const AUTHORIZER = "x-amazon-apigateway-authorizer";

/** An authorizer of a REST API, after SAM's checks. `settings` is undefined for the built-in `AWS_IAM`. */
export interface RestAuthorizer {
  readonly name: string;
  readonly place: Place;
  readonly settings: MapNode | undefined;
}

/** The authorizers that `Auth` defines, by name; SAM's first objection is thrown. */
export function restAuthorizers(expansion: Expansion, api: Serverless, auth: MapNode, usesIam: boolean): Map<string, RestAuthorizer> | undefined {
  const found = new Map<string, RestAuthorizer>();
  if (usesIam) found.set("AWS_IAM", { name: "AWS_IAM", place: auth.get("DefaultAuthorizer")?.place ?? auth.place, settings: undefined });
  const section = expansion.look(auth.get("Authorizers"));
  if (!isTruthy(section)) return found.size > 0 ? found : undefined;
  const owner: Owner = { kind: "resource", id: api.id, place: auth.place };
  if (expect(section, owner, "Auth.Authorizers", "map").kind !== "map" || section.kind !== "map") return undefined;
  for (const key of expansion.inOrder(section.keys())) {
    const value = section.get(key);
    const keyPlace = section.entry(key)?.keyPlace ?? section.place;
    const settings = expect(expansion.look(value), owner, `Auth.Authorizers.${key}`, "map");
    if (settings.kind !== "map") continue;
    checkAuthorizer(expansion, { ...owner, place: keyPlace }, key, settings);
    found.set(key, { name: key, place: settings.place, settings });
  }
  return found;
}

function given(node: Node | undefined): Node | undefined {
  return isNull(node) ? undefined : node;
}

function checkAuthorizer(expansion: Expansion, owner: Owner, name: string, settings: MapNode): void {
  const payload = given(expansion.look(settings.get("FunctionPayloadType")));
  const payloadType = stringOf(payload);
  if (payload !== undefined && payloadType !== "TOKEN" && payloadType !== "REQUEST") {
    refuseResource(owner.id, `${name} Authorizer has invalid 'FunctionPayloadType': ${pythonText(expansion.parameters.resolve(payload))}.`, payload.place);
  }
  if (payloadType === "REQUEST" && lacksIdentitySource(expansion, owner, name, expansion.look(settings.get("Identity")))) {
    refuseResource(owner.id, `${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`, settings.get("Identity")?.place ?? owner.place);
  }
  const scopes = given(expansion.look(settings.get("AuthorizationScopes")));
  if (scopes !== undefined && !expansion.parameters.isList(settings.get("AuthorizationScopes"))) expect(scopes, owner, `Authorizers.${name}.AuthorizationScopes`, "list");
  const disabled = given(settings.get("DisableFunctionDefaultPermissions"));
  if (disabled !== undefined) expect(expansion.look(disabled), owner, `Authorizers.${name}.DisableFunctionDefaultPermissions`, "boolean");
}

function lacksIdentitySource(expansion: Expansion, owner: Owner, name: string, identity: Node | undefined): boolean {
  if (!isTruthy(identity)) return true;
  expect(identity, owner, `Authorizer.${name}.Identity`, "map");
  const none = ["Headers", "QueryStrings", "StageVariables", "Context"].every((key) => !isTruthy(get(identity, key)));
  const ttl = given(expansion.look(get(identity, "ReauthorizeEvery")));
  if (ttl?.kind !== "scalar" || !/^\s*[+-]?\d+\s*$/u.test(ttl.text)) return none;
  return Number(ttl.text) > 0 && none;
}

/** The authorizer as a security definition of the body. */
export function securityDefinition(expansion: Expansion, api: Serverless, authorizer: RestAuthorizer): EditableMap {
  const { name, place, settings } = authorizer;
  const look = (node: Node | undefined): Node | undefined => expansion.look(node);
  const text = (value: string): Node => scalar(place, value);
  const isCognito = isTruthy(settings?.get("UserPoolArn"));
  const isRequest = stringOf(look(settings?.get("FunctionPayloadType"))) === "REQUEST";
  const identity = look(settings?.get("Identity"));
  const header = settings !== undefined && !isCognito && isRequest ? text("Unused") : identityHeader(api.id, identity, place);
  const definition = mapFrom(place, [["type", text("apiKey")], ["name", header], ["in", text("header")]]);
  if (settings === undefined) return definition.set("x-amazon-apigateway-authtype", text("awsSigv4"), place);
  definition.set("x-amazon-apigateway-authtype", text(isCognito ? "cognito_user_pools" : "custom"), place);
  const inner = mapFrom(place, [["type", text(isCognito ? "cognito_user_pools" : isRequest ? "request" : "token")]]);
  definition.set(AUTHORIZER, inner, place);
  if (isCognito) {
    const pools = settings.get("UserPoolArn");
    if (pools !== undefined) inner.set("providerARNs", pools.kind === "list" ? pools : listNode(pools.place, [pools]), pools.place);
  } else {
    inner.set("authorizerUri", authorizerUri("aws", settings.get("FunctionArn") ?? scalar(place, null)), place);
    const identityMap = identity?.kind === "map" ? identity : undefined;
    inner.setIfGiven("authorizerResultTtlInSeconds", identityMap?.get("ReauthorizeEvery"));
    const role = settings.get("FunctionInvokeRole");
    if (isTruthy(role) && stringOf(look(role)) !== "NONE") inner.set("authorizerCredentials", role);
    const sources = isRequest && isTruthy(identity) ? identitySources(look, api.id, name, identity) : [];
    if (sources.length > 0) inner.set("identitySource", scalar(identity?.place ?? place, sources.join(", ")));
  }
  const validation = get(identity, "ValidationExpression");
  if ((isCognito || !isRequest) && isTruthy(validation)) inner.set("identityValidationExpression", validation);
  return definition;
}

export function authorizerUri(partition: string, functionArn: Node): Node {
  return sub(functionArn.place, `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${__FunctionArn__}/invocations`, [["__FunctionArn__", functionArn]]);
}

function identityHeader(id: string, identity: Node | undefined, place: Place): Node {
  if (isTruthy(identity) && identity.kind !== "map") {
    refuseResource(id, "Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).", identity.place);
  }
  const header = get(identity, "Header");
  return isTruthy(header) ? header : scalar(place, "Authorization");
}

const SOURCES = [["Headers", "method.request.header."], ["QueryStrings", "method.request.querystring."], ["StageVariables", "stageVariables."], ["Context", "context."]] as const;

function identitySources(look: (node: Node | undefined) => Node | undefined, id: string, name: string, identity: Node): string[] {
  return SOURCES.flatMap(([key, prefix]) => {
    const values = look(get(identity, key));
    if (!isTruthy(values)) return [];
    const path = `Auth.Authorizers.${name}.Identity.${key}`;
    const owner: Owner = { kind: "resource", id, place: identity.place };
    const list = expect(values, owner, path, "list");
    return (list.kind === "list" ? list.items : []).map((item, index) => `${prefix}${stringOf(expect(look(item), owner, `${path}[${index}]`, "string")) ?? ""}`);
  });
}
