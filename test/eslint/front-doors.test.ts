import type { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/eslint-plugin/index.ts";
import { lintProject, VERSIONS } from "./lint-texts.ts";

const config: Linter.Config[] = [...plugin.configs.recommended, { settings: { "cors-lint": { template: "infra/template.yaml" } } }];
const HANDLER = `export const handler = async (event) => {\n  return { statusCode: 200, body: event.path };\n};\n`;
const FOUND = ["src/users.js:2:10-2:47 cors-lint/handler-missing-allow-origin"];

const api = (type: string, properties: string, event: string, uri = "../src/"): string =>
  `Transform: AWS::Serverless-2016-10-31\nResources:\n  UsersApi:\n    Type: ${type}\n    Properties:\n      ${properties}\n  ListUsers:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${uri}\n      Handler: users.handler\n      Runtime: nodejs22.x\n      Events:\n        Call:\n          Type: ${event}\n          Properties: { ${event === "Api" ? "RestApiId" : "ApiId"}: !Ref UsersApi, Path: /users, Method: get }\n`;

const REST = api("AWS::Serverless::Api", `{ StageName: prod, Cors: "'https://app.example.com'" }`, "Api");

describe.each(VERSIONS)("handlers behind the template of the settings, in ESLint $version", ({ ESLint }) => {
  it.each([
    ["a REST API for browsers: the function sends the headers", REST, FOUND],
    ["an HTTP API with CORS settings: the API sends them", api("AWS::Serverless::HttpApi", `{ CorsConfiguration: { AllowOrigins: ["https://app.example.com"] } }`, "HttpApi"), []],
    ["a REST API of which nothing says that browsers call it", api("AWS::Serverless::Api", "{ StageName: prod }", "Api"), []],
    ["a template that does not name the file", api("AWS::Serverless::Api", `{ StageName: prod, Cors: "'https://app.example.com'" }`, "Api", "../other/"), []],
  ])("%s", async (_, template, expected) => {
    expect((await lintProject(ESLint, { "infra/template.yaml": template, "src/users.js": HANDLER }, config)).found).toEqual(expected);
  });

  it("says what is wrong with the path", async () => {
    await expect(lintProject(ESLint, { "src/users.js": HANDLER }, config)).rejects.toThrow(/template: cannot read infra\/template\.yaml/u);
    await expect(lintProject(ESLint, { "infra/template.yaml": "a: 1\n", "src/users.js": HANDLER }, config)).rejects.toThrow(/is no template/u);
    const outside: Linter.Config[] = [...plugin.configs.recommended, { settings: { "cors-lint": { template: "../template.yaml" } } }];
    await expect(lintProject(ESLint, { "src/users.js": HANDLER }, outside)).rejects.toThrow(/outside the project/u);
  });
});
