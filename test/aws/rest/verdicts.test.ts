import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RestApi } from "../../../src/aws/index.ts";
import { restApiOutlines } from "../../../src/aws/rest/index.ts";
import { predictFetch } from "../../../src/fetch/index.ts";
import { loadTemplate } from "../../../src/template/index.ts";
import { templateOf } from "../support.ts";
import { CORS, mapped, ORIGIN, PROXY, restApi, restTemplate } from "./support.ts";

/** What the browser decides about each request that pages would send to a route. */
function verdicts(api: RestApi, route: string): readonly string[] {
  const found = api.routes.find(({ method, path }) => `${method} ${path}` === route);
  if (!found) throw new Error(`there is no route ${route}`);
  return found.browserRequests.map(({ kind, request }) => {
    const verdict = predictFetch(api.server, request);
    return `${kind}: ${verdict.outcome === "blocked" ? verdict.error : verdict.outcome}`;
  });
}

const BACKEND = { integration: { Type: "AWS", Uri: "arn:aws:apigateway:eu-west-1:sqs:path/queue" } };

describe("what the browser decides", () => {
  it("allows a request whose preflight and answer are both mapped", () => {
    expect(verdicts(restApi({ "OPTIONS /users": mapped(CORS), "PUT /users": mapped(CORS, BACKEND) }), "PUT /users")).toEqual(["required: allowed", "typical: allowed"]);
  });

  it("cannot tell what a proxied function answers, once the preflight is right", () => {
    expect(verdicts(restApi({ "OPTIONS /users": mapped(CORS), "POST /users": PROXY }), "POST /users")).toEqual(["required: cannot-tell", "typical: cannot-tell"]);
  });

  it("blocks without an OPTIONS method, whatever DEFAULT_4XX sends (R11)", () => {
    const headers = Object.fromEntries(Object.entries(CORS).map(([name, value]) => [`gatewayresponse.header.${name}`, value]));
    const errors = (StatusCode?: string): Record<string, object> => ({ Errors: { Type: "AWS::ApiGateway::GatewayResponse", Properties: { RestApiId: { Ref: "Users" }, ResponseType: "MISSING_AUTHENTICATION_TOKEN", StatusCode, ResponseParameters: headers } } });
    const api = (resources: Record<string, object>): RestApi => restApi({ "PUT /users": mapped(CORS, BACKEND) }, { resources });
    expect(verdicts(api({}), "PUT /users")).toEqual(["required: PreflightMissingAllowOriginHeader", "typical: PreflightMissingAllowOriginHeader"]);
    expect(verdicts(api(errors()), "PUT /users")).toEqual(["required: PreflightInvalidStatus", "typical: PreflightInvalidStatus"]);
    expect(verdicts(api(errors("200")), "PUT /users")).toEqual(["required: allowed", "typical: allowed"]);
  });

  it("asks with credentials where the API says that it expects them", () => {
    const origin = { ...CORS, "Access-Control-Allow-Origin": "'*'", "Access-Control-Allow-Credentials": "'true'" };
    expect(verdicts(restApi({ "OPTIONS /users": mapped(origin), "PUT /users": mapped(origin, BACKEND) }), "PUT /users")).toEqual(["required: allowed", "typical: allowed", "credentialed: PreflightWildcardOriginNotAllowed"]);
  });

  it("sends what the authorizer and the API key demand", () => {
    const resources = { UserPool: { Type: "AWS::ApiGateway::Authorizer", Properties: { RestApiId: { Ref: "Users" }, Type: "COGNITO_USER_POOLS", IdentitySource: "method.request.header.Authorization" } } };
    const guarded = { ...mapped(CORS, BACKEND), AuthorizationType: "COGNITO_USER_POOLS", AuthorizerId: { Ref: "UserPool" }, ApiKeyRequired: true };
    expect(verdicts(restApi({ "OPTIONS /users": mapped(CORS), "GET /users": guarded }, { resources }), "GET /users")).toEqual(["required: allowed"]);
    const narrow = { ...CORS, "Access-Control-Allow-Headers": "'Content-Type,X-Api-Key'" };
    expect(verdicts(restApi({ "OPTIONS /users": mapped(narrow), "GET /users": guarded }, { resources }), "GET /users")).toEqual(["required: HeaderDisallowedByPreflightResponse"]);
  });

  it("cannot tell where a mapping is refused at deployment", () => {
    const unquoted = { ...CORS, "Access-Control-Allow-Origin": "*" };
    expect(verdicts(restApi({ "OPTIONS /users": mapped(unquoted), "PUT /users": mapped(CORS, BACKEND) }), "PUT /users")).toEqual(["required: cannot-tell", "typical: cannot-tell"]);
  });

  it("sees the origin in a parameter without value as unknown, and well quoted", () => {
    const joined = { "Fn::Sub": "'https://${Domain}'" };
    const api = restApi({ "OPTIONS /users": mapped({ "Access-Control-Allow-Origin": joined }) }, { parameters: { Domain: { Type: "String" } } });
    expect(api.mappings.map(({ expression, problems, value }) => [expression, problems, value.kind])).toEqual([["static", [], "pattern"]]);
  });
});

describe("whom an API is for", () => {
  const table: readonly [fact: string, methods: Readonly<Record<string, object>>, api: object, kind: string][] = [
    ["an OPTIONS method shows that it is for browsers", { "OPTIONS /users": mapped(CORS), "POST /users": PROXY }, {}, "browser"],
    ["a proxied function says nothing", { "POST /users": PROXY }, {}, "unknown"],
    ["a private endpoint is for services", { "POST /users": PROXY }, { EndpointConfiguration: { Types: ["PRIVATE"] } }, "service"],
    ["IAM on every method is for services", { "POST /users": { ...PROXY, AuthorizationType: "AWS_IAM" } }, {}, "service"],
  ];
  it.each(table)("%s", (_fact, methods, api, kind) => {
    expect(restApi(methods, { api }).intent.kind).toBe(kind);
  });
});

describe("size", () => {
  const build = (paths: number): number => {
    const methods = Object.fromEntries(Array.from({ length: paths }, (_, index) => [[`OPTIONS /users${index}`, mapped(CORS)], [`GET /users${index}`, PROXY]] as const).flat());
    const source = restTemplate(methods);
    const template = templateOf(source);
    const started = performance.now();
    const [outline] = restApiOutlines(template);
    const api = outline?.build(template.world(template.scenarios(outline.members).all[0]));
    for (const route of api?.routes ?? []) for (const { request } of route.browserRequests) api?.server.respond({ method: "OPTIONS", path: request.path, headers: [["origin", ORIGIN]] });
    expect(api?.settings.length).toBe(paths * 3);
    return performance.now() - started;
  };

  it("costs in proportion to the number of methods", () => {
    build(200);
    const small = build(1000);
    expect(build(8000)).toBeLessThan(Math.max(small, 20) * 8 * 4);
  });
});

const corpus = process.env["CORS_LINT_CORPUS"];

describe("real templates", () => {
  it.skipIf(!corpus || !existsSync(corpus))("build in each scenario, and answer each request that pages would send", () => {
    const folder = corpus ?? "";
    let routes = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => /\.(?:ya?ml|json|template)$/u.test(each))) {
      const template = loadTemplate({ name, bytes: readFileSync(join(folder, name)) }, { parameters: new Map() });
      if ("notATemplate" in template) continue;
      for (const outline of restApiOutlines(template)) {
        for (const scenario of template.scenarios(outline.members).all) {
          const api = outline.build(template.world(scenario));
          for (const route of api?.routes ?? []) {
            routes++;
            expect(route.examplePath).toMatch(/^\//u);
            route.errorResponses();
            for (const { request } of route.browserRequests) if (api) predictFetch(api.server, request);
          }
          expect(api?.deployment.live ?? "no").toMatch(/^(?:yes|no|maybe)$/u);
        }
      }
    }
    expect(routes).toBeGreaterThan(100);
  }, 120_000);
});
