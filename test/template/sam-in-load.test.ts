import { describe, expect, it } from "vitest";
import { templateFrom } from "./templates.ts";

const SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
const BODY = "    Type: AWS::Serverless::Api\n    Properties:\n      StageName: Prod\n      Cors: \"'https://app.example.com'\"\n      DefinitionBody:\n";
const OUT_OF_VIEW = "        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/users.yaml}}\n";

describe("a SAM template", () => {
  it("is plain CloudFormation when it is loaded, and each resource knows what it was made from", () => {
    const template = templateFrom(`${SAM}  Users:\n    Type: AWS::Serverless::Api\n    Properties: {StageName: Prod, DefinitionBody: {swagger: "2.0", paths: {/users: {get: {}}}}}\n`);
    expect(Array.from(template.resources.values(), ({ type }) => type)).toEqual(expect.arrayContaining(["AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"]));
    expect([template.format, template.resourcesWritten, template.resources.get("Users")?.expandedFrom]).toEqual(["sam", 1, "Users"]);
  });

  it("expands what loops have made", () => {
    const template = templateFrom(`Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Fn::ForEach::Functions:
    - Name
    - [Create, Delete]
    - "\${Name}User":
        Type: AWS::Serverless::Function
        Properties:
          Runtime: nodejs22.x
          Handler: index.handler
          InlineCode: ""
          Events: {Call: {Type: Api, Properties: {Path: !Sub "/\${Name}", Method: post}}}
`);
    expect(template.problems).toEqual([]);
    const body = template.world(template.scenarios([]).all[0]).resources.get("ServerlessRestApi")?.properties.get("Body");
    expect(body?.get("paths").entries().map(({ key }) => key)).toEqual(["/Create", "/Delete"]);
  });

  it("takes a local include into the body before SAM sees it", () => {
    const template = templateFrom(`${SAM}  Users:\n${BODY}${OUT_OF_VIEW.replace("s3://bucket/", "./")}`, { files: { "users.yaml": 'swagger: "2.0"\npaths: {/users: {get: {}}}' } });
    expect(template.problems).toEqual([]);
    expect(template.opaque).toEqual([]);
    expect(template.world(template.scenarios([]).all[0]).resources.get("Users")?.properties.get("Body").get("paths").get("/users").has("options")).toBe(true);
  });

  it("says nothing of SAM's refusal where SAM would see more than is in view", () => {
    expect(templateFrom(`${SAM}  Users:\n${BODY}        wrong: true\n`).problems.map(({ rule }) => rule)).toEqual(["sam-transform-error"]);
    const template = templateFrom(`${SAM}  Users:\n${BODY}${OUT_OF_VIEW}`);
    expect(template.problems).toEqual([]);
    expect(template.opaque).toContainEqual(expect.objectContaining({ what: "the include s3://bucket/users.yaml", resource: "Users" }));
  });
});
