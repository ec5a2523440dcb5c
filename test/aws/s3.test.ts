import { describe, expect, it } from "vitest";
import { apisOf } from "../../src/aws/index.ts";
import { apiIn, outcome, requestTo, templateOf } from "./support.ts";

const bucketWith = (...rules: readonly object[]): ReturnType<typeof apiIn<"bucket">> =>
  apiIn(templateOf({ Parameters: { Page: { Type: "String" } }, Resources: { Avatars: { Type: "AWS::S3::Bucket", Properties: { CorsConfiguration: { CorsRules: rules } } } } }), "bucket");

const READ = { AllowedMethods: ["GET"], AllowedOrigins: ["*"] };
const WRITE = { AllowedMethods: ["PUT"], AllowedOrigins: ["https://app.example.com"], AllowedHeaders: ["content-type", "x-amz-*"], ExposedHeaders: ["ETag"], MaxAge: 600 };

const put = (headers: readonly (readonly [string, string])[] = []) => requestTo("/me.png", { method: "PUT", headers });
const get = requestTo("/me.png");

describe("requests to a bucket (docs/aws-behaviour.md, 6.2)", () => {
  it.each([
    ["SB2: an exact origin", [WRITE], put(), "allowed"],
    ["SB2: another origin", [WRITE], { ...put(), origin: "https://other.example.com" }, "PreflightMissingAllowOriginHeader"],
    ["SB2: one wildcard in an origin", [{ ...WRITE, AllowedOrigins: ["https://*.example.com"] }], put(), "allowed"],
    ["SB2: a wildcard that does not match", [{ ...WRITE, AllowedOrigins: ["http://*.example.com"] }], put(), "PreflightMissingAllowOriginHeader"],
    ["SB2: the first rule that fits decides", [READ, WRITE], put(), "allowed"],
    ["SB2: a method that no rule has", [READ, WRITE], requestTo("/me.png", { method: "DELETE" }), "PreflightMissingAllowOriginHeader"],
    ["SB2: an origin of which a part is not known", [{ ...WRITE, AllowedOrigins: [{ "Fn::Sub": "https://${Page}" }] }], put(), "cannot-tell"],
    ["SB2: the known part of an origin does not fit", [{ ...WRITE, AllowedOrigins: [{ "Fn::Sub": "https://${Page}.example.net" }] }], put(), "PreflightMissingAllowOriginHeader"],
    ["SB3: a header that is listed", [WRITE], put([["content-type", "image/png"]]), "allowed"],
    ["SB3: a header that a wildcard matches, whatever the case", [WRITE], put([["X-Amz-Acl", "private"]]), "allowed"],
    ["SB3: a header that is not listed", [WRITE], put([["x-trace", "1"]]), "PreflightMissingAllowOriginHeader"],
    ["SB3: a specific origin may send credentials", [WRITE], { ...put(), credentials: "include" as const }, "allowed"],
    ["SB3: the wildcard does not go with credentials", [READ], { ...get, credentials: "include" as const }, "WildcardOriginNotAllowed"],
    ["SB5: a page that is not allowed reads nothing", [{ ...READ, AllowedOrigins: ["https://other.example.com"] }], get, "MissingAllowOriginHeader"],
    ["SB6: no AllowedHeaders, no headers", [{ ...WRITE, AllowedHeaders: undefined }], put([["content-type", "image/png"]]), "PreflightMissingAllowOriginHeader"],
    ["SB6: without headers AllowedHeaders do not matter", [{ ...WRITE, AllowedHeaders: undefined }], put(), "allowed"],
    ["SB1: what S3 refuses is not predicted", [{ ...WRITE, AllowedMethods: ["PUT", "OPTIONS"] }], put(), "cannot-tell"],
  ])("%s", (_name, rules, request, expected) => {
    expect(outcome(bucketWith(...rules), request)).toBe(expected);
  });

  it("SB3: exposes what is listed", () => {
    const [answer] = bucketWith(WRITE).server.respond({ method: "PUT", path: "/me.png", headers: [["origin", "https://app.example.com"]] });
    expect(answer.headers.find(({ name }) => name === "access-control-expose-headers")?.value).toEqual({ kind: "known", text: "ETag" });
  });

  it("SB4: refuses a preflight without Origin", () => {
    const [answer] = bucketWith(WRITE).server.respond({ method: "OPTIONS", path: "/me.png", headers: [] });
    expect(answer.status).toEqual({ kind: "known", text: "400" });
  });
});

describe("what is said about a bucket", () => {
  it("is nothing where it has no CORS rules", () => {
    expect(apisOf(templateOf({ Resources: { Avatars: { Type: "AWS::S3::Bucket", Properties: {} } } }))).toEqual([]);
  });

  it("holds each list with its place", () => {
    const { settings } = bucketWith(WRITE);
    expect(settings.map(({ property, originWildcards, items }) => [property, originWildcards, items.length])).toEqual([
      ["allow-origin", "subdomain", 1],
      ["allow-methods", "subdomain", 1],
      ["allow-headers", "subdomain", 2],
      ["expose-headers", "subdomain", 1],
      ["max-age", "subdomain", 1],
    ]);
  });

  it("asks for each rule what it names", () => {
    const requests = bucketWith(READ, WRITE).routes.flatMap(({ browserRequests }) => browserRequests);
    expect(requests.map(({ request }) => `${request.method} ${request.origin}`)).toEqual(["GET https://app.example.com", "PUT https://app.example.com"]);
  });
});
