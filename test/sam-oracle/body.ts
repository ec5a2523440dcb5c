import fc from "fast-check";
import { type Any, keyed, map, NO_VALUE, one, rarely, ref, several, type Slip, sub, when } from "./vocabulary.ts";

export const PATHS = ["/users", "/users/", "/users/{id}", "/", "/files/{proxy+}", "/orders"];

const INVOCATION = sub("arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function1.Arn}/invocations");

/** `DefinitionBody`: OpenAPI 3 for an HTTP API, any version for a REST API. */
export function body(slip: Slip, kind: "rest" | "http"): Any {
  const parts = {
    info: rarely(80, slip(one({ title: "Users", version: "1" }, { title: ref("AWS::StackName") }, { title: ref("AWS::StackName"), description: "of users" }))),
    paths: slip(keyed(several(kind === "http" ? [...PATHS, "$default"] : PATHS, 0, 3), slip(pathItem(slip)))),
    securityDefinitions: rarely(15, slip(one({ Other: { type: "apiKey" } }))),
    components: rarely(15, slip(one({ schemas: { User: { type: "object" } } }, { securitySchemes: { Other: {} } }, null))),
    definitions: rarely(10, one({ User: { type: "object" } })),
    "x-amazon-apigateway-cors": rarely(kind === "http" ? 15 : 2, slip(one({ allowOrigins: ["https://app.example.com"], maxAge: 3 }))),
    tags: rarely(10, slip(one([{ name: "T1", description: "of users" }]))),
    servers: rarely(10, slip(one([{ url: "https://api.example.com" }, { "x-amazon-apigateway-endpoint-configuration": { a: 1 } }]))),
    "x-amazon-apigateway-gateway-responses": rarely(10, one({ DEFAULT_5XX: { statusCode: "500" } })),
    "x-amazon-apigateway-policy": rarely(5, one({ Statement: { Effect: "Allow" } })),
    "x-amazon-apigateway-endpoint-configuration": rarely(5, slip(one({ vpcEndpointIds: ["a"] }))),
  };
  const swagger = map({ swagger: slip(one("2.0", 2.0)), ...parts });
  const openApi = map({ openapi: slip(one("3.0.1", "3.0.1", "3.0.1", "3.0", 3.0)), ...parts });
  return kind === "http" ? openApi : fc.oneof(swagger, openApi);
}

function pathItem(slip: Slip): Any {
  const methods = several(["get", "post", "options", "x-amazon-apigateway-any-method", "put", "any", "delete"], 1, 3);
  const maybeOperation = fc.oneof({ weight: 3, arbitrary: operation(slip) }, { weight: 1, arbitrary: operation(slip).map((written) => when("IsProd", written, NO_VALUE)) });
  const plain = fc.tuple(keyed(methods, slip(maybeOperation)), map({ parameters: rarely(15, one([{ name: "id", in: "path" }])), summary: rarely(5, one("Users")) })).map(([operations, rest]) => ({ ...operations, ...rest }));
  const other = fc.oneof(fc.constant(NO_VALUE), operation(slip).map((written) => ({ get: written })), operation(slip).map((written) => ({ put: written })));
  const conditional = fc.tuple(plain, other).map(([then, otherwise]) => when("IsTest", then, otherwise));
  return fc.oneof({ weight: 85, arbitrary: plain }, { weight: 15, arbitrary: conditional });
}

function operation(slip: Slip): Any {
  return map({
    responses: slip(one({}, {}, {}, { "200": { headers: { "X-Total": { type: "string" } } } })),
    "x-amazon-apigateway-integration": rarely(85, one({ type: "aws_proxy", httpMethod: "POST", uri: INVOCATION })),
    security: rarely(25, slip(one([{ Users: [] }], [{ NONE: [] }], [{ api_key: [] }], [{ api_key: [] }, { Admins: ["read"] }], [{ AWS_IAM: [] }], [{ other: [] }], []))),
    parameters: rarely(15, one([{ name: "id", in: "query" }])),
  });
}
