import { describe, expect, it } from "vitest";
import { apiIn, templateOf } from "./support.ts";

const CODE = "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } });";
const FUNCTION = { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x", Handler: "index.handler", Role: "arn:aws:iam::123456789012:role/users", Code: { ZipFile: CODE } } };
const URI = { "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Users.Arn}/invocations" };

const APIS = {
  rest: {
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" } },
    Method: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Api" }, ResourceId: { "Fn::GetAtt": ["Api", "RootResourceId"] }, HttpMethod: "GET", AuthorizationType: "NONE", Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: URI } } },
  },
  http: {
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP" } },
    Route: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "Api" }, RouteKey: "GET /users", Target: { "Fn::Sub": "integrations/${Integration}" } } },
    Integration: { Type: "AWS::ApiGatewayV2::Integration", Properties: { ApiId: { Ref: "Api" }, IntegrationType: "AWS_PROXY", IntegrationUri: { "Fn::GetAtt": ["Users", "Arn"] }, PayloadFormatVersion: "2.0" } },
  },
  "function-url": { Url: { Type: "AWS::Lambda::Url", Properties: { TargetFunctionArn: { Ref: "Users" }, AuthType: "NONE" } } },
  bucket: { Pages: { Type: "AWS::S3::Bucket", Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: ["https://app.example.com"], AllowedMethods: ["GET"] }] } } } },
} as const;

/** Seventy rules ask each route: an answer that is made anew for each of them costs a large API its square, and no prediction is found again. */
describe("what is asked of a route again is not worked out again", () => {
  it.each(["rest", "http", "function-url", "bucket"] as const)("of an API of the kind %s", (kind) => {
    const [route] = apiIn(templateOf({ Resources: { Users: FUNCTION, ...APIS[kind] } }), kind).routes;
    expect(route?.browserRequests.map(({ request }) => request.origin)).toContain("https://app.example.com");
    expect(route?.browserRequests).toBe(route?.browserRequests);
    expect(route?.intent).toBe(route?.intent);
  });
});
