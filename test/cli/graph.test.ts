import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { HOSTILE } from "../report/pages.ts";
import { fortyRoutes, manyRoutes } from "../report/projects.ts";
import { BROKEN, LEFTHOOK, run } from "./run.ts";

const SHOP = `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: users } }
  Path: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: users } }
  CreateUser: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Path, HttpMethod: POST, AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Login, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${Users.Arn}/invocations" } } }
  Reset: { Type: AWS::ApiGateway::Method, Condition: IsDev, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Path, HttpMethod: DELETE, AuthorizationType: AWS_IAM, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${Users.Arn}/invocations" } } }
  Preflight: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Path, HttpMethod: OPTIONS, AuthorizationType: NONE, Integration: { Type: MOCK } } }
  Login: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Api, Name: login, Type: COGNITO_USER_POOLS, ProviderARNs: [!GetAtt Pool.Arn], IdentitySource: method.request.header.Authorization } }
  Pool: { Type: AWS::Cognito::UserPool }
  Users: { Type: AWS::Lambda::Function, Properties: { Handler: index.handler, Role: !GetAtt Role.Arn } }
  Role: { Type: AWS::IAM::Role }
  Denied: { Type: AWS::ApiGateway::GatewayResponse, Properties: { RestApiId: !Ref Api, ResponseType: ACCESS_DENIED } }
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [CreateUser, Preflight], Properties: { RestApiId: !Ref Api } }
  Live: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: !Ref Stage } }
`;

/** Names and values that try to leave their quotes, in each of the two languages. */
const STAGES = [`Style"]; click g1n1 href "javascript:alert(1)"`, "%%{init: {}}%% end --> x; style:#35;", String.raw`back\slash\ `, "&quot;&lt;b&gt;\\N`code`", "line\nbreak"];
const NASTY = `${HOSTILE}${STAGES.map((name) => `  ${JSON.stringify(name)}: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Users, StageName: x } }\n`).join("")}`;

async function graph(template: string, ...argv: readonly string[]): Promise<string> {
  const { out, err, code } = await run(["graph", ...argv, "a.yaml"], { files: { "a.yaml": template } });
  expect({ err, code }).toEqual({ err: "", code: 0 });
  return out;
}

/** The flowcharts that are written here, and nothing else of Mermaid: each line is a point, an arrow, or the edge of a box. */
const TEXT = String.raw`"(?:[\p{L}\p{N} /._{}()=,$+'!?@:\-]|#\d+;|<br>)*"`;
const MERMAID_LINE = new RegExp(String.raw`^(?:flowchart LR|  subgraph g\d+\[${TEXT}\]|  end|    g\d+n\d+(?:\[\[${TEXT}\]\]|\[${TEXT}\]|\(\[${TEXT}\]\)|\{\{${TEXT}\}\}|\(${TEXT}\)|\[/${TEXT}/\])|    g\d+n\d+ (?:-->|-\.->)(?:\|${TEXT}\|)? g\d+n\d+)$`, "u");

function mermaidProblems(out: string): readonly string[] {
  const lines = out.trimEnd().split("\n");
  const points = new Set(lines.flatMap((line) => /^ {4}(g\d+n\d+)[[({]/u.exec(line)?.[1] ?? []));
  const unknown = lines.flatMap((line) => / (g\d+n\d+) (?:-->|-\.->).* (g\d+n\d+)$/u.exec(line)?.slice(1) ?? []).filter((id) => !points.has(id));
  return [...lines.filter((line) => !MERMAID_LINE.test(line)), ...unknown];
}

/** What Mermaid shows of a label. */
function shownTexts(out: string): readonly string[] {
  return [...out.matchAll(/"([^"]*)"/gu)].flatMap(([, text = ""]) => text.split("<br>")).map((text) => text.replace(/#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code))));
}

const hasDot = spawnSync("dot", ["-V"]).status === 0;

describe("cors-lint graph", () => {
  it("draws APIs, routes, functions, authorizers, stages, deployments, gateway responses, and the references between them", async () => {
    expect(await graph(SHOP)).toMatchInlineSnapshot(`
      "flowchart LR
          g1n1[["Api<br>REST API<br>users"]]
          g1n2["POST /users"]
          g1n3(["Users<br>AWS::Lambda::Function"])
          g1n4{{"Login<br>AWS::ApiGateway::Authorizer"}}
          g1n5["DELETE /users<br>IAM authorization<br>only with Stage=dev"]
          g1n6["OPTIONS /users<br>MOCK integration"]
          g1n7[/"Denied<br>AWS::ApiGateway::GatewayResponse"/]
          g1n8("Deployment<br>AWS::ApiGateway::Deployment")
          g1n9("Live<br>AWS::ApiGateway::Stage")
          g1n1 --> g1n2
          g1n2 -->|"calls"| g1n3
          g1n2 -->|"asks"| g1n4
          g1n1 --> g1n5
          g1n5 -->|"calls"| g1n3
          g1n1 --> g1n6
          g1n4 -.->|"Ref"| g1n1
          g1n7 -.->|"Ref"| g1n1
          g1n8 -.->|"DependsOn"| g1n2
          g1n8 -.->|"DependsOn"| g1n6
          g1n8 -.->|"Ref"| g1n1
          g1n9 -.->|"Ref"| g1n1
          g1n9 -.->|"Ref"| g1n8
      "
    `);
  });

  it("shows every resource when asked to", async () => {
    const out = await graph(SHOP, "--all");
    expect(shownTexts(out)).toEqual(expect.arrayContaining(["Pool", "AWS::Cognito::UserPool", "Role", "GetAtt Arn"]));
    expect(shownTexts(await graph(SHOP))).not.toContain("Pool");
  });

  it("speaks DOT", async () => {
    const out = await graph(SHOP, "--format", "dot");
    expect(out).toContain('g1n1 [label="Api\\nREST API\\nusers", shape=component');
    expect(out).toContain('g1n8 -> g1n2 [label="DependsOn", style=dashed];');
  });

  it("puts several templates into a box each", async () => {
    const files = { "a.yaml": SHOP, "b.yaml": BROKEN };
    const { out } = await run(["graph", "a.yaml", "b.yaml"], { files });
    expect(mermaidProblems(out)).toEqual([]);
    expect(out).toContain('  subgraph g2["b.yaml"]\n    g2n1[["Users<br>HTTP API<br>users"]]');
    expect((await run(["graph", "-f", "dot", "a.yaml", "b.yaml"], { files })).out).toContain('subgraph cluster_g2 {\n    label="b.yaml";');
  });

  it.each<[string, string]>([["the shop", SHOP], ["forty routes", fortyRoutes()], ["hostile names", NASTY]])("writes Mermaid by its grammar: %s", async (_what, template) => {
    expect(mermaidProblems(await graph(template, "--all"))).toEqual([]);
  });

  it("shows hostile names as they are", async () => {
    const shown = shownTexts(await graph(NASTY));
    for (const name of STAGES.slice(0, 4)) expect(shown).toContain(name);
    expect(shown).toContain("line␊break");
    expect(shown.join("\n")).toContain("<script>document.title='hacked'</script>");
  });

  it.skipIf(!hasDot).each<[string, string]>([["the shop", SHOP], ["forty routes", fortyRoutes()], ["hostile names", NASTY]])("writes DOT that Graphviz draws: %s", async (_what, template) => {
    const { status, stdout, stderr } = spawnSync("dot", ["-Tsvg"], { input: await graph(template, "-f", "dot"), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    if (template !== NASTY) return;
    const texts = [...stdout.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text = ""]) => text.replace(/&#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code))).replace(/&lt;/gu, "<").replace(/&gt;/gu, ">").replace(/&quot;/gu, '"').replace(/&amp;/gu, "&"));
    for (const name of STAGES.slice(0, 4)) expect(texts.map((text) => text.trim())).toContain(name.trim());
  });

  it("says when there are more arrows than Mermaid draws", async () => {
    const files = { "a.yaml": manyRoutes(300) };
    expect((await run(["graph", "a.yaml"], { files })).err).toContain("601 arrows are more than Mermaid draws");
    expect((await run(["graph", "-f", "dot", "a.yaml"], { files })).err).toBe("");
  });

  it.each<[readonly string[], number, string]>([
    [["graph"], 2, "graph needs a template"],
    [["graph", "b.yaml"], 2, "there is no file b.yaml"],
    [["graph", "lefthook.yml"], 3, "no CloudFormation, SAM or CDK template"],
    [["graph", "topic.yaml"], 0, "there is no API in it"],
    [["graph", "--format", "dott", "topic.yaml"], 2, "did you mean dot?"],
  ])("%j exits with %d: %s", async (argv, code, message) => {
    const ran = await run(argv, { files: { "lefthook.yml": LEFTHOOK, "topic.yaml": "Resources: { Topic: { Type: AWS::SNS::Topic } }" } });
    expect(ran.err).toContain(message);
    expect(ran.code).toBe(code);
  });
});
