import { describe, expect, it } from "vitest";
import { jsonResult, projectFiles } from "./project-files.ts";
import { BROKEN, CLEAN, run } from "./run.ts";

const files = projectFiles("split-api");

async function findings(argv: readonly string[], more: Readonly<Record<string, string | Uint8Array>> = {}): Promise<readonly string[]> {
  const { out } = await run(["--format", "json", ...argv], { files: { ...files, ...more } });
  return jsonResult(out).findings.map(({ rule, file, start, scenarios = [] }) => `${rule} ${file}:${start.line}${scenarios.map((scenario) => ` ${scenario}`).join("")}`);
}

const WHOLE = ["incomplete-deployment-dependencies deployment.yaml:6 Stage=prod", "missing-options-method orders.yaml:14 Stage=prod"];

describe("nested stacks on the command line", () => {
  it("are judged as a part of their parent, at the lines of their own files", async () => {
    expect(await findings(["template.yaml"])).toEqual(WHOLE);
  });

  it("are judged once where a folder is searched", async () => {
    expect(await findings(["."])).toEqual(WHOLE);
  });

  it("are judged once where they are named beside their parent", async () => {
    expect(await findings(["users.yaml", "orders.yaml", "template.yaml"])).toEqual(WHOLE);
  });

  it("are judged alone where they are named alone, silent about the API that is out of view", async () => {
    const { out, code } = await run(["--format", "json", "orders.yaml", "users.yaml", "deployment.yaml"], { files });
    expect({ code, findings: jsonResult(out).findings }).toEqual({ code: 0, findings: [] });
    expect(jsonResult(out).notes.map(({ message, file }) => `${file}: ${message}`)).toContain("orders.yaml: out of view: the rest of the API ApiId is in another stack");
  });

  it("count as checked", async () => {
    const { out } = await run(["--format", "json", "."], { files });
    expect(jsonResult(out).files.toSorted()).toEqual(["deployment.yaml", "orders.yaml", "template.yaml", "users.yaml"]);
  });

  it("have one table of routes with their parent", async () => {
    const { out } = await run(["routes", "."], { files });
    expect(out.match(/^\S.* in \S+/gmu)).toEqual(["users, REST API Api in template.yaml", "users, REST API Api in template.yaml"]);
    expect(out).toContain("POST     /users/orders");
  });

  it("take what their parent is given", async () => {
    expect(await findings(["-p", "Stage=dev", "."])).toEqual([]);
  });

  it("are reported alone where only each other contain them", async () => {
    const loop = (file: string): string => `Resources:\n  Other:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ${file}}\n${BROKEN.slice("Resources:\n".length)}`;
    const { out } = await run(["--format", "json", "."], { files: { "a.yaml": loop("b.yaml"), "b.yaml": loop("a.yaml") } });
    expect(jsonResult(out).findings.map(({ rule, file }) => `${rule} ${file}`)).toEqual(["trailing-slash-origin a.yaml", "trailing-slash-origin b.yaml"]);
  });

  it("are not followed out of the project", async () => {
    const parent = "Resources:\n  Outside:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ../secret.yaml}\n";
    const { out } = await run(["--format", "json", "template.yaml"], { files: { "template.yaml": parent, "/secret.yaml": BROKEN } });
    expect(jsonResult(out).findings).toEqual([]);
    expect(jsonResult(out).files).toEqual(["template.yaml"]);
  });

  it("are two APIs where two outputs of a stack that is out of view are", async () => {
    const method = (id: string, output: string): string => `  ${id}:\n    Type: AWS::ApiGateway::Method\n    Properties: {RestApiId: !GetAtt Shared.Outputs.${output}, ResourceId: !GetAtt Shared.Outputs.Root, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}\n`;
    const parent = `Resources:\n  Shared:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: "https://s3.amazonaws.com/bucket/shared.yaml"}\n${method("A", "Users")}${method("B", "Orders")}`;
    const { out } = await run(["routes", "--format", "json", "template.yaml"], { files: { "template.yaml": parent } });
    expect(JSON.parse(out).routes.map(({ api }: { readonly api: string }) => api)).toEqual(["Shared.Outputs.Users", "Shared.Outputs.Orders"]);
  });

  it("are expanded where they are SAM in a parent that is none", async () => {
    const parent = "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: child.yaml, Parameters: {Origin: 'https://app.example.com/'}}\n";
    const child = "Transform: AWS::Serverless-2016-10-31\nParameters: {Origin: {Type: String}}\nResources:\n  Users:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      CorsConfiguration: {AllowOrigins: [!Ref Origin], AllowMethods: [GET]}\n";
    const { out } = await run(["--format", "json", "."], { files: { "template.yaml": parent, "child.yaml": child } });
    expect(jsonResult(out).findings.map(({ rule, file, start }) => `${rule} ${file}:${start.line}`)).toEqual(["trailing-slash-origin child.yaml:7"]);
  });
});

describe("stacks of one run that import from each other", () => {
  const shared = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: users}
Outputs:
  ApiId: {Value: !Ref Api, Export: {Name: users-api}}
  RootId: {Value: !GetAtt Api.RootResourceId, Export: {Name: users-root}}
`;
  const methods = `Resources:
  ListUsers:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !ImportValue users-api
      ResourceId: !ImportValue users-root
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://backend.example.com}
`;

  it("lead to no finding about what the other may have", async () => {
    const { out, code } = await run(["--format", "json", "."], { files: { "shared.yaml": shared, "methods.yaml": methods } });
    expect({ code, findings: jsonResult(out).findings.filter(({ rule }) => rule.startsWith("missing-")) }).toEqual({ code: 0, findings: [] });
  });

  it("still lead to findings about what is written", async () => {
    const { out } = await run(["--format", "json", "."], { files: { "shared.yaml": shared, "methods.yaml": methods, "broken.yaml": BROKEN, "clean.yaml": CLEAN } });
    expect(jsonResult(out).findings.map(({ rule, file }) => `${rule} ${file}`)).toEqual(["trailing-slash-origin broken.yaml"]);
  });
});

describe("suppressions in nested templates", () => {
  const parent = "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: child.yaml}\n";
  const suppressed = (metadata: string): string => BROKEN.replace("    Type: AWS::ApiGatewayV2::Api\n", `    Type: AWS::ApiGatewayV2::Api\n${metadata}`);

  it.each([
    ["metadata of the resource", suppressed("    Metadata: {cors-lint: {disable: {trailing-slash-origin: known}}}\n")],
    ["metadata of the template", `Metadata: {cors-lint: {disable: {trailing-slash-origin: known}}}\n${BROKEN}`],
    ["a comment", BROKEN.replace('["https://app.example.com/"]', '["https://app.example.com/"] # cors-lint-disable-line trailing-slash-origin')],
  ])("%s", async (_name, child) => {
    const { out } = await run(["--format", "json", "."], { files: { "template.yaml": parent, "child.yaml": child } });
    expect(jsonResult(out).findings).toEqual([]);
  });

  it("of a resource of another template with the same name are not meant", async () => {
    const both = parent.replace("Resources:\n", "Resources:\n  Users:\n    Type: AWS::S3::Bucket\n    Metadata: {cors-lint: {disable: {trailing-slash-origin: known}}}\n");
    const { out } = await run(["--format", "json", "."], { files: { "template.yaml": both, "child.yaml": BROKEN } });
    expect(jsonResult(out).findings.map(({ rule }) => rule)).toContain("trailing-slash-origin");
  });
});
