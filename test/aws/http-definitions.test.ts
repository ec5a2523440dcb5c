import { describe, expect, it } from "vitest";
import { apiIn, httpApi, JSON_BODY, outcome, requestTo, templateOf } from "./support.ts";

const CORS = { AllowOrigins: ["https://app.example.com"], AllowMethods: ["*"], AllowHeaders: ["content-type", "authorization"] };
const FUNCTION = { "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${CreateUser.Arn}/invocations" };
const INTEGRATION = { type: "aws_proxy", httpMethod: "POST", payloadFormatVersion: "2.0", uri: FUNCTION };
const JWT = { type: "oauth2", "x-amazon-apigateway-authorizer": { type: "jwt", identitySource: "$request.header.Authorization", jwtConfiguration: {} } };

function body(more: object): object {
  return httpApi({ api: { Body: { openapi: "3.0.1", info: { title: "Users" }, paths: { "/users": { post: { "x-amazon-apigateway-integration": INTEGRATION } } }, ...more } } });
}

const call = requestTo("/users", { method: "POST", headers: JSON_BODY });

describe("an HTTP API defined by OpenAPI (docs/aws-behaviour.md, 2.6)", () => {
  const cors = { allowOrigins: ["https://app.example.com"], allowMethods: ["POST"], allowHeaders: ["content-type"] };

  it("HS6 (D): takes CORS from x-amazon-apigateway-cors", () => {
    const api = apiIn(templateOf(body({ "x-amazon-apigateway-cors": cors })), "http");
    expect([outcome(api, call), api.ownsCors, api.routes.map(({ method, path }) => `${method} ${path}`)]).toEqual(["allowed", "yes", ["POST /users"]]);
  });

  it("HS6 (D): has no CORS without it", () => {
    const api = apiIn(templateOf(body({})), "http");
    expect([outcome(api, call), api.ownsCors]).toEqual(["PreflightMissingAllowOriginHeader", "no"]);
  });

  it("HS7 (U): where both notations are written, either may win", () => {
    const document = { openapi: "3.0.1", paths: { "/users": { post: { "x-amazon-apigateway-integration": INTEGRATION } } }, "x-amazon-apigateway-cors": cors };
    const other = { ...CORS, AllowOrigins: ["https://www.example.com"] };
    const api = apiIn(templateOf(httpApi({ cors: other, api: { Body: document } })), "http");
    expect([outcome(api, call), api.corsBlocks.map(({ dialect }) => dialect)]).toEqual(["cannot-tell", ["http-api", "http-api-openapi"]]);
  });

  it("HS8 (U): a malformed extension may be dropped", () => {
    const api = apiIn(templateOf({ ...body({ "x-amazon-apigateway-cors": { "Fn::Split": [",", { Ref: "Origins" }] } }), Parameters: { Origins: { Type: "String" } } }), "http");
    expect([outcome(api, call), api.corsBlocks[0]?.rejected?.kind, api.intent.kind]).toEqual(["cannot-tell", "malformed", "browser"]);
  });

  it("HS9 (D): `$default` is the operation that says so", () => {
    const paths = { "/$default": { "x-amazon-apigateway-any-method": { isDefaultRoute: true, "x-amazon-apigateway-integration": INTEGRATION } } };
    expect(apiIn(templateOf(body({ paths, "x-amazon-apigateway-cors": cors })), "http").routes.map(({ path }) => path)).toEqual(["$default"]);
  });

  it.each([
    ["a JWT authorizer", { secure: JWT }, [{ secure: [] }], "authorizer"],
    ["signed requests", { secure: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" } }, [{ secure: [] }], "iam"],
    ["SAM's NONE", {}, [{ NONE: [] }], "none"],
    ["an empty list", { secure: JWT }, [], "none"],
    ["several alternatives", { secure: JWT, other: JWT }, [{ secure: [] }, { other: [] }], "unknown"],
    ["a scheme that is not there", {}, [{ secure: [] }], "unknown"],
  ])("reads %s from the operation's security", (_, securitySchemes, security, kind) => {
    const paths = { "/users": { post: { security, "x-amazon-apigateway-integration": INTEGRATION } } };
    expect(apiIn(templateOf(body({ paths, components: { securitySchemes } })), "http").routes[0]?.authorization.kind).toBe(kind);
  });

  it("does not know whether the security of the whole document counts", () => {
    expect(apiIn(templateOf(body({ security: [{ secure: [] }], components: { securitySchemes: { secure: JWT } } })), "http").routes[0]?.authorization.kind).toBe("unknown");
  });

  it("cannot tell anything of a definition in S3", () => {
    const api = apiIn(templateOf(httpApi({ api: { BodyS3Location: { Bucket: "definitions", Key: "users.yaml" } }, routes: { "POST /users": {} } })), "http");
    expect([outcome(api, call), api.ownsCors, api.outOfView.length]).toEqual(["cannot-tell", "maybe", 1]);
  });
});

describe("an HTTP API made by quick create (HS5)", () => {
  it("has a $default route, a $default stage, and CORS if it is configured", () => {
    const api = apiIn(templateOf({ Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", Target: { "Fn::GetAtt": ["CreateUser", "Arn"] }, CorsConfiguration: CORS } }, CreateUser: { Type: "AWS::Lambda::Function", Properties: {} } } }), "http");
    expect([outcome(api, call), api.routes.map(({ path, integration }) => [path, integration.functionId]), api.deployment.live]).toEqual(["allowed", [["$default", "CreateUser"]], "yes"]);
  });

  it("HS10: may get an authorizer from its overrides", () => {
    const resources = {
      Overrides: { Type: "AWS::ApiGatewayV2::ApiGatewayManagedOverrides", Properties: { ApiId: { Ref: "Users" }, Route: { AuthorizationType: "JWT", AuthorizerId: { Ref: "Authorizer" } } } },
      Authorizer: { Type: "AWS::ApiGatewayV2::Authorizer", Properties: { ApiId: { Ref: "Users" }, AuthorizerType: "JWT", IdentitySource: ["$request.header.Authorization"] } },
    };
    const api = apiIn(templateOf(httpApi({ cors: CORS, api: { Target: "https://users.example.com" }, resources })), "http");
    expect([outcome(api, requestTo("/users", { headers: [["authorization", "Bearer token"]] })), api.routes[0]?.integration.kind]).toEqual(["PreflightInvalidStatus", "proxy-http"]);
  });
});

describe("other shapes of APIs", () => {
  it("6.4 (D): a WebSocket API has no routes here, and refuses CORS", () => {
    const api = apiIn(templateOf(httpApi({ cors: CORS, api: { ProtocolType: "WEBSOCKET" }, routes: { $connect: {} } })), "http");
    expect([api.webSocket, api.routes, api.corsBlocks[0]?.rejected?.kind]).toEqual([true, [], "websocket"]);
  });

  it("cannot tell anything of an API of another template whose routes are here", () => {
    const template = { Parameters: { ApiId: { Type: "String" } }, Resources: { Route: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "ApiId" }, RouteKey: "POST /users" } } } };
    const api = apiIn(templateOf(template), "http");
    expect([api.id, outcome(api, call), api.deployment.live, api.outOfView.length]).toEqual(["ApiId", "cannot-tell", "maybe", 1]);
  });

  it("cannot tell whether a route without a known key serves a request", () => {
    const api = apiIn(templateOf(httpApi({ routes: { "POST /users": {} }, template: { Parameters: { Key: { Type: "String" } } }, resources: { Hidden: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "Users" }, RouteKey: { Ref: "Key" } } } } })), "http");
    expect([outcome(api, call), api.routes.map(({ browserRequests }) => browserRequests.length > 0)]).toEqual(["cannot-tell", [true, false]]);
  });
});
