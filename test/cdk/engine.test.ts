import { describe, expect, it } from "vitest";
import { reportOn } from "../../src/cdk/engine.ts";
import type { ValidationReport } from "../../src/cdk/host.ts";
import type { CorsLintPluginOptions } from "../../src/cdk/options.ts";
import { memoryFileSystem } from "../../src/source/memory-file-system.ts";

type Json = Readonly<Record<string, unknown>>;

const httpApi = (origin: unknown): Json => ({ Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: [origin], AllowMethods: ["GET"] } } } });
const BROKEN = { Resources: httpApi("https://app.example.com/") };
const stack = (name: string, properties: Json = {}): Json => ({ type: "aws:cloudformation:stack", displayName: name, properties: { templateFile: `${name}.template.json`, ...properties } });

function report(files: Readonly<Record<string, unknown>>, options: CorsLintPluginOptions = {}, context: { readonly templates?: readonly string[]; readonly app?: object } = {}): ValidationReport {
  const texts = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? content : JSON.stringify(content)]));
  const { templates = Object.keys(files).filter((path) => path.endsWith(".template.json")), app } = context;
  return reportOn({ templatePaths: templates.map((path) => (path.startsWith("/") ? path : `/project/${path}`)), ...(app && { appConstruct: app }) }, options, memoryFileSystem(texts));
}

const told = ({ success, violations }: ValidationReport): readonly (boolean | string)[] => [success, ...violations.map(({ severity, ruleName }) => `${severity} ${ruleName}`)];

describe("what is reported", () => {
  it("is each finding, with the resource, the place in it, what to do and where to read on", () => {
    expect(report({ "cdk.out/Users.template.json": BROKEN })).toEqual({
      success: false,
      pluginVersion: expect.stringMatching(/^\d/u),
      violations: [
        {
          ruleName: "trailing-slash-origin",
          description: "`https://app.example.com/` ends with a slash, and no browser sends an origin with one: it matches no page.",
          fix: "End the origin after the host (and the port, if it has one).",
          severity: "error",
          ruleMetadata: { page: expect.stringContaining("trailing-slash-origin.md"), severity: "error", place: expect.stringMatching(/^cdk\.out\/Users\.template\.json:1:\d+$/u) },
          violatingResources: [{ resourceLogicalId: "Users", templatePath: "/project/cdk.out/Users.template.json", locations: ["Properties.CorsConfiguration.AllowOrigins.0"] }],
        },
      ],
    });
  });

  it.each<[string, CorsLintPluginOptions, readonly (boolean | string)[]]>([
    ["nothing that is off", { rules: { "trailing-slash-origin": "off" } }, [true]],
    ["a warning that does not stop", { rules: { "trailing-slash-origin": "warning" } }, [true, "warning trailing-slash-origin"]],
    ["info that does not stop", { rules: { "trailing-slash-origin": "info" } }, [true, "info trailing-slash-origin"]],
    ["a warning that stops, as an error", { rules: { "trailing-slash-origin": "warning" }, failOn: "warning" }, [false, "error trailing-slash-origin"]],
    ["an error that does not stop, as a warning", { failOn: "never" }, [true, "warning trailing-slash-origin"]],
  ])("is %s", (_, options, expected) => {
    expect(told(report({ "cdk.out/Users.template.json": BROKEN }, options))).toEqual(expected);
  });

  it("is said of the stack where it is in no resource", () => {
    const template = { ...BROKEN, Metadata: { "cors-lint": { disable: { "trailing-slash-orign": "why" } } } };
    const [unused] = report({ "cdk.out/manifest.json": { version: "55.0.0", artifacts: { Users: stack("Users") } }, "cdk.out/Users.template.json": template }).violations.filter(({ ruleName }) => ruleName === "unused-suppression");
    expect(unused?.violatingResources).toEqual([{ resourceLogicalId: "", constructPath: "Users", templatePath: "/project/cdk.out/Users.template.json", locations: ["Metadata.cors-lint.disable.trailing-slash-orign"] }]);
  });

  it("holds nothing that a terminal would obey", () => {
    const { violations } = report({ "cdk.out/Users.template.json": { Resources: httpApi("https://\u001b[2Japp.example.com/\u202e") } });
    expect(violations.length).toBeGreaterThan(0);
    expect(JSON.stringify(violations)).not.toMatch(/\\u001b|\u202e/u);
  });

  it("is what the configuration of the project leaves", () => {
    const files = { "cdk.out/Users.template.json": BROKEN, "cdk.out/Old.template.json": BROKEN };
    expect(told(report({ ...files, "cors-lint.config.yaml": "exclude: [cdk.out/Old.template.json]\nrules: {trailing-slash-origin: warning}\n" }))).toEqual([true, "warning trailing-slash-origin"]);
    expect(told(report({ ...files, "cors-lint.config.yaml": "rules: {trailing-slash-origin: off}\n" }, { config: false }))[0]).toBe(false);
    expect(told(report({ ...files, "infra/lint.yaml": "rules: {trailing-slash-origin: off}\n" }, { config: "infra/lint.yaml" }))).toEqual([true]);
  });

  it("depends on parameters, of one stack or of all", () => {
    const template = { Parameters: { Origin: { Type: "String" } }, Resources: httpApi({ Ref: "Origin" }) };
    const files = { "cdk.out/manifest.json": { version: "55.0.0", artifacts: { One: stack("One"), Two: stack("Two", { stackName: "shop-two" }) } }, "cdk.out/One.template.json": template, "cdk.out/Two.template.json": template };
    const bad = (options: CorsLintPluginOptions, config = ""): readonly string[] => report({ ...files, ...(config !== "" && { "cors-lint.config.yaml": config }) }, options).violations.flatMap(({ violatingResources }) => violatingResources.map(({ templatePath }) => templatePath.slice("/project/cdk.out/".length)));
    expect(bad({})).toEqual([]);
    expect(bad({ parameters: { Origin: "https://app.example.com/" } })).toEqual(["One.template.json", "Two.template.json"]);
    expect(bad({ parameters: { "shop-two:Origin": "https://app.example.com/" } })).toEqual(["Two.template.json"]);
    expect(bad({ parameters: { "One:Origin": "https://app.example.com" } }, "parameters: {Origin: https://app.example.com/}\n")).toEqual(["Two.template.json"]);
  });

  it("is about stacks together where one takes the API of another", () => {
    const base = {
      Resources: {
        Rest: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" }, Metadata: { "cors-lint": { clients: "browser" } } },
        Root: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Rest" }, ResourceId: { "Fn::GetAtt": ["Rest", "RootResourceId"] }, HttpMethod: "OPTIONS", AuthorizationType: "NONE", Integration: { Type: "MOCK" } } },
      },
      Outputs: { Id: { Value: { Ref: "Rest" }, Export: { Name: "rest" } }, Top: { Value: { "Fn::GetAtt": ["Rest", "RootResourceId"] }, Export: { Name: "top" } } },
    };
    const part = {
      Resources: {
        Books: { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { "Fn::ImportValue": "rest" }, ParentId: { "Fn::ImportValue": "top" }, PathPart: "books" } },
        Put: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { "Fn::ImportValue": "rest" }, ResourceId: { Ref: "Books" }, HttpMethod: "PUT", AuthorizationType: "NONE", Integration: { Type: "HTTP_PROXY", IntegrationHttpMethod: "PUT", Uri: "https://backend.example.com" } } },
      },
    };
    const { violations } = report({ "cdk.out/Base.template.json": base, "cdk.out/Part.template.json": part });
    const missing = violations.find(({ ruleName }) => ruleName === "missing-options-method");
    expect(missing?.violatingResources).toEqual([{ resourceLogicalId: "Put", templatePath: "/project/cdk.out/Part.template.json", locations: [expect.stringMatching(/^Properties\./u)] }]);
  });

  it("is nothing of a stack without resources", () => {
    expect(told(report({ "cdk.out/Empty.template.json": { Parameters: { BootstrapVersion: { Type: "String" } } } }))).toEqual([true]);
  });
});

const FUNCTION = 'export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://app.example.com/" }, body: "[]" });\n';
const withFunction = (asset: string): Json => ({
  Resources: {
    ...httpApi("https://app.example.com"),
    ListUsers: { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x", Handler: "index.handler", Code: { S3Bucket: "assets", S3Key: "a.zip" } }, Metadata: { "aws:asset:path": asset, "aws:cdk:path": "Users/ListUsers/Resource" } },
    Rest: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" } },
    Users2: { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Rest" }, ParentId: { "Fn::GetAtt": ["Rest", "RootResourceId"] }, PathPart: "users" } },
    Get: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Rest" }, ResourceId: { Ref: "Users2" }, HttpMethod: "GET", AuthorizationType: "NONE", Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: { "Fn::Join": ["", ["arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/", { "Fn::GetAtt": ["ListUsers", "Arn"] }, "/invocations"]] } } } },
    Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Rest" } }, DependsOn: ["Get"] },
    Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Rest" }, DeploymentId: { Ref: "Deployment" }, StageName: "prod" } },
  },
});

describe("what stands in functions", () => {
  const staging = (from: string, to: string): object => ({ sourcePath: from, absoluteStagedPath: to });
  const app = (...constructs: readonly object[]): object => ({ node: { findAll: () => [{}, ...constructs] } });
  const files = { "cdk.out/Users.template.json": withFunction("asset.1"), "cdk.out/asset.1/index.mjs": FUNCTION };
  const places = (more: Readonly<Record<string, unknown>>, given?: object): readonly (string | undefined)[] => report({ ...files, ...more }, {}, given && { app: given }).violations.map(({ ruleMetadata }) => ruleMetadata["place"]);

  it("is about the function", () => {
    const [violation] = report(files).violations;
    expect(violation?.violatingResources).toEqual([{ resourceLogicalId: "ListUsers", templatePath: "/project/cdk.out/Users.template.json", locations: [] }]);
    expect(violation?.description).toMatch(/^[^\n]+\n {3}at cdk\.out\/asset\.1\/index\.mjs:1:\d+\n/u);
  });

  it("is shown where its author wrote it, if CDK has copied that", () => {
    const original = { "functions/list/index.mjs": FUNCTION };
    expect(places(original, app(staging("functions/list", "/project/cdk.out/asset.1")))).toEqual([expect.stringMatching(/^functions\/list\/index\.mjs:1:\d+$/u)]);
    expect(places(original, app(staging("/project/functions/list", "/project/cdk.out/asset.1")))).toEqual([expect.stringMatching(/^functions\/list\/index\.mjs/u)]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ["the original is another file, as behind a bundler", { "functions/list/index.mjs": `${FUNCTION}\n` }, app(staging("/project/functions/list", "/project/cdk.out/asset.1"))],
    ["the original lies outside the project", { "/elsewhere/index.mjs": FUNCTION }, app(staging("/elsewhere", "/project/cdk.out/asset.1"))],
    ["the original is gone", {}, app(staging("/project/functions/list", "/project/cdk.out/asset.1"))],
    ["no construct has copied it", { "functions/list/index.mjs": FUNCTION }, app(staging("/project/functions/list", "/project/cdk.out/asset.2"))],
    ["the app is none", { "functions/list/index.mjs": FUNCTION }, { node: { findAll: "no" } }],
  ])("is shown in the asset where %s", (_, more, given) => {
    expect(places(more, given)).toEqual([expect.stringMatching(/^cdk\.out\/asset\.1\/index\.mjs/u)]);
  });

  it("is one violation of each stack that has the function", () => {
    const { violations } = report({ "cdk.out/One.template.json": withFunction("asset.1"), "cdk.out/Two.template.json": withFunction("asset.1"), "cdk.out/asset.1/index.mjs": FUNCTION });
    expect(violations.map(({ violatingResources }) => violatingResources.map(({ templatePath }) => templatePath))).toEqual([["/project/cdk.out/One.template.json", "/project/cdk.out/Two.template.json"]]);
  });

  it("is not looked at where the app does not want it", () => {
    expect(told(report(files, { handlers: false }))).toEqual([true]);
  });

  it("is found beside the folder of a stage, also where the assembly lies outside the project", () => {
    const manifest = (artifacts: Json): Json => ({ version: "55.0.0", artifacts });
    const outside = {
      "/tmp/cdk.out/cdk.out": { version: "55.0.0" },
      "/tmp/cdk.out/assembly-Prod/cdk.out": { version: "55.0.0" },
      "/tmp/cdk.out/manifest.json": manifest({ Prod: { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } } }),
      "/tmp/cdk.out/assembly-Prod/manifest.json": manifest({ Users: stack("Users") }),
      "/tmp/cdk.out/assembly-Prod/Users.template.json": withFunction("../asset.1"),
      "/tmp/cdk.out/asset.1/index.mjs": FUNCTION,
    };
    expect(report(outside).violations.map(({ ruleMetadata }) => ruleMetadata["place"])).toEqual([expect.stringMatching(/^\/tmp\/cdk\.out\/asset\.1\/index\.mjs/u)]);
  });
});

describe("what cannot be reported", () => {
  const template = { "cdk.out/Users.template.json": BROKEN };
  // What JavaScript lets through.
  const wrong = (options: object): CorsLintPluginOptions => options as CorsLintPluginOptions;
  it.each<[string, Readonly<Record<string, unknown>>, CorsLintPluginOptions, string]>([
    ["an option that there is not", template, wrong({ failon: "error" }), "CorsLintPlugin has no option failon; there are failOn, config"],
    ["a severity that there is not", template, wrong({ failOn: "errors" }), 'failOn is one of error, warning, info, never, not "errors"'],
    ["a rule that there is not", template, { rules: { "trailing-slash": "off" } }, "there is no rule trailing-slash"],
    ["a severity of a rule that there is not", template, wrong({ rules: { "trailing-slash-origin": 1 } }), "the severity of trailing-slash-origin is one of off, error, warning, info, not 1"],
    ["a configuration that is not there", template, { config: "lint.yaml" }, "cannot read lint.yaml: there is no such file"],
    ["a mistake in the configuration", { ...template, "cors-lint.config.yaml": "rules: {trailing-slash-orign: off}\n" }, {}, "cors-lint.config.yaml:1:9: there is no rule trailing-slash-orign"],
    ["two configurations", { ...template, "cors-lint.config.yaml": "{}\n", "cors-lint.config.json": "{}\n" }, {}, "there are two configurations, cors-lint.config.json and cors-lint.config.yaml"],
  ])("%s", (_, files, options, message) => {
    expect(() => report(files, options)).toThrow(message);
    expect(() => report(files, options)).not.toThrow("defect");
  });

  it("a template that is not there", () => {
    expect(() => report({}, {}, { templates: ["cdk.out/Users.template.json"] })).toThrow("cannot read cdk.out/Users.template.json: there is no such file");
  });

  it("a defect of our own, which is no violation of the app", () => {
    const app = { node: { get findAll(): unknown { throw new RangeError("too deep"); } } };
    const files = { "cdk.out/Users.template.json": withFunction("asset.1"), "cdk.out/asset.1/index.mjs": FUNCTION };
    expect(() => report(files, {}, { app })).toThrow("this is a defect of cors-lint, not of the app (npm bugs cors-lint): too deep");
  });
});
