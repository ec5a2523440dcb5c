import { describe, expect, it } from "vitest";
import { jsonResult } from "./project-files.ts";
import { BROKEN, run } from "./run.ts";

const REST = `Transform: AWS::Serverless-2016-10-31
Resources:
  Users:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, DefinitionUri: api/openapi.yaml}
`;

/** `GET /users` behind a MOCK whose answer allows an origin with a slash at its end. */
const OPERATION = `responses:
  "200":
    description: ok
    headers:
      Access-Control-Allow-Origin: {schema: {type: string}}
x-amazon-apigateway-integration:
  type: mock
  requestTemplates: {application/json: '{"statusCode": 200}'}
  responses:
    default:
      statusCode: "200"
      responseParameters:
        method.response.header.Access-Control-Allow-Origin: "'https://app.example.com/'"
`;

const indented = (text: string, by: number): string => text.replaceAll(/^(?=.)/gmu, " ".repeat(by));

const whole = `openapi: 3.0.1
info: {title: users, version: "1"}
paths:
  /users:
    get:
${indented(OPERATION, 6)}`;

const swagger = JSON.stringify({
  swagger: "2.0",
  info: { title: "users", version: "1" },
  paths: {
    "/users": {
      get: {
        responses: { 200: { description: "ok", headers: { "Access-Control-Allow-Origin": { type: "string" } } } },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200", responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com/'" } } },
        },
      },
    },
  },
}, null, 1);

const references = (path: string): string => `openapi: 3.0.1\ninfo: {title: users, version: "1"}\npaths:\n  /users:\n    ${path}\n`;

async function found(files: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<readonly string[]> {
  const { out } = await run(["--format", "json", ...argv, "template.yaml"], { files });
  const { findings, notes } = jsonResult(out);
  return [...findings.filter(({ rule }) => rule === "trailing-slash-origin").map(({ rule, file, start }) => `${rule} ${file}:${start.line}`), ...notes.map(({ message }) => message)];
}

describe("definitions in files of the project", () => {
  it.each([
    ["OpenAPI 3 in YAML", { "api/openapi.yaml": whole }, ["trailing-slash-origin api/openapi.yaml:18"]],
    ["Swagger 2 in JSON", { "api/openapi.yaml": swagger }, ["trailing-slash-origin api/openapi.yaml:29"]],
    ["a path item in another file", { "api/openapi.yaml": references('$ref: "paths/users.yaml"'), "api/paths/users.yaml": `get:\n${indented(OPERATION, 2)}` }, ["trailing-slash-origin api/paths/users.yaml:14"]],
    ["a path item at a pointer in another file", { "api/openapi.yaml": references('$ref: "paths.yaml#/~1users"'), "api/paths.yaml": `/users:\n  get:\n${indented(OPERATION, 4)}` }, ["trailing-slash-origin api/paths.yaml:15"]],
    ["a file that refers within itself", { "api/openapi.yaml": references('$ref: "paths.yaml#/~1users"'), "api/paths.yaml": `/users:\n  get:\n    $ref: "#/list"\nlist:\n${indented(OPERATION, 2)}` }, ["trailing-slash-origin api/paths.yaml:17"]],
    ["a file that refers on, from where it stands", { "api/openapi.yaml": references('$ref: "paths/users.yaml"'), "api/paths/users.yaml": 'get:\n  $ref: "../get.yaml"\n', "api/get.yaml": OPERATION }, ["trailing-slash-origin api/get.yaml:13"]],
    ["a file outside the project", { "api/openapi.yaml": references('$ref: "../../users.yaml"'), "/users.yaml": `get:\n${indented(OPERATION, 2)}` }, ["out of view: what the definition says about /users"]],
    ["files that refer to each other", { "api/openapi.yaml": references('$ref: "a.yaml"'), "api/a.yaml": '$ref: "b.yaml"\n', "api/b.yaml": '$ref: "a.yaml"\n' }, ["out of view: what the definition says about /users"]],
  ])("%s", async (_name, files, expected) => {
    expect(await found({ "template.yaml": REST, ...files })).toEqual(expected);
  });

  it("are found where an include puts them in", async () => {
    const template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Users:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}}\n";
    expect(await found({ "template.yaml": template, "openapi.yaml": whole })).toEqual(["trailing-slash-origin openapi.yaml:18"]);
  });

  it("are found from plain CloudFormation before it is packaged", async () => {
    const template = "Resources:\n  Users: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: openapi.yaml}}\n  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Users, StageName: prod}}\n";
    expect(await found({ "template.yaml": template, "openapi.yaml": whole })).toEqual(["trailing-slash-origin openapi.yaml:18"]);
  });

  it("are found from a nested stack, from where that stands", async () => {
    const parent = "Resources:\n  Users:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: users/template.yaml}\n";
    expect(await found({ "template.yaml": parent, "users/template.yaml": REST, "users/api/openapi.yaml": whole })).toEqual(["trailing-slash-origin users/api/openapi.yaml:18"]);
  });
});

describe("what Serverless Framework leaves", () => {
  it.each([[".serverless"], [".serverless/cloudformation-template-update-stack.json"]])("is read as the CloudFormation that it is: %s", async (path) => {
    const template = JSON.stringify({
      Resources: {
        ServerlessDeploymentBucket: { Type: "AWS::S3::Bucket" },
        HttpApi: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com/"], AllowMethods: ["GET"] } } },
      },
    });
    const files = { ".gitignore": ".serverless\n", "serverless.yml": "service: users\n", ".serverless/cloudformation-template-update-stack.json": template, ".serverless/serverless-state.json": "{}", "other.yaml": BROKEN };
    const { out } = await run(["--format", "json", path], { files });
    expect(jsonResult(out).findings.map(({ rule, file }) => `${rule} ${file}`)).toEqual(["trailing-slash-origin .serverless/cloudformation-template-update-stack.json"]);
  });
});
