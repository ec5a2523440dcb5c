/** The templates of fixtures, said again in other dialects: as JSON, as an OpenAPI document, as SAM with one. Plain data, intrinsic functions in their long form. */
export type Data = { readonly [key: string]: unknown };

interface Resource {
  readonly Type: string;
  readonly Properties: Data;
}

const INTEGRATION_KEYS: Readonly<Record<string, string>> = {
  Type: "type",
  IntegrationHttpMethod: "httpMethod",
  Uri: "uri",
  RequestTemplates: "requestTemplates",
  PassthroughBehavior: "passthroughBehavior",
  ContentHandling: "contentHandling",
};

/** A REST or HTTP API whose methods, routes and gateway responses are resources, with an OpenAPI document in their place; `undefined` where it has no such API. */
export function asOpenApi(template: Data, version: "swagger-2" | "openapi-3"): Data | undefined {
  const resources = new Map(Object.entries(dataAt(template, "Resources")).map(([id, body]) => [id, resourceFrom(body)]));
  const result = new Map<string, unknown>(resources);
  let isChanged = false;
  for (const [id, api] of resources) {
    const document = api.Type === "AWS::ApiGateway::RestApi" ? restDocument(id, resources, version) : api.Type === "AWS::ApiGatewayV2::Api" ? httpDocument(id, api, resources) : undefined;
    if (!document || "Body" in api.Properties) continue;
    isChanged = true;
    const { CorsConfiguration: _, ...properties } = api.Properties;
    result.set(id, { ...api, Properties: { ...properties, Body: document } });
  }
  for (const [id, { Type, ...rest }] of resources) {
    if (/^AWS::ApiGateway::(?:Method|Resource|GatewayResponse|Authorizer)$|^AWS::ApiGatewayV2::(?:Route|Integration|Authorizer)$/u.test(Type)) result.delete(id);
    if (Type.endsWith("::Deployment")) result.set(id, { Type, Properties: rest.Properties });
  }
  return isChanged ? { ...template, Resources: Object.fromEntries(result) } : undefined;
}

/** The same with SAM's resource around the document; SAM deploys it. */
export function asSam(template: Data): Data | undefined {
  const translated = asOpenApi(template, "openapi-3");
  if (!translated) return undefined;
  const resources = Object.entries(dataAt(translated, "Resources")).flatMap(([id, body]): readonly [string, unknown][] => {
    const { Type, Properties } = resourceFrom(body);
    if (/^AWS::ApiGateway(?:V2)?::(?:Deployment|Stage)$/u.test(Type)) return [];
    if (!("Body" in Properties)) return [[id, body]];
    const { Body, Name, BinaryMediaTypes } = Properties;
    const isRest = Type === "AWS::ApiGateway::RestApi";
    return [[id, { Type: isRest ? "AWS::Serverless::Api" : "AWS::Serverless::HttpApi", Properties: { ...(isRest && { Name, StageName: "prod", ...(BinaryMediaTypes !== undefined && { BinaryMediaTypes }) }), DefinitionBody: Body } }]];
  });
  return { Transform: "AWS::Serverless-2016-10-31", ...translated, Resources: Object.fromEntries(resources) };
}

function restDocument(api: string, resources: ReadonlyMap<string, Resource>, version: "swagger-2" | "openapi-3"): Data {
  const paths: Record<string, Record<string, unknown>> = {};
  const gatewayResponses: Record<string, unknown> = {};
  const schemes: Record<string, unknown> = { api_key: { type: "apiKey", name: "x-api-key", in: "header" } };
  for (const { Type, Properties: own } of resources.values()) {
    if (refOf(own["RestApiId"]) !== api) continue;
    if (Type === "AWS::ApiGateway::GatewayResponse") gatewayResponses[String(own["ResponseType"])] = { responseParameters: own["ResponseParameters"] };
    if (Type !== "AWS::ApiGateway::Method") continue;
    const item = (paths[pathOf(own["ResourceId"], resources)] ??= {});
    const method = String(own["HttpMethod"]).toLowerCase();
    item[method === "any" ? "x-amazon-apigateway-any-method" : method] = operation(own, version, resources, schemes);
  }
  return {
    ...(version === "swagger-2" ? { swagger: "2.0" } : { openapi: "3.0.1" }),
    info: { title: "users", version: "1" },
    ...(version === "swagger-2" ? { securityDefinitions: schemes } : { components: { securitySchemes: schemes } }),
    paths,
    ...(Object.keys(gatewayResponses).length > 0 && { "x-amazon-apigateway-gateway-responses": gatewayResponses }),
  };
}

function operation(method: Data, version: "swagger-2" | "openapi-3", resources: ReadonlyMap<string, Resource>, schemes: Record<string, unknown>): Data {
  const integration = dataAt(method, "Integration");
  const responses = listAt(method, "MethodResponses").map((response): [string, unknown] => {
    const names = Object.entries(dataAt(response, "ResponseParameters")).map(([key]) => key.replace(/^method\.response\.header\./u, ""));
    const described = version === "swagger-2" ? { type: "string" } : { schema: { type: "string" } };
    return [String(response["StatusCode"]), { description: "ok", ...(names.length > 0 && { headers: Object.fromEntries(names.map((name) => [name, described])) }) }];
  });
  const mapped = listAt(integration, "IntegrationResponses").map(({ SelectionPattern, StatusCode, ResponseParameters, ResponseTemplates }): [string, unknown] => [
    typeof SelectionPattern === "string" ? SelectionPattern : "default",
    { statusCode: String(StatusCode), ...(ResponseParameters !== undefined && { responseParameters: ResponseParameters }), ...(ResponseTemplates !== undefined && { responseTemplates: ResponseTemplates }) },
  ]);
  const known = Object.entries(INTEGRATION_KEYS).flatMap(([key, name]) => (key in integration ? [[name, key === "Type" ? String(integration[key]).toLowerCase() : integration[key]]] : []));
  const security = [...securityOf(method, resources, schemes), ...(method["ApiKeyRequired"] === true ? ["api_key"] : [])];
  return {
    ...(method["AuthorizationType"] === "AWS_IAM" && { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
    ...(security.length > 0 && { security: [Object.fromEntries(security.map((name) => [name, []]))] }),
    responses: Object.fromEntries(responses),
    ...("Integration" in method && { "x-amazon-apigateway-integration": { ...Object.fromEntries(known), ...(mapped.length > 0 && { responses: Object.fromEntries(mapped) }) } }),
  };
}

function securityOf({ AuthorizerId }: Data, resources: ReadonlyMap<string, Resource>, schemes: Record<string, unknown>): readonly string[] {
  const id = refOf(AuthorizerId);
  const authorizer = id === undefined ? undefined : resources.get(id);
  if (id === undefined || !authorizer) return [];
  const { Type, IdentitySource, ProviderARNs, AuthorizerUri } = authorizer.Properties;
  const type = String(Type).toLowerCase();
  const name = /[^.]+$/u.exec(String(IdentitySource ?? "Authorization"))?.[0] ?? "Authorization";
  const more = type === "cognito_user_pools" ? { providerARNs: ProviderARNs } : { authorizerUri: AuthorizerUri, ...(IdentitySource !== undefined && { identitySource: IdentitySource }) };
  schemes[id] = { type: "apiKey", in: "header", name, "x-amazon-apigateway-authtype": type === "cognito_user_pools" ? type : "custom", "x-amazon-apigateway-authorizer": { type, ...more } };
  return [id];
}

function httpDocument(api: string, { Properties }: Resource, resources: ReadonlyMap<string, Resource>): Data | undefined {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { Type, Properties: own } of resources.values()) {
    if (Type !== "AWS::ApiGatewayV2::Route" || refOf(own["ApiId"]) !== api) continue;
    // Authorizers of HTTP APIs are left to the fixtures.
    if (own["AuthorizationType"] !== undefined && own["AuthorizationType"] !== "NONE") return undefined;
    const [method = "", path = method] = String(own["RouteKey"]).split(" ");
    const item = (paths[path] ??= {});
    item[path === "$default" || method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase()] = { "x-amazon-apigateway-integration": { type: "http_proxy", httpMethod: "ANY", uri: "https://backend.example.com", payloadFormatVersion: "1.0" } };
  }
  if (Object.keys(paths).length === 0) return undefined;
  const cors = Object.fromEntries(Object.entries(dataAt(Properties, "CorsConfiguration")).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]));
  return { openapi: "3.0.1", info: { title: "users", version: "1" }, paths, ...("CorsConfiguration" in Properties && { "x-amazon-apigateway-cors": cors }) };
}

function pathOf(resourceId: unknown, resources: ReadonlyMap<string, Resource>): string {
  const resource = resources.get(refOf(resourceId) ?? "");
  if (!resource) return "/";
  const parent = pathOf(resource.Properties["ParentId"], resources);
  return `${parent === "/" ? "" : parent}/${String(resource.Properties["PathPart"])}`;
}

function refOf(value: unknown): string | undefined {
  return isData(value) && typeof value["Ref"] === "string" ? value["Ref"] : undefined;
}

function resourceFrom(value: unknown): Resource {
  return isData(value) ? { ...value, Type: String(value["Type"]), Properties: dataAt(value, "Properties") } : { Type: "", Properties: {} };
}

function dataAt(data: Data, key: string): Data {
  const value = data[key];
  return isData(value) ? value : {};
}

function listAt(data: Data, key: string): readonly Data[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter(isData) : [];
}

function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
