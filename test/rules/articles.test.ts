import { describe, expect, it } from "vitest";
import { lintText } from "./fixtures.ts";

/** A REST API whose preflight is answered, in front of a function of fixtures/handlers. */
function template(runtime: string, handler: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  UsersApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: { AllowOrigin: "'https://app.example.com'", AllowMethods: "'GET'", AllowHeaders: "'Content-Type'" }
      GatewayResponses:
        DEFAULT_4XX: { ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://app.example.com'" } } }
        DEFAULT_5XX: { ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://app.example.com'" } } }
  GetUsers:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: ${runtime}
      Handler: ${handler}
      CodeUri: handlers/
      Events: { Get: { Type: Api, Properties: { RestApiId: !Ref UsersApi, Path: /users, Method: GET } } }
`;
}

/** What the articles that started the project say of their handlers: the error path is where the header is forgotten. */
describe("the handlers of the articles, behind a REST API", () => {
  it.each([
    ["Node.js, with headers on both paths", "nodejs22.x", "get-users-with-headers.handler", []],
    ["Node.js, without headers on the error path", "nodejs22.x", "get-users-error-without-headers.handler", ["fixtures/handlers/get-users-error-without-headers.mjs:12 missing-allow-origin-on-error"]],
    ["Python, with headers on both paths", "python3.13", "get-users-with-headers.lambda_handler", []],
    ["Python, without headers on the error path", "python3.13", "get-users-error-without-headers.lambda_handler", ["fixtures/handlers/get-users-error-without-headers.py:15 missing-allow-origin-on-error"]],
  ] as const)("%s", async (_, runtime, handler, expected) => {
    const { findings } = await lintText("fixtures/users.yaml", template(runtime, handler));
    expect(findings.map(({ rule, at }) => `${at.file.name}:${at.range.start.line} ${rule}`)).toEqual(expected);
  });
});
