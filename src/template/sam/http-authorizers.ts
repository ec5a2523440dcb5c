import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { EditableMap, get, isLiteralTrue, isNull, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import { expect, refuseResource } from "./refusal.ts";
import type { Owner } from "./refusal.ts";
import { authorizerUri } from "./rest-authorizers.ts";
import type { Expansion, Serverless } from "./serverless.ts";

/** An authorizer of an HTTP API, after SAM's checks. `settings` is undefined for the built-in `AWS_IAM`. */
export interface HttpAuthorizer {
  readonly name: string;
  readonly place: Place;
  readonly settings: MapNode | undefined;
}

export function httpAuthorizers(expansion: Expansion, api: Serverless, auth: MapNode): Map<string, HttpAuthorizer> {
  const found = new Map<string, HttpAuthorizer>();
  const iam = auth.get("EnableIamAuthorizer");
  if (iam !== undefined && isLiteralTrue(iam)) found.set("AWS_IAM", { name: "AWS_IAM", place: iam.place, settings: undefined });
  const section = auth.get("Authorizers");
  if (!isTruthy(section)) return found;
  const owner: Owner = { kind: "resource", id: api.id, place: auth.place };
  if (expect(section, owner, "Auth.Authorizers", "map").kind !== "map" || section.kind !== "map") return found;
  for (const key of expansion.inOrder(section.keys())) {
    const value = section.get(key);
    const keyPlace = section.entry(key)?.keyPlace ?? section.place;
    const settings = expect(value, owner, `Auth.Authorizers.${key}`, "map");
    if (settings.kind !== "map") continue;
    checkAuthorizer({ ...owner, place: keyPlace }, key, settings);
    found.set(key, { name: key, place: settings.place, settings });
  }
  return found;
}

const LAMBDA_ONLY = ["FunctionArn", "FunctionInvokeRole", "Identity", "AuthorizerPayloadFormatVersion", "EnableSimpleResponses", "EnableFunctionDefaultPermissions"];

function given(settings: MapNode, key: string): Node | undefined {
  const value = settings.get(key);
  return value === undefined || isNull(value) ? undefined : value;
}

function checkAuthorizer(owner: Owner, name: string, settings: MapNode): void {
  const refuse = (key: string, sentence: string): never => refuseResource(owner.id, sentence, settings.entry(key)?.keyPlace ?? owner.place);
  if (settings.has("OpenIdConnectUrl")) {
    refuse("OpenIdConnectUrl", `'OpenIdConnectUrl' is no longer a supported property for authorizer '${name}'. Please refer to the AWS SAM documentation.`);
  }
  const jwt = settings.get("JwtConfiguration");
  if (isTruthy(jwt)) expect(jwt, owner, "JwtConfiguration", "map");
  const scopes = given(settings, "AuthorizationScopes");
  if (scopes !== undefined && scopes.kind !== "list") refuse("AuthorizationScopes", "AuthorizationScopes must be a list.");
  if (isTruthy(jwt)) {
    for (const key of LAMBDA_ONLY) if (given(settings, key) !== undefined) refuse(key, `${key} is only supported for Lambda Authorizer.`);
    if (!isTruthy(settings.get("IdentitySource"))) refuse("JwtConfiguration", `${name} OAuth2 Authorizer must define 'IdentitySource'.`);
  } else {
    if (scopes !== undefined) refuse("AuthorizationScopes", "AuthorizationScopes is only supported for OAuth2 Authorizer.");
    if (given(settings, "IdentitySource") !== undefined) {
      refuse("IdentitySource", "IdentitySource is only supported for OAuth2 Authorizer. For Lambda Authorizer, use the 'Identity' property instead.");
    }
    if (!isTruthy(settings.get("FunctionArn"))) refuse("FunctionArn", `${name} Lambda Authorizer must define 'FunctionArn'.`);
    if (!isTruthy(settings.get("AuthorizerPayloadFormatVersion"))) refuse("AuthorizerPayloadFormatVersion", `${name} Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.`);
  }
  const permissions = given(settings, "EnableFunctionDefaultPermissions");
  if (permissions !== undefined) expect(permissions, owner, `Authorizers.${name}.EnableFunctionDefaultPermissions`, "boolean");
}

/** The authorizer as a security scheme of the OpenAPI document. */
export function securityScheme(api: Serverless, { name, place, settings }: HttpAuthorizer): EditableMap {
  const text = (value: string): Node => scalar(place, value);
  if (settings === undefined) {
    return mapFrom(place, [["type", text("apiKey")], ["name", text("Authorization")], ["in", text("header")], ["x-amazon-apigateway-authtype", text("awsSigv4")]]);
  }
  const jwt = settings.get("JwtConfiguration");
  if (isTruthy(jwt) && jwt.kind === "map") {
    const lower = mapFrom(jwt.place, Array.from(jwt.entries(), ({ key, keyPlace, value }) => [key.toLowerCase(), value, keyPlace]));
    const inner = mapFrom(place, [["jwtConfiguration", lower], ["identitySource", settings.get("IdentitySource")], ["type", text("jwt")]]);
    return mapFrom(place, [["type", text("oauth2")], ["x-amazon-apigateway-authorizer", inner]]);
  }
  const inner = mapFrom(place, [["type", text("request")], ["authorizerUri", authorizerUri("aws", settings.get("FunctionArn") ?? scalar(place, null))]]);
  const role = settings.get("FunctionInvokeRole");
  if (isTruthy(role) && stringOf(role) !== "NONE") inner.set("authorizerCredentials", role);
  const identity = settings.get("Identity");
  if (isTruthy(identity)) {
    expect(identity, { kind: "resource", id: api.id, place }, `Auth.Authorizers.${name}.Identity`, "map");
    inner.setIfGiven("authorizerResultTtlInSeconds", get(identity, "ReauthorizeEvery"));
    inner.set("identitySource", listNode(identity.place, identitySources(api, name, identity)));
  }
  inner.setIfGiven("authorizerPayloadFormatVersion", settings.get("AuthorizerPayloadFormatVersion"));
  if (isTruthy(settings.get("EnableSimpleResponses"))) inner.setIfGiven("enableSimpleResponses", settings.get("EnableSimpleResponses"));
  return mapFrom(place, [["type", text("apiKey")], ["name", text("Unused")], ["in", text("header")], ["x-amazon-apigateway-authorizer", inner]]);
}

const SOURCES = [["$request.header.", "Headers"], ["$request.querystring.", "QueryStrings"], ["$stageVariables.", "StageVariables"], ["$context.", "Context"]] as const;

function identitySources(api: Serverless, name: string, identity: Node): Node[] {
  return SOURCES.flatMap(([prefix, key]) => {
    const values = get(identity, key);
    if (!isTruthy(values)) return [];
    const owner: Owner = { kind: "resource", id: api.id, place: identity.place };
    const path = `Authorizers.${name}.Identity.${key}`;
    const list = expect(values, owner, path, "list");
    return (list.kind === "list" ? list.items : []).map((item, index) => scalar(item.place, `${prefix}${stringOf(expect(item, owner, `${path}[${index}]`, "string")) ?? ""}`));
  });
}
