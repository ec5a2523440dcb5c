import { describe, expect, it } from "vitest";
import type { RestApi } from "../../../src/aws/index.ts";
import { describe as shown } from "../../../src/source/index.ts";
import { answers, bodyApi, CORS, headersOf, mapped, onlyApi, preflight, PROXY, restApi } from "./support.ts";

const OK = "200 by the MOCK integration of OPTIONS /users";
const UNAUTHORIZED = "401 by API Gateway (UNAUTHORIZED)";
const DENIED = "403 by API Gateway (ACCESS_DENIED)";

function authorizer(properties: object): Record<string, object> {
  return { UserPool: { Type: "AWS::ApiGateway::Authorizer", Properties: { RestApiId: { Ref: "Users" }, ...properties } } };
}

function guarded(type: string, properties: object | undefined): RestApi {
  return restApi({ "OPTIONS /users": { ...mapped({}), AuthorizationType: type, ...(properties && { AuthorizerId: { Ref: "UserPool" } }) } }, { resources: properties ? authorizer(properties) : {} });
}

describe("authorization on the preflight (1.6)", () => {
  const AUTHORIZATION = "method.request.header.Authorization";
  const table: readonly [fact: string, type: string, properties: object | undefined, answer: readonly string[]][] = [
    ["NONE continues", "NONE", undefined, [OK]],
    ["AWS_IAM refuses what is not signed", "AWS_IAM", undefined, ["403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"]],
    ["a user pool refuses", "COGNITO_USER_POOLS", { Type: "COGNITO_USER_POOLS", IdentitySource: AUTHORIZATION }, [UNAUTHORIZED]],
    ["a TOKEN authorizer refuses", "CUSTOM", { Type: "TOKEN", IdentitySource: AUTHORIZATION }, [UNAUTHORIZED]],
    ["a REQUEST authorizer refuses where a source is missing", "CUSTOM", { Type: "REQUEST", IdentitySource: AUTHORIZATION }, [UNAUTHORIZED]],
    ["a REQUEST authorizer whose sources a preflight has may refuse", "CUSTOM", { Type: "REQUEST", IdentitySource: "method.request.header.Origin, context.identity.sourceIp" }, [OK, UNAUTHORIZED]],
    ["a REQUEST authorizer that keeps no results may refuse", "CUSTOM", { Type: "REQUEST", IdentitySource: AUTHORIZATION, AuthorizerResultTtlInSeconds: 0 }, [OK, UNAUTHORIZED]],
    ["an authorizer that is not in view may refuse", "CUSTOM", undefined, [OK, UNAUTHORIZED]],
  ];
  it.each(table)("%s", (_fact, type, properties, answer) => {
    expect(answers(guarded(type, properties), preflight("/users"))).toEqual(answer);
  });

  it("knows what is documented and what is reported", () => {
    const evidence = (type: string, kind: string): unknown => {
      const [{ cause }] = guarded(type, { Type: kind, IdentitySource: AUTHORIZATION }).server.respond(preflight("/users"));
      return cause.kind === "gateway" && cause.obstacle.evidence;
    };
    expect([evidence("COGNITO_USER_POOLS", "COGNITO_USER_POOLS"), evidence("CUSTOM", "TOKEN")]).toEqual(["documented", "reported"]);
  });

  it("lets a request pass that has the header", () => {
    const api = guarded("COGNITO_USER_POOLS", { Type: "COGNITO_USER_POOLS", IdentitySource: "method.request.header.X-Token" });
    const request = preflight("/users");
    expect(answers(api, { ...request, headers: [...request.headers, ["x-token", "t"]] })).toEqual([OK]);
    expect(api.routes[0]?.requiredHeaders.map(({ name, because }) => [name, because])).toEqual([["x-token", "authorizer"]]);
  });

  it("asks for an API key, unless the authorizer brings it", () => {
    const api = (source?: string): RestApi => restApi({ "OPTIONS /users": { ...mapped({}), ApiKeyRequired: true } }, { api: source ? { ApiKeySourceType: source } : {} });
    expect(answers(api(), preflight("/users"))).toEqual(["403 by API Gateway (INVALID_API_KEY)"]);
    expect(answers(api("AUTHORIZER"), preflight("/users"))).toEqual([OK, "403 by API Gateway (INVALID_API_KEY)"]);
  });
});

describe("request validation on the preflight (1.7)", () => {
  const validated = (validator: object, more: object): readonly string[] =>
    answers(restApi({ "OPTIONS /users": { ...mapped({}), RequestValidatorId: { Ref: "Validator" }, ...more } }, { resources: { Validator: { Type: "AWS::ApiGateway::RequestValidator", Properties: { RestApiId: { Ref: "Users" }, ...validator } } } }), preflight("/users"));

  it.each([
    ["a required header is missing", { ValidateRequestParameters: true }, { RequestParameters: { "method.request.header.X-Tenant": true } }, ["400 by API Gateway (BAD_REQUEST_PARAMETERS)"]],
    ["an optional header is not asked for", { ValidateRequestParameters: true }, { RequestParameters: { "method.request.header.X-Tenant": false } }, [OK]],
    ["a validator of bodies does not look at headers", { ValidateRequestBody: true }, { RequestParameters: { "method.request.header.X-Tenant": true } }, [OK]],
    ["the page supplies the query", { ValidateRequestParameters: true }, { RequestParameters: { "method.request.querystring.page": true } }, [OK]],
    ["an empty body may not fit a model", { ValidateRequestBody: true }, { RequestModels: { "application/json": "User" } }, [OK, "400 by API Gateway (BAD_REQUEST_BODY)"]],
  ])("%s", (_fact, validator, more, answer) => {
    expect(validated(validator, more)).toEqual(answer);
  });
});

describe("resource policies, as far as they are literal (1.6)", () => {
  const policed = (...statements: readonly object[]): readonly string[] => answers(restApi({ "OPTIONS /users": mapped({}) }, { api: { Policy: { Version: "2012-10-17", Statement: statements } } }), preflight("/users"));
  const allow = (Resource: unknown, more: object = {}): object => ({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource, ...more });
  const deny = (Resource: unknown, more: object = {}): object => ({ ...allow(Resource, more), Effect: "Deny" });

  it.each([
    ["everything is allowed", [allow("execute-api:/*")], [OK]],
    ["only GET is allowed", [allow("execute-api:/*/GET/*")], [DENIED]],
    ["OPTIONS is allowed beside GET", [allow(["execute-api:/*/GET/*", "execute-api:/*/OPTIONS/*"])], [OK]],
    ["OPTIONS is denied", [allow("execute-api:/*"), deny("execute-api:/*/OPTIONS/*")], [DENIED]],
    ["a condition decides", [allow("execute-api:/*"), deny("execute-api:/*", { Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } } })], [OK, DENIED]],
    ["an ARN with unknown parts before its path", [allow({ "Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Users}/*/GET/*" })], [DENIED]],
    ["one stage only", [allow("execute-api:/prod/OPTIONS/users")], [OK, DENIED]],
    ["other principals", [allow("execute-api:/*", { Principal: { AWS: "arn:aws:iam::123456789012:root" } })], [OK, DENIED]],
  ])("%s", (_fact, statements, answer) => {
    expect(policed(...statements)).toEqual(answer);
  });

  it("comes before the route lookup (1.2)", () => {
    const api = restApi({ "GET /users": mapped({}) }, { api: { Policy: { Statement: [deny("execute-api:/*")] } } });
    expect(answers(api, preflight("/users"))).toEqual([DENIED]);
  });
});

describe("gateway responses (1.8)", () => {
  const gateway = (ResponseType: string, headers: object, StatusCode?: string): object => ({
    Type: "AWS::ApiGateway::GatewayResponse",
    Properties: { RestApiId: { Ref: "Users" }, ResponseType, StatusCode, ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value])) },
  });
  const withGateway = (resources: Record<string, object>): RestApi => restApi({ "GET /users": { ...PROXY, AuthorizationType: "AWS_IAM" } }, { resources });
  const missing = { method: "PUT", path: "/users", headers: [["origin", "https://app.example.com"]] } as const;

  it("G13 sends no header without one", () => {
    expect([headersOf(withGateway({}), missing), withGateway({}).server.respond(missing)[0].unlisted]).toEqual([[], "absent"]);
  });

  it("G1 falls back to the default of its class", () => {
    expect(headersOf(withGateway({ Errors: gateway("DEFAULT_4XX", { "Access-Control-Allow-Origin": "'*'" }) }), missing)).toEqual(["Access-Control-Allow-Origin: *"]);
    expect(headersOf(withGateway({ Errors: gateway("DEFAULT_5XX", { "Access-Control-Allow-Origin": "'*'" }) }), missing)).toEqual([]);
  });

  it("G2 does not merge a specific one with the default", () => {
    const api = withGateway({ Errors: gateway("DEFAULT_4XX", { "Access-Control-Allow-Origin": "'*'" }), Missing: gateway("MISSING_AUTHENTICATION_TOKEN", { "X-Reason": "'none'" }) });
    expect(headersOf(api, missing)).toEqual(["X-Reason: none"]);
  });

  it("G8 takes the status of the default for each of its types", () => {
    expect(shown(withGateway({ Errors: gateway("DEFAULT_4XX", {}, "200") }).server.respond(missing)[0].status)).toBe("200");
  });

  it("G5 echoes the origin, and is not sure whether the case of the header's name matters", () => {
    expect(headersOf(withGateway({ Errors: gateway("DEFAULT_4XX", { "Access-Control-Allow-Origin": "method.request.header.Origin" }) }), missing)).toEqual(["Access-Control-Allow-Origin?: https://app.example.com"]);
  });

  it("G3 knows keys of another side and keys that are prefixed twice", () => {
    const api = withGateway({ Errors: { Type: "AWS::ApiGateway::GatewayResponse", Properties: { RestApiId: { Ref: "Users" }, ResponseType: "DEFAULT_4XX", ResponseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'", "gatewayresponse.header.gatewayresponse.header.Vary": "'Origin'", "gatewayresponse.path.id": "method.request.path.id" } } } });
    expect(api.mappings.map(({ problems }) => problems)).toEqual([
      [{ kind: "invalid-key", correctKey: "gatewayresponse.header.Access-Control-Allow-Origin" }],
      [{ kind: "malformed-gateway-key", correctKey: "gatewayresponse.header.Vary" }],
      [],
    ]);
  });

  it("1.7 cannot set the headers of REQUEST_TOO_LARGE", () => {
    expect(withGateway({ Errors: gateway("DEFAULT_4XX", { "Access-Control-Allow-Origin": "'*'" }) }).gatewayResponse("REQUEST_TOO_LARGE").headers).toEqual([]);
  });

  it("7.2 lists the errors that a route can lead to", () => {
    const types = (properties: object): unknown => restApi({ "GET /users": { ...PROXY, ...properties } }).routes[0]?.errorResponses().map(({ cause }) => (cause.kind === "gateway" ? cause.type : cause.kind));
    expect(types({})).toEqual(["THROTTLED", "DEFAULT_5XX", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"]);
    expect(types({ AuthorizationType: "AWS_IAM", ApiKeyRequired: true })).toEqual(["MISSING_AUTHENTICATION_TOKEN", "ACCESS_DENIED", "INVALID_API_KEY", "QUOTA_EXCEEDED", "THROTTLED", "DEFAULT_5XX", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"]);
  });
});

describe("OpenAPI bodies (1.12)", () => {
  const integration = { type: "mock", requestTemplates: { "application/json": "{statusCode: 200}" }, responses: { default: { statusCode: "200" } } };
  const operation = (more: object = {}): object => ({ responses: { 200: {} }, "x-amazon-apigateway-integration": integration, ...more });
  const COGNITO = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "cognito_user_pools", "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" } };
  const options = (more: object, document: object = {}): readonly string[] => answers(bodyApi({ "/users": { options: operation(more) } }, document), preflight("/users"));

  it.each([
    ["no security is open", {}, {}, [OK]],
    ["security of the document's root is not used", {}, { security: [{ Pool: [] }], securityDefinitions: { Pool: COGNITO } }, [OK]],
    ["security of the operation is", { security: [{ Pool: [] }] }, { securityDefinitions: { Pool: COGNITO } }, [UNAUTHORIZED]],
    ["empty security is open", { security: [] }, { securityDefinitions: { Pool: COGNITO } }, [OK]],
    ["OpenAPI 3 has its schemes below components", { security: [{ Pool: [] }] }, { components: { securitySchemes: { Pool: COGNITO } } }, [UNAUTHORIZED]],
    ["awsSigv4 is IAM", { security: [{ Sig: [] }] }, { securityDefinitions: { Sig: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" } } }, ["403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"]],
    ["x-api-key is an API key", { security: [{ api_key: [] }] }, { securityDefinitions: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } }, ["403 by API Gateway (INVALID_API_KEY)"]],
    ["a scheme without an authorizer does nothing", { security: [{ Plain: [] }] }, { securityDefinitions: { Plain: { type: "basic" } } }, [OK]],
    ["a scheme that nothing defines adds nothing to one that is defined", { security: [{ api_key: [] }, { Pool: [] }] }, { securityDefinitions: { Pool: COGNITO } }, [UNAUTHORIZED]],
    ["a scheme that is not in view may refuse", { security: [{ Other: [] }] }, {}, [OK, UNAUTHORIZED]],
    ["x-amazon-apigateway-auth is IAM", { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }, {}, ["403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"]],
    ["binary media types are written plainly", {}, { "x-amazon-apigateway-binary-media-types": ["*/*"] }, ["500 by API Gateway (DEFAULT_5XX)"]],
    ["a policy of the document", {}, { "x-amazon-apigateway-policy": { Statement: [{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }] } }, [DENIED]],
    ["a validator of the document", { parameters: [{ name: "X-Tenant", in: "header", required: true }] }, { "x-amazon-apigateway-request-validator": "all", "x-amazon-apigateway-request-validators": { all: { validateRequestParameters: true } } }, ["400 by API Gateway (BAD_REQUEST_PARAMETERS)"]],
  ])("%s", (_fact, more, document, answer) => {
    expect(options(more, document)).toEqual(answer);
  });

  it("reads any-method, references to path items, and gateway responses", () => {
    const api = bodyApi(
      { "/users": { $ref: "#/x-items/users" }, "/teams": { "x-amazon-apigateway-any-method": operation() } },
      { "x-items": { users: { parameters: [], get: operation() } }, "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" } } } },
    );
    expect(api.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /users", "ANY /teams"]);
    expect(headersOf(api, preflight("/users"))).toEqual(["Access-Control-Allow-Origin: *"]);
  });

  it("keeps both where a body and methods stand side by side (D9)", () => {
    const api = onlyApi({
      Resources: {
        Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Body: { paths: { "/users": { get: operation() } } } } },
        Options: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { "Fn::GetAtt": "Users.RootResourceId" }, HttpMethod: "OPTIONS", AuthorizationType: "NONE", ...mapped(CORS) } },
      },
    });
    expect(api.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /users", "OPTIONS /"]);
  });

  it("knows nothing of a definition in a bucket", () => {
    const api = onlyApi({ Resources: { Users: { Type: "AWS::ApiGateway::RestApi", Properties: { BodyS3Location: { Bucket: "definitions", Key: "users.yaml" } } } } });
    expect([api.outOfView.length, answers(api, preflight("/users"))]).toEqual([1, ["? by something that is not in view"]]);
  });

  it("goes round in no circle of references", () => {
    expect(bodyApi({ "/users": { $ref: "#/paths/~1users" } }).outOfView.map(({ what }) => what)).toEqual(["what the definition says about /users"]);
  });
});
