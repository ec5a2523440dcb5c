import { describe, expect, it } from "vitest";
import { jsonResult, projectFiles } from "./project-files.ts";
import { BROKEN, run } from "./run.ts";

const files = projectFiles("cdk-app");

describe("a cloud assembly", () => {
  it.each([["cdk.out"], ["."], ["cdk.out/manifest.json"]])("is read for %s: each stack once, with its nested stacks and stages", async (path) => {
    const { out } = await run(["--format", "json", path], { files });
    const result = jsonResult(out);
    expect(result.files.toSorted()).toEqual([
      "cdk.out/Site.template.json",
      "cdk.out/assembly-Prod/ProdUsers1A2B3C.template.json",
      "cdk.out/assembly-Prod/ProdUsersMethods.nested.template.json",
    ]);
    expect(result.findings.map(({ rule, file, start, constructPath }) => `${rule} ${file}:${start.line} ${constructPath}`)).toEqual([
      "trailing-slash-origin cdk.out/assembly-Prod/ProdUsersMethods.nested.template.json:19 Prod/Users/Methods/Users/GET/Resource",
      "trailing-slash-origin cdk.out/asset.definition.yaml:11 Site/Api",
    ]);
  });

  it("points at the user's line, with its text where the file is one of the project", async () => {
    const { out } = await run(["cdk.out"], { files });
    expect(out).toContain("::: lib/users-stack.ts:10:35");
    expect(out).toContain('api.root.addResource("users").addMethod("GET", new MockIntegration());');
    expect(out).toContain("this line creates the construct");
    expect(out).toContain("= construct: Prod/Users/Methods/Users/GET/Resource");
  });

  it("points at the user's line where only the trace is there", async () => {
    const { out } = await run(["--format", "json", "cdk.out"], { files });
    const related = jsonResult(out).findings.flatMap(({ related: all = [] }) => all).filter(({ message }) => message === "this line creates the construct");
    expect(related.map(({ file, start }) => `${file}:${start.line}:${start.column}`)).toEqual(["lib/users-stack.ts:10:35", "/elsewhere/lib/site-stack.ts:7:5"]);
  });

  it("points at the user's line where the trace is an entry of its own, as CDK writes it since it has a report of validations", async () => {
    const template = { Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } }, Metadata: { "aws:cdk:path": "Site/Api/Resource" } } } };
    const metadata = { "/Site/Api/Resource": [{ type: "aws:cdk:logicalId", data: "Users" }, { type: "aws:cdk:creationStack", data: ["...new HttpApi2 in aws-cdk-lib...", "new Site (file:///app/lib/site.mjs:7:5)"] }] };
    const manifest = { version: "55.0.0", artifacts: { Site: { type: "aws:cloudformation:stack", properties: { templateFile: "Site.template.json" }, additionalMetadataFile: "Site.metadata.json" } } };
    const assembly = { "cdk.out/manifest.json": JSON.stringify(manifest), "cdk.out/Site.template.json": JSON.stringify(template), "cdk.out/Site.metadata.json": JSON.stringify(metadata) };
    const { out } = await run(["--format", "json", "cdk.out"], { files: assembly });
    const [created] = jsonResult(out).findings.flatMap(({ related = [] }) => related).filter(({ message }) => message === "this line creates the construct");
    expect(created).toMatchObject({ file: "/app/lib/site.mjs", start: { line: 7, column: 5 } });
  });

  it("names the construct that a person edits, which need not be the route's", async () => {
    const api = { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com"], AllowMethods: ["GET"], AllowHeaders: ["content-type"] } }, Metadata: { "aws:cdk:path": "Site/Api/Resource" } };
    const route = { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "Users" }, RouteKey: "PUT /users", Target: { "Fn::Sub": "integrations/${Backend}" } }, Metadata: { "aws:cdk:path": "Site/Api/PUT--users/Resource" } };
    const backend = { Type: "AWS::ApiGatewayV2::Integration", Properties: { ApiId: { Ref: "Users" }, IntegrationType: "HTTP_PROXY", IntegrationMethod: "PUT", IntegrationUri: "https://backend.example.com", PayloadFormatVersion: "1.0" } };
    const stage = { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "Users" }, StageName: "$default", AutoDeploy: true } };
    const { out } = await run(["--format", "json", "Site.template.json"], { files: { "Site.template.json": JSON.stringify({ Resources: { Users: api, PutUser: route, Backend: backend, Stage: stage } }) } });
    expect(jsonResult(out).findings.map(({ rule, constructPath }) => `${rule} ${constructPath}`)).toEqual(["missing-allow-method Site/Api/Resource"]);
  });

  it("finds the files that a stage uploads beside the folder of the stage", async () => {
    const spec = { Resources: { Api: { Type: "AWS::ApiGateway::RestApi", Properties: { BodyS3Location: { Bucket: "assets", Key: "abc.yaml" } } } } };
    const methods = "swagger: '2.0'\ninfo: {title: users, version: '1'}\npaths:\n  /users:\n    get:\n      responses: {'200': {description: ok, headers: {Access-Control-Allow-Origin: {type: string}}}}\n      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{\"statusCode\": 200}'}, responses: {default: {statusCode: '200', responseParameters: {method.response.header.Access-Control-Allow-Origin: \"'https://app.example.com/'\"}}}}\n";
    const assets = { version: "48.0.0", files: { abc: { source: { path: "../asset.abc.yaml", packaging: "file" }, destinations: { here: { bucketName: "assets", objectKey: "abc.yaml" } } } } };
    const inner = { version: "48.0.0", artifacts: { Users: { type: "aws:cloudformation:stack", properties: { templateFile: "Users.template.json" } }, Assets: { type: "cdk:asset-manifest", properties: { file: "Users.assets.json" } } } };
    const outer = { version: "48.0.0", artifacts: { Prod: { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } } } };
    const assembly = { "cdk.out/manifest.json": outer, "cdk.out/assembly-Prod/manifest.json": inner, "cdk.out/assembly-Prod/Users.assets.json": assets, "cdk.out/assembly-Prod/Users.template.json": spec };
    const found = { ...Object.fromEntries(Object.entries(assembly).map(([name, data]) => [name, JSON.stringify(data)])), "cdk.out/asset.abc.yaml": methods };
    for (const path of ["cdk.out", "cdk.out/assembly-Prod/Users.template.json"]) {
      const { out } = await run(["--format", "json", path], { files: found });
      expect(jsonResult(out).findings.map(({ rule, file }) => `${rule} ${file}`)).toContain("trailing-slash-origin cdk.out/asset.abc.yaml");
    }
    const { out } = await run(["--format", "json", "cdk.out"], { files: { ...found, "cdk.out/assembly-Prod/Users.assets.json": JSON.stringify(assets).replace("../asset", "../../../asset"), "/asset.abc.yaml": methods }, cwd: "/project" });
    expect(jsonResult(out).findings.filter(({ rule }) => rule === "trailing-slash-origin")).toEqual([]);
  });

  it("names the construct of a template that is named alone", async () => {
    const { out } = await run(["--format", "json", "cdk.out/Site.template.json"], { files });
    expect(jsonResult(out).findings.map(({ constructPath }) => constructPath)).toEqual(["Site/Api"]);
  });

  it("hides what an earlier synthesis left, unless it is named", async () => {
    const { out } = await run(["--format", "json", "cdk.out/Old.template.json"], { files });
    expect(jsonResult(out).findings.map(({ rule }) => rule)).toContain("trailing-slash-origin");
  });

  it("gives a stack the parameters that are meant for it", async () => {
    const template = JSON.stringify({
      Parameters: { Origin: { Type: "String" } },
      Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: [{ Ref: "Origin" }], AllowMethods: ["GET"] } } } },
    });
    const stack = (name: string): object => ({ type: "aws:cloudformation:stack", properties: { templateFile: `${name}.template.json`, stackName: `shop-${name.toLowerCase()}` } });
    const manifest = JSON.stringify({ version: "48.0.0", artifacts: { One: stack("One"), Two: stack("Two") } });
    const world = { files: { "cdk.out/manifest.json": manifest, "cdk.out/One.template.json": template, "cdk.out/Two.template.json": template, "p.json": '{"One:Origin": "https://app.example.com/"}' } };
    const bad = async (argv: readonly string[]): Promise<readonly string[]> => jsonResult((await run(["--format", "json", ...argv, "cdk.out"], world)).out).findings.filter(({ rule }) => rule === "trailing-slash-origin").map(({ file }) => file);
    expect(await bad([])).toEqual([]);
    expect(await bad(["-p", "Two:Origin=https://app.example.com/"])).toEqual(["cdk.out/Two.template.json"]);
    expect(await bad(["-p", "shop-two:Origin=https://app.example.com/"])).toEqual(["cdk.out/Two.template.json"]);
    expect(await bad(["--parameter-file", "p.json"])).toEqual(["cdk.out/One.template.json"]);
  });

  it.each([
    ["a manifest of something else", '{"manifest_version": 3, "version": "1.0", "files": {}}'],
    ["a manifest that is broken", '{"version": '],
  ])("is not made of %s", async (_name, manifest) => {
    const { out } = await run(["--format", "json", "."], { files: { "web/manifest.json": manifest, "web/template.yaml": BROKEN } });
    expect(jsonResult(out).files).toEqual(["web/template.yaml"]);
  });

  it("finds the assets of a stage beside its folder, by their key alone", async () => {
    const handler = 'export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://app.example.com/" }, body: "[]" });\n';
    const key = `${"0f".repeat(32)}.zip`;
    const template = { Resources: {
      ListUsers: { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x", Handler: "index.handler", Code: { S3Bucket: "assets", S3Key: key } } },
      Url: { Type: "AWS::Lambda::Url", Properties: { TargetFunctionArn: { Ref: "ListUsers" }, AuthType: "NONE" } },
    } };
    const assembly = (path: string): Readonly<Record<string, string>> => ({
      "cdk.out/manifest.json": JSON.stringify({ version: "55.0.0", artifacts: { Prod: { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } } } }),
      "cdk.out/cdk.out": "{}",
      "cdk.out/assembly-Prod/cdk.out": "{}",
      "cdk.out/assembly-Prod/manifest.json": JSON.stringify({ version: "55.0.0", artifacts: { assets: { type: "cdk:asset-manifest", properties: { file: "Users.assets.json" } }, Users: { type: "aws:cloudformation:stack", properties: { templateFile: "Users.template.json" } } } }),
      "cdk.out/assembly-Prod/Users.assets.json": JSON.stringify({ files: { a: { source: { path }, destinations: { b: { objectKey: key } } } } }),
      "cdk.out/assembly-Prod/Users.template.json": JSON.stringify(template),
      "cdk.out/asset.users/index.mjs": handler,
    });
    const found = async (path: string, what = "cdk.out"): Promise<readonly string[]> => jsonResult((await run(["--format", "json", what], { files: assembly(path) })).out).findings.flatMap(({ rule, file }) => (rule === "handler-malformed-origin" ? [file] : []));
    expect(await found("../asset.users")).toEqual(["cdk.out/asset.users/index.mjs"]);
    expect(await found("../asset.users", "cdk.out/assembly-Prod/Users.template.json")).toEqual(["cdk.out/asset.users/index.mjs"]);
  });

  it("stays in its folder", async () => {
    const artifact = (templateFile: string): object => ({ type: "aws:cloudformation:stack", properties: { templateFile } });
    const manifest = JSON.stringify({ version: "48.0.0", artifacts: { A: artifact("../outside.json"), B: artifact("/outside.json"), C: { type: "cdk:cloud-assembly", properties: { directoryName: ".." } } } });
    const { out, code } = await run(["--format", "json", "cdk.out"], { files: { "cdk.out/manifest.json": manifest, "outside.json": "{}", "manifest.json": manifest } });
    expect({ code, files: jsonResult(out).files }).toEqual({ code: 3, files: [] });
  });
});
