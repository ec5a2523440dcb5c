import { describe, expect, it } from "vitest";
import { apiIntent, intentOf, routeIntent, serviceCallers, signal } from "../../src/aws/intent.ts";
import type { IntentEvidence } from "../../src/aws/index.ts";
import type { World } from "../../src/template/index.ts";
import { apiIn, httpApi, templateOf } from "./support.ts";

function worldOf(resources: object, more: object = {}): World {
  const template = templateOf({ ...more, Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP" } }, ...resources } });
  return template.world(template.scenarios([]).all[0]);
}

const SITE = { Type: "AWS::S3::Bucket", Properties: { WebsiteConfiguration: { IndexDocument: "index.html" } } };
const FUNCTION = (variables: object): object => ({ Type: "AWS::Lambda::Function", Properties: { Environment: { Variables: variables } } });
const PERMISSION = { Type: "AWS::Lambda::Permission", Properties: { FunctionName: { Ref: "CreateUser" }, SourceArn: { "Fn::Sub": "arn:aws:execute-api:*:*:${Users}/*" } } };
const distribution = (...origins: object[]): object => ({ Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: { Origins: origins } } });
const BUCKET_ORIGIN = { DomainName: { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] }, S3OriginConfig: {} };
const API_ORIGIN = { DomainName: { "Fn::Sub": "${Users}.execute-api.eu-west-1.amazonaws.com" }, CustomOriginConfig: {} };
const mappingTo = (domain: object): object => ({ Type: "AWS::ApiGatewayV2::ApiMapping", Properties: { ApiId: { Ref: "Users" }, DomainName: domain, Stage: "$default" } });

interface Row {
  readonly signal: string;
  readonly resources: object;
  readonly more?: object;
  readonly score: number;
}

const rows: readonly Row[] = [
  { signal: "nothing", resources: {}, score: 0 },
  { signal: "a user pool client with an https callback", resources: { Client: { Type: "AWS::Cognito::UserPoolClient", Properties: { CallbackURLs: ["https://app.example.com/signed-in"] } } }, score: 2 },
  { signal: "a user pool client with the callback of an app", resources: { Client: { Type: "AWS::Cognito::UserPoolClient", Properties: { CallbackURLs: ["users://signed-in"] } } }, score: 0 },
  { signal: "a user pool client without callbacks", resources: { Client: { Type: "AWS::Cognito::UserPoolClient", Properties: {} } }, score: 0 },
  { signal: "an identity pool", resources: { Pool: { Type: "AWS::Cognito::IdentityPool", Properties: {} } }, score: 2 },
  { signal: "an S3 website", resources: { Site: SITE }, score: 2 },
  { signal: "a bucket that is no website", resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: {} } }, score: 0 },
  { signal: "an Amplify app", resources: { App: { Type: "AWS::Amplify::App", Properties: {} } }, score: 2 },
  { signal: "a distribution of a bucket", resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: {} }, Distribution: distribution(BUCKET_ORIGIN) }, score: 2 },
  { signal: "a distribution of the API alone", resources: { Distribution: distribution(API_ORIGIN) }, score: 0 },
  { signal: "a distribution of a bucket and this API: one origin", resources: { Bucket: { Type: "AWS::S3::Bucket", Properties: {} }, Distribution: distribution(BUCKET_ORIGIN, API_ORIGIN) }, score: -4 },
  { signal: "a function of the API that is told which origins to allow", resources: { CreateUser: FUNCTION({ ALLOWED_ORIGIN: "https://app.example.com" }), Permission: PERMISSION }, score: 3 },
  { signal: "the same in lower case, and with more words", resources: { CreateUser: FUNCTION({ cors_allow_origins: "*" }), Permission: PERMISSION }, score: 3 },
  { signal: "another function that is told so", resources: { CreateUser: FUNCTION({ ALLOWED_ORIGIN: "https://app.example.com" }) }, score: 0 },
  { signal: "a variable of another name", resources: { CreateUser: FUNCTION({ ORIGIN: "https://app.example.com" }), Permission: PERMISSION }, score: 0 },
  { signal: "an output with the URL beside a website", resources: { Site: SITE }, more: { Outputs: { Url: { Value: { "Fn::GetAtt": ["Users", "ApiEndpoint"] } } } }, score: 3 },
  { signal: "an output with the id alone, for another stack, beside a website", resources: { Site: SITE }, more: { Outputs: { Id: { Value: { Ref: "Users" } } } }, score: 2 },
  { signal: "an output with an id that the API has, beside a website", resources: { Site: SITE }, more: { Outputs: { Id: { Value: { "Fn::GetAtt": ["Users", "ApiId"] } } } }, score: 2 },
  { signal: "an output with the URL without a website", resources: {}, more: { Outputs: { Url: { Value: { "Fn::GetAtt": ["Users", "ApiEndpoint"] } } } }, score: 0 },
  { signal: "a domain with mutual TLS", resources: { Domain: { Type: "AWS::ApiGatewayV2::DomainName", Properties: { DomainName: "api.example.com", MutualTlsAuthentication: { TruststoreUri: "s3://b/t.pem" } } }, Mapping: mappingTo({ Ref: "Domain" }) }, score: -5 },
  { signal: "a domain with mutual TLS that is written twice", resources: { Domain: { Type: "AWS::ApiGatewayV2::DomainName", Properties: { DomainName: { Ref: "Name" }, MutualTlsAuthentication: { TruststoreUri: "s3://b/t.pem" } } }, Mapping: mappingTo({ Ref: "Name" }) }, more: { Parameters: { Name: { Type: "String" } } }, score: -5 },
  { signal: "an API destination that calls it", resources: { Destination: { Type: "AWS::Events::ApiDestination", Properties: { InvocationEndpoint: { "Fn::Sub": "https://${Users}.execute-api.eu-west-1.amazonaws.com/prod/" } } } }, score: -3 },
  { signal: "a state machine that calls it", resources: { Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionString: { "Fn::Sub": '{"Resource": "arn:aws:states:::apigateway:invoke", "Parameters": {"ApiEndpoint": "${Users}.execute-api.eu-west-1.amazonaws.com"}}' } } } }, score: -3 },
  { signal: "the same beside an S3 website", resources: { Site: SITE, Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionSubstitutions: { Endpoint: { "Fn::GetAtt": ["Users", "ApiEndpoint"] } } } } }, score: 2 },
  { signal: "a state machine that calls another", resources: { Machine: { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionString: "{}" } } }, score: 0 },
  { signal: "a domain without mutual TLS", resources: { Domain: { Type: "AWS::ApiGatewayV2::DomainName", Properties: { DomainName: "api.example.com" } }, Mapping: mappingTo({ Ref: "Domain" }) }, score: 0 },
];

describe("what a template says about the clients of an API (docs/aws-behaviour.md, intent)", () => {
  it.each(rows)("$signal: $score", ({ resources, more, score }) => {
    const world = worldOf(resources, more);
    expect(apiIntent(world, { id: "Users", kind: "http", place: world.resources.get("Users")!.place, signals: [] }).score).toBe(score);
  });

  it.each([
    ["browser", "browser"],
    ["service", "service"],
    ["nobody", "unknown"],
  ])("Metadata: clients: %s → %s, whatever else stands there", (clients, kind) => {
    const world = worldOf({ Users: { Type: "AWS::ApiGatewayV2::Api", Metadata: { "cors-lint": { clients } }, Properties: {} } });
    expect(apiIntent(world, { id: "Users", kind: "http", place: world.resources.get("Users")!.place, signals: [] }).kind).toBe(kind);
  });

  it("Metadata of the template hold for each API that says nothing itself", () => {
    const kindOf = (own: object): string => {
      const world = worldOf({ Users: { Type: "AWS::ApiGatewayV2::Api", ...own, Properties: {} } }, { Metadata: { "cors-lint": { clients: "service" } } });
      return apiIntent(world, { id: "Users", kind: "http", place: world.resources.get("Users")!.place, signals: [] }).kind;
    };
    expect(kindOf({})).toBe("service");
    expect(kindOf({ Metadata: { "cors-lint": { clients: "browser" } } })).toBe("browser");
  });
});

describe("the origins that CORS names", () => {
  it.each([
    [["none"], "service"],
    [["DISABLED", "false"], "service"],
    [["none", "https://app.example.com"], "browser"],
    [["https://none.example.com"], "browser"],
  ])("%j → %s", (origins, kind) => {
    const api = apiIn(templateOf({ Resources: { Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: origins } } } } }), "http");
    expect(api.intent.kind).toBe(kind);
  });
});

describe("the verdict on signals", () => {
  const { place } = worldOf({}).resources.get("Users")!;
  const weighing = (...weights: number[]): readonly IntentEvidence[] => weights.map((weight) => ({ note: String(weight), weight, place }));

  it.each([
    [[], "unknown"],
    [[3], "unknown"],
    [[2, 2], "browser"],
    [[4], "browser"],
    [[5, -4], "unknown"],
    [[-2], "unknown"],
    [[-3], "service"],
  ])("%j → %s", (weights, kind) => {
    expect(intentOf(weighing(...weights)).kind).toBe(kind);
  });

  it("shows the strongest evidence first", () => {
    expect(intentOf(weighing(1, -5, 4)).evidence.map(({ weight }) => weight)).toEqual([-5, 4, 1]);
  });

  it.each([
    ["/webhooks/stripe", "service"],
    ["/payments/stripe", "service"],
    ["/oauth/callback", "service"],
    ["/health", "service"],
    ["/healthz", "service"],
    ["/internal/users", "service"],
    ["/users", "browser"],
    ["/healthcare", "browser"],
    ["/hooked", "browser"],
  ])("the path %s of a browser API → %s", (path, kind) => {
    expect(routeIntent(intentOf([signal.options(place)]), { path, method: "POST", place, functionId: undefined }).kind).toBe(kind);
  });

  it.each([
    ["GithubWebhookFunction", "service"],
    ["HTTPHealthCheck", "service"],
    ["InternalizeUsers", "browser"],
    ["CreateUser", "browser"],
  ])("the function %s of a browser API → %s", (functionId, kind) => {
    expect(routeIntent(intentOf([signal.options(place)]), { path: "/events", method: "POST", place, functionId }).kind).toBe(kind);
  });

  it.each(["own", "shared"] as const)("believes a route's CORS (%s) rather than its name", (ownCors) => {
    expect(routeIntent(intentOf([signal.options(place)]), { path: "/webhooks", method: "POST", place, functionId: undefined, ownCors }).kind).toBe("browser");
  });

  it.each([
    ["/webhooks", "shared", true, "service"],
    ["/health", "shared", true, "service"],
    ["/webhooks", "shared", false, "browser"],
    ["/webhooks", "own", true, "browser"],
    ["/stripe/checkout", "shared", true, "browser"],
    ["/users", "shared", true, "browser"],
  ] as const)("%s with an OPTIONS method (%s) and a function that allows no origin: %s → %s", (path, ownCors, no, kind) => {
    expect(routeIntent(intentOf([signal.options(place)]), { path, method: "POST", place, functionId: undefined, ownCors, allowsNoOrigin: () => no }).kind).toBe(kind);
  });

  it("takes a redirect for a link, unless the route has CORS of its own", () => {
    const kindOf = (ownCors: "own" | "shared" | undefined): string => routeIntent(intentOf([signal.options(place)]), { path: "/{invitation}", method: "GET", place, functionId: undefined, sendsElsewhere: true, ownCors }).kind;
    expect([kindOf(undefined), kindOf("shared"), kindOf("own")]).toEqual(["service", "service", "browser"]);
  });

  it("believes a person rather than a name", () => {
    const api = intentOf([{ note: "the metadata say that browsers call it", weight: 100, place }]);
    expect(routeIntent(api, { path: "/webhooks", method: "POST", place, functionId: undefined }).kind).toBe("browser");
  });

  it("knows the targets of EventBridge's API destinations", () => {
    const world = worldOf({ Destination: { Type: "AWS::Events::ApiDestination", Properties: { InvocationEndpoint: { "Fn::Sub": "https://${Users}.execute-api.eu-west-1.amazonaws.com/prod/events" } } } });
    const callers = serviceCallers(world, "Users");
    const kindOf = (path: string): string => routeIntent(intentOf([signal.options(place)]), { path, method: "POST", place, functionId: undefined }, callers).kind;
    expect([kindOf("/events"), kindOf("/users"), kindOf("/")]).toEqual(["service", "browser", "browser"]);
  });
});

describe("an API's own signals", () => {
  it.each([
    ["CORS", { cors: { AllowOrigins: ["*"] }, routes: { "POST /users": {} } }, "browser", 5],
    ["an OPTIONS route", { routes: { "POST /users": {}, "OPTIONS /users": {} } }, "browser", 5],
    ["signed requests only", { routes: { "POST /users": { auth: "AWS_IAM" } } }, "service", -4],
    ["signed requests only, and an identity pool", { routes: { "POST /users": { auth: "AWS_IAM" } }, resources: { Pool: { Type: "AWS::Cognito::IdentityPool", Properties: {} } } }, "unknown", 2],
    ["signed requests beside others", { routes: { "POST /users": { auth: "AWS_IAM" }, "GET /users": {} } }, "unknown", 0],
  ] as const)("%s", (_, parts, kind, score) => {
    expect(apiIn(templateOf(httpApi(parts)), "http").intent).toMatchObject({ kind, score });
  });

  it("lets a route's name outweigh the API's CORS", () => {
    const api = apiIn(templateOf(httpApi({ cors: { AllowOrigins: ["*"] }, routes: { "POST /users": {}, "POST /webhooks": {} } })), "http");
    expect(api.routes.map(({ intent }) => intent.kind)).toEqual(["browser", "service"]);
  });
});
