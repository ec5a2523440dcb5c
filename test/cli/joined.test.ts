import { describe, expect, it } from "vitest";
import { jsonResult } from "./project-files.ts";
import { run } from "./run.ts";

type Files = Readonly<Record<string, string>>;

async function findings(files: Files, argv: readonly string[] = ["."]): Promise<readonly string[]> {
  const { out } = await run(["--format", "json", ...argv], { files });
  return jsonResult(out).findings.map(({ rule, file, start, scenarios = [] }) => `${rule} ${file}:${start.line}${scenarios.map((scenario) => ` ${scenario}`).join("")}`);
}

async function routesOf(files: Files, argv: readonly string[] = ["."]): Promise<readonly string[]> {
  const { out } = await run(["routes", "--format", "json", ...argv], { files });
  const { routes }: { readonly routes: readonly { readonly api: string; readonly method: string; readonly path: string; readonly verdict?: string }[] } = JSON.parse(out);
  return routes.map(({ api, method, path }) => `${api} ${method} ${path}`);
}

/** A MOCK that answers a preflight for `method`. */
const options = (api: string, resource: string, method: string): string => `    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: ${api}
      ResourceId: ${resource}
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 200}'}
        IntegrationResponses:
          - StatusCode: "200"
            ResponseParameters:
              method.response.header.Access-Control-Allow-Origin: "'https://app.example.com'"
              method.response.header.Access-Control-Allow-Methods: "'${method}'"
              method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
      MethodResponses: [{StatusCode: "200", ResponseParameters: {method.response.header.Access-Control-Allow-Origin: true, method.response.header.Access-Control-Allow-Methods: true, method.response.header.Access-Control-Allow-Headers: true}}]
`;
const call = (api: string, resource: string, method: string): string => `    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: ${api}, ResourceId: ${resource}, HttpMethod: ${method}, AuthorizationType: NONE, Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: ${method}, Uri: "https://backend.example.com"}}
`;
const child = (api: string, parent: string, part: string): string => `    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: ${api}, ParentId: ${parent}, PathPart: ${part}}
`;

const API = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: users}
  Users:
${child("!Ref Api", "!GetAtt Api.RootResourceId", "users")}  UsersOptions:
${options("!Ref Api", "!Ref Users", "PUT")}  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: UsersOptions
    Properties: {RestApiId: !Ref Api, StageName: prod}
Outputs:
  ApiId: {Value: !Ref Api, Export: {Name: users-api}}
  RootId: {Value: !GetAtt Api.RootResourceId, Export: {Name: users-root}}
  UsersId: {Value: !Ref Users, Export: {Name: users-users}}
`;
const USERS = `Resources:
  UpdateUser:
${call("!ImportValue users-api", "!ImportValue users-users", "PUT")}`;
const ORDERS = `Resources:
  Orders:
${child("!ImportValue users-api", "!ImportValue users-root", "orders")}  UpdateOrder:
${call("!ImportValue users-api", "!Ref Orders", "PUT")}`;
const SPLIT: Files = { "api.yaml": API, "orders.yaml": ORDERS, "users.yaml": USERS };

describe("stacks that import a REST API from another", () => {
  it("are one API with it, at the lines of their own files", async () => {
    expect(await routesOf(SPLIT)).toEqual(["Api OPTIONS /users", "Api PUT /orders", "Api PUT /users"]);
    expect(await findings(SPLIT)).toEqual(["missing-options-method orders.yaml:7"]);
  });

  it("are so in whatever order they are named, and nothing is said twice", async () => {
    for (const argv of [["users.yaml", "orders.yaml", "api.yaml"], ["api.yaml", "users.yaml", "orders.yaml"], [".", "orders.yaml"]]) expect(await findings(SPLIT, argv)).toEqual(["missing-options-method orders.yaml:7"]);
  });

  it("count as checked", async () => {
    const { out } = await run(["--format", "json", "."], { files: SPLIT });
    expect(jsonResult(out).files.toSorted()).toEqual(Object.keys(SPLIT).toSorted());
  });

  it("are silent about the rest of the API where they are alone", async () => {
    for (const name of Object.keys(SPLIT)) expect([name, await findings(SPLIT, [name])]).toEqual([name, []]);
    expect(await findings(SPLIT, ["orders.yaml", "users.yaml"])).toEqual([]);
  });

  it("may have the OPTIONS method of another's resource", async () => {
    const preflight = `Resources:\n  OrdersOptions:\n${options("!ImportValue users-api", "!ImportValue orders", "PUT")}`;
    const orders = `${ORDERS}Outputs:\n  OrdersId: {Value: !Ref Orders, Export: {Name: orders}}\n`;
    expect(await findings({ ...SPLIT, "orders.yaml": orders, "preflight.yaml": preflight })).toEqual([]);
    expect(await findings({ ...SPLIT, "orders.yaml": orders }, ["orders.yaml"])).toEqual([]);
  });

  it("lead to no finding about the order in which stacks are deployed", async () => {
    const later = `${ORDERS}  Again:\n    Type: AWS::ApiGateway::Deployment\n    Properties: {RestApiId: !ImportValue users-api, StageName: prod}\n`;
    expect(await findings({ "api.yaml": API, "users.yaml": USERS })).toEqual([]);
    expect(await findings({ ...SPLIT, "orders.yaml": later })).toEqual(["missing-options-method orders.yaml:7", "incomplete-deployment-dependencies orders.yaml:8"]);
  });

  it("are simulated together", async () => {
    const argv = ["--origin", "https://app.example.com", "--method", "PUT", "--path", "/users", "--header", "content-type: application/json"];
    const { out, code } = await run(["simulate", ...argv, "api.yaml", "users.yaml"], { files: SPLIT });
    expect(out).toContain("PUT");
    expect(code).toBe(0);
    const apart = await run(["simulate", ...argv, "api.yaml", "users.yaml"], { files: { ...SPLIT, "users.yaml": USERS.replaceAll("users-", "orders-") } });
    expect([apart.code, apart.err]).toEqual([2, expect.stringContaining("simulate needs one template: api.yaml, users.yaml take nothing from each other")]);
  });

  it("are explained together", async () => {
    const { out } = await run(["explain", "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.", "."], { files: SPLIT });
    expect(out).toContain("orders.yaml:7");
  });

  it("are judged in one part of a run", async () => {
    for (const count of [2, 3, 5]) {
      const parts = await Promise.all(Array.from({ length: count }, (_, index) => findings(SPLIT, ["--shard", `${index + 1}/${count}`, "."])));
      expect(parts.flat()).toEqual(["missing-options-method orders.yaml:7"]);
    }
  });

  it("hear what their suppressions do not suppress", async () => {
    const orders = ORDERS.replace("  UpdateOrder:\n", "  # cors-lint-disable-next-line null-origin\n  UpdateOrder:\n");
    expect(await findings({ ...SPLIT, "orders.yaml": orders })).toEqual(["unused-suppression orders.yaml:5", "missing-options-method orders.yaml:8"]);
    const silenced = ORDERS.replace("  UpdateOrder:\n    Type: AWS::ApiGateway::Method\n", "  UpdateOrder:\n    Type: AWS::ApiGateway::Method\n    Metadata: {cors-lint: {disable: {missing-options-method: services only}}}\n");
    expect(await findings({ ...SPLIT, "orders.yaml": silenced })).toEqual([]);
    const note = "Metadata: {cors-lint: {disable: {missing-options-method: services only}}}\n";
    expect(await findings({ ...SPLIT, "orders.yaml": `${note}${ORDERS}` })).toEqual([]);
    expect(await findings({ ...SPLIT, "api.yaml": `${note}${API}` })).toEqual(["unused-suppression api.yaml:1", "missing-options-method orders.yaml:7"]);
  });

  it("keep what each says of who calls its APIs", async () => {
    const note = "Metadata: {cors-lint: {clients: service}}\n";
    expect(await findings({ ...SPLIT, "orders.yaml": `${note}${ORDERS}` })).toEqual(["missing-options-method orders.yaml:8"]);
    expect(await findings({ ...SPLIT, "api.yaml": `${note}${API}` })).toEqual([]);
  });

  it("are compared together with what they were", async () => {
    const before = Object.fromEntries(Object.entries(SPLIT).map(([name, text]) => [`old/${name}`, text]));
    const preflight = API.replace("'PUT'", "'DELETE'");
    const after = { ...Object.fromEntries(Object.entries(SPLIT).map(([name, text]) => [`new/${name}`, text])), "new/api.yaml": preflight };
    const { out, code } = await run(["diff", "--format", "json", "old", "new"], { files: { ...before, ...after } });
    expect(code).toBe(1);
    expect(JSON.stringify(JSON.parse(out))).toContain("PUT /users");
    const { code: same } = await run(["diff", "old", "new"], { files: { ...before, ...Object.fromEntries(Object.entries(SPLIT).map(([name, text]) => [`new/${name}`, text])) } });
    expect(same).toBe(0);
  });

  it("are fixed in the file that is to blame", async () => {
    const files = { ...SPLIT, "api.yaml": API.replace("'https://app.example.com'", "'https://app.example.com/'") };
    const { files: after } = await run(["--fix", "."], { files });
    expect(new TextDecoder().decode(after.read("/project/api.yaml") as Uint8Array)).toBe(API);
    expect(new TextDecoder().decode(after.read("/project/orders.yaml") as Uint8Array)).toBe(ORDERS);
  });
});

describe("names of exports", () => {
  const named = (text: string, name: string): string => text.replaceAll("users-api", name).replaceAll(/(?<=ImportValue )(\S+?)(?=[,}\s])/gu, "$1");
  const sub = (text: string, prefix: string): string => text.replaceAll(/!ImportValue (users-\w+)/gu, `{"Fn::ImportValue": !Sub "${prefix}$1"}`).replaceAll(/Name: (users-\w+)\}/gu, `Name: !Sub "${prefix}$1"}`);
  const withParameters = (text: string, parameters: string): string => `Parameters: ${parameters}\n${text}`;
  const together = ["missing-options-method orders.yaml:7"];
  const pair = (api: string, orders: string): Files => ({ "api.yaml": api, "orders.yaml": orders, "users.yaml": USERS });
  const stage = "{Stage: {Type: String}}";
  const enumerated = "{Stage: {Type: String, AllowedValues: [dev, prod]}}";

  it.each<[string, string, string, readonly string[]]>([
    ["of one parameter", withParameters(sub(API, "${Stage}-"), stage), withParameters(sub(ORDERS, "${Stage}-"), stage), ["missing-options-method orders.yaml:8"]],
    ["of one parameter with choices", withParameters(sub(API, "${Stage}-"), enumerated), withParameters(sub(ORDERS, "${Stage}-"), enumerated), ["missing-options-method orders.yaml:8"]],
    ["of parameters with two names", withParameters(sub(API, "${Stage}-"), stage), withParameters(sub(ORDERS, "${Env}-"), "{Env: {Type: String}}"), ["missing-options-method orders.yaml:8"]],
    ["of the stack, which a parameter names", sub(API, "${AWS::StackName}-"), withParameters(sub(ORDERS, "${ApiStack}-"), "{ApiStack: {Type: String, Default: users}}"), ["missing-options-method orders.yaml:8"]],
    ["of the region", sub(API, "${AWS::Region}-"), sub(ORDERS, "${AWS::Region}-"), together],
    ["of a default", API, withParameters(sub(ORDERS, "${Prefix}"), "{Prefix: {Type: String, Default: ''}}"), ["missing-options-method orders.yaml:8"]],
    ["of two stacks' own names", sub(API, "${AWS::StackName}-"), sub(ORDERS, "${AWS::StackName}-"), []],
    ["of parameters whose defaults differ, with two names", withParameters(sub(API, "${Stage}-"), "{Stage: {Type: String, Default: prod}}"), withParameters(sub(ORDERS, "${Env}-"), "{Env: {Type: String, Default: dev}}"), []],
    ["of one of several choices", withParameters(sub(API, "${Stage}-"), enumerated), named(ORDERS.replaceAll("users-", "prod-users-"), "prod-users-api"), []],
    ["of a text that nobody knows", API, withParameters(sub(ORDERS, "${Prefix}"), "{Prefix: {Type: String}}"), []],
  ])("%s", async (_name, api, orders, expected) => {
    expect((await findings({ "api.yaml": api, "orders.yaml": orders })).map((line) => line.replace(/ Stage=.*$/u, ""))).toEqual(expected);
  });

  it("mean one scenario for all stacks", async () => {
    const files = pair(withParameters(sub(API, "${Stage}-").replace(`"'PUT'"`, `!If [IsProd, "'PUT'", "'DELETE'"]`).replace("Resources:", "Conditions: {IsProd: !Equals [!Ref Stage, prod]}\nResources:"), enumerated), "");
    const users = withParameters(sub(USERS, "${Stage}-").replace("Resources:", "Conditions: {IsProd: !Equals [!Ref Stage, prod]}\nResources:").replace("    Type: AWS::ApiGateway::Method\n", "    Type: AWS::ApiGateway::Method\n    Condition: IsProd\n"), enumerated);
    expect(await findings({ "api.yaml": files["api.yaml"] ?? "", "users.yaml": users })).toEqual([]);
    expect(await findings({ "api.yaml": files["api.yaml"] ?? "", "users.yaml": users.replace("    Condition: IsProd\n", "") })).toEqual(["missing-allow-method api.yaml:24 Stage=dev"]);
  });

  it("of different values that were given do not meet", async () => {
    const files = { "api.yaml": withParameters(sub(API, "${Stage}-"), stage), "orders.yaml": withParameters(sub(ORDERS, "${Stage}-"), stage), "samconfig.toml": "" };
    expect(await findings(files, ["-p", "Stage=prod", "."])).toEqual(["missing-options-method orders.yaml:8"]);
    const apart = { "api/template.yaml": files["api.yaml"], "orders/template.yaml": files["orders.yaml"], "api/samconfig.toml": '[default.deploy.parameters]\nparameter_overrides = "Stage=prod"\n', "orders/samconfig.toml": '[default.deploy.parameters]\nparameter_overrides = "Stage=dev"\n' };
    expect(await findings(apart)).toEqual([]);
  });
});

describe("what is called alike in two stacks", () => {
  const handler = "  Handler:\n    Type: AWS::Lambda::Function\n    Properties: {Runtime: nodejs22.x, Handler: index.handler, Role: \"arn:aws:iam::123456789012:role/users\", Code: {S3Bucket: code, S3Key: code.zip}}\n";
  const api = API.replace("Outputs:\n", `${handler}Outputs:\n`);
  const users = `${USERS.replace(/Integration: .*$/mu, 'Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Handler.Arn}/invocations"}}')}${handler}`;

  it.each([
    ["the file", { "api.yaml": api, "users.yaml": users }, ["."]],
    ["the folder, where the files are called alike", { "api/.serverless/stack.yaml": api, "users/.serverless/stack.yaml": users }, ["api/.serverless", "users/.serverless"]],
    ["the folder of SAM's template", { "api/template.yaml": api, "users/template.yaml": users }, ["."]],
  ])("is told apart by %s", async (_name, files, argv) => {
    const { out } = await run(["routes", ...argv], { files });
    expect(out).toContain("Lambda function users.Handler");
  });
});

describe("what samconfig calls a stack", () => {
  const api = API.replaceAll(/Name: (users-\w+)\}/gu, 'Name: !Sub "${AWS::StackName}-$1"}');
  const orders = `Parameters: {ApiStack: {Type: String, Default: shop}}\n${ORDERS.replaceAll(/!ImportValue (users-\w+)/gu, '{"Fn::ImportValue": !Sub "${ApiStack}-$1"}')}`;
  const called = (name: string): string => `version = 0.1\n[default.deploy.parameters]\nstack_name = "${name}"\n`;
  const both: Files = { "shop/template.yaml": api, "blog/template.yaml": api, "orders/template.yaml": orders };

  it("tells stacks apart that export under their own names", async () => {
    expect(await findings(both)).toEqual([]);
    const named = { ...both, "shop/samconfig.toml": called("shop"), "blog/samconfig.toml": called("blog") };
    expect(await findings(named)).toEqual(["missing-options-method orders/template.yaml:8"]);
    expect(await findings(named, ["-p", "ApiStack=blog", "."])).toEqual(["missing-options-method orders/template.yaml:8"]);
    expect(await findings(named, ["-p", "ApiStack=news", "."])).toEqual([]);
    expect(await findings(named, ["--no-samconfig", "."])).toEqual([]);
  });

  it("is of the environment that is chosen", async () => {
    const named = { "shop/template.yaml": api, "orders/template.yaml": orders, "shop/samconfig.toml": called("news").replace("default", "prod") };
    expect(await findings(named)).toEqual(["missing-options-method orders/template.yaml:8"]);
    expect(await findings(named, ["--config-env", "prod", "."])).toEqual([]);
  });
});

describe("what is not sure to belong together stays apart", () => {
  it("a name that two stacks export", async () => {
    expect(await findings({ ...SPLIT, "copy/api.yaml": API })).toEqual([]);
  });

  it("two stacks that would add the same", async () => {
    expect(await findings({ ...SPLIT, "copy/orders.yaml": ORDERS })).toEqual([]);
  });

  it("folders for stages, with the same names in each", async () => {
    const both = Object.fromEntries(["dev", "prod"].flatMap((folder) => Object.entries(SPLIT).map(([name, text]) => [`${folder}/${name}`, text])));
    expect(await findings(both)).toEqual([]);
    expect(await findings(both, ["dev"])).toEqual(["missing-options-method dev/orders.yaml:7"]);
  });

  it("a name that might be another's in some deployment", async () => {
    const other = API.replaceAll("users-", "orders-").replaceAll("Name: orders-api", "Name: !Sub '${Prefix}-api'").replace("Resources:", "Parameters: {Prefix: {Type: String}}\nResources:");
    expect(await findings({ "api.yaml": API, "orders.yaml": ORDERS, "other.yaml": other })).toEqual([]);
  });

  it("stacks that take from each other in a circle are read all the same", async () => {
    const loop = (own: string, other: string): string => `Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {Name: !ImportValue ${other}}\nOutputs:\n  Out: {Value: !ImportValue ${other}, Export: {Name: ${own}}}\n`;
    expect(await findings({ "a.yaml": loop("a", "b"), "b.yaml": loop("b", "a") })).toEqual([]);
  });
});

describe("stacks that import something else", () => {
  const HTTP = `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: users, ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ["https://app.example.com"], AllowMethods: [GET], AllowHeaders: [content-type]}}
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true}
Outputs:
  ApiId: {Value: !Ref Api, Export: {Name: users-api}}
`;
  const route = (target: string): string => `Resources:
  UpdateUser:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !ImportValue users-api, RouteKey: PUT /users, Target: !Sub "integrations/\${Backend}"}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {ApiId: !ImportValue users-api, ${target}}
`;

  it("routes of an HTTP API are judged by its CORS configuration", async () => {
    const routes = route('IntegrationType: HTTP_PROXY, IntegrationMethod: PUT, IntegrationUri: "https://backend.example.com", PayloadFormatVersion: "1.0"');
    expect(await findings({ "api.yaml": HTTP, "routes.yaml": routes })).toEqual(["missing-allow-method api.yaml:4"]);
    expect(await findings({ "routes.yaml": routes })).toEqual([]);
  });

  const FUNCTION = `Resources:
  UpdateUser:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs22.x, Handler: index.handler, Role: "arn:aws:iam::123456789012:role/users", Code: {ZipFile: "exports.handler = async () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'https://app.example.com/' }, body: '' });"}}
Outputs:
  Arn: {Value: !GetAtt UpdateUser.Arn, Export: {Name: update-user}}
`;

  it("a function of another stack is the one behind the route", async () => {
    const api = `${API.replace(/Outputs:[^]*$/u, "")}  UpdateUserMethod:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Users
      HttpMethod: PUT
      AuthorizationType: NONE
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri:
          Fn::Sub:
            - arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Arn}/invocations
            - Arn: !ImportValue update-user
`.replace("DependsOn: UsersOptions", "DependsOn: [UsersOptions, UpdateUserMethod]");
    const found = await findings({ "api.yaml": api, "function.yaml": FUNCTION });
    expect(found.filter((line) => line.includes("function.yaml"))).toEqual(["handler-malformed-origin function.yaml:4"]);
    const { out } = await run(["routes", "--format", "json", "."], { files: { "api.yaml": api, "function.yaml": FUNCTION } });
    expect(out).toContain("https://app.example.com/");
  });

  it("a user pool of another stack tells who calls the API", async () => {
    const pool = `Resources:
  Web: {Type: AWS::Amplify::App, Properties: {Name: web}}
  Pool: {Type: AWS::Cognito::UserPool}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, CallbackURLs: ["https://app.example.com/callback"], AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid], AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: [COGNITO]}
Outputs:
  PoolArn: {Value: !GetAtt Pool.Arn, Export: {Name: users-pool}}
`;
    const api = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: users}
  Users:
${child("!Ref Api", "!GetAtt Api.RootResourceId", "users")}  Authorizer:
    Type: AWS::ApiGateway::Authorizer
    Properties: {RestApiId: !Ref Api, Name: pool, Type: COGNITO_USER_POOLS, IdentitySource: method.request.header.Authorization, ProviderARNs: [!ImportValue users-pool]}
  ListUsers:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !Ref Users, HttpMethod: GET, AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Authorizer, Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://backend.example.com"}}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: ListUsers
    Properties: {RestApiId: !Ref Api, StageName: prod}
`;
    // One doubt about the API as a whole, or an error about the method.
    expect(await findings({ "api.yaml": api })).toEqual(["missing-options-method api.yaml:2"]);
    expect(await findings({ "api.yaml": api, "pool.yaml": pool })).toContain("missing-options-method api.yaml:13");
  });

  it("an origin that another stack exports is known", async () => {
    const web = 'Parameters: {Host: {Type: String, Default: app.example.com}}\nResources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs:\n  Origin: {Value: !Sub "https://${Host}/", Export: {Name: web-origin}}\n';
    expect(await findings({ "web.yaml": web, "api.yaml": HTTP.replace('"https://app.example.com"', "!ImportValue web-origin") })).toEqual(["trailing-slash-origin api.yaml:4"]);
  });

  it("stacks that only share a network are judged one by one", async () => {
    const network = "Resources: {Vpc: {Type: AWS::EC2::VPC}, Endpoint: {Type: AWS::EC2::VPCEndpoint}}\nOutputs:\n  Endpoint: {Value: !Ref Endpoint, Export: {Name: endpoint}}\n";
    const api = API.replace("{Name: users}", "{Name: users, EndpointConfiguration: {Types: [PRIVATE], VpcEndpointIds: [!ImportValue endpoint]}}");
    const { out } = await run(["routes", "--format", "json", "."], { files: { "network.yaml": network, "a.yaml": api, "b.yaml": api.replaceAll("users-", "orders-") } });
    expect(JSON.parse(out).routes.map(({ api: id }: { readonly api: string }) => id)).toEqual(["Api", "Api"]);
  });
});

describe("stacks of a cloud assembly", () => {
  const asks = (from: "Fn::ImportValue" | "Fn::GetStackOutput", output: string, region?: unknown): unknown => (from === "Fn::ImportValue" ? { [from]: `Api:${output}` } : { [from]: { StackName: "Api", OutputName: output, ...(region === undefined ? {} : { Region: region }) } });
  const template = (resources: unknown, outputs: unknown = {}): string => JSON.stringify({ Resources: resources, Outputs: outputs });
  const mock = { Type: "HTTP_PROXY", IntegrationHttpMethod: "PUT", Uri: "https://backend.example.com" };

  function assembly(from: "Fn::ImportValue" | "Fn::GetStackOutput", { environment = "aws://unknown-account/unknown-region", apiEnvironment = environment, region }: { readonly environment?: string; readonly apiEnvironment?: string; readonly region?: unknown } = {}): Files {
    const offer = (name: string, value: unknown): object => ({ [name]: { Value: value, ...(from === "Fn::ImportValue" && { Export: { Name: `Api:${name}` } }) } });
    const api = template(
      { Users: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" }, Metadata: { "aws:cdk:path": "Api/Users/Resource", "cors-lint": { clients: "browser" } } } },
      { ...offer("PublishOutputRefUsers", { Ref: "Users" }), ...offer("PublishOutputRootUsers", { "Fn::GetAtt": ["Users", "RootResourceId"] }) },
    );
    const orders = template({
      Users: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: asks(from, "PublishOutputRefUsers", region), ResourceId: asks(from, "PublishOutputRootUsers", region), HttpMethod: "PUT", AuthorizationType: "NONE", Integration: mock }, Metadata: { "aws:cdk:path": "Orders/Users/Resource" } },
    });
    const stack = (id: string, where: string): object => ({ [id]: { type: "aws:cloudformation:stack", environment: where, properties: { templateFile: `${id}.template.json` } } });
    return { "manifest.json": JSON.stringify({ version: "48.0.0", artifacts: { ...stack("Api", apiEnvironment), ...stack("Orders", environment) } }), "Api.template.json": api, "Orders.template.json": orders };
  }

  const below = (folder: string, files: Files): Files => Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

  async function found(files: Files): Promise<readonly string[]> {
    const { out } = await run(["--format", "json", "."], { files });
    return jsonResult(out).findings.filter(({ rule }) => rule === "missing-options-method").map(({ file, constructPath = "" }) => `${file} ${constructPath}`);
  }

  it.each<[string, Files, boolean]>([
    ["imports", assembly("Fn::ImportValue"), true],
    ["weak references", assembly("Fn::GetStackOutput", { region: { Ref: "AWS::Region" } }), true],
    ["weak references to a region that is named", assembly("Fn::GetStackOutput", { environment: "aws://123456789012/eu-west-1", region: "eu-west-1" }), true],
    ["weak references to another region", assembly("Fn::GetStackOutput", { environment: "aws://123456789012/eu-west-1", region: "us-east-1" }), false],
    ["exports of another account", assembly("Fn::ImportValue", { environment: "aws://123456789012/eu-west-1", apiEnvironment: "aws://210987654321/eu-west-1" }), false],
  ])("are put together by %s", async (_name, files, together) => {
    expect(await found(below("cdk.out", files))).toEqual(together ? ["cdk.out/Orders.template.json Orders/Users/Resource"] : []);
  });

  it("are silent about what other stacks of the application add where they are alone", async () => {
    for (const from of ["Fn::ImportValue", "Fn::GetStackOutput"] as const) {
      const { out } = await run(["--format", "json", "cdk.out/Api.template.json"], { files: below("cdk.out", assembly(from)) });
      expect(jsonResult(out).notes.map(({ message }) => message)).toEqual(["out of view: the output PublishOutputRootUsers lets other stacks add to the API"]);
    }
  });

  it("mean those of the same synthesis", async () => {
    const files = { ...below("a/cdk.out", assembly("Fn::ImportValue")), ...below("b/cdk.out", assembly("Fn::ImportValue")) };
    expect(await found(files)).toEqual(["a/cdk.out/Orders.template.json Orders/Users/Resource", "b/cdk.out/Orders.template.json Orders/Users/Resource"]);
  });
});
