import fc from "fast-check";

/** Templates with APIs of every kind, healthy and broken in every way that the generator knows, as plain data. */
export type Template = { readonly Resources: Readonly<Record<string, unknown>>; readonly [section: string]: unknown };

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "ANY"] as const;
const PATHS = ["users", "orders", "{id}", "{proxy+}", "webhook"] as const;

export const origin = fc.constantFrom<unknown>(
  "*",
  "https://app.example.com",
  "https://app.example.com/",
  "https://App.example.com",
  "https://app.example.com:443",
  "https://a.example.com,https://b.example.com",
  "app.example.com",
  "https://*.example.com",
  "null",
  "http://localhost:3000",
  { Ref: "Origin" },
  { "Fn::Sub": "https://${Domain}" },
  { "Fn::Sub": "https://${Domain}/" },
);
const methodList = fc.constantFrom("GET,POST,PUT,DELETE,PATCH,OPTIONS", "GET", "*", "put", "GET,POST", "ANY");
const headerList = fc.constantFrom("Content-Type,Authorization,X-Api-Key", "Content-Type", "*", "authorization");

/** How a REST mapping writes a text: properly quoted, or not. */
export const quoting = fc.constantFrom<(text: unknown) => unknown>(
  (text) => (typeof text === "string" ? `'${text}'` : { "Fn::Join": ["", ["'", text, "'"]] }),
  (text) => (typeof text === "string" ? `'${text}'` : { "Fn::Join": ["", ["'", text, "'"]] }),
  (text) => (typeof text === "string" ? `'${text}'` : { "Fn::Join": ["", ["'", text, "'"]] }),
  (text) => text,
  (text) => (typeof text === "string" ? `'${text}` : text),
);

export const corsHeaders = fc.record(
  { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Methods": methodList, "Access-Control-Allow-Headers": headerList, "Access-Control-Allow-Credentials": fc.constantFrom("true", "True", "false") },
  { requiredKeys: [] },
);

const mappedResponse = fc
  .record({ headers: corsHeaders, quote: quoting, side: fc.constantFrom("method", "method", "method", "integration"), undeclared: fc.boolean(), unmapped: fc.boolean(), status: fc.constantFrom("200", "204", "200", "500") })
  .map(({ headers, quote, side, undeclared, unmapped, status }) => ({
    integration: {
      StatusCode: status,
      ResponseParameters: unmapped ? {} : Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${side}.response.header.${name}`, quote(value)])),
    },
    method: {
      StatusCode: status,
      ResponseParameters: undeclared ? {} : Object.fromEntries(Object.keys(headers).map((name) => [`method.response.header.${name}`, true])),
    },
  }));

const authorization = fc.constantFrom<Record<string, unknown>>({ AuthorizationType: "NONE" }, { AuthorizationType: "NONE" }, { AuthorizationType: "AWS_IAM" }, { AuthorizationType: "COGNITO_USER_POOLS", AuthorizerId: { Ref: "Authorizer" } }, { AuthorizationType: "NONE", ApiKeyRequired: true });

const mockTemplate = fc.constantFrom<Record<string, unknown>>({ "application/json": '{"statusCode": 200}' }, { "application/json": "{ statusCode: 200 }" }, { "application/json": '{"statusCode": "200"}' }, {});

const proxy = { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: { "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" } };

const method = fc
  .record({ verb: fc.constantFrom(...METHODS), authorization, isMock: fc.boolean(), response: mappedResponse, mockTemplate })
  .map(({ verb, authorization: auth, isMock, response, mockTemplate: template }) => ({
    HttpMethod: verb,
    ...auth,
    Integration: isMock ? { Type: "MOCK", RequestTemplates: template, IntegrationResponses: [response.integration] } : proxy,
    ...(isMock && { MethodResponses: [response.method] }),
  }));

const options = fc.record({ authorization, response: mappedResponse, mockTemplate }).map(({ authorization: auth, response, mockTemplate: template }) => ({
  HttpMethod: "OPTIONS",
  ...auth,
  Integration: { Type: "MOCK", RequestTemplates: template, IntegrationResponses: [response.integration] },
  MethodResponses: [response.method],
}));

const restResources = fc
  .record({
    paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 }),
    methods: fc.array(fc.record({ path: fc.nat(3), method }), { minLength: 1, maxLength: 4 }),
    options: fc.array(fc.record({ path: fc.nat(3), method: options }), { maxLength: 3 }),
    binary: fc.constantFrom<Record<string, unknown>>({}, {}, { BinaryMediaTypes: ["*~1*"] }),
    deployed: fc.boolean(),
    gatewayResponse: fc.option(fc.record({ type: fc.constantFrom("DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "MISSING_AUTHENTICATION_TOKEN"), origin }), { nil: undefined }),
  })
  .map(({ paths, methods, options: preflights, binary, deployed, gatewayResponse }) => {
    const resources: Record<string, unknown> = { Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api", ...binary } }, Authorizer: { Type: "AWS::ApiGateway::Authorizer", Properties: { RestApiId: { Ref: "Api" }, Type: "COGNITO_USER_POOLS", Name: "pool", IdentitySource: "method.request.header.Authorization", ProviderARNs: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x"] } } };
    paths.forEach((part, index) => {
      resources[`Resource${index}`] = { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Api" }, ParentId: { "Fn::GetAtt": ["Api", "RootResourceId"] }, PathPart: part } };
    });
    const ids: string[] = [];
    for (const { path, method: body } of [...methods, ...preflights]) {
      const at = path % (paths.length + 1);
      const id = `Method${at}${body.HttpMethod}`;
      if (!ids.includes(id)) ids.push(id);
      resources[id] = { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Api" }, ResourceId: at === paths.length ? { "Fn::GetAtt": ["Api", "RootResourceId"] } : { Ref: `Resource${at}` }, ...body } };
    }
    if (gatewayResponse) resources["GatewayResponse"] = { Type: "AWS::ApiGateway::GatewayResponse", Properties: { RestApiId: { Ref: "Api" }, ResponseType: gatewayResponse.type, ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": typeof gatewayResponse.origin === "string" ? `'${gatewayResponse.origin}'` : gatewayResponse.origin } } };
    if (deployed) {
      resources["Deployment"] = { Type: "AWS::ApiGateway::Deployment", DependsOn: ids, Properties: { RestApiId: { Ref: "Api" } } };
      resources["Stage"] = { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Api" }, DeploymentId: { Ref: "Deployment" }, StageName: { Ref: "Stage_" } } };
    }
    return resources;
  });

const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(item, { minLength: 1, maxLength: 3 });
const corsObject = (max: number): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    {
      AllowOrigins: list(origin),
      AllowMethods: list(fc.constantFrom("GET", "POST", "PUT", "DELETE", "*", "put", "OPTIONS", "'GET'")),
      AllowHeaders: list(fc.constantFrom("content-type", "authorization", "*", "Content-Type,Authorization", "'*'")),
      AllowCredentials: fc.constantFrom(true, false, "true"),
      MaxAge: fc.constantFrom(0, 600, max, max + 1),
    },
    { requiredKeys: [] },
  );

const httpResources = fc
  .record({
    cors: fc.option(corsObject(86_400), { nil: undefined }),
    routes: fc.uniqueArray(fc.constantFrom("GET /users", "POST /users", "PUT /users/{id}", "ANY /{proxy+}", "$default", "OPTIONS /{proxy+}"), { minLength: 1, maxLength: 3 }),
    authorized: fc.boolean(),
    stage: fc.boolean(),
  })
  .map(({ cors, routes, authorized, stage }) => {
    const resources: Record<string, unknown> = { HttpApi: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "http", ProtocolType: "HTTP", ...(cors && { CorsConfiguration: cors }) } } };
    resources["Integration"] = { Type: "AWS::ApiGatewayV2::Integration", Properties: { ApiId: { Ref: "HttpApi" }, IntegrationType: "AWS_PROXY", IntegrationUri: { "Fn::GetAtt": ["Function", "Arn"] }, PayloadFormatVersion: "2.0" } };
    if (authorized) resources["Jwt"] = { Type: "AWS::ApiGatewayV2::Authorizer", Properties: { ApiId: { Ref: "HttpApi" }, AuthorizerType: "JWT", Name: "jwt", IdentitySource: ["$request.header.Authorization"], JwtConfiguration: { Audience: ["x"], Issuer: "https://issuer.example.com" } } };
    routes.forEach((key, index) => {
      const auth = authorized && !key.startsWith("OPTIONS") ? { AuthorizationType: "JWT", AuthorizerId: { Ref: "Jwt" } } : {};
      resources[`Route${index}`] = { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "HttpApi" }, RouteKey: key, Target: { "Fn::Join": ["/", ["integrations", { Ref: "Integration" }]] }, ...auth } };
    });
    if (stage) resources["HttpStage"] = { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "HttpApi" }, StageName: "$default", AutoDeploy: true } };
    return resources;
  });

const urlResources = fc.option(corsObject(86_400), { nil: undefined }).map((cors) => ({
  Url: { Type: "AWS::Lambda::Url", Properties: { TargetFunctionArn: { "Fn::GetAtt": ["Function", "Arn"] }, AuthType: "NONE", ...(cors && { Cors: cors }) } },
}));

const surroundings = fc.constantFrom<Record<string, unknown>>({}, {}, { Pool: { Type: "AWS::Cognito::UserPoolClient", Properties: { UserPoolId: "pool", CallbackURLs: ["https://app.example.com/callback"] } } });

/** A template with one or several APIs. */
export const templates: fc.Arbitrary<Template> = fc
  .record({ rest: fc.option(restResources, { nil: undefined }), http: fc.option(httpResources, { nil: undefined }), url: fc.option(urlResources, { nil: undefined }), surroundings })
  .map(({ rest, http, url, surroundings: others }) => ({
    AWSTemplateFormatVersion: "2010-09-09",
    Parameters: {
      Origin: { Type: "String", Default: "https://app.example.com", AllowedValues: ["https://app.example.com", "https://app.example.com/"] },
      Domain: { Type: "String" },
      Stage_: { Type: "String", Default: "prod" },
    },
    Resources: {
      Function: { Type: "AWS::Lambda::Function", Properties: { Handler: "index.handler", Runtime: "nodejs22.x", Role: "arn:aws:iam::123456789012:role/x", Code: { S3Bucket: "b", S3Key: "k" } } },
      ...others,
      ...rest,
      ...http,
      ...url,
    },
  }));
