import fc from "fast-check";
import { restBody } from "./openapi.ts";
import { origin, type Template } from "./templates.ts";

/** SAM templates: implicit and explicit APIs, `Cors` in its forms, authorizers, function URLs, Globals. */
const quoted = (value: unknown): unknown => (typeof value === "string" ? `'${value}'` : { "Fn::Join": ["", ["'", value, "'"]] });

const restCors = fc.oneof(
  origin.map(quoted),
  origin,
  fc.record(
    {
      AllowOrigin: fc.oneof(origin.map(quoted), origin),
      AllowMethods: fc.constantFrom("'GET,POST,PUT,OPTIONS'", "'*'", "GET,POST", "'get'"),
      AllowHeaders: fc.constantFrom("'Content-Type,Authorization'", "'*'", "Content-Type"),
      AllowCredentials: fc.constantFrom(true, false, "'true'"),
      MaxAge: fc.constantFrom("'600'", 600),
    },
    { requiredKeys: ["AllowOrigin"] },
  ),
);

const httpCors = fc.oneof(
  fc.constant(true),
  fc.record(
    {
      AllowOrigins: fc.array(origin, { minLength: 1, maxLength: 2 }),
      AllowMethods: fc.array(fc.constantFrom("GET", "POST", "*", "put"), { minLength: 1, maxLength: 2 }),
      AllowHeaders: fc.array(fc.constantFrom("content-type", "authorization", "*"), { minLength: 1, maxLength: 2 }),
      AllowCredentials: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
);

const auth = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  { Auth: { ApiKeyRequired: true } },
  { Auth: { DefaultAuthorizer: "Users", Authorizers: { Users: { UserPoolArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x" } } } },
  { Auth: { DefaultAuthorizer: "Users", AddDefaultAuthorizerToCorsPreflight: false, Authorizers: { Users: { UserPoolArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x" } } } },
  { Auth: { DefaultAuthorizer: "AWS_IAM" } },
);

const event = (type: "Api" | "HttpApi", apiId: string | undefined): fc.Arbitrary<unknown> =>
  fc.record({ path: fc.constantFrom("/users", "/users/{id}", "/webhook", "/{proxy+}"), method: fc.constantFrom("get", "POST", "put", "any", "options") }).map(({ path, method }) => ({
    Type: type,
    Properties: { Path: path, Method: method, ...(apiId !== undefined && { [type === "Api" ? "RestApiId" : "ApiId"]: { Ref: apiId } }) },
  }));

const functionWith = (events: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({ events: fc.array(events, { minLength: 1, maxLength: 3 }), variables: fc.constantFrom<Record<string, unknown>>({}, { Environment: { Variables: { CORS_ALLOWED_ORIGIN: "https://app.example.com" } } }) }).map(({ events: all, variables }) => ({
    Type: "AWS::Serverless::Function",
    Properties: { Handler: "index.handler", Runtime: "nodejs22.x", InlineCode: "exports.handler = async () => ({ statusCode: 200 });", ...variables, Events: Object.fromEntries(all.map((each, index) => [`Event${index}`, each])) },
  }));

type Resources = Record<string, unknown>;

const implicitRest = fc.record({ users: functionWith(event("Api", undefined)), globals: fc.option(fc.record({ Cors: restCors }), { nil: undefined }) }).map(({ users, globals }) => ({ resources: { Users: users } as Resources, globals: globals && { Api: globals } }));

const explicitRest = fc.record({ users: functionWith(event("Api", "Api")), cors: fc.option(restCors, { nil: undefined }), auth }).map(({ users, cors, auth: authorization }) => ({
  resources: { Users: users, Api: { Type: "AWS::Serverless::Api", Properties: { StageName: "prod", ...(cors !== undefined && { Cors: cors }), ...authorization } } } as Resources,
  globals: undefined,
}));

const bodyRest = fc.record({ body: restBody, cors: fc.option(restCors, { nil: undefined }), auth }).map(({ body, cors, auth: authorization }) => ({
  resources: {
    Function: { Type: "AWS::Serverless::Function", Properties: { Handler: "index.handler", Runtime: "nodejs22.x", InlineCode: "exports.handler = async () => ({ statusCode: 200 });" } },
    Api: { Type: "AWS::Serverless::Api", Properties: { StageName: "prod", DefinitionBody: body, ...(cors !== undefined && { Cors: cors }), ...authorization } },
  } as Resources,
  globals: undefined,
}));

const http = fc.record({ explicit: fc.boolean(), cors: fc.option(httpCors, { nil: undefined }), fail: fc.boolean() }).chain(({ explicit, cors, fail }) =>
  functionWith(event("HttpApi", explicit ? "Http" : undefined)).map((users) => ({
    resources: { Users: users, ...(explicit && { Http: { Type: "AWS::Serverless::HttpApi", Properties: { ...(cors !== undefined && { CorsConfiguration: cors }), FailOnWarnings: fail } } }) } as Resources,
    globals: !explicit && cors !== undefined ? { HttpApi: { CorsConfiguration: cors } } : undefined,
  })),
);

const functionUrl = fc.option(fc.record({ AllowOrigins: fc.array(origin, { minLength: 1, maxLength: 2 }), AllowMethods: fc.constantFrom(["GET"], ["*"], ["GET", "POST"]), AllowHeaders: fc.constantFrom(["*"], ["content-type"]) }, { requiredKeys: [] }), { nil: undefined }).map((cors) => ({
  resources: { Users: { Type: "AWS::Serverless::Function", Properties: { Handler: "index.handler", Runtime: "nodejs22.x", InlineCode: "x", FunctionUrlConfig: { AuthType: "NONE", ...(cors && { Cors: cors }) } } } } as Resources,
  globals: undefined,
}));

export const samTemplates: fc.Arbitrary<Template> = fc.oneof(implicitRest, explicitRest, bodyRest, http, functionUrl).map(({ resources, globals }) => ({
  AWSTemplateFormatVersion: "2010-09-09",
  Transform: "AWS::Serverless-2016-10-31",
  ...(globals && { Globals: globals }),
  Parameters: { Origin: { Type: "String", Default: "https://app.example.com", AllowedValues: ["https://app.example.com", "*"] }, Domain: { Type: "String" } },
  Resources: resources,
}));
