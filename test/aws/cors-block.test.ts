import { describe, expect, it } from "vitest";
import { apisOf, type CorsBlock, type CorsSetting } from "../../src/aws/index.ts";
import { describe as told } from "../../src/source/index.ts";
import { nearestName } from "../../src/aws/nearest-name.ts";
import { apiIn, httpApi, outcome, requestTo, templateOf } from "./support.ts";

function blockOf(cors: unknown, api: object = {}): CorsBlock {
  const [block] = apiIn(templateOf(httpApi({ cors, api })), "http").corsBlocks;
  if (!block) throw new Error("there is no CORS object");
  return block;
}

const PARAMETERS = { Parameters: { Origin: { Type: "String" }, Origins: { Type: "CommaDelimitedList", Default: "https://a.example.com, https://b.example.com" } } };

function settingsOf(cors: unknown): readonly CorsSetting[] {
  return apiIn(templateOf(httpApi({ cors, template: PARAMETERS })), "http").settings;
}

describe("what a CORS object says", () => {
  it("gives a setting for each property, with its items and their places", () => {
    const settings = settingsOf({ AllowOrigins: ["https://app.example.com", { Ref: "Origin" }], AllowMethods: ["GET", "PUT"], AllowCredentials: true, MaxAge: 600 });
    expect(settings.map(({ property, form, value, items }) => [property, form, told(value), items.length])).toEqual([
      ["allow-origin", "list", "https://app.example.com,${…}", 2],
      ["allow-methods", "list", "GET,PUT", 2],
      ["allow-credentials", "value", "true", 1],
      ["max-age", "value", "600", 1],
    ]);
    expect(settings[0]?.items[0]?.place.path).toEqual(["Resources", "Users", "Properties", "CorsConfiguration", "AllowOrigins", 0]);
    expect(settings.every(({ role, originWildcards, mapping }) => role === "all" && originWildcards === "scheme" && mapping === undefined)).toBe(true);
  });

  it("takes a list parameter's default apart", () => {
    expect(settingsOf({ AllowOrigins: { Ref: "Origins" } })[0]?.items.map(({ value }) => told(value))).toEqual(["https://a.example.com", "https://b.example.com"]);
  });

  it("takes a single text for a list of one", () => {
    expect(settingsOf({ AllowOrigins: "https://app.example.com" })[0]?.items.map(({ value }) => told(value))).toEqual(["https://app.example.com"]);
  });

  it("has no setting for what is not there, or empty", () => {
    expect(settingsOf({ AllowOrigins: [], AllowHeaders: { Ref: "AWS::NoValue" } })).toEqual([]);
  });

  it.each([
    ["AllowOrigin", "AllowOrigins"],
    ["AllowHeader", "AllowHeaders"],
    ["allowMethods", "AllowMethods"],
    ["ExposedHeaders", "ExposeHeaders"],
    ["Origins", undefined],
    ["__proto__", undefined],
  ])("does not know %s, and thinks of %s", (name, nearest) => {
    const text = `{"Resources":{"Users":{"Type":"AWS::ApiGatewayV2::Api","Properties":{"CorsConfiguration":{"AllowOrigins":["*"],"${name}":["x"]}}}}}`;
    expect(apiIn(templateOf(text), "http").corsBlocks[0]?.unknownProperties.map((property) => [property.name, property.nearest])).toEqual([[name, nearest]]);
  });

  it.each<readonly [unknown, readonly (string | undefined)[]]>([
    [86_400, []],
    [-1, []],
    [864_000, ["86400"]],
    [-2, ["-1"]],
    ["600", []],
    [{ Ref: "AWS::NoValue" }, []],
  ])("H17: MaxAge %j → %j", (MaxAge, expected) => {
    expect(blockOf({ AllowOrigins: ["*"], MaxAge }).limits.map(({ clampTo }) => clampTo)).toEqual(expected);
  });

  it.each<readonly [string, unknown, object, string | undefined]>([
    ["H5 (T): `*` with credentials", { AllowOrigins: ["*"], AllowCredentials: true }, {}, "wildcard-credentials"],
    ["H5: `*` beside others, with credentials", { AllowOrigins: ["https://app.example.com", "*"], AllowCredentials: "true" }, {}, "wildcard-credentials"],
    ["H6 (U): `https://*` with credentials is not known to be refused", { AllowOrigins: ["https://*"], AllowCredentials: true }, {}, undefined],
    ["`*` without credentials", { AllowOrigins: ["*"], AllowCredentials: false }, {}, undefined],
    ["H7 (T): another scheme", { AllowOrigins: ["capacitor://localhost"] }, {}, "scheme"],
    ["H8 (U): no scheme is not known to be refused", { AllowOrigins: ["app.example.com"] }, {}, undefined],
    ["a text where the object belongs", "https://app.example.com", {}, "malformed"],
    ["a list where the object belongs", ["https://app.example.com"], {}, "malformed"],
    ["2.1 (D): a WebSocket API", { AllowOrigins: ["*"] }, { ProtocolType: "WEBSOCKET" }, "websocket"],
  ])("%s", (_, cors, api, kind) => {
    expect(blockOf(cors, api).rejected?.kind).toBe(kind);
  });
});

describe("CORS under a condition", () => {
  const template = templateOf(
    httpApi({
      cors: { "Fn::If": ["IsProd", { AllowOrigins: ["https://app.example.com"] }, { Ref: "AWS::NoValue" }] },
      routes: { "GET /users": {}, "DELETE /users": {} },
      template: { Parameters: { Stage: { Type: "String", AllowedValues: ["prod", "dev"] } }, Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } } },
    }),
  );

  it("holds in its scenario only", () => {
    const [outline] = apisOf(template);
    const found = outline === undefined ? [] : template.scenarios(outline.members).all.map((scenario) => {
      const api = outline.build(template.world(scenario));
      return [scenario.label, api?.corsBlocks.length, api && outcome(api, requestTo("/users"))];
    });
    expect(found).toEqual([["Stage=prod", 1, "allowed"], ["Stage=dev", 0, "cannot-tell"]]);
  });
});

describe("the nearest name", () => {
  it("is looked for in bounded time", () => {
    expect(nearestName("A".repeat(1_000_000), ["AllowOrigins"])).toBeUndefined();
  });
});
