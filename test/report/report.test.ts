import { describe, expect, it } from "vitest";
import { engine } from "../../src/linter/lint.ts";
import { reportFrom, type RouteReport, Room, templateReport } from "../../src/report/index.ts";
import { templateFrom } from "../linter/models.ts";
import { fortyRoutes, manyRoutes, manyScenarios } from "./projects.ts";

function httpApi(cors: string, route = "GET /users", more = ""): string {
  return `Resources:
  Users: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: users, ProtocolType: HTTP, CorsConfiguration: ${cors} } }
  ListUsers: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Users, RouteKey: ${route}, Target: !Sub "integrations/\${Backend}" } }
  Backend: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Users, IntegrationType: HTTP_PROXY, IntegrationUri: "https://backend.example.com", IntegrationMethod: GET, PayloadFormatVersion: "1.0" } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Users, StageName: $default, AutoDeploy: true } }
${more}`;
}

function restApi(options: string): string {
  return `Resources:
  Users: { Type: AWS::ApiGateway::RestApi, Properties: { Name: users } }
  Path: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Users, ParentId: !GetAtt Users.RootResourceId, PathPart: users } }
  CreateUser: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Users, ResourceId: !Ref Path, HttpMethod: POST, AuthorizationType: NONE, Integration: { Type: HTTP_PROXY, Uri: "https://backend.example.com" } } }
  Preflight:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Users
      ResourceId: !Ref Path
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses: [{ StatusCode: "200", ResponseParameters: { ${options} } }]
      MethodResponses: [{ StatusCode: "200", ResponseParameters: { method.response.header.Access-Control-Allow-Origin: true, method.response.header.Access-Control-Allow-Headers: true } }]
`;
}

const ALLOWED = `method.response.header.Access-Control-Allow-Origin: "'https://app.example.com'", method.response.header.Access-Control-Allow-Headers: "'Content-Type'"`;

function reportOf(text: string): ReturnType<typeof reportFrom> {
  return reportFrom([templateReport(engine, templateFrom(text), new Room())]);
}

function firstRoute(text: string): RouteReport {
  const route = reportOf(text).apis[0]?.routes[0];
  if (route === undefined) throw new Error("there is no route");
  return route;
}

function glance(text: string): readonly string[] {
  const cells = firstRoute(text).cells[0];
  if (cells === undefined) throw new Error("there are no cells");
  return [cells.preflight, cells.response, cells.errors].map(({ state, note }) => (note === "" ? state : `${state}: ${note}`));
}

describe("a call at a glance", () => {
  it.each<[string, string, readonly string[]]>([
    ["a simple request to an API that answers for CORS", httpApi('{ AllowOrigins: ["https://app.example.com"] }'), ["not-needed", "passes", "cannot-tell"]],
    ["an origin that matches no page", httpApi('{ AllowOrigins: ["https://app.example.com/"] }'), ["not-needed", "blocked: allows no origin", "cannot-tell"]],
    ["a method that the configuration lacks", httpApi('{ AllowOrigins: ["https://app.example.com"], AllowMethods: [GET] }', "DELETE /users"), ["blocked: DELETE not allowed", "never-sent", "cannot-tell"]],
    ["a header that only JSON needs", restApi(ALLOWED.replace("'Content-Type'", "'X-Other'")), ["blocked: content-type not allowed, with JSON", "cannot-tell", "hidden: all 3"]],
    ["an origin of another page on the preflight", restApi(ALLOWED.replace("app.example.com", "app.example.com/")), ["blocked: allows another origin, with JSON", "cannot-tell", "hidden: all 3"]],
    ["a back end that nobody knows behind a preflight that passes", restApi(ALLOWED), ["passes", "cannot-tell", "hidden: all 3"]],
  ])("%s", (_what, template, expected) => {
    expect(glance(template)).toEqual(expected);
  });
});

describe("an exchange", () => {
  it("is told from the question to the verdict, each answer with its line", () => {
    const [exchange] = firstRoute(restApi(ALLOWED.replace("app.example.com", "app.example.com/"))).exchanges;
    expect(exchange).toMatchObject({ outcome: "blocked", front: { role: "API Gateway", name: "users" }, behind: { role: "Back end" } });
    expect(exchange?.steps.map(({ kind, exchange: stage, result }) => `${kind} ${stage} ${result}`)).toEqual(["asks preflight passed", "sends preflight passed", "checks preflight failed"]);
    expect(exchange?.steps[1]?.answers[0]).toMatchObject({ way: "own", status: "200" });
    expect(exchange?.steps[2]?.evidence.map(({ place }) => place.file.line(place.range.start.line).slice(place.range.start.column - 1, place.range.end.column - 1))).toEqual([`"'https://app.example.com/'"`]);
  });

  it.each<[string, string, string]>([
    ["a function's answer is passed on", httpApi('{ AllowOrigins: ["https://app.example.com"] }').replace("CorsConfiguration: { AllowOrigins: [\"https://app.example.com\"] }", "Description: none"), "passed-on"],
    ["an HTTP API with CORS makes it over", httpApi('{ AllowOrigins: ["https://app.example.com"] }'), "made-over"],
  ])("%s", (_what, template, way) => {
    const steps = firstRoute(template).exchanges[0]?.steps ?? [];
    expect(steps.find(({ kind }) => kind === "sends")?.answers.map((answer) => answer.way)).toContain(way);
  });

  it("blames the answer for a header that it lacks", () => {
    const { exchanges } = firstRoute(restApi(`method.response.header.Access-Control-Allow-Headers: "'Content-Type'"`));
    const failed = exchanges[0]?.steps.find(({ result }) => result === "failed");
    expect(failed?.text).toContain("sends no Access-Control-Allow-Origin");
    expect(failed?.evidence.map(({ place }) => place.file.line(place.range.start.line).trim().slice(0, 24))).toEqual(["IntegrationResponses: [{"]);
  });

  it("is one for all circumstances in which it goes the same way", () => {
    const { exchanges } = firstRoute(manyScenarios(false));
    expect(exchanges.map(({ circumstances }) => circumstances.length)).toEqual([64]);
  });

  it("is another one where another line decides", () => {
    const { exchanges } = firstRoute(httpApi('{ AllowOrigins: ["https://a.example.com", "https://b.example.com"] }'));
    expect(exchanges.map(({ circumstances }) => circumstances.map(({ origin }) => origin))).toEqual([["https://a.example.com"], ["https://b.example.com"]]);
  });
});

describe("a report", () => {
  it("has a column for what looks different, and one for what looks the same", () => {
    const [accounts, shop] = reportOf(fortyRoutes()).apis;
    expect(accounts?.columns.map((column) => column.map(({ origin, scenario }) => `${origin} ${scenario}`))).toEqual([
      ["http://localhost:3000 Stage=dev", "https://app.example.com Stage=prod"],
      ["https://app.example.com Stage=dev"],
    ]);
    expect(shop?.columns).toHaveLength(1);
    expect(shop?.columns[0]).toHaveLength(4);
  });

  it("keeps what is blocked where there is no room for all", () => {
    const room = new Room();
    const many = templateReport(engine, templateFrom(manyRoutes(600)), room);
    const few = templateReport(engine, templateFrom(httpApi('{ AllowOrigins: ["https://app.example.com"] }')), room);
    const report = reportFrom([few, many]);
    expect(report.apis.flatMap(({ routes }) => routes.map(({ verdict }) => verdict)).every((verdict) => verdict === "blocked")).toBe(true);
    expect(report.leftOut).toEqual(["The matrix shows 500 of 601 routes; left out are 100 that are blocked, 1 that are allowed."]);
    expect(few.apis[0]?.routes[0]?.exchanges).toHaveLength(1);
    expect(many.apis[0]?.routes.flatMap(({ exchanges }) => exchanges)).toHaveLength(300);
  });

  it("leaves out a template that it fails on, and says so", () => {
    const failing = { ...engine, predictFetch: () => { throw new Error("a defect"); } };
    expect(templateReport(failing, templateFrom(httpApi("{}")), new Room())).toEqual({ apis: [], leftOut: ["The APIs of template.yaml are not shown, because of a defect of cors-lint: a defect."] });
  });
});
