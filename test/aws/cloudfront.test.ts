import { describe, expect, it } from "vitest";
import { apisOf } from "../../src/aws/index.ts";
import { apiIn, httpApi, JSON_BODY, outcome, requestTo, templateOf } from "./support.ts";

const CORS = { AllowOrigins: ["https://app.example.com"], AllowMethods: ["GET", "PUT"], AllowHeaders: ["content-type"] };
const NO_CACHE = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ALL_BUT_HOST = { CachePolicyId: NO_CACHE, OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac" };
const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const API_ORIGIN = { Id: "api", DomainName: { "Fn::Sub": "${Users}.execute-api.${AWS::Region}.amazonaws.com" } };

interface Parts {
  readonly behavior: object;
  readonly cors?: object | undefined;
  readonly origin?: object;
  readonly config?: object;
  readonly resources?: Readonly<Record<string, unknown>>;
}

function distributionWith({ behavior, cors, origin = API_ORIGIN, config = {}, resources = {} }: Parts): ReturnType<typeof apiIn<"distribution">> {
  const Edge = { Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: { Origins: [origin], DefaultCacheBehavior: { TargetOriginId: "api", ...behavior }, ...config } } };
  return apiIn(templateOf(httpApi({ cors, routes: { "GET /users": {}, "PUT /users": {} }, resources: { Edge, ...resources } })), "distribution");
}

const policy = (cors: object, more: object = {}): Record<string, unknown> => ({
  Policy: { Type: "AWS::CloudFront::ResponseHeadersPolicy", Properties: { ResponseHeadersPolicyConfig: { Name: "cors", CorsConfig: { AccessControlAllowCredentials: false, AccessControlAllowHeaders: { Items: ["content-type"] }, AccessControlAllowMethods: { Items: ["ALL"] }, OriginOverride: true, ...cors }, ...more } } },
});
const POLICY = { ResponseHeadersPolicyId: { Ref: "Policy" } };

const get = requestTo("/users");
const put = requestTo("/users", { method: "PUT", headers: [...JSON_BODY] });
const OPEN = { ...ALL_BUT_HOST, AllowedMethods: ALL_METHODS };

describe("requests through a distribution (docs/aws-behaviour.md, 6.1)", () => {
  it.each<[string, Parts, typeof get, string]>([
    ["C1: all headers but Host are handed on", { cors: CORS, behavior: OPEN }, get, "allowed"],
    ["C1: a policy without headers hands on no Origin (C3)", { cors: CORS, behavior: { CachePolicyId: OPTIMIZED } }, get, "MissingAllowOriginHeader"],
    ["C1: the older ForwardedValues without headers", { cors: CORS, behavior: { ForwardedValues: { QueryString: true } } }, get, "MissingAllowOriginHeader"],
    ["C1: ForwardedValues with Origin", { cors: CORS, behavior: { ForwardedValues: { QueryString: true, Headers: ["Origin"] } } }, get, "allowed"],
    ["C1: ForwardedValues with every header, Host included (C9)", { cors: CORS, behavior: { ForwardedValues: { QueryString: true, Headers: ["*"] } } }, get, "cannot-tell"],
    ["C1: a policy that is out of view", { cors: CORS, behavior: { CachePolicyId: "00000000-0000-0000-0000-000000000000" } }, get, "cannot-tell"],
    ["C1: only Origin is handed on, and the preflight has more", { cors: CORS, behavior: { AllowedMethods: ALL_METHODS, ForwardedValues: { QueryString: true, Headers: ["Origin"] } } }, put, "cannot-tell"],
    ["C4: OPTIONS is allowed", { cors: CORS, behavior: OPEN }, put, "allowed"],
    ["C4: no AllowedMethods", { cors: CORS, behavior: ALL_BUT_HOST }, put, "PreflightMissingAllowOriginHeader"],
    ["C4: AllowedMethods that are not known", { cors: CORS, behavior: { ...ALL_BUT_HOST, AllowedMethods: { Ref: "Nothing" } } }, put, "cannot-tell"],
    ["C6: the policy's header where the API sends none", { behavior: { CachePolicyId: OPTIMIZED, ...POLICY }, cors: CORS, resources: policy({ AccessControlAllowOrigins: { Items: ["https://app.example.com"] } }) }, get, "allowed"],
    ["C6: `*` of the policy", { behavior: { CachePolicyId: OPTIMIZED, ...POLICY }, cors: CORS, resources: policy({ AccessControlAllowOrigins: { Items: ["*"] } }) }, get, "allowed"],
    ["C6: a wildcard at the left of a domain is not told in full", { behavior: { CachePolicyId: OPTIMIZED, ...POLICY }, cors: CORS, resources: policy({ AccessControlAllowOrigins: { Items: ["*.example.com"] } }) }, get, "cannot-tell"],
    ["C6: the managed policy SimpleCORS", { behavior: { CachePolicyId: OPTIMIZED, ResponseHeadersPolicyId: "60669652-455b-4ae9-85a4-c4c02393f86c" }, cors: CORS }, get, "allowed"],
    ["C7: without override what the API sends stays", { behavior: { ...OPEN, ...POLICY }, cors: CORS, resources: policy({ OriginOverride: false, AccessControlAllowOrigins: { Items: ["*"] } }) }, put, "allowed"],
    ["C7: with override the policy's methods count", { behavior: { ...OPEN, ...POLICY }, cors: CORS, resources: policy({ AccessControlAllowOrigins: { Items: ["https://app.example.com"] }, AccessControlAllowMethods: { Items: ["GET"] } }) }, put, "MethodDisallowedByPreflightResponse"],
    ["C8: whether a policy rescues a preflight that is refused is not told", { behavior: { CachePolicyId: OPTIMIZED, AllowedMethods: ALL_METHODS, ...POLICY }, resources: policy({ AccessControlAllowOrigins: { Items: ["https://app.example.com"] } }) }, put, "cannot-tell"],
    ["code at the edge may do anything", { cors: CORS, behavior: { ...ALL_BUT_HOST, FunctionAssociations: [{ EventType: "viewer-request", FunctionARN: "arn" }] } }, put, "cannot-tell"],
    ["an origin out of view", { cors: CORS, behavior: { ...OPEN, TargetOriginId: "other" } }, get, "cannot-tell"],
  ])("%s", (_name, parts, request, expected) => {
    expect(outcome(distributionWith(parts), request)).toBe(expected);
  });

  it("the first behavior whose pattern matches decides", () => {
    const [wide, narrow] = [{ PathPattern: "/us*", TargetOriginId: "api", CachePolicyId: OPTIMIZED }, { PathPattern: "users", TargetOriginId: "api", ...OPEN }];
    const outcomes = [[wide, narrow], [narrow, wide], [{ ...wide, PathPattern: "/teams*" }]].map((CacheBehaviors) => outcome(distributionWith({ cors: CORS, behavior: OPEN, config: { CacheBehaviors } }), get));
    expect(outcomes).toEqual(["MissingAllowOriginHeader", "allowed", "allowed"]);
  });
});

describe("what pages are expected to send through a distribution", () => {
  const sent = (parts: Parts): readonly string[] => distributionWith(parts).routes.flatMap(({ browserRequests }) => browserRequests.map(({ request }) => `${request.method} ${request.path}`));

  it.each<[string, Parts, readonly string[]]>([
    ["what the API takes", { cors: CORS, behavior: OPEN }, ["GET /users", "PUT /users", "PUT /users"]],
    ["not what a written list leaves out of a cache", { cors: CORS, behavior: { CachePolicyId: OPTIMIZED, AllowedMethods: ["GET", "HEAD"] } }, ["GET /users"]],
    ["what a written list leaves out where nothing is cached", { cors: CORS, behavior: { ...ALL_BUT_HOST, AllowedMethods: ["GET", "HEAD"] } }, ["GET /users", "PUT /users", "PUT /users"]],
    ["no method that is a guess, and that a written list leaves out", { cors: CORS, behavior: { ...ALL_BUT_HOST, AllowedMethods: ["GET", "HEAD"] }, origin: { Id: "api", DomainName: { "Fn::Select": [2, { "Fn::Split": ["/", { "Fn::GetAtt": ["Url", "FunctionUrl"] }] }] } }, resources: { Url: { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE", TargetFunctionArn: "list-users", Cors: { AllowOrigins: ["https://app.example.com"], AllowMethods: ["*"] } } } } }, ["GET /"]],
    ["nothing from a page under an alias of its own", { cors: CORS, behavior: OPEN, config: { Aliases: ["app.example.com"] } }, []],
    ["nothing from a page that the alias and the API write alike", { cors: { ...CORS, AllowOrigins: [{ "Fn::Sub": "https://${AWS::StackName}.example.com" }] }, behavior: OPEN, config: { Aliases: [{ "Fn::Sub": "${AWS::StackName}.example.com" }] } }, []],
    ["what comes from a page under another name", { cors: CORS, behavior: OPEN, config: { Aliases: ["api.example.com"] } }, ["GET /users", "PUT /users", "PUT /users"]],
    ["what pages send that only a policy names", { cors: CORS, behavior: { ...OPEN, AllowedMethods: ["GET", "HEAD"], CachePolicyId: OPTIMIZED, ...POLICY }, resources: policy({ AccessControlAllowOrigins: { Items: ["https://app.example.com", "https://admin.example.com"] } }) }, ["GET /users", "GET /users"]],
    ["credentials that only a policy allows", { cors: CORS, behavior: { ...OPEN, AllowedMethods: ["GET", "HEAD"], CachePolicyId: OPTIMIZED, ...POLICY }, resources: policy({ AccessControlAllowCredentials: true, AccessControlAllowOrigins: { Items: ["https://app.example.com"] } }) }, ["GET /users", "GET /users"]],
    ["nothing where nothing shows that browsers call the API", { behavior: OPEN }, []],
    ["nothing where pages come from the same distribution (C10)", { cors: CORS, behavior: OPEN, config: { Origins: [API_ORIGIN, { Id: "site", DomainName: "site.example.com" }] } }, []],
  ])("%s", (_name, parts, expected) => {
    expect(sent(parts)).toEqual(expected);
  });
});

/** The three stacks of which a distribution may stand in front, and a domain for the HTTP API. */
const BEHIND = {
  Rest: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "Rest" } },
  RestStage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Rest" }, StageName: "prod" } },
  Url: { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE", TargetFunctionArn: "list-users", Cors: CORS } },
  Avatars: { Type: "AWS::S3::Bucket", Properties: { CorsConfiguration: { CorsRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] } } },
  Domain: { Type: "AWS::ApiGatewayV2::DomainName", Properties: { DomainName: "api.example.com" } },
  Mapping: { Type: "AWS::ApiGatewayV2::ApiMapping", Properties: { ApiId: { Ref: "Users" }, DomainName: { Ref: "Domain" }, Stage: "$default" } },
  OfRest: { Type: "AWS::ApiGateway::DomainName", Properties: { DomainName: { "Fn::Sub": "rest.${AWS::Region}.example.com" } } },
  RestMapping: { Type: "AWS::ApiGateway::BasePathMapping", Properties: { RestApiId: { Ref: "Rest" }, DomainName: { "Fn::Sub": "rest.${AWS::Region}.example.com" }, BasePath: "(none)" } },
};
const REST_URL = { "Fn::Join": ["", ["https://", { Ref: "Rest" }, ".execute-api.", { Ref: "AWS::Region" }, ".", { Ref: "AWS::URLSuffix" }, "/", { Ref: "RestStage" }, "/"]] };
const select = (index: number, by: string, text: unknown): object => ({ "Fn::Select": [index, { "Fn::Split": [by, text] }] });
const att = (id: string, name: string): object => ({ "Fn::GetAtt": [id, name] });

describe("the origins of a distribution", () => {
  const behind = (DomainName: unknown): readonly string[] => distributionWith({ cors: CORS, behavior: OPEN, origin: { Id: "api", DomainName }, resources: BEHIND }).routes.map(({ integration }) => integration.target);

  it.each<[string, unknown, string]>([
    ["Fn::Sub of an id (templates by hand)", { "Fn::Sub": "${Users}.execute-api.${AWS::Region}.amazonaws.com" }, "Users"],
    ["Fn::Sub with variables", { "Fn::Sub": ["${Id}.execute-api.${AWS::Region}.amazonaws.com", { Id: { Ref: "Users" } }] }, "Users"],
    ["Fn::Join of an id (CDK: a template literal)", { "Fn::Join": ["", [{ Ref: "Users" }, ".execute-api.", { Ref: "AWS::Region" }, ".", { Ref: "AWS::URLSuffix" }]] }, "Users"],
    ["Fn::Join by dots (Serverless Framework)", { "Fn::Join": [".", [{ Ref: "Users" }, "execute-api", { Ref: "AWS::Region" }, "amazonaws.com"]] }, "Users"],
    ["the attribute ApiId", { "Fn::Sub": "${Users.ApiId}.execute-api.${AWS::Region}.amazonaws.com" }, "Users"],
    ["the endpoint, by slashes (CDK: HttpApi.apiEndpoint)", select(2, "/", att("Users", "ApiEndpoint")), "Users"],
    ["the endpoint, by its scheme", select(1, "//", att("Users", "ApiEndpoint")), "Users"],
    ["the endpoint without its scheme, joined again", { "Fn::Join": ["", { "Fn::Split": ["https://", att("Users", "ApiEndpoint")] }] }, "Users"],
    ["the endpoint, parsed (CDK: Fn.parseDomainName)", select(0, "/", select(1, "//", att("Users", "ApiEndpoint"))), "Users"],
    ["the URL of a stage (CDK: RestApiOrigin)", select(2, "/", REST_URL), "Rest"],
    ["the URL of a stage, parsed (Solutions Constructs)", select(0, "/", select(1, "://", REST_URL)), "Rest"],
    ["a function URL (CDK: FunctionUrlOrigin)", select(2, "/", att("Url", "FunctionUrl")), "Url"],
    ["a bucket", att("Avatars", "RegionalDomainName"), "Avatars"],
    ["a bucket by its name", { "Fn::Sub": "${Avatars}.s3.${AWS::Region}.amazonaws.com" }, "Avatars"],
    ["the site of a bucket", select(2, "/", att("Avatars", "WebsiteURL")), "Avatars"],
    ["a custom domain", { Ref: "Domain" }, "Users"],
    ["a custom domain by its name", "api.example.com", "Users"],
    ["the name that AWS gives a custom domain", att("Domain", "RegionalDomainName"), "Users"],
    ["a custom domain that both write alike", { "Fn::Sub": "rest.${AWS::Region}.example.com" }, "Rest"],
  ])("%s", (_name, domain, target) => {
    expect(behind(domain)).toEqual([target]);
  });

  it.each<[string, unknown]>([
    ["the id of an API before another domain", { "Fn::Sub": "${Users}.example.com" }],
    ["two APIs", { "Fn::Sub": "${Users}-${Rest}.execute-api.${AWS::Region}.amazonaws.com" }],
    ["an attribute that is no domain", att("Rest", "RootResourceId")],
    ["the ARN of a function URL", { Ref: "Url" }],
  ])("are not: %s", (_name, domain) => {
    expect(behind(domain)).toEqual([]);
  });

  it("answer below the base path of a custom domain", () => {
    const Mapping = { ...BEHIND.Mapping, Properties: { ...BEHIND.Mapping.Properties, ApiMappingKey: "v1" } };
    const paths = (origin: object): readonly string[] => distributionWith({ cors: CORS, behavior: OPEN, origin: { Id: "api", DomainName: "api.example.com", ...origin }, resources: { ...BEHIND, Mapping } }).routes.flatMap(({ browserRequests }) => browserRequests.map(({ request }) => request.path));
    expect(new Set(paths({}))).toEqual(new Set(["/v1/users"]));
    expect(new Set(paths({ OriginPath: "/v1" }))).toEqual(new Set(["/users"]));
    expect(outcome(distributionWith({ cors: CORS, behavior: OPEN, origin: { Id: "api", DomainName: "api.example.com", OriginPath: "/v1" }, resources: { ...BEHIND, Mapping } }), put)).toBe("allowed");
  });

  it("answer by the name that AWS gives a custom domain only where CloudFront sends its Host, of which nobody can tell", () => {
    const edge = distributionWith({ cors: CORS, behavior: OPEN, origin: { Id: "api", DomainName: att("Domain", "RegionalDomainName") }, resources: BEHIND });
    expect(outcome(edge, put)).toBe("cannot-tell");
  });

  it.each<[string, object, string]>([
    ["the stage that a page names", {}, "/prod/users"],
    ["the stage that OriginPath names", { OriginPath: "/prod" }, "/users"],
    ["an OriginPath that is not known, for the stage", { OriginPath: { Ref: "Nothing" } }, "/users"],
  ])("take %s", (_name, more, path) => {
    const stage = { Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "Users" }, StageName: "prod", AutoDeploy: true } } };
    const edge = distributionWith({ cors: CORS, behavior: OPEN, origin: { ...API_ORIGIN, ...more }, resources: stage });
    expect(edge.routes.flatMap(({ browserRequests }) => browserRequests.map(({ request }) => request.path))).toContain(path);
    expect(outcome(edge, requestTo(path))).toBe("allowed");
  });

  it("may have a path that CloudFront refuses, of which nothing is known", () => {
    const edge = distributionWith({ cors: CORS, behavior: OPEN, origin: { ...API_ORIGIN, OriginPath: "https://prod.example.com" } });
    expect(edge.routes.flatMap(({ browserRequests }) => browserRequests.map(({ request }) => request.path))).toContain("/users");
  });

  it("are left alone where none is in view", () => {
    const Edge = { Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: { Origins: [{ Id: "api", DomainName: "api.example.com" }], DefaultCacheBehavior: { TargetOriginId: "api" } } } };
    expect(apisOf(templateOf({ Resources: { Edge } }))).toEqual([]);
  });
});
