import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conformSam } from "../../conformance/sam.ts";
import { expanded, fixture, httpApi, preflightOf, restApi } from "./expanded.ts";

const BODY = ["Resources", "Users", "Properties", "Body"] as const;

describe("every node stands where the SAM text stands that it was made from", () => {
  const expansion = expanded(fixture("users-rest.yaml"));
  const header = (name: string): (string | number)[] => [...BODY, "paths", "/users", "options", "x-amazon-apigateway-integration", "responses", "default", "responseParameters", `method.response.header.Access-Control-${name}`];

  it.each([
    ["a header that Globals sets", header("Allow-Origin"), `AllowOrigin: "'https://app.example.com'"`],
    ["a header that the API sets", header("Max-Age"), `MaxAge: "'600'"`],
    ["credentials", header("Allow-Credentials"), "AllowCredentials: true"],
    ["methods that SAM computes", header("Allow-Methods"), `MaxAge: "'600'"`],
    ["a path", [...BODY, "paths", "/users"], "Path: /users"],
    ["a method", [...BODY, "paths", "/users", "get"], "Method: get"],
    ["an authorizer", [...BODY, "securityDefinitions", "UserPool"], "UserPoolArn: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_users"],
    ["the default authorizer on a method", [...BODY, "paths", "/users", "get", "security", 0], "DefaultAuthorizer: UserPool"],
    ["the stage's name", ["Resources", "UsersStage", "Properties", "StageName"], "StageName: !Ref Stage"],
    ["the stage", ["Resources", "UsersStage"], "Type: AWS::Serverless::Api"],
  ])("%s", (_name, path, line) => {
    expect(expansion.lineOf(...path)).toBe(line);
  });

  it("keeps references to parameters, so that no scenario is lost", () => {
    expect(expansion.at("Resources", "UsersStage", "Properties", "StageName")).toEqual({ Ref: "Stage" });
  });

  // Found by `npm run sam-oracle`: that the implicit API is put in moves other resources in a dictionary of Python 2.
  it("goes through resources in the order that an implicit API leaves them in (/users and /users/ are one resource, and one gets the preflight)", () => {
    const event = (path: string, method: string): string => `{ Type: Api, Properties: { Path: "${path}", Method: ${method} } }`;
    const implicit = expanded(`Globals: { Api: { Cors: "'*'" } }
Resources:
  Function3: { Type: "AWS::Serverless::Function", Properties: { InlineCode: a, Events: { Event0: ${event("/orders", "GET")} } } }
  Function2: { Type: "AWS::SNS::Topic" }
  Function1: { Type: "AWS::Serverless::Function", Properties: { InlineCode: a, Events: { Event1: ${event("/files/{proxy+}", "ANY")}, Event2: ${event("/users/", "delete")} } } }
  Machine: { Type: "AWS::Serverless::StateMachine", Properties: { DefinitionUri: s3://bucket/key, Events: { Event0: ${event("/users", "delete")} } } }
  Pool: { Type: "AWS::Cognito::UserPool" }
`);
    const paths = ["Resources", "ServerlessRestApi", "Properties", "Body", "paths"];
    expect(["/users", "/users/"].map((path) => implicit.at(...paths, path, "options") !== undefined)).toEqual([true, false]);
  });

  // What aws-sam-translator 1.115 makes of it: each event copies the body twice, and each copy may swap two paths that want one slot.
  it("goes through paths in the order that the copies of a body leave them in", () => {
    const events: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      CreateUser: { Event1: "/users/", Put2: "/roles", Get3: "/teams/" },
      GetOrder: { Get1: "/users", Get2: "/orders/" },
      ListUsers: { Put1: "/keys", List2: "/invoices/" },
      DeleteTeam: { Event1: "/invoices", Api2: "/orders" },
    };
    const functionWith = (paths: Readonly<Record<string, string>>): object => ({
      Type: "AWS::Serverless::Function",
      Properties: { InlineCode: "a", Handler: "index.handler", Runtime: "nodejs22.x", Events: Object.fromEntries(Object.entries(paths).map(([id, path]) => [id, { Type: "Api", Properties: { Path: path, Method: "get" } }])) },
    });
    const resources = Object.fromEntries(Object.entries(events).map(([id, paths]) => [id, functionWith(paths)]));
    const implicit = expanded(JSON.stringify({ Globals: { Api: { Cors: "'*'" } }, Resources: resources }));
    const isAnswered = (path: string): boolean => implicit.at("Resources", "ServerlessRestApi", "Properties", "Body", "paths", path, "options") !== undefined;
    const paths = Object.values(events).flatMap((each) => Object.values(each));
    expect(paths.filter(isAnswered).sort()).toEqual(["/invoices", "/keys", "/orders", "/roles", "/teams/", "/users/"]);
  });

  it("adds events to a body that says that SAM manages it, as templates from the AWS console do", () => {
    const managed = (value: string): unknown =>
      expanded(`Resources:
  Users: { Type: "AWS::Serverless::Api", Properties: { StageName: prod, __MANAGE_SWAGGER: ${value}, DefinitionBody: { swagger: "2.0", paths: {} } } }
  CreateUser: { Type: "AWS::Serverless::Function", Properties: { InlineCode: a, Handler: i.h, Runtime: nodejs22.x, Events: { Post: { Type: Api, Properties: { RestApiId: !Ref Users, Path: /users, Method: post } } } } }
`).at("Resources", "Users", "Properties", "Body", "paths", "/users", "post", "x-amazon-apigateway-integration", "type");
    expect([managed("true"), managed("false")]).toEqual(["aws_proxy", undefined]);
  });

  it.each([
    ["AuthType: None, PayloadFormatVersion: '1.0'", "No additional configurations supported for AuthType NONE."],
    ["AuthType: none", "AuthType is not one of AWS_IAM, CUSTOM or NONE."],
    ["AuthType: Users", "AuthType is not one of AWS_IAM, CUSTOM or NONE."],
    ["AuthType: NONE", undefined],
  ])("checks the Auth { %s } of a WebSocket API", (auth, sentence) => {
    const { sentences } = expanded(`Resources:
  Socket: { Type: "AWS::Serverless::WebSocketApi", Properties: { Auth: { ${auth} }, RouteSelectionExpression: $request.body.action, Routes: { $connect: { FunctionArn: "arn:aws:lambda:x" } } } }
`);
    expect(sentences).toEqual(sentence === undefined ? [] : [`Resource with id [Socket] is invalid. ${sentence}`]);
  });

  it("puts a path under the condition of the one function behind it, its preflight included", () => {
    expect(expansion.at(...BODY, "paths", "/users/new", "Fn::If", 0)).toBe("IsProd");
    expect(expansion.at(...BODY, "paths", "/users/new", "Fn::If", 1, "options")).toBeDefined();
  });

  it("resolves references to what was made", () => {
    expect(expansion.at("Outputs", "StageId", "Value")).toEqual({ Ref: "UsersStage" });
  });

  it("says what each resource was made from", () => {
    expect(expansion.expandedFrom.get("UsersStage")).toBe("Users");
    expect(expansion.expandedFrom.get("CreateUserCreatePermissionStage")).toBe("CreateUser");
  });

  it("points at the value that SAM refuses", () => {
    const [problem] = expanded(restApi("Cors: { AllowOrigins: a }")).problems;
    expect(problem?.place.file.line(problem.place.range.start.line).trim()).toBe("Cors: { AllowOrigins: a }");
    expect(problem?.rule).toBe("sam-transform-error");
  });
});

describe("Globals (SAM specification: Globals section)", () => {
  const withGlobals = (globals: string, local: string): unknown => preflightOf(expanded(`Globals: { Api: { ${globals} } }\n${restApi(local)}`));

  it.each([
    ["maps merge, the resource's own keys win", `Cors: { AllowOrigin: "'a'", AllowHeaders: "'h'" }`, `Cors: { AllowOrigin: "'b'" }`, { "Allow-Origin": "'b'", "Allow-Headers": "'h'" }],
    ["of a text and a map the resource's own counts", `Cors: "'a'"`, `Cors: { AllowHeaders: "'h'" }`, { "Allow-Origin": "'*'", "Allow-Headers": "'h'" }],
    ["an intrinsic function is not merged into", `Cors: { AllowHeaders: "'h'" }`, "Cors: !Ref Origin", { "Allow-Origin": { Ref: "Origin" } }],
  ])("%s", (_name, globals, local, headers) => {
    expect(withGlobals(globals, local)).toEqual({ ...headers, "Allow-Methods": "'GET,OPTIONS'" });
  });

  it("are not for a resource that ignores them", () => {
    const text = `Globals: { Api: { Cors: "'*'" } }\n${restApi("")}`.replace("    Type: AWS::Serverless::Api\n", "    Type: AWS::Serverless::Api\n    IgnoreGlobals: [Cors]\n");
    expect(preflightOf(expanded(text))).toBeUndefined();
  });

  it("refuse what they do not have", () => {
    expect(expanded(`Globals: { HttpApi: { StageName: a } }\n${httpApi("")}`).sentences).toEqual([expect.stringContaining("'Globals' section is invalid. 'StageName' is not a supported property of 'HttpApi'.")]);
  });
});

describe("hostile templates", () => {
  const deep = (depth: number): string => `${"{a: ".repeat(depth)}b${"}".repeat(depth)}`;

  it.each([
    ["a key named __proto__", restApi(`Cors: "'*'"\nDefinitionBody: { swagger: "2.0", paths: { __proto__: { get: {} } } }`)],
    ["types named as an object's members", "Resources: { A: { Type: AWS::Serverless::constructor }, B: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: toString } } } } }"],
    ["nesting beyond any document", restApi(`DefinitionBody: { swagger: "2.0", paths: { /users: { get: ${deep(150)} } } }\nCors: ${deep(150)}`)],
    ["events that are no maps", "Resources: { A: { Type: AWS::Serverless::Function, Properties: { Events: { E: , F: [a], G: 5 } } } }"],
    ["resources that are no maps", "Resources: { A: 5 }"],
    ["no resources", "Resources: 5"],
    ["properties that are no map", "Resources: { A: { Type: AWS::Serverless::Api, Properties: [] } }"],
  ])("%s does no harm", (_name, text) => {
    expect(() => expanded(text)).not.toThrow();
    expect(Object.prototype).not.toHaveProperty("get");
  });

  it("grow the work no faster than the template", () => {
    const timeOf = (count: number): number => {
      const functions = Array.from({ length: count }, (_, i) => `  F${i}: { Type: AWS::Serverless::Function, Properties: { Handler: a, Runtime: b, InlineCode: c, Events: { E: { Type: HttpApi, Properties: { Path: /p${i}, Method: get } } } } }`);
      const text = `Resources:\n${functions.join("\n")}`;
      const start = performance.now();
      expanded(text);
      return performance.now() - start;
    };
    timeOf(200);
    expect(timeOf(8000)).toBeLessThan(Math.max(timeOf(1000), 20) * 24);
  });
});

const DIR = process.env["CORS_LINT_SAM"];

describe("AWS's own cases (CORS_LINT_SAM)", () => {
  it.skipIf(DIR === undefined)("agree but for those that docs/sam.md lists", () => {
    const lines: string[] = [];
    const folders = [DIR ?? "", join(DIR ?? "", "translator")].filter((dir) => existsSync(join(dir, "cases.json")));
    expect(folders).not.toEqual([]);
    expect(folders.map((dir) => conformSam(dir, (line) => lines.push(line)))).toEqual(folders.map(() => 0));
  });
});
