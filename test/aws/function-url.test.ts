import { describe, expect, it } from "vitest";
import type { FetchRequest } from "../../src/fetch/index.ts";
import type { FunctionUrl } from "../../src/aws/index.ts";
import { apiIn, JSON_BODY, outcome, requestTo, templateOf } from "./support.ts";

const CORS = { AllowOrigins: ["https://app.example.com"], AllowMethods: ["POST", "PUT"], AllowHeaders: ["content-type"] };

function functionUrl(cors?: unknown, authType = "NONE"): FunctionUrl {
  const properties = { TargetFunctionArn: { Ref: "CreateUser" }, AuthType: authType, ...(cors !== undefined && { Cors: cors }) };
  return apiIn(templateOf({ Resources: { CreateUser: { Type: "AWS::Lambda::Function", Properties: {} }, Url: { Type: "AWS::Lambda::Url", Properties: properties } } }), "function-url");
}

const call: FetchRequest = requestTo("/", { method: "PUT", headers: JSON_BODY });

const rows: readonly { readonly fact: string; readonly url: FunctionUrl; readonly request?: FetchRequest; readonly expected: string }[] = [
  { fact: "L3, L4 (D): the preflight passes, and whether the function repeats the header is not known", url: functionUrl(CORS), expected: "cannot-tell" },
  { fact: "L4 (D): a preflight gets only what is configured: the header is not allowed", url: functionUrl({ ...CORS, AllowHeaders: ["x-other"] }), expected: "HeaderDisallowedByPreflightResponse" },
  { fact: "L4 (D): a preflight gets only what is configured: no headers are allowed", url: functionUrl({ AllowOrigins: ["*"], AllowMethods: ["PUT"] }), expected: "HeaderDisallowedByPreflightResponse" },
  { fact: "L4 (D): a preflight gets only what is configured: the method is not allowed", url: functionUrl({ ...CORS, AllowMethods: ["GET"] }), expected: "MethodDisallowedByPreflightResponse" },
  { fact: "L4 (D): a preflight of an origin that is not allowed gets nothing", url: functionUrl({ ...CORS, AllowOrigins: ["https://www.example.com"] }), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "L4 (D): the response to an origin that is not allowed has what the function sends", url: functionUrl({ ...CORS, AllowOrigins: ["https://www.example.com"] }), request: requestTo("/"), expected: "cannot-tell" },
  { fact: "L6 (D): without Cors the function answers", url: functionUrl(), expected: "cannot-tell" },
  { fact: "0.1 (S): an entry with a trailing slash equals no origin", url: functionUrl({ ...CORS, AllowOrigins: ["https://app.example.com/"] }), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "section 0 (botocore): `https://*` is no wildcard of function URLs", url: functionUrl({ ...CORS, AllowOrigins: ["https://*"] }), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "L10 (U): a preflight may need a signature", url: functionUrl(CORS, "AWS_IAM"), expected: "cannot-tell" },
  { fact: "L10: a signed call whose headers are not allowed is refused whoever answers its preflight", url: functionUrl(CORS, "AWS_IAM"), request: { ...call, headers: [["authorization", "AWS4-HMAC-SHA256"]] }, expected: "HeaderDisallowedByPreflightResponse" },
  { fact: "L10: without Cors an unsigned preflight is refused", url: functionUrl(undefined, "AWS_IAM"), expected: "PreflightMissingAllowOriginHeader" },
  { fact: "L15 (U): what is allowed without AllowMethods is not known", url: functionUrl({ AllowOrigins: ["*"], AllowHeaders: ["content-type"] }), expected: "cannot-tell" },
  { fact: "L9 (T): two names in one entry are reported not to work", url: functionUrl({ ...CORS, AllowHeaders: ["content-type,authorization"] }), expected: "cannot-tell" },
  { fact: "L8 (U): credentials with `*` are neither refused nor known to be echoed", url: functionUrl({ ...CORS, AllowOrigins: ["*"], AllowCredentials: true }), request: { ...call, credentials: "include" }, expected: "cannot-tell" },
];

describe("a Lambda function URL (docs/aws-behaviour.md, 4)", () => {
  it.each(rows)("$fact", ({ url, request = call, expected }) => {
    expect(outcome(url, request)).toBe(expected);
  });

  it("L3 (D): the configuration answers the preflight, not the function", () => {
    const [answer, ...others] = functionUrl(CORS).server.respond({ method: "OPTIONS", path: "/", headers: [["origin", "https://app.example.com"], ["access-control-request-method", "PUT"]] });
    expect([answer.cause.kind, others]).toEqual(["cors-configuration", []]);
  });

  it("L4 (D): the response carries the configured header and perhaps the function's", () => {
    const [answer] = functionUrl(CORS).server.respond({ method: "GET", path: "/", headers: [["origin", "https://app.example.com"]] });
    expect(answer.headers.map(({ name, presence }) => [name, presence])).toEqual([["access-control-allow-origin", "present"], ["access-control-allow-origin", "maybe"]]);
  });

  it("L1 (S): says what is outside its limits", () => {
    const cors = { ...CORS, AllowMethods: ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*"], AllowOrigins: [`https://${"a".repeat(253)}.example.com`], MaxAge: 100_000 };
    expect(functionUrl(cors).corsBlocks[0]?.limits.map(({ property, clampTo }) => [property, clampTo])).toEqual([["allow-origin", undefined], ["allow-methods", undefined], ["max-age", "86400"]]);
  });

  it("L1 (S): takes what stands at its limits", () => {
    expect(functionUrl({ ...CORS, AllowMethods: ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE"], MaxAge: 86_400 }).corsBlocks[0]?.limits).toEqual([]);
  });

  it.each([
    ["AllowOrigin", "AllowOrigins"],
    ["allowOrigins", "AllowOrigins"],
    ["ExposedHeaders", "ExposeHeaders"],
    ["MaxAgeSeconds", "MaxAge"],
    ["Enabled", undefined],
  ])("does not know the property %s, and thinks of %s", (name, nearest) => {
    expect(functionUrl({ ...CORS, [name]: "x" }).corsBlocks[0]?.unknownProperties).toMatchObject([{ name, nearest }]);
  });

  it("knows its function, and is live as it stands", () => {
    const url = functionUrl(CORS);
    expect([url.functionId, url.deployment.live, url.ownsCors, url.intent.kind]).toEqual(["CreateUser", "yes", "yes", "browser"]);
  });

  it("asks for the methods that it allows", () => {
    expect([functionUrl(CORS).routes[0]?.browserMethods, functionUrl().routes[0]?.browserMethods]).toEqual([["POST", "PUT"], ["GET", "POST"]]);
  });
});
