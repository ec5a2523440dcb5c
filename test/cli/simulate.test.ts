import { describe, expect, it } from "vitest";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

const PAGE = ["--origin", "https://app.example.com"];
const STAGED = `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
${CLEAN.replace('"https://app.example.com"', '!If [IsProd, "https://app.example.com", "http://localhost:3000"]')}`;
const TWO = `${CLEAN}  Orders:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: orders, ProtocolType: HTTP }
`;
/** A slash, a method that is not listed, and a response without the header. */
const BROKEN_TWICE = `Resources:
  Users: { Type: AWS::ApiGateway::RestApi, Properties: { Name: users } }
  Path: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Users, ParentId: !GetAtt Users.RootResourceId, PathPart: users } }
  Options:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Users
      ResourceId: !Ref Path
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      MethodResponses:
        - StatusCode: 200
          ResponseParameters: { method.response.header.Access-Control-Allow-Origin: true, method.response.header.Access-Control-Allow-Methods: true }
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses:
          - StatusCode: 200
            ResponseParameters:
              method.response.header.Access-Control-Allow-Methods: "'GET'"
              method.response.header.Access-Control-Allow-Origin: "'https://app.example.com/'"
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Users
      ResourceId: !Ref Path
      HttpMethod: PUT
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: 200 }]
      Integration:
        IntegrationResponses: [{ StatusCode: 200 }]
        IntegrationHttpMethod: PUT
        Type: HTTP
        Uri: https://backend.example.com/users
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [Put, Options], Properties: { RestApiId: !Ref Users, StageName: prod } }
`;
const files = { "a.yaml": BROKEN, "clean.yaml": CLEAN, "staged.yaml": STAGED, "two.yaml": TWO, "lefthook.yml": LEFTHOOK };

describe("cors-lint simulate", () => {
  it("asks the API where a template has buckets as well, and a bucket by its name", async () => {
    const both = `${CLEAN}  Avatars:
    Type: AWS::S3::Bucket
    Properties: { CorsConfiguration: { CorsRules: [{ AllowedMethods: [GET], AllowedOrigins: ["https://app.example.com"] }] } }
`;
    const asked = async (...more: readonly string[]): Promise<string> => (await run(["simulate", "both.yaml", ...PAGE, "--path", "/users", ...more], { files: { "both.yaml": both } })).out;
    expect([await asked(), await asked("--api", "Avatars")].map((out) => /, to (?<to>.*)$/mu.exec(out)?.groups?.["to"])).toEqual(["users (HTTP API, both.yaml:2:3)", expect.stringMatching(/^Avatars \(S3 bucket, both\.yaml/u)]);
  });

  it("asks what the template calls by the name of the target: a distribution by its alias, an API by its custom domain and base path", async () => {
    const named = `${TWO}  Domain: { Type: AWS::ApiGatewayV2::DomainName, Properties: { DomainName: api.example.com } }
  UsersThere: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiId: !Ref Users, Stage: $default, ApiMappingKey: v1 } }
  OrdersThere: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiId: !Ref Orders, Stage: $default, ApiMappingKey: orders } }
  Edge:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Aliases: [cdn.example.com]
        Origins: [{ Id: users, DomainName: !Sub "\${Users}.execute-api.\${AWS::Region}.amazonaws.com" }]
        DefaultCacheBehavior: { TargetOriginId: users }
`;
    const asked = async (path: string, ...more: readonly string[]): Promise<unknown> => {
      const { out } = await run(["simulate", "named.yaml", ...PAGE, "--path", path, ...more], { files: { "named.yaml": named } });
      return [/, to (?<to>.*?) \(/mu.exec(out)?.groups?.["to"], /> GET (?<path>.*)$/mu.exec(out)?.groups?.["path"]];
    };
    expect(await asked("/users", "--target", "https://cdn.example.com")).toEqual(["Edge", "/users"]);
    expect(await asked("/v1/users", "--target", "https://api.example.com")).toEqual(["users", "/users"]);
    expect(await asked("/orders/7", "--target", "https://api.example.com")).toEqual(["orders", "/7"]);
    expect(await asked("/users", "--target", "https://elsewhere.example.com")).toEqual(["users", "/users"]);
  });

  it("prints each step of a blocked exchange, the lines that decide, and curl", async () => {
    const { out, code } = await run(["simulate", "a.yaml", ...PAGE, "--path", "/users", "--header", "X-Trace: 1"], { files });
    expect(out).toMatchInlineSnapshot(`
      "fetch("https://api.example.net/users", { method: "GET", credentials: "same-origin", headers: {"X-Trace":"1"} })
      on a page of https://app.example.com, to users (HTTP API, a.yaml:2:3)

       1. ok   The browser asks first with a preflight, because the header x-trace needs permission.
       2. ok   The browser sends OPTIONS https://api.example.net/users; the CORS configuration of the HTTP API users answers.
               > OPTIONS /users
               > origin: https://app.example.com
               > accept: */*
               > access-control-request-method: GET
               > access-control-request-headers: x-trace
               < unknown (AWS does not document the status for an origin that is not allowed)  (line 8)
       3. fail The CORS configuration of the HTTP API users sends no Access-Control-Allow-Origin.

      Blocked at the preflight: the request itself is never sent.
      Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.

      curl -i -X OPTIONS 'https://api.example.net/users' -H 'origin: https://app.example.com' -H 'accept: */*' -H 'access-control-request-method: GET' -H 'access-control-request-headers: x-trace'
      "
    `);
    expect(code).toBe(1);
  });

  it("prints each step of a request that needs no preflight", async () => {
    const { out, code } = await run(["simulate", "clean.yaml", ...PAGE, "--path", "/users"], { files });
    expect(out).toMatchInlineSnapshot(`
      "fetch("https://api.example.net/users", { method: "GET", credentials: "same-origin" })
      on a page of https://app.example.com, to users (HTTP API, clean.yaml:2:3)

       1. ok   GET needs no preflight: the browser sends it at once.
       2. ok   The browser sends GET https://api.example.net/users; the CORS configuration of the HTTP API users answers.
               > GET /users
               > origin: https://app.example.com
               > accept: */*
               < unknown (what the back end of GET /users returns is not known)  (line 8)
               < access-control-allow-origin: https://app.example.com  (line 8)
       3. ok   Access-Control-Allow-Origin is 'https://app.example.com', the page's origin.

      Allowed. The page can read the response.

      curl -i 'https://api.example.net/users' -H 'origin: https://app.example.com' -H 'accept: */*'
      "
    `);
    expect(code).toBe(0);
  });

  it("says what would block the call once that is mended", async () => {
    const { out } = await run(["simulate", "a.yaml", ...PAGE, "--path", "/users", "--method", "PUT"], { files: { "a.yaml": BROKEN_TWICE } });
    expect(out).toContain("\nOnce that is mended, this blocks it too:\n  - Access-Control-Allow-Methods is 'GET' and does not list PUT.  (line 20)\n  - The integration response of PUT /users sends no Access-Control-Allow-Origin.  (line 31)\n");
    const [simulation] = (JSON.parse((await run(["simulate", "a.yaml", ...PAGE, "--path", "/users", "--method", "PUT", "--format", "json"], { files: { "a.yaml": BROKEN_TWICE } })).out) as { simulations: { later?: { error: string }[] }[] }).simulations;
    expect(simulation?.later?.map(({ error }) => error)).toEqual(["MethodDisallowedByPreflightResponse", "MissingAllowOriginHeader"]);
  });

  it("prints each scenario that differs, and exits 1 where one is blocked", async () => {
    const { out, code } = await run(["simulate", "staged.yaml", ...PAGE, "--path", "/users"], { files });
    expect(out.match(/^on a page of .*$/gmu)).toMatchInlineSnapshot(`
      [
        "on a page of https://app.example.com, to users (HTTP API, staged.yaml:6:3), with Stage=dev",
        "on a page of https://app.example.com, to users (HTTP API, staged.yaml:6:3), with Stage=prod",
      ]
    `);
    expect(code).toBe(1);
  });

  it("takes the scenario that is asked for", async () => {
    expect((await run(["simulate", "staged.yaml", ...PAGE, "--path", "/users", "--scenario", "Stage=prod"], { files })).code).toBe(0);
  });

  it("is JSON, too", async () => {
    const { out } = await run(["simulate", "a.yaml", ...PAGE, "--path", "/users", "--format", "json"], { files });
    const { version, simulations } = JSON.parse(out);
    expect(version).toBe(1);
    expect(simulations).toMatchObject([{ api: { id: "Users" }, verdict: "blocked", error: "MissingAllowOriginHeader", steps: [{ name: "preflight-needed" }, { name: "actual-request", curl: expect.stringContaining("curl -i 'https://api.example.net/users'") }, { name: "cors-check", result: "failed" }] }]);
  });

  it.each<[string, readonly string[], string]>([
    ["no template", [], "simulate needs one template"],
    ["no origin", ["a.yaml", "--path", "/users"], "simulate needs --origin"],
    ["no path", ["a.yaml", ...PAGE], "simulate needs --path; there is GET /users"],
    ["a file that is no template", ["lefthook.yml", ...PAGE, "--path", "/"], "lefthook.yml is no template: it has no Resources"],
    ["a file that is not there", ["b.yaml", ...PAGE, "--path", "/"], "there is no file b.yaml"],
    ["an API that is not there", ["two.yaml", "--api", "Order", ...PAGE, "--path", "/"], "there is no API Order; did you mean Orders?"],
    ["several APIs that could be meant", ["two.yaml", ...PAGE, "--path", "/nowhere"], "the template has several APIs; choose one with --api: Users, Orders"],
    ["a scenario that does not exist", ["staged.yaml", ...PAGE, "--path", "/users", "--scenario", "Stage=test"], "no scenario has Stage=test; there is "],
    ["a header without a colon", ["a.yaml", ...PAGE, "--path", "/users", "--header", "X-Trace"], `--header needs 'name: value', not "X-Trace"`],
    ["a method that fetch refuses", ["a.yaml", ...PAGE, "--path", "/users", "--method", "TRACE"], "fetch would throw: "],
  ])("says what is missing: %s", async (_, argv, message) => {
    const { err, code } = await run(["simulate", ...argv], { files });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("finds the API by the path where there are several", async () => {
    expect((await run(["simulate", "two.yaml", ...PAGE, "--path", "/users"], { files })).out).toContain("to users (HTTP API");
  });
});
