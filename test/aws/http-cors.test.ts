import { describe, expect, it } from "vitest";
import { predictFetch, type FetchRequest } from "../../src/fetch/index.ts";
import { apiIn, httpApi, JSON_BODY, outcome, requestTo, templateOf, TOKEN, type HttpApiParts } from "./support.ts";

const APP = { AllowOrigins: ["https://app.example.com"], AllowMethods: ["GET", "POST", "PUT"], AllowHeaders: ["content-type", "authorization"] };
const USERS = { "POST /users": {} };

interface Row {
  readonly fact: string;
  readonly parts: HttpApiParts;
  readonly request: FetchRequest;
  readonly expected: string;
}

const post = (more: Partial<FetchRequest> = {}): FetchRequest => requestTo("/users", { method: "POST", headers: JSON_BODY, ...more });

const rows: readonly Row[] = [
  { fact: "H1 (D): it answers the preflight itself, without an OPTIONS route", parts: { cors: APP, routes: USERS }, request: post(), expected: "allowed" },
  { fact: "H1 (D): it adds the headers to what the integration answers, so that a simple request is readable", parts: { cors: APP, routes: { "GET /users": {} } }, request: requestTo("/users"), expected: "allowed" },
  { fact: "H2 (D): without CORS the integration's headers pass through, and those are not known", parts: { routes: { "GET /users": {} } }, request: requestTo("/users"), expected: "cannot-tell" },
  { fact: "H4 (D): the origin `*`", parts: { cors: { ...APP, AllowOrigins: ["*"] }, routes: USERS }, request: post(), expected: "allowed" },
  { fact: "H4 (D): `https://*` takes every https origin", parts: { cors: { ...APP, AllowOrigins: ["https://*"] }, routes: USERS }, request: post(), expected: "allowed" },
  { fact: "H4 (D): `https://*` takes no http origin", parts: { cors: { ...APP, AllowOrigins: ["https://*"] }, routes: USERS }, request: post({ origin: "http://app.example.com" }), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H4 (D): `http://*` takes no https origin", parts: { cors: { ...APP, AllowOrigins: ["http://*"] }, routes: USERS }, request: post(), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H5 (T): `*` with credentials is refused, so nothing can be told of the answers", parts: { cors: { ...APP, AllowOrigins: ["*"], AllowCredentials: true }, routes: USERS }, request: post({ credentials: "include" }), expected: "cannot-tell" },
  { fact: "H7 (T): an origin of another scheme is refused", parts: { cors: { ...APP, AllowOrigins: ["capacitor://localhost", "https://app.example.com"] }, routes: USERS }, request: post(), expected: "cannot-tell" },
  { fact: "H8 (S): an entry without a scheme equals no origin", parts: { cors: { ...APP, AllowOrigins: ["app.example.com"] }, routes: USERS }, request: post(), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H9 (S): an entry with a trailing slash equals no origin", parts: { cors: { ...APP, AllowOrigins: ["https://app.example.com/"] }, routes: USERS }, request: post(), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H10 (U): a wildcard for subdomains that would cover the origin", parts: { cors: { ...APP, AllowOrigins: ["https://*.example.com"] }, routes: USERS }, request: post(), expected: "cannot-tell" },
  { fact: "H10: a wildcard for subdomains of another domain", parts: { cors: { ...APP, AllowOrigins: ["https://*.example.org"] }, routes: USERS }, request: post(), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H11 (D): of several origins the matching one is echoed", parts: { cors: { ...APP, AllowOrigins: ["https://www.example.com", "https://app.example.com"] }, routes: USERS }, request: post(), expected: "allowed" },
  { fact: "H12: an origin that is not allowed gets no CORS headers on the preflight", parts: { cors: APP, routes: USERS }, request: post({ origin: "https://evil.example.net" }), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "H12: an origin that is not allowed gets no CORS headers on the response", parts: { cors: APP, routes: { "GET /users": {} } }, request: requestTo("/users", { origin: "https://evil.example.net" }), expected: "MissingAllowOriginHeader" },
  { fact: "H14 (U4): `*` for headers covers content-type, written out or not", parts: { cors: { ...APP, AllowHeaders: ["*"] }, routes: USERS }, request: post(), expected: "allowed" },
  { fact: "U4: `*` for methods covers PUT, written out or not", parts: { cors: { ...APP, AllowMethods: ["*"] }, routes: { "PUT /users": {} } }, request: post({ method: "PUT" }), expected: "allowed" },
  { fact: "H15 (I): without AllowHeaders a JSON body is refused", parts: { cors: { AllowOrigins: ["*"] }, routes: USERS }, request: post(), expected: "HeaderDisallowedByPreflightResponse" },
  { fact: "H15 (I): without AllowMethods PUT is refused", parts: { cors: { AllowOrigins: ["*"] }, routes: { "PUT /users": {} } }, request: requestTo("/users", { method: "PUT" }), expected: "MethodDisallowedByPreflightResponse" },
  { fact: "H15 (I): AllowOrigins alone is enough for a simple request", parts: { cors: { AllowOrigins: ["*"] }, routes: USERS }, request: requestTo("/users", { method: "POST" }), expected: "allowed" },
  { fact: "H16 (S): methods are compared with regard to case", parts: { cors: { ...APP, AllowMethods: ["put"] }, routes: { "PUT /users": {} } }, request: requestTo("/users", { method: "PUT" }), expected: "MethodDisallowedByPreflightResponse" },
  { fact: "credentials: AllowCredentials lets cookies through", parts: { cors: { ...APP, AllowCredentials: true }, routes: USERS }, request: post({ credentials: "include" }), expected: "allowed" },
  { fact: "credentials: without AllowCredentials none are let through", parts: { cors: APP, routes: USERS }, request: post({ credentials: "include" }), expected: "PreflightInvalidAllowCredentials" },
  { fact: "an item that holds two names is reported not to work (as L9)", parts: { cors: { ...APP, AllowHeaders: ["content-type,authorization"] }, routes: USERS }, request: post(), expected: "cannot-tell" },
  { fact: "a parameter without a default hides the origins", parts: { cors: { ...APP, AllowOrigins: [{ Ref: "Origin" }] }, routes: USERS, template: { Parameters: { Origin: { Type: "String" } } } }, request: post(), expected: "cannot-tell" },
  { fact: "a known origin beside an unknown one still matches", parts: { cors: { ...APP, AllowOrigins: [{ Ref: "Origin" }, "https://app.example.com"] }, routes: USERS, template: { Parameters: { Origin: { Type: "String" } } } }, request: post(), expected: "allowed" },
  { fact: "a pattern that cannot become the origin does not match", parts: { cors: { ...APP, AllowOrigins: [{ "Fn::Sub": "https://${Stage}.example.org" }] }, routes: USERS, template: { Parameters: { Stage: { Type: "String" } } } }, request: post(), expected: "PreflightMissingAllowOriginHeader" },
];

describe("an HTTP API with CORS (docs/aws-behaviour.md, 2.1)", () => {
  it.each(rows)("$fact", ({ parts, request, expected }) => {
    expect(outcome(apiIn(templateOf(httpApi(parts)), "http"), request)).toBe(expected);
  });

  it("H14 (U4): `*` for headers covers authorization by the standard only if it is echoed; browsers let both pass", () => {
    const api = apiIn(templateOf(httpApi({ cors: { ...APP, AllowHeaders: ["*"] }, routes: USERS })), "http");
    const request = post({ headers: [...JSON_BODY, ...TOKEN] });
    expect([predictFetch(api.server, request, { profile: "standard" }).outcome, predictFetch(api.server, request).outcome]).toEqual(["cannot-tell", "allowed"]);
  });

  it("H3 (D): adds no CORS headers to a response to a request without Origin", () => {
    const api = apiIn(templateOf(httpApi({ cors: APP, routes: USERS })), "http");
    expect(api.server.respond({ method: "POST", path: "/users", headers: [] }).map(({ headers }) => headers)).toEqual([[]]);
  });

  it("H3 (D): takes OPTIONS without Access-Control-Request-Method for no preflight", () => {
    const api = apiIn(templateOf(httpApi({ cors: APP, routes: USERS })), "http");
    const [answer] = api.server.respond({ method: "OPTIONS", path: "/users", headers: [["origin", "https://app.example.com"]] });
    expect(answer.cause).toMatchObject({ kind: "gateway", obstacle: { kind: "no-route" } });
  });

  it("H13, U4: `*` may be sent as it is or echoed", () => {
    const api = apiIn(templateOf(httpApi({ cors: { AllowOrigins: ["*"] }, routes: { "GET /users": {} } })), "http");
    const [answer] = api.server.respond({ method: "GET", path: "/users", headers: [["origin", "https://app.example.com"]] });
    expect(answer.headers[0]?.value).toEqual({ kind: "one-of", values: [{ kind: "known", text: "*" }, { kind: "known", text: "https://app.example.com" }] });
  });

  it("U1: leaves the status open for an origin that is not allowed", () => {
    const api = apiIn(templateOf(httpApi({ cors: APP, routes: USERS })), "http");
    const [answer] = api.server.respond({ method: "OPTIONS", path: "/users", headers: [["origin", "https://evil.example.net"], ["access-control-request-method", "POST"]] });
    expect(answer).toMatchObject({ status: { kind: "unknown" }, cause: { kind: "cors-configuration", originAllowed: "no" } });
  });

  it("sends what is configured and nothing else", () => {
    const cors = { ...APP, ExposeHeaders: ["x-total"], MaxAge: 600, AllowCredentials: true };
    const api = apiIn(templateOf(httpApi({ cors, routes: USERS })), "http");
    const [answer] = api.server.respond({ method: "OPTIONS", path: "/users", headers: [["origin", "https://app.example.com"], ["access-control-request-method", "POST"]] });
    expect(Object.fromEntries(answer.headers.map(({ name, value }) => [name, value.kind === "known" ? value.text : value]))).toEqual({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "x-total",
      "access-control-allow-methods": "GET,POST,PUT",
      "access-control-allow-headers": "content-type,authorization",
      "access-control-max-age": "600",
    });
  });
});
