import { describe, expect, it } from "vitest";
import type { RestApi } from "../../../src/aws/index.ts";
import { answers, CORS, headersOf, mapped, preflight, PROXY, restApi } from "./support.ts";

const OK = "200 by the MOCK integration of OPTIONS /users";
const SERVER_ERROR = "500 by API Gateway (DEFAULT_5XX)";
const MISCONFIGURED = "500 by API Gateway (API_CONFIGURATION_ERROR)";

function mock(template: unknown, more: object = {}, api: object = {}): RestApi {
  return restApi({ "OPTIONS /users": mapped({}, { integration: { RequestTemplates: template === undefined ? undefined : { "application/json": template }, ...more } }) }, { api });
}

describe("MOCK integrations (1.5)", () => {
  const table: readonly [fact: string, template: unknown, answer: readonly string[]][] = [
    ["M5 an integer selects the response", '{"statusCode": 200}', [OK]],
    ["M6 keys without quotes are read", "{ statusCode: 200 }", [OK]],
    ["M6 single quotes are read", "{'statusCode': 200}", [OK]],
    ["M6 a comma at the end is read", '{"statusCode": 200,}', [OK]],
    ["M6 a status in quotes is none", '{"statusCode": "200"}', [SERVER_ERROR]],
    ["M5 an object without statusCode is none", "{}", [SERVER_ERROR]],
    ["M5 an empty template is none", "", [SERVER_ERROR]],
    ["M5 no object at all is none", "OK", [SERVER_ERROR]],
    ["M8 the template's status only selects", '{"statusCode": 204}', [OK]],
    ["M12 the template may hold statements", '#set($status = 200)\n{"statusCode": $status}', [OK]],
    ["a condition on what a preflight lacks is decided", '#if($input.params("token") == "a"){"statusCode": 500}#else{"statusCode": 200}#end', [OK]],
    ["what the template reads from the path is not known", '{"statusCode": $input.path("$.status")}', [OK, "? by something that is not in view"]],
    ["M7 without a template nobody knows", undefined, [OK, SERVER_ERROR]],
  ];
  it.each(table)("%s", (_fact, template, answer) => {
    expect(answers(mock(template), preflight("/users"))).toEqual(answer);
  });

  it("M9 refuses a preflight where only another media type has a template and nothing else may pass", () => {
    const templates = { "application/xml": '{"statusCode": 200}' };
    for (const PassthroughBehavior of ["NEVER", "WHEN_NO_TEMPLATES"]) {
      expect(answers(mock("", { RequestTemplates: templates, PassthroughBehavior }), preflight("/users"))).toEqual(["415 by API Gateway (UNSUPPORTED_MEDIA_TYPE)"]);
    }
    expect(answers(mock("", { RequestTemplates: templates }), preflight("/users"))).toEqual([OK, SERVER_ERROR]);
  });

  const respond = (responses: readonly object[], status = 200): readonly string[] =>
    answers(restApi({ "OPTIONS /users": { Integration: { Type: "MOCK", RequestTemplates: { "application/json": `{"statusCode": ${status}}` }, IntegrationResponses: responses }, MethodResponses: ["200", "204", "400", "500"].map((StatusCode) => ({ StatusCode })) } }), preflight("/users"));

  it.each([
    ["M1 a pattern that matches wins over the default", [{ StatusCode: "400" }, { StatusCode: "204", SelectionPattern: "2\\d{2}" }], "204"],
    ["M1 an empty pattern is the default", [{ StatusCode: "204", SelectionPattern: "" }], "204"],
    ["M1 a pattern that does not match leaves the default", [{ StatusCode: "500", SelectionPattern: "5\\d{2}" }, { StatusCode: "200" }], "200"],
    ["M1 the first pattern that matches wins", [{ StatusCode: "204", SelectionPattern: "2.*" }, { StatusCode: "400", SelectionPattern: ".*" }], "204"],
  ])("%s", (_fact, responses, status) => {
    expect(respond(responses)).toEqual([`${status} by the MOCK integration of OPTIONS /users`]);
  });

  it("M1 is not sure where a pattern matches only the start", () => {
    expect(respond([{ StatusCode: "204", SelectionPattern: "2" }, { StatusCode: "400" }])).toEqual(["204 by the MOCK integration of OPTIONS /users", "400 by the MOCK integration of OPTIONS /users"]);
  });

  it("M2 answers with a server error where nothing matches", () => {
    expect(respond([{ StatusCode: "500", SelectionPattern: "5.*" }])).toEqual([MISCONFIGURED]);
  });

  it("M3 answers with a server error where there is no integration response", () => {
    expect(respond([])).toEqual([MISCONFIGURED]);
  });

  it("1.4 answers with a server error where the status has no method response", () => {
    expect(respond([{ StatusCode: "201" }])).toEqual([MISCONFIGURED]);
  });
});

describe("binary media types (1.5b)", () => {
  const binary = (types: unknown, more: object = {}): readonly string[] => answers(mock('{"statusCode": 200}', more, { BinaryMediaTypes: types }), preflight("/users"));

  it.each([
    ["B2 every type breaks a MOCK preflight", ["*/*"], {}, [SERVER_ERROR]],
    ["B1 a slash is written ~1", ["*~1*"], {}, [SERVER_ERROR]],
    ["B3 CONVERT_TO_TEXT on the integration repairs it", ["*/*"], { ContentHandling: "CONVERT_TO_TEXT" }, [OK]],
    ["B3 on the integration response reports differ", ["*/*"], { IntegrationResponses: [{ StatusCode: "200", ContentHandling: "CONVERT_TO_TEXT" }] }, [OK, SERVER_ERROR]],
    ["B6 whether application/json does the same is not confirmed", ["application~1json"], {}, [OK, SERVER_ERROR]],
    ["an image type does nothing", ["image~1png"], {}, [OK]],
    ["a type that is not known may be any", [{ Ref: "AWS::StackName" }], {}, [OK, SERVER_ERROR]],
  ])("%s", (_fact, types, more, answer) => {
    expect(binary(types, more)).toEqual(answer);
  });

  it("says that it is reported, not documented", () => {
    const [{ cause }] = mock('{"statusCode": 200}', {}, { BinaryMediaTypes: ["*/*"] }).server.respond(preflight("/users"));
    expect(cause.kind === "gateway" && [cause.obstacle.kind, cause.obstacle.evidence]).toEqual(["binary-media-type", "reported"]);
  });
});

describe("who supplies the headers (1.3)", () => {
  it("leaves the answer of a proxied function to the function", () => {
    const [answer] = restApi({ "ANY /users": PROXY }).server.respond(preflight("/users"));
    expect([answer.answeredBy, answer.unlisted, answer.cause.kind === "function" && answer.cause.functionId]).toEqual(["the function CreateUser", { unknown: "what the function CreateUser returns is not known: its Handler is not known" }, "CreateUser"]);
  });

  it("knows that Lambda takes only POST", () => {
    expect(answers(restApi({ "GET /users": { Integration: { ...PROXY.Integration, IntegrationHttpMethod: "GET" } } }), { method: "GET", path: "/users", headers: [] })).toEqual([SERVER_ERROR]);
  });

  it("rebuilds the headers of AWS and HTTP integrations from the mappings", () => {
    const api = restApi({ "GET /users": mapped({ "Access-Control-Allow-Origin": "'*'" }, { integration: { Type: "HTTP", Uri: "https://backend.example.com", RequestTemplates: undefined } }) });
    const [answer] = api.server.respond({ method: "GET", path: "/users", headers: [] });
    expect([answer.unlisted, answer.headers.map(({ name }) => name)]).toEqual(["absent", ["Access-Control-Allow-Origin"]]);
  });

  it("answers an actual request with success responses, and keeps the others for errors (M4)", () => {
    const api = restApi({
      "GET /users": {
        Integration: { Type: "AWS", Uri: "arn:aws:apigateway:eu-west-1:sqs:path/queue", IntegrationResponses: [{ StatusCode: "500", SelectionPattern: "5.*" }, { StatusCode: "202", SelectionPattern: "202" }, { StatusCode: "200" }] },
        MethodResponses: ["200", "202", "500"].map((StatusCode) => ({ StatusCode })),
      },
    });
    expect(answers(api, { method: "GET", path: "/users", headers: [] }).map((each) => each.slice(0, 3))).toEqual(["200", "202"]);
    expect(api.routes[0]?.errorResponses().filter(({ cause }) => cause.kind === "mapped-response").map(({ status }) => status)).toEqual([{ kind: "known", text: "500" }]);
  });

  it("omits no header that is mapped from the integration, and is not sure of it", () => {
    const api = restApi({ "OPTIONS /users": mapped({ "Access-Control-Allow-Origin": "integration.response.header.Access-Control-Allow-Origin" }) });
    expect(headersOf(api, preflight("/users"))).toEqual(["Access-Control-Allow-Origin?: ?"]);
  });

  it("keeps every mapped header of a preflight", () => {
    expect(headersOf(restApi({ "OPTIONS /users": mapped(CORS) }), preflight("/users"))).toEqual([
      "Access-Control-Allow-Origin: https://app.example.com",
      "Access-Control-Allow-Methods: GET,POST,PUT,OPTIONS",
      "Access-Control-Allow-Headers: Content-Type,Authorization,X-Api-Key",
    ]);
  });
});
