import { describe, expect, it } from "vitest";
import { expanded, preflightOf, restApi, securityOf } from "./expanded.ts";

const METHODS = { "Allow-Methods": "'GET,OPTIONS'" };

describe("Cors of AWS::Serverless::Api (SAM specification: ApiCors; aws-sam-translator, swagger.py)", () => {
  it.each([
    ["a text is the origin, verbatim, and there are no headers", `Cors: "'https://app.example.com'"`, { "Allow-Origin": "'https://app.example.com'", ...METHODS }],
    ["a text without quotes gets none", `Cors: "*"`, { "Allow-Origin": "*", ...METHODS }],
    ["a map without AllowOrigin means any origin", `Cors: { AllowHeaders: "'Authorization'" }`, { "Allow-Origin": "'*'", "Allow-Headers": "'Authorization'", ...METHODS }],
    ["AllowMethods is verbatim", `Cors: { AllowMethods: "'GET'" }`, { "Allow-Origin": "'*'", "Allow-Methods": "'GET'" }],
    ["MaxAge stays a number", "Cors: { MaxAge: 600 }", { "Allow-Origin": "'*'", ...METHODS, "Max-Age": 600 }],
    ["MaxAge may be zero", "Cors: { MaxAge: 0 }", { "Allow-Origin": "'*'", ...METHODS, "Max-Age": 0 }],
    ["AllowCredentials true becomes a quoted text", `Cors: { AllowOrigin: "'https://a.example.com'", AllowCredentials: true }`, { "Allow-Origin": "'https://a.example.com'", ...METHODS, "Allow-Credentials": "'true'" }],
    ["AllowCredentials false is left out", "Cors: { AllowCredentials: false }", { "Allow-Origin": "'*'", ...METHODS }],
    ["a list of origins is emitted as a list", "Cors: { AllowOrigin: [a, b] }", { "Allow-Origin": ["a", "b"], ...METHODS }],
    ["an intrinsic function is the origin as a whole", "Cors: !If [IsProd, { AllowOrigin: a }, { AllowOrigin: b }]", { "Allow-Origin": { "Fn::If": ["IsProd", { AllowOrigin: "a" }, { AllowOrigin: "b" }] }, ...METHODS }],
    ["a reference to a parameter stays a reference", "Cors: !Ref Origin", { "Allow-Origin": { Ref: "Origin" }, ...METHODS }],
  ])("%s", (_name, cors, headers) => {
    const expansion = expanded(restApi(cors));
    expect(expansion.sentences).toEqual([]);
    expect(preflightOf(expansion)).toEqual(headers);
  });

  it.each([
    ["a list is no CORS setting", "Cors: [a]", "Type of property 'Cors' is invalid."],
    ["a boolean is no CORS setting", "Cors: true", "Type of property 'Cors' is invalid."],
    ["an unknown key", "Cors: { AllowOrigins: a }", "Invalid key 'AllowOrigins' for 'Cors' property."],
    ["an empty origin", `Cors: { AllowOrigin: "" }`, "Structure of the SAM template is invalid. Invalid input. Value for AllowedOrigins is required"],
    ["credentials for any origin", "Cors: { AllowCredentials: true }", "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set"],
    ["a body that is elsewhere", `Cors: "'*'"\nDefinitionUri: s3://bucket/users.yaml`, "Cors works only with inline Swagger specified in 'DefinitionBody' property."],
    ["a body that is no Swagger document", `Cors: "'*'"\nDefinitionBody: { a: b }`, "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition."],
    ["an Auth that is the text of a parameter", "Auth: !Ref Flag", "Invalid value for 'Auth' property"],
  ])("refuses %s", (_name, cors, sentence) => {
    expect(expanded(restApi(cors)).sentences).toEqual([`Resource with id [Users] is invalid. ${sentence}`]);
  });

  it.each(["Cors: \"'*'\"", "Auth: { ApiKeyRequired: true }", "GatewayResponses: { DEFAULT_4XX: { StatusCode: 403 } }", "DisableExecuteApiEndpoint: true"])("leaves a body that CloudFormation includes before it runs SAM: %s", (property) => {
    expect(expanded(restApi(`${property}\nDefinitionBody: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: s3://bucket/users.yaml } } }`)).sentences).toEqual([]);
  });

  it.each([
    ["a text", `"true"`, "true"],
    ["a quoted text", `"'true'"`, "'true'"],
    ["a parameter that is true", "!Ref Flag", "true"],
  ])("notes that AllowCredentials is dropped where it is %s", (_name, value, text) => {
    const expansion = expanded(restApi(`Cors: { AllowOrigin: "'https://a.example.com'", AllowCredentials: ${value} }`));
    expect(preflightOf(expansion)).not.toHaveProperty("Allow-Credentials");
    expect(expansion.dropped).toMatchObject([{ property: "AllowCredentials", resource: "Users", value: { kind: "known", text } }]);
  });

  it("leaves an OPTIONS method alone that is there", () => {
    const body = `Cors: "'*'"\nDefinitionBody: { swagger: "2.0", paths: { /users: { get: {}, options: { own: true } } } }`;
    expect(expanded(restApi(body)).at("Resources", "Users", "Properties", "Body", "paths", "/users", "options")).toEqual({ own: true });
  });

  it("uses the methods of an Fn::If's first branch in the second too", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nDefinitionBody:\n  swagger: "2.0"\n  paths: { /users: !If [IsProd, { get: {} }, { put: {} }] }`));
    const methods = (branch: number): unknown =>
      expansion.at("Resources", "Users", "Properties", "Body", "paths", "/users", "Fn::If", branch, "options", "x-amazon-apigateway-integration", "responses", "default", "responseParameters", "method.response.header.Access-Control-Allow-Methods");
    expect([methods(1), methods(2)]).toEqual(["'GET,OPTIONS'", "'GET,OPTIONS'"]);
  });

  it("gives one of /users and /users/ a preflight, since they are one resource", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nDefinitionBody: { swagger: "2.0", paths: { /users: { get: {} }, /users/: { put: {} } } }`));
    expect([preflightOf(expansion, "/users"), preflightOf(expansion, "/users/")].filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  it("lists seven methods where one is ANY", () => {
    const expansion = expanded(restApi(`Cors: "'*'"`).replace("Method: get", "Method: any"));
    expect(preflightOf(expansion)).toMatchObject({ "Allow-Methods": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'" });
  });
});

const AUTHORIZERS = "Authorizers: { Pool: { UserPoolArn: arn:pool } }";

describe("Auth of AWS::Serverless::Api and the preflight (SAM specification: ApiAuth)", () => {
  it.each([
    ["the default authorizer guards OPTIONS unless told otherwise", `{ DefaultAuthorizer: Pool, ${AUTHORIZERS} }`, [{ Pool: [] }], [{ Pool: [] }]],
    ["AddDefaultAuthorizerToCorsPreflight: false keeps it off", `{ DefaultAuthorizer: Pool, AddDefaultAuthorizerToCorsPreflight: false, ${AUTHORIZERS} }`, undefined, [{ Pool: [] }]],
    ["IAM guards OPTIONS too", "{ DefaultAuthorizer: AWS_IAM }", [{ AWS_IAM: [] }], [{ AWS_IAM: [] }]],
    ["an API key is asked for on OPTIONS unless told otherwise", "{ ApiKeyRequired: true }", [{ api_key: [] }], [{ api_key: [] }]],
    ["AddApiKeyRequiredToCorsPreflight: false keeps it off", "{ ApiKeyRequired: true, AddApiKeyRequiredToCorsPreflight: false }", undefined, [{ api_key: [] }]],
    ["authorizers without a default guard nothing", `{ ${AUTHORIZERS} }`, undefined, undefined],
  ])("%s", (_name, auth, options, get) => {
    const expansion = expanded(restApi(`Cors: "'*'"\nAuth: ${auth}`));
    expect(expansion.sentences).toEqual([]);
    expect([securityOf(expansion, "options"), securityOf(expansion, "get")]).toEqual([options, get]);
  });

  it("lets an event take the default authorizer off its method", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nAuth: { DefaultAuthorizer: Pool, ${AUTHORIZERS} }`, "Auth: { Authorizer: NONE }"));
    expect([securityOf(expansion, "options"), securityOf(expansion, "get")]).toEqual([[{ Pool: [] }], [{ NONE: [] }]]);
  });

  it("looks at the values of parameters in an authorizer", () => {
    const authorizer = (settings: string): string => restApi(`Auth: { Authorizers: { Code: { FunctionArn: "arn:aws:lambda:x", ${settings} } } }`).replace("Parameters:", "Parameters:\n  Payload: { Type: String, Default: REQUEST }\n  Header: { Type: String, Default: X-User }");
    const definition = expanded(authorizer("FunctionPayloadType: !Ref Payload, Identity: { Headers: [!Ref Header, X-Team] }")).at("Resources", "Users", "Properties", "Body", "securityDefinitions", "Code");
    expect(definition).toMatchObject({ name: "Unused", "x-amazon-apigateway-authorizer": { type: "request", identitySource: "method.request.header.X-User, method.request.header.X-Team" } });
    expect(expanded(authorizer("FunctionPayloadType: !Ref Payload, Identity: !Ref Header")).sentences).toEqual(["Resource with id [Users] is invalid. Property 'Authorizer.Code.Identity' should be a map."]);
    expect(expanded(authorizer("AuthorizationScopes: !Ref Header")).sentences).toEqual(["Resource with id [Users] is invalid. Property 'Authorizers.Code.AuthorizationScopes' should be a list."]);
  });

  it("says once that Auth is no map, and nothing of the event that asks it", () => {
    expect(expanded(restApi("Auth: [Users]", "Auth: { Authorizer: NONE }")).sentences).toEqual(["Resource with id [Users] is invalid. Property 'Auth' should be a map."]);
  });

  it("refuses the list of a parameter in a text of Auth, into which SAM writes parameters", () => {
    const withList = (text: string): readonly string[] =>
      expanded(restApi(`Auth: { ResourcePolicy: { IpRangeAllowlist: [!Sub "${text}"] } }`).replace("Parameters:", "Parameters:\n  Ranges: { Type: CommaDelimitedList, Default: [a, b] }")).sentences;
    expect(withList("${Ranges}")).toEqual(["Structure of the SAM template is invalid. Invalid Fn::Sub variable value ['a', 'b']. Fn::Sub expects all variables to be strings."]);
    expect(withList("${Origin}")).toEqual([]);
  });

  it("leaves OPTIONS open where only an event names the authorizer", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nAuth: { ${AUTHORIZERS} }`, "Auth: { Authorizer: Pool }"));
    expect([securityOf(expansion, "options"), securityOf(expansion, "get")]).toEqual([undefined, [{ Pool: [] }]]);
  });
});

describe("other properties of AWS::Serverless::Api", () => {
  const BODY = ["Resources", "Users", "Properties", "Body"] as const;

  it("prefixes the headers of GatewayResponses, also those that have the prefix (SAM specification: ApiGatewayResponses)", () => {
    const expansion = expanded(restApi(`GatewayResponses: { DEFAULT_4XX: { StatusCode: 400, ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'*'", gatewayresponse.header.X: "'x'" } } } }`));
    expect(expansion.at(...BODY, "x-amazon-apigateway-gateway-responses")).toEqual({
      DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'", "gatewayresponse.header.gatewayresponse.header.X": "'x'" }, responseTemplates: {}, statusCode: "400" },
    });
  });

  it("looks at all GatewayResponses before it writes any, in its own order, as AWS's translator names the mistakes", () => {
    const sentenceOf = (responses: string): readonly string[] => expanded(restApi(`GatewayResponses: { ${responses} }`)).sentences;
    const wrong = "ResponseParameters: { Headers: [x] }";
    expect(sentenceOf(`DEFAULT_5XX: { ${wrong} }, ACCESS_DENIED: { ResponseParameters: x }`)).toEqual(["Resource with id [Users] is invalid. Property 'GatewayResponses.ACCESS_DENIED.ResponseParameters' should be a map."]);
    expect(sentenceOf(`DEFAULT_5XX: { ${wrong} }, ACCESS_DENIED: { StatusCode: 403 }`)).toEqual(["Resource with id [Users] is invalid. Property 'ResponseParameters.Headers' should be a map."]);
  });

  it("writes binary media types twice, once with slashes", () => {
    const expansion = expanded(restApi(`BinaryMediaTypes: ["*~1*"]`));
    expect([expansion.at("Resources", "Users", "Properties", "BinaryMediaTypes"), expansion.at(...BODY, "x-amazon-apigateway-binary-media-types")]).toEqual([["*~1*"], ["*/*"]]);
  });

  it("wraps headers in schemas for OpenApiVersion 3 and leaves out the second stage", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nOpenApiVersion: 3.0.1`));
    expect(expansion.at(...BODY, "paths", "/users", "options", "responses", "200", "headers", "Access-Control-Allow-Origin")).toEqual({ schema: { type: "string" } });
    const ids = [...expansion.expandedFrom.keys()];
    const deployment = ids.find((id) => id.startsWith("UsersDeployment")) ?? "";
    expect(expansion.at("Resources", deployment, "Properties", "StageName")).toBeUndefined();
  });

  it("names deployments by what is deployed", () => {
    const idOf = (cors: string): string | undefined => [...expanded(restApi(cors)).expandedFrom.keys()].find((id) => id.startsWith("UsersDeployment"));
    expect(idOf(`Cors: "'a'"`)).toMatch(/^UsersDeployment[0-9a-f]{10}$/u);
    expect(idOf(`Cors: "'a'"`)).toBe(idOf(`Cors: "'a'"`));
    expect(idOf(`Cors: "'a'"`)).not.toBe(idOf(`Cors: "'b'"`));
  });

  it("keeps a local definition for whoever can read it, and refuses it once the template is packaged", () => {
    const text = restApi("DefinitionUri: ./users.yaml");
    expect(expanded(text).at("Resources", "Users", "Properties", "BodyS3Location")).toBe("./users.yaml");
    expect(expanded(text, { isPackaged: true }).sentences).toContain("Resource with id [Users] is invalid. 'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.");
  });

  it("takes an empty ImageUri for what packaging fills in, and refuses it once the template is packaged", () => {
    const text = 'Resources:\n  CreateUser:\n    Type: AWS::Serverless::Function\n    Properties: { PackageType: Image, ImageUri: "" }';
    expect(expanded(text).sentences).toEqual([]);
    expect(expanded(text, { isPackaged: true }).sentences).toEqual(["Resource with id [CreateUser] is invalid. 'ImageUri' requires that a image hosted at a registry be specified."]);
  });

  it("lets the event win in MergeDefinitions and adds the preflight after it", () => {
    const expansion = expanded(restApi(`Cors: "'*'"\nMergeDefinitions: true\nDefinitionBody: { swagger: "2.0", paths: { /users: { get: { summary: own, x-amazon-apigateway-integration: { type: mock } } } } }`));
    expect(expansion.at(...BODY, "paths", "/users", "get")).toMatchObject({ summary: "own", "x-amazon-apigateway-integration": { type: "aws_proxy" } });
    expect(preflightOf(expansion)).toMatchObject({ "Allow-Methods": "'GET,OPTIONS'" });
  });

  it("takes back a template that it has been over, as its application repository keeps them, and makes its own API anew", () => {
    const body = `{ swagger: "2.0", paths: { /users: { get: { x-amazon-apigateway-integration: { type: mock } } } } }`;
    const text = `Resources:
  ServerlessRestApi: { Type: AWS::Serverless::Api, Properties: { StageName: Test, __MANAGE_SWAGGER: true, DefinitionBody: ${body} } }
  ListUsers:
    Type: AWS::Serverless::Function
    Properties:
      { CodeUri: s3://bucket/users.zip, Handler: index.handler, Runtime: nodejs22.x, Events: { Get: { Type: Api, Properties: { Path: /users, Method: get, RestApiId: !Ref ServerlessRestApi } } } }`;
    const expansion = expanded(text);
    expect(expansion.sentences).toEqual([]);
    expect(expansion.at("Resources", "ServerlessRestApi", "Properties", "Body", "paths", "/users", "get")).toMatchObject({ "x-amazon-apigateway-integration": { type: "aws_proxy" } });
    expect(expansion.at("Resources", "ServerlessRestApiProdStage", "Properties", "StageName")).toBe("Prod");
  });
});
