import { describe, expect, it } from "vitest";
import { expanded, fixture, httpApi, resources } from "./expanded.ts";

const CORS = ["Resources", "Users", "Properties", "Body", "x-amazon-apigateway-cors"] as const;

describe("CorsConfiguration of AWS::Serverless::HttpApi (SAM specification: HttpApiCorsConfiguration; open_api.py)", () => {
  it.each([
    ["true allows any origin and nothing else", "CorsConfiguration: true", { allowOrigins: ["*"] }],
    ["false adds nothing", "CorsConfiguration: false", undefined],
    ["keys are renamed", "CorsConfiguration: { AllowOrigins: [a], AllowMethods: [GET], AllowHeaders: [x], ExposeHeaders: [y], MaxAge: 0 }", { allowOrigins: ["a"], allowMethods: ["GET"], allowHeaders: ["x"], exposeHeaders: ["y"], maxAge: 0 }],
    ["AllowOrigins has no default", "CorsConfiguration: { AllowHeaders: [x] }", { allowHeaders: ["x"] }],
    ["a reference in the list stays one", "CorsConfiguration: { AllowOrigins: [!Ref Origin] }", { allowOrigins: [{ Ref: "Origin" }] }],
    ["a parameter in its place stays a reference, and is not taken for an intrinsic function", "CorsConfiguration: { AllowOrigins: !Ref Origin, MaxAge: 5 }", { allowOrigins: { Ref: "Origin" }, maxAge: 5 }],
    ["an intrinsic function in AllowOrigins takes the place of everything", `CorsConfiguration: { AllowOrigins: !Split [",", "a,b"], MaxAge: 5 }`, { "Fn::Split": [",", "a,b"] }],
    ["a choice between configurations has its keys renamed", "CorsConfiguration: !If [IsProd, { AllowOrigins: [a] }, { AllowOrigins: [b], MaxAge: 5 }]", { "Fn::If": ["IsProd", { allowOrigins: ["a"] }, { allowOrigins: ["b"], maxAge: 5 }] }],
    ["any origin among others escapes the check for credentials", "CorsConfiguration: { AllowOrigins: ['*', a], AllowCredentials: true }", { allowOrigins: ["*", "a"], allowCredentials: true }],
    ["what the body says stays where the property says nothing", `CorsConfiguration: { AllowOrigins: [a] }\nDefinitionBody: { openapi: 3.0.1, paths: {}, x-amazon-apigateway-cors: { allowOrigins: [z], maxAge: 3 } }`, { allowOrigins: ["a"], maxAge: 3 }],
  ])("%s", (_name, properties, cors) => {
    const expansion = expanded(httpApi(properties));
    expect(expansion.sentences).toEqual([]);
    expect(expansion.at(...CORS)).toEqual(cors);
  });

  it.each([
    ["a text", "CorsConfiguration: a", "Type of property 'CorsConfiguration' is invalid."],
    ["an unknown key", "CorsConfiguration: { AllowOrigin: a }", "Invalid key 'AllowOrigin' for 'Cors' property."],
    ["credentials for any origin", "CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true }", "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set."],
    ["a definition that is elsewhere", "CorsConfiguration: true\nDefinitionUri: s3://bucket/users.yaml", "Cors works only with inline OpenApi specified in 'DefinitionBody' property."],
  ])("refuses %s", (_name, properties, sentence) => {
    expect(expanded(httpApi(properties)).sentences).toEqual([`Resource with id [Users] is invalid. ${sentence}`]);
  });

  it("notes what is lost when an intrinsic function takes the place of everything, and credentials that are no literal true", () => {
    expect(expanded(httpApi(`CorsConfiguration: { AllowOrigins: !Split [",", "a,b"], MaxAge: 5 }`)).dropped).toMatchObject([{ property: "Cors", resource: "Users" }]);
    expect(expanded(httpApi(`CorsConfiguration: { AllowOrigins: [a], AllowCredentials: "true" }`)).dropped).toMatchObject([{ property: "AllowCredentials", value: { kind: "known", text: "true" } }]);
  });
});

describe("Auth of AWS::Serverless::HttpApi (SAM specification: HttpApiAuth)", () => {
  const auth = "Auth: { DefaultAuthorizer: Jwt, Authorizers: { Jwt: { IdentitySource: $request.header.Authorization, JwtConfiguration: { issuer: i, audience: [a] } } } }";
  const securityOf = (properties: string, path: string, method: string): unknown => expanded(httpApi(properties)).at("Resources", "Users", "Properties", "Body", "paths", path, method, "security");

  it.each([
    ["a method gets the default authorizer", "/users", "get", [{ Jwt: [] }]],
    ["OPTIONS does not", "/open", "options", undefined],
    ["ANY does, and with it every preflight that reaches it", "/all", "x-amazon-apigateway-any-method", [{ Jwt: [] }]],
  ])("%s", (_name, path, method, security) => {
    const integration = "{ x-amazon-apigateway-integration: { type: aws_proxy } }";
    const body = `DefinitionBody: { openapi: 3.0.1, paths: { /open: { options: ${integration} }, /all: { x-amazon-apigateway-any-method: ${integration} } } }`;
    expect(securityOf(`${auth}\n${body}`, path, method)).toEqual(security);
  });
});

describe("implicit HTTP APIs and function URLs", () => {
  const expansion = expanded(fixture("users-http.yaml"));

  it("makes what AWS makes", () => {
    expect(expansion.sentences).toEqual([]);
    const made = Object.fromEntries(Object.entries(resources(expansion.root)).map(([id, type]) => [id.replace(/[0-9a-f]{10}$/u, "#"), type]));
    expect(made).toEqual({
      Users: "AWS::Lambda::Function",
      "UsersVersion#": "AWS::Lambda::Version",
      UsersAliaslive: "AWS::Lambda::Alias",
      UsersUrl: "AWS::Lambda::Url",
      UsersUrlPublicPermissions: "AWS::Lambda::Permission",
      UsersURLInvokeAllowPublicAccess: "AWS::Lambda::Permission",
      UsersRole: "AWS::IAM::Role",
      UsersRestPermission: "AWS::Lambda::Permission",
      UsersListPermission: "AWS::Lambda::Permission",
      ServerlessHttpApi: "AWS::ApiGatewayV2::Api",
      ServerlessHttpApiApiGatewayDefaultStage: "AWS::ApiGatewayV2::Stage",
    });
  });

  it("takes an event without path and method for $default", () => {
    expect(expansion.at("Resources", "ServerlessHttpApi", "Properties", "Body", "paths", "$default", "x-amazon-apigateway-any-method")).toMatchObject({
      isDefaultRoute: true,
      "x-amazon-apigateway-integration": { payloadFormatVersion: "2.0", uri: { "Fn::Sub": expect.stringContaining("${UsersAliaslive}") } },
    });
  });

  it("passes the URL's CORS on and points at the alias", () => {
    expect(expansion.at("Resources", "UsersUrl", "Properties")).toEqual({
      AuthType: "NONE",
      Cors: { AllowOrigins: ["https://app.example.com"], AllowMethods: ["GET"] },
      TargetFunctionArn: { Ref: "UsersAliaslive" },
    });
  });

  it("keeps the path of the code", () => {
    expect(expansion.at("Resources", "Users", "Properties", "Code")).toBe("src/");
  });

  it.each([
    ["Cors: { AllowOrigin: [a] }", "AllowOrigin is not a valid property for configuring Cors."],
    ["Cors: { AllowOrigins: a }", "AllowOrigins must be of type list."],
    [`Cors: { AllowCredentials: "true" }`, "AllowCredentials must be of type bool."],
    ["Cors: { MaxAge: a }", "MaxAge must be of type int."],
    ["Cors: [a]", "Property 'FunctionUrlConfig.Cors' should be a map."],
  ])("refuses %s", (cors, sentence) => {
    const text = fixture("users-http.yaml").replace(/ {8}Cors:\n.*\n.*\n/u, `        ${cors}\n`);
    expect(expanded(text).sentences).toEqual([`Resource with id [Users] is invalid. ${sentence}`]);
  });
});
