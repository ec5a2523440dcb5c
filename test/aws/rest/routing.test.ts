import { describe, expect, it } from "vitest";
import { onlyApi, answers, mapped, preflight, restApi } from "./support.ts";

const OK = mapped({});

const TABLE: readonly { fact: string; methods: readonly string[]; path: string; answer: string | readonly string[] }[] = [
  { fact: "R3 ANY receives the preflight", methods: ["ANY /users"], path: "/users", answer: "200 by the MOCK integration of ANY /users" },
  { fact: "R4 an explicit OPTIONS beats ANY", methods: ["ANY /users", "OPTIONS /users"], path: "/users", answer: "200 by the MOCK integration of OPTIONS /users" },
  { fact: "R5 ANY of a more specific path beats OPTIONS of a greedy sibling", methods: ["ANY /test/any", "OPTIONS /{proxy+}"], path: "/test/any", answer: "200 by the MOCK integration of ANY /test/any" },
  { fact: "R6 a path without the method falls through to a greedy one", methods: ["POST /test", "OPTIONS /{proxy+}"], path: "/test", answer: "200 by the MOCK integration of OPTIONS /{proxy+}" },
  { fact: "R6 below a literal that exists, a greedy one still serves", methods: ["GET /part1", "OPTIONS /{param+}"], path: "/part1/random", answer: "200 by the MOCK integration of OPTIONS /{param+}" },
  {
    fact: "7.1 whether a literal falls through to {id} is not confirmed",
    methods: ["POST /users/me", "OPTIONS /users/{id}"],
    path: "/users/me",
    answer: ["200 by the MOCK integration of OPTIONS /users/{id}", "403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)"],
  },
  { fact: "R7 a greedy resource does not serve its parent", methods: ["OPTIONS /{proxy+}"], path: "/", answer: "403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)" },
  { fact: "R7 the root has a method of its own", methods: ["OPTIONS /", "OPTIONS /{proxy+}"], path: "/", answer: "200 by the MOCK integration of OPTIONS /" },
  { fact: "R9 a slash at the end is ignored", methods: ["OPTIONS /users"], path: "/users/", answer: "200 by the MOCK integration of OPTIONS /users" },
  { fact: "R10 an unknown path is 403, never 404", methods: ["OPTIONS /users"], path: "/nobody", answer: "403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)" },
  { fact: "R10 a known path without the method is 403, never 405", methods: ["GET /users"], path: "/users", answer: "403 by API Gateway (MISSING_AUTHENTICATION_TOKEN)" },
  { fact: "R1 a literal beats {id}", methods: ["OPTIONS /users/{id}", "OPTIONS /users/me"], path: "/users/me", answer: "200 by the MOCK integration of OPTIONS /users/me" },
  { fact: "a query is no part of the path", methods: ["OPTIONS /users"], path: "/users?page=2", answer: "200 by the MOCK integration of OPTIONS /users" },
];

describe("which method a preflight reaches (1.1)", () => {
  it.each(TABLE)("$fact", ({ methods, path, answer }) => {
    const api = restApi(Object.fromEntries(methods.map((method) => [method, OK])));
    expect(answers(api, preflight(path))).toEqual(typeof answer === "string" ? [answer] : answer);
  });

  it("blames the method beside the one that is missing", () => {
    const api = restApi({ "POST /users": OK });
    const [{ cause, place }] = api.server.respond(preflight("/users", "POST"));
    expect(cause.kind === "gateway" && [cause.obstacle.kind, cause.obstacle.what, cause.obstacle.route?.method]).toEqual(["no-route", "/users has no OPTIONS method", "POST"]);
    expect(place?.path).toEqual(["Resources", "Method0", "Properties", "HttpMethod"]);
  });

  it("gives each route a path that leads to it", () => {
    const methods = ["GET /users/{id}", "GET /users/1", "GET /{proxy+}", "GET /{other}", "GET /"];
    const api = restApi(Object.fromEntries(methods.map((method) => [method, OK])));
    for (const route of api.routes) expect(answers(api, { method: "GET", path: route.examplePath, headers: [] })).toEqual([`200 by the MOCK integration of GET ${route.path}`]);
  });
});

describe("APIs that are spread over stacks", () => {
  const method = (resourceId: unknown, httpMethod: string): object => ({ Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "ApiId" }, ResourceId: resourceId, HttpMethod: httpMethod, AuthorizationType: "NONE", ...OK } });
  const api = onlyApi({
    Parameters: { ApiId: { Type: "String" }, RootId: { Type: "String" }, AccountsId: { Type: "String" } },
    Resources: {
      UsersResource: { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "ApiId" }, ParentId: { Ref: "RootId" }, PathPart: "users" } },
      UserList: method({ Ref: "UsersResource" }, "GET"),
      Accounts: method({ Ref: "AccountsId" }, "OPTIONS"),
    },
  });

  it("makes an API of the methods whose API is not in the template", () => {
    expect([api.id, api.routes.map(({ method, path }) => `${method} ${path}`)]).toEqual(["ApiId", ["GET /users", "OPTIONS /${AccountsId}"]]);
    expect(api.outOfView.map(({ what }) => what)).toEqual(["the rest of the API ApiId is in another stack"]);
  });

  it("never says that a method is missing which another stack may have", () => {
    expect(answers(api, preflight("/users"))).toEqual(["? by something that is not in view"]);
  });

  it("reads what it sees", () => {
    expect(answers(api, { method: "GET", path: "/users", headers: [] })).toEqual(["200 by the MOCK integration of GET /users"]);
  });

  it("knows an API by what exists in the scenario", () => {
    const conditional = onlyApi({
      Parameters: { Stage: { Type: "String", Default: "dev" } },
      Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
      Resources: {
        Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" } },
        Get: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { "Fn::GetAtt": "Users.RootResourceId" }, HttpMethod: "GET", AuthorizationType: "NONE", ...OK } },
        Options: { Type: "AWS::ApiGateway::Method", Condition: "IsProd", Properties: { RestApiId: { Ref: "Users" }, ResourceId: { "Fn::GetAtt": "Users.RootResourceId" }, HttpMethod: "OPTIONS", AuthorizationType: "NONE", ...OK } },
      },
    });
    expect(conditional.routes.map(({ method }) => method)).toEqual(["GET"]);
  });
});
