import { describe, expect, it } from "vitest";
import type { RestApi } from "../../../src/aws/index.ts";
import { restApiOutlines } from "../../../src/aws/rest/index.ts";
import { loadTemplate } from "../../../src/template/index.ts";
import { answers, bodyApi, mapped, onlyApi, preflight, restApi } from "./support.ts";

const DEFINITION = `
paths:
  /users:
    get:
      responses: { "200": {} }
      x-amazon-apigateway-integration: { type: mock }
`;

/** The API of a template beside which stands one other file. */
function apiBeside(file: string, template: object): RestApi {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const loaded = loadTemplate(
    { name: "template.json", bytes: bytes(JSON.stringify(template)) },
    { parameters: new Map(), readProjectFile: (_from, reference) => (reference.replace("./", "") === file ? { name: file, bytes: bytes(DEFINITION) } : { refused: `${reference} is not there` }) },
  );
  if ("notATemplate" in loaded) throw new Error(loaded.notATemplate);
  const [outline] = restApiOutlines(loaded);
  const api = outline?.build(loaded.world(loaded.scenarios(outline.members).all[0]));
  if (api?.kind !== "rest") throw new Error("no REST API is built");
  return api;
}

const withLocation = (BodyS3Location: unknown): object => ({ Resources: { Users: { Type: "AWS::ApiGateway::RestApi", Properties: { BodyS3Location } } } });

describe("where a definition stands (1.12)", () => {
  it("reads a file of the project", () => {
    const api = apiBeside("openapi.yaml", withLocation("./openapi.yaml"));
    expect([api.outOfView, api.routes.map(({ method, path, place }) => `${method} ${path} in ${place.file.name}`)]).toEqual([[], ["GET /users in openapi.yaml"]]);
  });

  it("reads the asset that CDK uploads", () => {
    const hash = "0123456789abcdef".repeat(4);
    expect(apiBeside(`asset.${hash}.yaml`, withLocation({ Bucket: { "Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}" }, Key: `${hash}.yaml` })).routes.length).toBe(1);
  });

  it("says why it reads no other", () => {
    expect(apiBeside("openapi.yaml", withLocation("../outside.yaml")).outOfView.map(({ what }) => what)).toEqual(["the API's definition is out of view: ../outside.yaml is not there"]);
  });
});

describe("what is not in view", () => {
  const rest = (resources: object, more: object = {}): RestApi =>
    onlyApi({
      ...more,
      Resources: {
        Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" } },
        Get: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { "Fn::GetAtt": ["Users", "RootResourceId"] }, HttpMethod: "GET", AuthorizationType: "NONE", ...mapped({}) } },
        ...resources,
      },
    });

  it.each([
    ["a macro", rest({}, { Transform: "MyMacro" })],
    ["a nested stack that gets the API", rest({ Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://example.com/x.yaml", Parameters: { ApiId: { Ref: "Users" } } } } })],
    ["an exported root", rest({}, { Outputs: { Root: { Value: { "Fn::GetAtt": ["Users", "RootResourceId"] }, Export: { Name: "root" } } } })],
  ])("%s may bring the OPTIONS method", (_what, api) => {
    expect(answers(api, preflight("/"))).toEqual(["? by something that is not in view"]);
    expect(answers(api, { method: "GET", path: "/", headers: [] })).toEqual(["200 by the MOCK integration of GET /"]);
  });

  it("an output that only shows the API's URL brings nothing", () => {
    expect(rest({}, { Outputs: { Url: { Value: { "Fn::Sub": "https://${Users}.execute-api.${AWS::Region}.amazonaws.com/prod" } } } }).outOfView).toEqual([]);
  });

  it("a method whose HttpMethod is not known may be any", () => {
    const api = restApi({ "GET /users": mapped({}) }, {
      parameters: { Verb: { Type: "String" } },
      resources: { Other: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { Ref: "Resource1" }, HttpMethod: { Ref: "Verb" }, AuthorizationType: "NONE", ...mapped({}) } } },
    });
    expect(answers(api, preflight("/users"))).toEqual(["? by something that is not in view"]);
  });

  it("a resource whose PathPart is not known may serve a path", () => {
    const api = restApi({ "GET /users": mapped({}) }, {
      parameters: { Part: { Type: "String" } },
      resources: {
        Hidden: { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Users" }, ParentId: { "Fn::GetAtt": ["Users", "RootResourceId"] }, PathPart: { Ref: "Part" } } },
        Other: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { Ref: "Hidden" }, HttpMethod: "OPTIONS", AuthorizationType: "NONE", ...mapped({}) } },
      },
    });
    expect(api.routes.map(({ path }) => path)).toEqual(["/users", "/${Part}"]);
    expect(answers(api, preflight("/teams"))).toEqual(["? by something that is not in view"]);
    expect(answers(api, preflight("/users"))).toEqual(["403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"]);
    expect(answers(api, preflight(api.routes[1]?.examplePath ?? ""))).toEqual(["200 by the MOCK integration of OPTIONS /${Part}"]);
  });
});

describe("hostile documents", () => {
  it("takes __proto__ for a key like any other", () => {
    const paths: object = JSON.parse('{"/__proto__": {"__proto__": {}, "get": {"__proto__": {"x": 1}, "responses": {}}}}');
    const api = bodyApi(paths);
    expect(api.routes.map(({ path }) => path)).toEqual(["/__proto__"]);
    expect(answers(api, preflight("/__proto__"))).toEqual(["403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"]);
  });

  it("follows no endless path", () => {
    const api = bodyApi({ [`/${"a/".repeat(20_000)}`]: { get: { responses: {} } } });
    expect(answers(api, preflight(`/${"a/".repeat(20_000)}`))).toEqual(["? by something that is not in view"]);
  });

  it("goes round in no circle of parents", () => {
    const part = (ParentId: string): object => ({ Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Users" }, ParentId: { Ref: ParentId }, PathPart: "x" } });
    const api = restApi({}, { resources: { A: part("B"), B: part("A"), Get: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { Ref: "A" }, HttpMethod: "GET", AuthorizationType: "NONE" } } } });
    expect(api.routes.length).toBe(1);
  });
});
