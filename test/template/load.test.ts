import { describe, expect, it } from "vitest";
import { loadTemplate, mayDefineApis } from "../../src/template/index.ts";
import type { Template } from "../../src/template/index.ts";
import { templateFrom } from "./templates.ts";

const API = "Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n";

function load(text: string | Uint8Array, name = "file.yaml"): Template | { readonly notATemplate: string } {
  return loadTemplate({ name, bytes: typeof text === "string" ? Buffer.from(text) : text }, { parameters: new Map() });
}

function summary(loaded: Template | { readonly notATemplate: string }): unknown {
  return "notATemplate" in loaded ? loaded.notATemplate : { resources: [...loaded.resources.keys()], problems: loaded.problems.map(({ place }) => place.range.start.line) };
}

describe("what is a template", () => {
  it.each<[string, string | Uint8Array]>([
    ["resources with types, whatever the file is called", API],
    ["JSON", '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}'],
    ["a byte order mark", `\uFEFF${API}`],
    ["UTF-16 with a byte order mark", Buffer.from(`\uFEFF${API}`, "utf16le")],
    ["names spelt with escapes", '{"\\u0052esources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}'],
    ["CRLF", API.replaceAll("\n", "\r\n")],
    ["a custom resource", "Resources: {Api: {Type: Custom::Thing}}"],
  ])("%s", (_what, text) => {
    expect(summary(load(text))).toEqual({ resources: ["Api"], problems: [] });
  });

  it.each([
    ["nothing", ""],
    ["package.json", '{"name": "users", "version": "1.0.0"}'],
    ["serverless.yml, where resources are one level down", `service: users\nprovider: {name: aws}\nresources:\n  ${API.replaceAll("\n", "\n  ")}`],
    ["an OpenAPI document", "openapi: 3.0.1\npaths: {/Resources: {get: {}}}"],
    ["Kubernetes", "apiVersion: v1\nkind: Pod\nmetadata: {name: Resources}"],
    ["a workflow of GitHub", "on: push\njobs: {Resources: {runs-on: ubuntu-latest}}"],
    ["tests that wrap templates", `- name: users\n  input:\n    ${API.replaceAll("\n", "\n    ")}`],
    ["a Lambda event", '{"resource": "/users", "requestContext": {"Resources": 1}}'],
    ["Resources of something else", "Resources: {Api: {Type: wooden}}"],
    ["a list", `- Resources: {}\n`],
    ["a Helm chart", `{{- if .Values.users }}\nResources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n{{- end }}\n`],
    ["EJS around values", '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {<% if (users) { %>"Api": {"Type": "AWS::ApiGateway::RestApi"}<% } %>}}'],
  ])("not %s", (_what, text) => {
    expect(load(text)).toHaveProperty("notATemplate");
  });

  it("keeps what can be read of a broken one, and says where it breaks", () => {
    expect(summary(load(`${API}  Users:\n    Type: "AWS::ApiGateway::Resource\n`))).toEqual({ resources: expect.arrayContaining(["Api"]), problems: [expect.any(Number)] });
    expect(summary(load('{"AWSTemplateFormatVersion": "2010-09-09",\n "Resources": {\n  "Api": {"Type": "AWS::ApiGateway::RestApi",}\n}}', "t.json"))).toMatchObject({ problems: [3] });
  });

  it("takes what another program fills in for unknown, not for an error", () => {
    const template = load(`${API}    Properties:\n      Name: {{ api_name }}\n`);
    expect(summary(template)).toEqual({ resources: ["Api"], problems: [] });
    expect(template).toMatchObject({ opaque: [{ what: "what another program fills in", resource: undefined }] });
  });

  it("takes the last of equal keys, as AWS does, and loses no other", () => {
    const template = templateFrom(`${API}  Users:\n    Type: AWS::ApiGateway::Resource\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n`);
    expect(Array.from(template.resources, ([id, { type }]) => [id, type])).toEqual([["Api", "AWS::ApiGatewayV2::Api"], ["Users", "AWS::ApiGateway::Resource"]]);
  });

  it("keeps __proto__ and constructor as logical ids like any other", () => {
    const template = templateFrom('{"Resources": {"__proto__": {"Type": "AWS::ApiGateway::RestApi"}, "constructor": {"Type": "AWS::ApiGateway::RestApi"}}}');
    expect([...template.resources.keys()]).toEqual(["__proto__", "constructor"]);
  });
});

describe("the format", () => {
  it.each<[string, Template["format"]]>([
    [API, "cloudformation"],
    [`Transform: AWS::Serverless-2016-10-31\n${API}`, "sam"],
    [`Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n${API}`, "sam"],
    [`${API}    Metadata: {aws:cdk:path: Users/Api/Resource}\n`, "cdk"],
    [`${API}  CDKMetadata:\n    Type: AWS::CDK::Metadata\n`, "cdk"],
    [`${API}  ServerlessDeploymentBucket:\n    Type: AWS::S3::Bucket\n`, "serverless"],
  ])("%s", (text, format) => {
    expect(templateFrom(text).format).toBe(format);
  });
});

describe("mayDefineApis", () => {
  it.each<[string, boolean]>([
    [API, true],
    ["Resources: {Users: {Type: AWS::DynamoDB::Table}}", false],
    ['{"Resources": {"X": {"Type": "AWS::\\u0041piGateway::RestApi"}}}', true],
    ["Resources: {Fn::Transform: {Name: Mine}}", true],
  ])("%s", (text, answer) => {
    expect(mayDefineApis(Buffer.from(text))).toBe(answer);
  });
});

describe("references", () => {
  it("name what one resource mentions of another, and the very place", () => {
    const template = templateFrom(`Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Create:
    Type: AWS::ApiGateway::Method
    DependsOn: [Handler, Nobody]
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      Integration: {Uri: !Sub "arn:\${AWS::Partition}:\${Handler.Arn}/\${Api}"}
      Other: {"Fn::If": [Never, !Ref Handler, {"Fn::GetAtt": [Handler, Arn]}]}
  Handler: {Type: AWS::Lambda::Function}
`);
    const text = (id: number): string => {
      const { start, end } = template.references[id]?.place.range ?? { start: { offset: 0 }, end: { offset: 0 } };
      return template.references[id]?.place.file.text.slice(start.offset, end.offset) ?? "";
    };
    expect(template.references.map(({ from, to, via, attribute }, index) => [from, to, via, attribute, text(index)])).toEqual([
      ["Create", "Handler", "DependsOn", undefined, "Handler"],
      ["Create", "Api", "Ref", undefined, "!Ref Api"],
      ["Create", "Api", "GetAtt", "RootResourceId", expect.stringContaining("Api")],
      ["Create", "Handler", "Sub", "Arn", "${Handler.Arn}"],
      ["Create", "Api", "Sub", undefined, "${Api}"],
      ["Create", "Handler", "Ref", undefined, "!Ref Handler"],
      ["Create", "Handler", "GetAtt", "Arn", "Handler"],
    ]);
  });

  it("give each resource its dependencies, condition and construct path", () => {
    const { resources } = templateFrom('{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "DependsOn": "Role", "Condition": "C", "Metadata": {"aws:cdk:path": "Users/Api"}}}}');
    expect(resources.get("Api")).toMatchObject({ dependsOn: [{ id: "Role" }], condition: "C", constructPath: "Users/Api", expandedFrom: undefined });
  });
});
