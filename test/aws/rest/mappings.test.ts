import { describe, expect, it } from "vitest";
import { expressionOf } from "../../../src/aws/rest/mapping-expression.ts";
import { describe as shown, known, unknown, type Value } from "../../../src/source/index.ts";
import { bodyApi, headersOf, mapped, onlyApi, preflight, restApi } from "./support.ts";

const HOLE = unknown("the parameter Domain has no default");
const pattern = (...parts: (string | typeof HOLE)[]): Value => ({ kind: "pattern", parts });

describe("how a mapping's value reads (1.4, Quoting)", () => {
  const table: readonly [fact: string, written: Value, expression: string, value: string | undefined, problem?: string, correct?: string][] = [
    ["a text in single quotes is sent", known("'*'"), "static", "*"],
    ["a list of methods in single quotes is sent", known("'GET,POST'"), "static", "GET,POST"],
    ["two origins are one literal", known("'https://a.com,https://b.com'"), "static", "https://a.com,https://b.com"],
    ["a bare asterisk is refused", known("*"), "malformed", "*", "unquoted", "'*'"],
    ["a bare URL is refused", known("https://a.com"), "malformed", "https://a.com", "unquoted", "'https://a.com'"],
    ["a bare number is refused", known("600"), "malformed", "600", "unquoted", "'600'"],
    ["quotes that close early are refused", known("'Content-Type',Authorization"), "malformed", "Content-Type,Authorization", "unbalanced-quotes", "'Content-Type,Authorization'"],
    ["a quote that never closes is refused", known("'GET"), "malformed", "GET", "unbalanced-quotes", "'GET'"],
    ["a quote that never opens is refused", known("GET'"), "malformed", "GET", "unbalanced-quotes", "'GET'"],
    ["a stage variable inside quotes is literal text", known("'${stageVariables.origin}'"), "static", "${stageVariables.origin}"],
    ["a stage variable alone is a reference", known("stageVariables.origin"), "reference", undefined],
    ["a header of the integration is a reference", known("integration.response.header.Access-Control-Allow-Origin"), "reference", undefined],
    ["a multi-value header of the integration is a reference", known("integration.response.multivalueheader.Vary"), "reference", undefined],
    ["the body of the integration is a reference", known("integration.response.body.origin"), "reference", undefined],
    ["the context is a reference", known("context.requestId"), "reference", undefined],
    ["the request cannot be referred to, so that nothing echoes an origin", known("method.request.header.Origin"), "malformed", undefined, "unquoted"],
    ["a quoted text is well quoted whatever its hole", pattern("'https://", HOLE, "'"), "static", "https://${…}"],
    ["a text is unquoted whatever its hole", pattern("https://", HOLE), "malformed", "https://${…}", "unquoted"],
    ["a quote that only opens", pattern("'https://", HOLE, "/x"), "malformed", "https://${…}/x", "unbalanced-quotes"],
    ["a hole at the end may hold the quote", pattern("'https://", HOLE), "unknown", undefined],
    ["a hole at the start may hold the quote", pattern(HOLE, "'"), "unknown", undefined],
    ["nothing is known of a parameter without a value", HOLE, "unknown", undefined],
    ["nothing is said of an empty text", known(""), "unknown", undefined],
  ];
  it.each(table)("%s", (_fact, written, expression, value, problem, correct) => {
    const read = expressionOf(written, "integration-response");
    expect([read.expression, read.value.kind === "unknown" ? undefined : shown(read.value), read.problem?.kind, read.problem && "correct" in read.problem ? read.problem.correct : undefined]).toEqual([expression, value, problem, correct]);
  });

  it("lets gateway responses refer to the request (G4)", () => {
    expect(expressionOf(known("method.request.header.Origin"), "gateway-response").expression).toBe("reference");
    expect(expressionOf(known("integration.response.header.Origin"), "gateway-response").problem?.kind).toBe("unquoted");
  });

  it("is sure of a problem only where every possibility has it", () => {
    const sure = expressionOf({ kind: "one-of", values: [{ kind: "known", text: "a" }, { kind: "known", text: "b" }] }, "integration-response");
    const unsure = expressionOf({ kind: "one-of", values: [{ kind: "known", text: "a" }, { kind: "known", text: "'b'" }] }, "integration-response");
    expect([sure.expression, sure.problem?.kind, unsure.expression, unsure.problem]).toEqual(["malformed", "unquoted", "unknown", undefined]);
  });
});

describe("declared and mapped headers (1.4)", () => {
  const one = (headers: Record<string, unknown>, declared: readonly string[]): ReturnType<typeof restApi> => restApi({ "OPTIONS /users": mapped(headers, { declared }) });
  const problems = (api: ReturnType<typeof restApi>): unknown => api.mappings.flatMap((mapping) => mapping.problems.map(({ kind }) => `${mapping.key} ${kind}`));

  it("sends what is declared and mapped", () => {
    const api = one({ "Access-Control-Allow-Origin": "'*'" }, ["Access-Control-Allow-Origin"]);
    expect([headersOf(api, preflight("/users")), problems(api)]).toEqual([["Access-Control-Allow-Origin: *"], []]);
  });

  it("does not send what is declared only", () => {
    const api = one({}, ["Access-Control-Allow-Origin"]);
    expect(headersOf(api, preflight("/users"))).toEqual([]);
    expect(api.methods[0]?.responses[0]?.declarations.map(({ name, mapped }) => [name, mapped])).toEqual([["Access-Control-Allow-Origin", "no"]]);
  });

  it("knows what is mapped and not declared", () => {
    const api = one({ "Access-Control-Allow-Origin": "'*'" }, []);
    expect([problems(api), headersOf(api, preflight("/users"))]).toEqual([["method.response.header.Access-Control-Allow-Origin undeclared"], ["Access-Control-Allow-Origin?: ?"]]);
  });

  it("is not sure of names that differ in their case", () => {
    const api = one({ "access-control-allow-origin": "'*'" }, ["Access-Control-Allow-Origin"]);
    expect([problems(api), api.methods[0]?.responses[0]?.declarations[0]?.mapped]).toEqual([[], "maybe"]);
  });

  it("wants the declaration for the same status", () => {
    const api = restApi({
      "OPTIONS /users": { ...mapped({ "Access-Control-Allow-Origin": "'*'" }, { status: "204" }), MethodResponses: [{ StatusCode: 200, ResponseParameters: { "method.response.header.Access-Control-Allow-Origin": true } }] },
    });
    expect([api.methods[0]?.responses[0]?.hasMethodResponse, problems(api)]).toEqual(["no", ["method.response.header.Access-Control-Allow-Origin undeclared"]]);
  });

  it("takes a key of the integration's side for the one that was meant (seed 002)", () => {
    const key = "integration.response.header.Access-Control-Allow-Origin";
    const api = restApi({ "OPTIONS /users": mapped({}, { declared: ["Access-Control-Allow-Origin"], response: { ResponseParameters: { [key]: "'*'" } } }) });
    expect(api.mappings.map(({ header, problems }) => [header, problems])).toEqual([["Access-Control-Allow-Origin", [{ kind: "invalid-key", correctKey: "method.response.header.Access-Control-Allow-Origin" }]]]);
    expect(api.methods[0]?.responses[0]?.declarations[0]?.mapped).toBe("maybe");
    expect(headersOf(api, preflight("/users"))).toEqual(["Access-Control-Allow-Origin?: ?"]);
  });

  it("shows the mappings of proxy integrations, which have no effect and no problem", () => {
    const api = restApi({ "POST /users": mapped({ "Access-Control-Allow-Origin": "*" }, { integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST" } }) });
    expect([api.mappings.map(({ header, problems }) => [header, problems]), api.settings, api.routes[0]?.errorResponses().some(({ cause }) => cause.kind === "mapped-response")]).toEqual([[["Access-Control-Allow-Origin", []]], [], false]);
  });

  it("reads the headers of an OpenAPI operation as declarations (1.12)", () => {
    const api = bodyApi({
      "/users": {
        options: {
          responses: { 200: { $ref: "#/responses/Cors" } },
          "x-amazon-apigateway-integration": {
            type: "mock",
            requestTemplates: { "application/json": "{statusCode: 200}" },
            responses: { default: { statusCode: "200", responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'", "method.response.header.Vary": "'Origin'" } } },
          },
        },
      },
    }, { responses: { Cors: { headers: { "Access-Control-Allow-Origin": { type: "string" } } } } });
    expect(problems(api)).toEqual(["method.response.header.Vary undeclared"]);
  });
});

describe("settings", () => {
  it("has items with places inside the quotes", () => {
    const api = onlyApi(`
Resources:
  Users:
    Type: AWS::ApiGateway::RestApi
  Options:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Users
      ResourceId: !GetAtt Users.RootResourceId
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        IntegrationResponses:
          - StatusCode: "200"
            ResponseParameters:
              method.response.header.Access-Control-Allow-Methods: "'GET, POST'"
`);
    const [setting] = api.settings;
    expect(setting?.items.map(({ value, place }) => [shown(value), place.file.text.slice(place.range.start.offset, place.range.end.offset)])).toEqual([["GET", "GET"], ["POST", "POST"]]);
    expect([setting?.property, setting?.role, setting?.form, setting?.route?.path]).toEqual(["allow-methods", "preflight", "header", "/"]);
  });

  it("gives each its role", () => {
    const origin = { "Access-Control-Allow-Origin": "'*'" };
    const api = restApi(
      { "OPTIONS /users": mapped(origin), "GET /users": mapped(origin), "ANY /teams": mapped(origin), "GET /errors": mapped(origin, { status: "500" }) },
      { resources: { Errors: { Type: "AWS::ApiGateway::GatewayResponse", Properties: { RestApiId: { Ref: "Users" }, ResponseType: "DEFAULT_4XX", ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" } } } } },
    );
    expect(api.settings.map(({ role, route }) => `${route?.method ?? "-"} ${role}`)).toEqual(["OPTIONS preflight", "GET response", "ANY all", "GET error", "- error"]);
  });
});
