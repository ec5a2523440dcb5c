import { describe, expect, it } from "vitest";
import { predictFetch, type FetchRequest } from "../../src/fetch/index.ts";
import { apiIn, httpApi, JSON_BODY, outcome, requestTo, templateOf, TOKEN, type HttpApiParts } from "./support.ts";

const CORS = { AllowOrigins: ["https://app.example.com"], AllowMethods: ["*"], AllowHeaders: ["content-type", "authorization", "x-amz-date", "x-token"] };
const call: FetchRequest = requestTo("/users", { method: "POST", headers: [...JSON_BODY, ...TOKEN] });

interface Row {
  readonly fact: string;
  readonly parts: HttpApiParts;
  readonly request?: FetchRequest;
  readonly expected: string;
}

const rows: readonly Row[] = [
  { fact: "2.2 (D): a method's own route with an authorizer leaves the preflight alone", parts: { cors: CORS, routes: { "POST /users": { auth: "JWT" } } }, expected: "allowed" },
  { fact: "2.2 (T): ANY with an authorizer refuses the preflight", parts: { cors: CORS, routes: { "ANY /users": { auth: "JWT" } } }, expected: "PreflightInvalidStatus" },
  { fact: "2.2 (T): ANY /{proxy+} with an authorizer refuses the preflight", parts: { cors: CORS, routes: { "ANY /{proxy+}": { auth: "JWT" } } }, expected: "PreflightInvalidStatus" },
  { fact: "2.2 (D): $default with an authorizer refuses the preflight", parts: { cors: CORS, routes: { $default: { auth: "JWT" } } }, expected: "PreflightInvalidStatus" },
  { fact: "2.2 (D): $default with an authorizer refuses it for paths that have routes for other methods, too", parts: { cors: CORS, routes: { "POST /users": {}, $default: { auth: "JWT" } } }, expected: "PreflightInvalidStatus" },
  { fact: "2.2 (D, U5): OPTIONS /{proxy+} without an authorizer outranks $default; its status is not known", parts: { cors: CORS, routes: { $default: { auth: "JWT" }, "OPTIONS /{proxy+}": {} } }, expected: "cannot-tell" },
  { fact: "2.2 (U): OPTIONS /{proxy+} may not match /", parts: { cors: CORS, routes: { $default: { auth: "JWT" }, "OPTIONS /{proxy+}": {} } }, request: { ...call, path: "/" }, expected: "cannot-tell" },
  { fact: "2.2 (T): ANY without an authorizer is answered from the configuration", parts: { cors: CORS, routes: { "ANY /{proxy+}": {} } }, expected: "allowed" },
  { fact: "2.2 (T): $default without an authorizer is answered from the configuration", parts: { cors: CORS, routes: { $default: {} } }, expected: "allowed" },
  { fact: "2.2 (I): $default that wants signed requests refuses the preflight", parts: { cors: CORS, routes: { $default: { auth: "AWS_IAM" } } }, request: requestTo("/users", { headers: [...TOKEN, ["x-amz-date", "20260101T000000Z"]] }), expected: "PreflightInvalidStatus" },
  { fact: "1.6: a Lambda authorizer without identity sources decides by itself", parts: { cors: CORS, routes: { $default: { auth: "CUSTOM", sources: [] } } }, expected: "cannot-tell" },
  { fact: "1.6: a Lambda authorizer is not called where its identity source is missing", parts: { cors: CORS, routes: { $default: { auth: "CUSTOM", sources: ["$request.header.X-Token"] } } }, request: requestTo("/users", { headers: [["x-token", "t"]] }), expected: "PreflightInvalidStatus" },
  { fact: "2.2 (D): without CORS and without a route for OPTIONS, 404", parts: { routes: { "POST /users": {} } }, expected: "PreflightMissingAllowOriginHeader" },
  { fact: "2.2 (I): without CORS an ANY route's function answers, and that is not known", parts: { routes: { "ANY /users": {} } }, expected: "cannot-tell" },
  { fact: "2.2 (D): without CORS an ANY route with an authorizer refuses the preflight", parts: { routes: { "ANY /users": { auth: "JWT" } } }, expected: "PreflightMissingAllowOriginHeader" },
  { fact: "2.2 (D): without CORS an OPTIONS route's function answers, and that is not known", parts: { routes: { "POST /users": {}, "OPTIONS /users": {} } }, expected: "cannot-tell" },
  { fact: "2.2 (D): an explicit OPTIONS route beats ANY of the same path", parts: { routes: { "ANY /users": { auth: "JWT" }, "OPTIONS /users": {} } }, expected: "cannot-tell" },
  { fact: "2.2: whether OPTIONS /{proxy+} beats a closer ANY is not documented", parts: { routes: { "ANY /users": { auth: "JWT" }, "OPTIONS /{proxy+}": {} } }, expected: "cannot-tell" },
  { fact: "2.3 (I): an error of API Gateway itself has no CORS headers where none are configured", parts: { routes: { "GET /users": {} } }, request: requestTo("/other"), expected: "MissingAllowOriginHeader" },
  { fact: "2.3 (U2): whether it has some where CORS is configured is not known", parts: { cors: CORS, routes: { "GET /users": {} } }, request: requestTo("/other"), expected: "cannot-tell" },
  { fact: "H12, HS12 (I): an integration with an AWS service sends no CORS headers", parts: { routes: { "GET /users": { integration: { ApiId: { Ref: "Users" }, IntegrationType: "AWS_PROXY", IntegrationSubtype: "SQS-SendMessage" } } } }, request: requestTo("/users"), expected: "MissingAllowOriginHeader" },
  { fact: "HS12 (D): with CORS configured it gets them", parts: { cors: CORS, routes: { "GET /users": { integration: { ApiId: { Ref: "Users" }, IntegrationType: "AWS_PROXY", IntegrationSubtype: "SQS-SendMessage" } } } }, request: requestTo("/users"), expected: "allowed" },
  { fact: "R9: a path that ends with a slash is not documented to be another one", parts: { routes: { "GET /users": {} } }, request: requestTo("/users/"), expected: "cannot-tell" },
];

describe("routes of an HTTP API (docs/aws-behaviour.md, 2.2 and 2.3)", () => {
  it.each(rows)("$fact", ({ parts, request = call, expected }) => {
    expect(outcome(apiIn(templateOf(httpApi(parts)), "http"), request)).toBe(expected);
  });

  it.each([
    ["$default", "documented"],
    ["ANY /users", "reported"],
  ])("2.2: that the authorizer of %s refuses the preflight is %s", (key, evidence) => {
    const api = apiIn(templateOf(httpApi({ cors: CORS, routes: { [key]: { auth: "JWT" } } })), "http");
    const verdict = predictFetch(api.server, call);
    expect(verdict).toMatchObject({ outcome: "blocked", exchange: "preflight", response: { cause: { kind: "gateway", obstacle: { kind: "authorizer", evidence } } } });
  });

  it("says which headers the gateway wants", () => {
    const routes = { "GET /a": { auth: "JWT" }, "GET /b": { auth: "CUSTOM", sources: ["$request.header.X-Token", "$context.stage"] }, "GET /c": { auth: "AWS_IAM" }, "GET /d": {} } as const;
    const api = apiIn(templateOf(httpApi({ cors: CORS, routes })), "http");
    expect(api.routes.map(({ requiredHeaders }) => requiredHeaders.map(({ name }) => name))).toEqual([["authorization"], ["x-token"], ["authorization", "x-amz-date"], []]);
  });

  it("knows the function behind a route, also through an alias", () => {
    const alias = { Live: { Type: "AWS::Lambda::Alias", Properties: { FunctionName: { Ref: "CreateUser" }, FunctionVersion: "1" } } };
    const integration = { ApiId: { Ref: "Users" }, IntegrationType: "AWS_PROXY", IntegrationUri: { Ref: "Live" } };
    const api = apiIn(templateOf(httpApi({ routes: { "GET /users": { integration } }, resources: alias })), "http");
    expect(api.routes[0]?.integration).toMatchObject({ kind: "proxy-function", functionId: "CreateUser" });
  });

  it("asks ANY routes for the methods that the configuration names, else for GET and POST", () => {
    const named = apiIn(templateOf(httpApi({ cors: { ...CORS, AllowMethods: ["PATCH", "OPTIONS"] }, routes: { "ANY /users": {}, "PATCH /other": {} } })), "http");
    const open = apiIn(templateOf(httpApi({ cors: CORS, routes: { "ANY /users": {} } })), "http");
    expect([named.routes[0]?.browserMethods, open.routes[0]?.browserMethods]).toEqual([["PATCH"], ["GET", "POST"]]);
  });

  it("finds a path that a route serves rather than its siblings", () => {
    const api = apiIn(templateOf(httpApi({ routes: { "GET /users/{id}": {}, "GET /users/id": {}, "GET /{proxy+}": {}, $default: {} } })), "http");
    expect(api.routes.map(({ examplePath }) => examplePath)).toEqual(["/users/id-1", "/users/id", "/proxy", "/"]);
  });
});
