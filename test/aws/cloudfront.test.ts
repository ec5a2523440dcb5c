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
    ["not what a written list leaves out", { cors: CORS, behavior: { ...ALL_BUT_HOST, AllowedMethods: ["GET", "HEAD"] } }, ["GET /users"]],
    ["nothing where nothing shows that browsers call the API", { behavior: OPEN }, []],
    ["nothing where pages come from the same distribution (C10)", { cors: CORS, behavior: OPEN, config: { Origins: [API_ORIGIN, { Id: "site", DomainName: "site.example.com" }] } }, []],
  ])("%s", (_name, parts, expected) => {
    expect(sent(parts)).toEqual(expected);
  });
});

describe("the origins of a distribution", () => {
  it.each<[string, unknown]>([
    ["the endpoint of an HTTP API", { "Fn::Select": [1, { "Fn::Split": ["//", { "Fn::GetAtt": ["Users", "ApiEndpoint"] }] }] }],
    ["its execute-api domain", { "Fn::Join": ["", [{ Ref: "Users" }, ".execute-api.", { Ref: "AWS::Region" }, ".amazonaws.com"]] }],
  ])("%s", (_name, DomainName) => {
    expect(distributionWith({ cors: CORS, behavior: OPEN, origin: { Id: "api", DomainName } }).routes).toHaveLength(1);
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
