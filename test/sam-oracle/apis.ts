import fc from "fast-check";
import { httpAuth, restAuth } from "./auth.ts";
import { body } from "./body.ts";
import { httpCors, restCors } from "./cors.ts";
import { domain } from "./domain.ts";
import { type Any, type Data, keyed, map, one, rarely, ref, several, type Slip, sub, withStranger } from "./vocabulary.ts";

/** Properties of `AWS::Serverless::Api` that `Globals` may hold too. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html */
function commonRest(slip: Slip): Readonly<Record<string, Any>> {
  return {
    Cors: rarely(60, slip(restCors(slip))),
    Auth: rarely(50, slip(restAuth(slip))),
    GatewayResponses: rarely(20, slip(gatewayResponses(slip))),
    BinaryMediaTypes: rarely(20, slip(one(["image~1png", "*~1*", ref("Text")]))),
    OpenApiVersion: rarely(30, slip(one("3.0.1", "2.0", "3.0"))),
    MethodSettings: rarely(10, slip(one([{ HttpMethod: "*" }]))),
    TracingEnabled: rarely(10, slip(one(true))),
    EndpointConfiguration: rarely(20, slip(one("REGIONAL", "EDGE", { Type: "PRIVATE", VPCEndpointIds: ["a"] }, { Type: "PRIVATE", VpcEndpointIds: ["a"] }, { Type: "REGIONAL", IpAddressType: "ipv4" }))),
    Name: rarely(20, slip(one("users"))),
    Domain: rarely(12, slip(domain(slip, "rest"))),
    MinimumCompressionSize: rarely(10, slip(one(5))),
    CacheClusterEnabled: rarely(10, slip(one(true))),
    Variables: rarely(10, slip(one({ a: "b" }))),
    AlwaysDeploy: rarely(10, slip(one(true))),
    PropagateTags: rarely(10, slip(one(true))),
    MergeDefinitions: rarely(10, slip(one(true))),
  };
}

export function restGlobals(slip: Slip): fc.Arbitrary<Data> {
  return withStranger(slip, map(commonRest(slip)), "Nope");
}

export function restApi(slip: Slip): fc.Arbitrary<Data> {
  const own = map({
    StageName: slip(one("Prod", "v1", "my-stage", ref("Text"), sub("${Text}"))),
    ...commonRest(slip),
    Models: rarely(15, slip(one({ User: { type: "object" } }))),
    FailOnWarnings: rarely(10, slip(one(true))),
    DisableExecuteApiEndpoint: rarely(15, slip(one(true, false))),
    Description: rarely(10, slip(one("of users"))),
    Mode: rarely(10, one("overwrite")),
    Tags: rarely(15, slip(one({ team: "users" }))),
    ApiKeySourceType: rarely(10, one("HEADER")),
    Policy: rarely(5, one({ a: 1 })),
    SecurityPolicy: rarely(5, one("TLS_1_2")),
    // What the AWS console writes: SAM made the body and may add to it.
    __MANAGE_SWAGGER: rarely(3, one(true, false)),
  });
  return withStranger(slip, withDefinition(slip, own, body(slip, "rest"), one("s3://bucket/key", "s3://bucket/key?versionId=3", "./openapi.yaml", { Bucket: "bucket", Key: "key" })), "Nope");
}

/** Properties of `AWS::Serverless::HttpApi` that `Globals` may hold too. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
function commonHttp(slip: Slip): Readonly<Record<string, Any>> {
  return {
    CorsConfiguration: rarely(60, slip(httpCors(slip))),
    Auth: rarely(50, slip(httpAuth(slip))),
    Tags: rarely(20, slip(one({ team: "users" }))),
    RouteSettings: rarely(15, slip(one({ "GET /users": { a: 1 } }))),
    DefaultRouteSettings: rarely(15, slip(one({ ThrottlingBurstLimit: 5 }))),
    FailOnWarnings: rarely(20, slip(one(true, false))),
    StageVariables: rarely(10, slip(one({ a: "b" }))),
    AccessLogSettings: rarely(10, slip(one({ a: "b" }))),
    Domain: rarely(12, slip(domain(slip, "http"))),
    PropagateTags: rarely(10, slip(one(true))),
  };
}

export function httpGlobals(slip: Slip): fc.Arbitrary<Data> {
  return withStranger(slip, map(commonHttp(slip)), "Nope");
}

export function httpApi(slip: Slip): fc.Arbitrary<Data> {
  const own = map({
    ...commonHttp(slip),
    StageName: rarely(30, slip(one("Prod", "$default", "my-stage", ref("Text")))),
    Name: rarely(15, slip(one("users"))),
    Description: rarely(15, slip(one("of users"))),
    DisableExecuteApiEndpoint: rarely(15, slip(one(true, false))),
  });
  return withStranger(slip, withDefinition(slip, own, body(slip, "http"), one("s3://bucket/key", "openapi.yaml", { Bucket: "bucket", Key: "key" })), "Nope");
}

/** A body, the address of one, or neither. */
function withDefinition(slip: Slip, properties: fc.Arbitrary<Data>, inline: Any, uri: Any): fc.Arbitrary<Data> {
  const definition = fc.oneof(
    { weight: 48, arbitrary: fc.constant<Data>({}) },
    { weight: 45, arbitrary: map({ DefinitionBody: slip(inline) }) },
    { weight: 7, arbitrary: map({ DefinitionUri: slip(uri) }) },
  );
  return fc.tuple(properties, definition).map(([written, defined]) => ({ ...written, ...defined }));
}

function gatewayResponses(slip: Slip): Any {
  const parameters = keyed(several(["Headers", "Paths", "QueryStrings"], 1, 2), slip(one({ "Access-Control-Allow-Origin": "'*'" })));
  const response = map({
    StatusCode: rarely(50, slip(one(401, "403"))),
    ResponseParameters: rarely(70, slip(withStranger(slip, parameters, "Footers"))),
    ResponseTemplates: rarely(30, slip(one({ "application/json": "{}" }))),
  });
  return keyed(several(["DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED"], 1, 2), slip(withStranger(slip, response, "Foo")));
}

/** `AWS::Serverless::WebSocketApi`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html */
export function webSocketApi(slip: Slip): fc.Arbitrary<Data> {
  const route = map({ FunctionArn: one({ "Fn::GetAtt": ["Function1", "Arn"] }), RequestParameters: rarely(10, one({ a: {} })), IntegrationTimeout: rarely(20, one(3)) });
  const custom = { AuthType: "CUSTOM", AuthArn: "arn:aws:lambda:x" };
  return map({
    RouteSelectionExpression: one("$request.body.action"),
    Routes: slip(keyed(several(["$connect", "$default", "$disconnect", "sendMsg", "join"], 1, 3), slip(route))),
    StageName: rarely(40, slip(one("prod", "v1", ref("Text")))),
    Auth: rarely(30, slip(one({ AuthType: "AWS_IAM" }, { AuthType: "NONE" }, { ...custom, IdentitySource: ["a"] }, { ...custom, InvokeRole: "arn:aws:iam::123456789012:role/users" }))),
    Tags: rarely(20, one({ team: "users" })),
    PropagateTags: rarely(30, one(true, false)),
    RouteSettings: rarely(20, slip(one({ a: { b: 1 } }))),
    Name: rarely(30, slip(one("users"))),
    Domain: rarely(10, slip(domain(slip, "http"))),
    IpAddressType: rarely(20, slip(one("ipv4", "dualstack"))),
  });
}
