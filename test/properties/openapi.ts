import fc from "fast-check";
import { corsHeaders, origin, quoting, type Template } from "./templates.ts";

/** An OpenAPI body of a REST API, healthy or broken, with AWS's extensions. */
const FUNCTION_URI = { "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" };

const mockOperation = fc.record({ headers: corsHeaders, quote: quoting, declared: fc.boolean(), template: fc.constantFrom('{"statusCode": 200}', "{}", '{"statusCode": 500}'), status: fc.constantFrom("200", "204", 200) }).map(({ headers, quote, declared, template, status }) => ({
  responses: { [String(status)]: { description: "ok", ...(declared && { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: "string" } }])) }) } },
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { "application/json": template },
    responses: { default: { statusCode: String(status), responseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, quote(value)])) } },
  },
}));

const proxyOperation = fc.record({ key: fc.boolean() }).map(({ key }) => ({
  ...(key && { security: [{ key: [] }] }),
  responses: {},
  "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: FUNCTION_URI },
}));

const pathItem = fc
  .record({ get: fc.option(proxyOperation, { nil: undefined }), post: fc.option(proxyOperation, { nil: undefined }), any: fc.option(proxyOperation, { nil: undefined, freq: 4 }), options: fc.option(mockOperation, { nil: undefined }) })
  .map(({ get, post, any, options }) => ({ ...(get && { get }), ...(post && { post }), ...(any && { "x-amazon-apigateway-any-method": any }), ...(options && { options }) }));

const gatewayResponses = fc.option(fc.record({ type: fc.constantFrom("DEFAULT_4XX", "UNAUTHORIZED"), origin, quote: quoting }), { nil: undefined }).map((response) => (response ? { "x-amazon-apigateway-gateway-responses": { [response.type]: { responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": response.quote(response.origin) } } } } : {}));

export const restBody = fc.record({ paths: fc.dictionary(fc.constantFrom("/users", "/users/{id}", "/webhook", "/{proxy+}", "/"), pathItem, { minKeys: 1, maxKeys: 3 }), more: gatewayResponses }).map(({ paths, more }) => ({
  openapi: "3.0.1",
  info: { title: "users", version: "1" },
  paths,
  components: { securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } } },
  ...more,
}));

/** Templates whose REST API is written as an OpenAPI body. */
export const openApiTemplates: fc.Arbitrary<Template> = fc.record({ body: restBody, deployed: fc.boolean() }).map(({ body, deployed }) => ({
  AWSTemplateFormatVersion: "2010-09-09",
  Parameters: { Origin: { Type: "String", Default: "https://app.example.com" }, Domain: { Type: "String" } },
  Resources: {
    Function: { Type: "AWS::Lambda::Function", Properties: { Handler: "index.handler", Runtime: "nodejs22.x", Role: "arn:aws:iam::123456789012:role/x", Code: { S3Bucket: "b", S3Key: "k" } } },
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api", Body: body } },
    ...(deployed && {
      Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Api" } } },
      Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Api" }, DeploymentId: { Ref: "Deployment" }, StageName: "prod" } },
    }),
  },
}));
