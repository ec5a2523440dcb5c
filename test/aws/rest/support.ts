import type { RestApi } from "../../../src/aws/index.ts";
import { restApiOutlines } from "../../../src/aws/rest/index.ts";
import type { HttpRequest } from "../../../src/fetch/index.ts";
import { describe as shown } from "../../../src/source/index.ts";
import { templateOf } from "../support.ts";

export const ORIGIN = "https://app.example.com";

/** Mapped headers as a template writes them, with the declarations that go with them. */
export type Headers = Readonly<Record<string, unknown>>;

export const CORS: Headers = { "Access-Control-Allow-Origin": `'${ORIGIN}'`, "Access-Control-Allow-Methods": "'GET,POST,PUT,OPTIONS'", "Access-Control-Allow-Headers": "'Content-Type,Authorization,X-Api-Key'" };

/** The integration and method responses of a method that answers with mapped headers. */
export function mapped(headers: Headers, { status = "200", integration = {}, response = {}, declared = Object.keys(headers) }: { status?: string; integration?: object; response?: object; declared?: readonly string[] } = {}): object {
  return {
    Integration: {
      Type: "MOCK",
      RequestTemplates: { "application/json": '{"statusCode": 200}' },
      IntegrationResponses: [{ StatusCode: status, ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value])), ...response }],
      ...integration,
    },
    MethodResponses: [{ StatusCode: status, ResponseParameters: Object.fromEntries(declared.map((name) => [`method.response.header.${name}`, true])) }],
  };
}

export const PROXY = { Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: { "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${CreateUser.Arn}/invocations" } } };

/** An API `Users`: methods by `METHOD /path`, and whatever else stands in the template. */
export function restTemplate(methods: Readonly<Record<string, object>>, { api = {}, resources = {}, parameters = {} }: { api?: object; resources?: Readonly<Record<string, object>>; parameters?: object } = {}): object {
  const made: Record<string, object> = {
    Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users", ...api } },
    CreateUser: { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x" } },
  };
  const ids = new Map<string, unknown>([["", { "Fn::GetAtt": ["Users", "RootResourceId"] }]]);
  const resourceId = (path: string): unknown => {
    const known = ids.get(path);
    if (known !== undefined) return known;
    const at = path.lastIndexOf("/");
    const ParentId = resourceId(path.slice(0, at));
    const id = `Resource${ids.size}`;
    made[id] = { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Users" }, ParentId, PathPart: path.slice(at + 1) } };
    ids.set(path, { Ref: id });
    return { Ref: id };
  };
  Object.entries(methods).forEach(([key, properties], index) => {
    const [method, path = "/"] = key.split(" ");
    made[`Method${index}`] = { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: resourceId(path.replace(/\/$/u, "")), HttpMethod: method, AuthorizationType: "NONE", ...properties } };
  });
  return { Parameters: parameters, Resources: { ...made, ...resources } };
}

export function restApi(...args: Parameters<typeof restTemplate>): RestApi {
  return onlyApi(restTemplate(...args));
}

/** The only API of a template, in its first scenario. */
export function onlyApi(source: string | object): RestApi {
  const template = templateOf(source);
  const outlines = restApiOutlines(template);
  const [outline] = outlines;
  if (!outline || outlines.length > 1) throw new Error(`${outlines.length} REST APIs`);
  const api = outline.build(template.world(template.scenarios(outline.members).all[0]));
  if (api?.kind !== "rest") throw new Error("no REST API is built");
  return api;
}

/** An API with an OpenAPI body. */
export function bodyApi(paths: object, more: object = {}): RestApi {
  return onlyApi({ Resources: { Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Body: { swagger: "2.0", info: { title: "users" }, paths, ...more } } }, CreateUser: { Type: "AWS::Lambda::Function", Properties: {} } } });
}

export function preflight(path: string, method = "GET", origin = ORIGIN): HttpRequest {
  return { method: "OPTIONS", path, headers: [["origin", origin], ["accept", "*/*"], ["access-control-request-method", method]] };
}

/** What answers a request, a line for each possibility: `200 by the MOCK integration of OPTIONS /users`. */
export function answers(api: RestApi, request: HttpRequest): readonly string[] {
  return api.server.respond(request).map(({ status, answeredBy }) => `${status.kind === "unknown" ? "?" : shown(status)} by ${answeredBy}`);
}

/** The headers of the only answer, as `Name: value`, with a question mark where it may be absent. */
export function headersOf(api: RestApi, request: HttpRequest): readonly string[] {
  const all = api.server.respond(request);
  if (all.length > 1) throw new Error("there are several answers");
  return all[0].headers.map(({ name, value, presence }) => `${name}${presence === "maybe" ? "?" : ""}: ${value.kind === "unknown" ? "?" : shown(value)}`);
}
