import { describe, expect, it } from "vitest";
import { browserRequests, DEFAULT_ORIGIN, expectsCredentials, IntendedOrigins, MAX_ORIGINS, meantMethods } from "../../src/aws/browser-requests.ts";
import type { CorsSetting } from "../../src/aws/index.ts";
import { apiIn, httpApi, templateOf } from "./support.ts";

function settingsOf(cors: object): readonly CorsSetting[] {
  return apiIn(templateOf(httpApi({ cors, template: { Parameters: { Origin: { Type: "String" } } } })), "http").settings;
}

describe("the origins that an author meant", () => {
  it.each<readonly [unknown, readonly string[], string]>([
    [["https://app.example.com"], ["https://app.example.com"], "an origin as it is"],
    [["https://app.example.com/"], ["https://app.example.com"], "without a trailing slash"],
    [["https://app.example.com/users?page=1"], ["https://app.example.com"], "without a path"],
    [["https://APP.Example.com"], ["https://app.example.com"], "in lower case"],
    [["https://app.example.com:443", "http://app.example.com:80", "http://localhost:3000"], ["https://app.example.com", "http://app.example.com", "http://localhost:3000"], "without a default port"],
    [["'https://app.example.com'", '"https://www.example.com"'], ["https://app.example.com", "https://www.example.com"], "without quotes"],
    [["app.example.com", "localhost:3000"], ["https://app.example.com", "http://localhost:3000"], "with the missing scheme"],
    [["https://app.example.com,https://www.example.com"], ["https://app.example.com", "https://www.example.com"], "each of a joined list"],
    [["*", "https://app.example.com"], ["https://app.example.com"], "the specific ones beside a wildcard"],
    [["*"], [DEFAULT_ORIGIN], "none of a wildcard"],
    [["https://*", "https://*.example.com"], [DEFAULT_ORIGIN], "none of other wildcards"],
    [["null", "", "users"], [DEFAULT_ORIGIN], "none of what is no origin"],
    [["capacitor://localhost", "chrome-extension://abc"], ["capacitor://localhost", "chrome-extension://abc"], "those of apps and extensions"],
    [[{ Ref: "Origin" }, { "Fn::Sub": "https://${Origin}" }], [DEFAULT_ORIGIN], "none of what is not known"],
  ])("%j → %j: %s", (AllowOrigins, expected) => {
    expect(new IntendedOrigins(settingsOf({ AllowOrigins })).alone).toEqual(expected);
  });

  it("is an example where nothing is written", () => {
    expect(new IntendedOrigins([]).alone).toEqual([DEFAULT_ORIGIN]);
  });
});

describe("what pages would send", () => {
  const place = apiIn(templateOf(httpApi({})), "http").place;
  const input = { methods: ["GET"], examplePath: "/users", requiredHeaders: [], origins: [DEFAULT_ORIGIN], credentials: false };
  const kinds = (more: Partial<Parameters<typeof browserRequests>[0]>): readonly string[] => browserRequests({ ...input, ...more }).map(({ kind, request }) => `${kind} ${request.method}`);

  it.each<readonly [string, Partial<Parameters<typeof browserRequests>[0]>, readonly string[]]>([
    ["a GET is asked as it is", {}, ["required GET"]],
    ["POST, PUT and PATCH carry JSON as well", { methods: ["POST", "PUT", "PATCH"] }, ["required POST", "typical POST", "required PUT", "typical PUT", "required PATCH", "typical PATCH"]],
    ["DELETE carries nothing", { methods: ["DELETE"] }, ["required DELETE"]],
    ["credentials are asked for where they are expected", { credentials: true }, ["required GET", "credentialed GET"]],
    ["OPTIONS is never asked", { methods: ["OPTIONS"] }, []],
    ["what fetch refuses is never asked", { methods: ["TRACE", "CONNECT", "A B"] }, []],
    ["a demanded Content-Type leaves nothing that is typical", { methods: ["POST"], requiredHeaders: [{ name: "Content-Type", because: "parameter", place }] }, ["required POST"]],
  ])("%s", (_, more, expected) => {
    expect(kinds(more)).toEqual(expected);
  });

  it("holds the demanded headers, in lower case and once", () => {
    const requiredHeaders = ["Authorization", "authorization", "x-api-key", "not a name"].map((name) => ({ name, because: "authorizer", place }) as const);
    expect(browserRequests({ ...input, requiredHeaders })[0]?.request.headers).toEqual([["authorization", "Bearer token"], ["x-api-key", "value"]]);
  });

  it("is bounded", () => {
    const origins = Array.from({ length: 100 }, (_, index) => `https://app${index}.example.com`);
    expect(browserRequests({ ...input, origins })).toHaveLength(MAX_ORIGINS);
  });
});

describe("what a configuration says of its pages", () => {
  it("names the methods it means", () => {
    expect(meantMethods(settingsOf({ AllowOrigins: ["*"], AllowMethods: ["get", "PUT", "OPTIONS", "*", "PUT"] }))).toEqual(["GET", "PUT"]);
  });

  it.each([
    [true, true],
    ["true", true],
    [false, false],
    [{ Ref: "Origin" }, false],
  ])("AllowCredentials: %j → %s", (AllowCredentials, expected) => {
    expect(expectsCredentials(settingsOf({ AllowOrigins: ["https://app.example.com"], AllowCredentials }))).toBe(expected);
  });
});
