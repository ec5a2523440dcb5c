import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

const API = `Transform: AWS::Serverless-2016-10-31
Resources:
  UsersApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: { AllowOrigin: "'https://app.example.com'", AllowMethods: "'GET'", AllowHeaders: "'Content-Type'" }
      GatewayResponses:
        DEFAULT_4XX: { ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://app.example.com'" } } }
        DEFAULT_5XX: { ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://app.example.com'" } } }
  ListUsers:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: list.handler
      CodeUri: ../functions/
      Events: { List: { Type: Api, Properties: { RestApiId: !Ref UsersApi, Path: /users, Method: GET } } }
`;
const BARE = `export const handler = async () => ({ statusCode: 200, body: "[]" });\n`;
const files = { "package.json": "{}", "infra/template.yaml": API, "functions/list.mjs": BARE };

describe("the source of functions", () => {
  it("is read inside the project, and findings stand in it", async () => {
    const { code, out } = await run(["infra/template.yaml"], { files });
    expect(code).toBe(1);
    expect(out).toContain("error[missing-allow-origin]");
    expect(out).toContain("--> functions/list.mjs:1:37");
    expect(out).toContain("::: infra/template.yaml:");
  });

  it("is suppressed by the metadata of the function", async () => {
    const suppressed = API.replace("    Type: AWS::Serverless::Function\n", (type) => `${type}    Metadata: { cors-lint: { disable: { missing-allow-origin: no page calls it yet } } }\n`);
    const { code, out } = await run(["infra/template.yaml"], { files: { ...files, "infra/template.yaml": suppressed } });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("1 suppressed") });
  });

  it("is not read outside of it", async () => {
    const outside = { ...files, "infra/package.json": "{}" };
    const { code, err } = await run(["infra/template.yaml", "--verbose"], { files: outside });
    expect(code).toBe(0);
    expect(err).toMatch(/the function ListUsers is not analysed: .* points outside the project/u);
  });

  it("is left alone with --no-handlers", async () => {
    expect((await run(["infra/template.yaml", "--no-handlers"], { files })).code).toBe(0);
  });

  it("is used by routes and simulate", async () => {
    const { out } = await run(["simulate", "infra/template.yaml", "--origin", "https://app.example.com", "--path", "/users"], { files });
    expect(out).toContain("No 'Access-Control-Allow-Origin' header is present");
    const without = await run(["simulate", "infra/template.yaml", "--no-handlers", "--origin", "https://app.example.com", "--path", "/users"], { files });
    expect(without.out).not.toContain("No 'Access-Control-Allow-Origin' header is present");
    expect((await run(["routes", "infra/template.yaml"], { files })).out).toContain("blocked");
  });

  it("stands in SARIF as an artifact of its own", async () => {
    const { out } = await run(["infra/template.yaml", "--format", "sarif"], { files });
    const [result] = (JSON.parse(out) as { runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] }).runs.flatMap(({ results }) => results); // the part of SARIF that is looked at
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("functions/list.mjs");
  });
});
