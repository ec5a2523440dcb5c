import { describe, expect, it } from "vitest";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

const STAGED = `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
${CLEAN.replace('"https://app.example.com"', '!If [IsProd, "https://app.example.com", "http://localhost:3000"]')}`;

describe("cors-lint routes", () => {
  it("prints a table that is read at a glance", async () => {
    const { out, code } = await run(["routes", "a.yaml"], { files: { "a.yaml": BROKEN } });
    expect(out).toMatchInlineSnapshot(`
      "users, HTTP API Users in a.yaml
        METHOD  PATH    INTEGRATION                  PREFLIGHT   RESPONSE   INTENT   LIVE  VERDICT
        GET     /users  https://backend.example.com  not needed  no origin  browser  yes   blocked
      "
    `);
    expect(code).toBe(0);
  });

  it("prints a table for each scenario that differs", async () => {
    expect((await run(["routes", "a.yaml"], { files: { "a.yaml": STAGED } })).out).toMatchInlineSnapshot(`
      "users, HTTP API Users in a.yaml  with Stage=dev
        METHOD  PATH    INTEGRATION                  PREFLIGHT   RESPONSE               INTENT   LIVE  VERDICT
        GET     /users  https://backend.example.com  not needed  http://localhost:3000  browser  yes   allowed

      users, HTTP API Users in a.yaml  with Stage=prod
        METHOD  PATH    INTEGRATION                  PREFLIGHT   RESPONSE                 INTENT   LIVE  VERDICT
        GET     /users  https://backend.example.com  not needed  https://app.example.com  browser  yes   allowed
      "
    `);
  });

  it("leaves the reason of an unknown to the JSON, also one with parentheses of its own", async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  ListUsers:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: |
        const { answer } = require("@example/answers");
        exports.handler = async () => answer({ users: [] });
      Events: { List: { Type: Api, Properties: { Path: /users, Method: GET } } }
`;
    const { out } = await run(["routes", "a.yaml"], { files: { "a.yaml": template } });
    expect(out).toMatchInlineSnapshot(`
      "ServerlessRestApi, REST API in a.yaml
        METHOD  PATH    INTEGRATION                PREFLIGHT   RESPONSE  INTENT   LIVE  VERDICT
        GET     /users  Lambda function ListUsers  not needed  unknown   unknown  yes   cannot tell
      "
    `);
    expect((await run(["routes", "a.yaml", "--format", "json"], { files: { "a.yaml": template } })).out).toContain("() is not in view)");
  });

  it("prints what is documented, as JSON", async () => {
    const { out } = await run(["routes", "a.yaml", "--format", "json"], { files: { "a.yaml": BROKEN } });
    expect(JSON.parse(out)).toMatchInlineSnapshot(`
      {
        "routes": [
          {
            "api": "Users",
            "deployed": "yes",
            "file": "a.yaml",
            "integration": "https://backend.example.com",
            "intent": "browser",
            "kind": "http",
            "method": "GET",
            "path": "/users",
            "preflight": null,
            "reason": "Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "requests": [
              {
                "credentials": "same-origin",
                "headers": [],
                "kind": "required",
                "method": "GET",
                "origin": "https://app.example.com",
                "reason": "Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
                "verdict": "blocked",
              },
            ],
            "response": {
              "answeredBy": "the CORS configuration of the HTTP API users",
              "headers": {},
              "otherHeaders": "absent",
              "status": "unknown (what the back end of GET /users returns is not known)",
            },
            "scenario": {},
            "verdict": "blocked",
          },
        ],
        "version": 1,
      }
    `);
  });

  it("has an element for each scenario in JSON", async () => {
    const { routes } = JSON.parse((await run(["routes", "a.yaml", "-f", "json"], { files: { "a.yaml": STAGED } })).out);
    expect(routes.map(({ scenario }: { scenario: unknown }) => scenario)).toMatchInlineSnapshot(`
      [
        {
          "Stage": "dev",
        },
        {
          "Stage": "prod",
        },
      ]
    `);
  });

  it("colours verdicts on a terminal only", async () => {
    const world = { files: { "a.yaml": BROKEN } };
    expect((await run(["routes", "a.yaml"], world)).out).not.toContain("\u001b");
    expect((await run(["routes", "a.yaml"], { ...world, isTerminal: { stdout: true, stderr: true } })).out).toContain("\u001b[");
  });

  it.each<[readonly string[], number, string]>([
    [["routes"], 2, "routes needs a template"],
    [["routes", "b.yaml"], 2, "there is no file b.yaml"],
    [["routes", "lefthook.yml"], 3, "no CloudFormation, SAM or CDK template"],
    [["routes", "topic.yaml"], 0, "there is no API in it"],
    [["routes", "--fail-on", "error"], 2, "unknown option --fail-on"],
  ])("%j exits with %d: %s", async (argv, code, message) => {
    const ran = await run(argv, { files: { "lefthook.yml": LEFTHOOK, "topic.yaml": "Resources: { Topic: { Type: AWS::SNS::Topic } }" } });
    expect(ran.err).toContain(message);
    expect(ran.code).toBe(code);
  });
});
