import fc from "fast-check";
import { describe, it } from "vitest";
import { apisOf } from "../../src/aws/index.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import { httpApi, templateOf } from "./support.ts";

/** Builds every API of the template in every scenario and asks it everything that rules ask. */
function exercise(data: object): void {
  const template = templateOf(data);
  for (const outline of apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      const api = outline.build(template.world(scenario));
      if (!api) continue;
      void [api.intent, api.deployment, api.settings, api.corsBlocks];
      api.server.respond({ method: "OPTIONS", path: "//", headers: [["origin", "null"], ["access-control-request-method", "PUT"]] });
      for (const route of api.routes) {
        route.errorResponses();
        for (const { request } of route.browserRequests) predictFetch(api.server, request);
      }
    }
  }
}

const intrinsic = fc.oneof(
  fc.record({ Ref: fc.constantFrom("Users", "CreateUser", "Nothing", "AWS::NoValue", "AWS::Region", "__proto__") }),
  fc.record({ "Fn::Sub": fc.constantFrom("https://${Users}", "${", "${AWS::StackName}/*", "integrations/${Integration0}") }),
  fc.record({ "Fn::GetAtt": fc.constantFrom("CreateUser.Arn", "Users", "") }),
  fc.record({ "Fn::Split": fc.tuple(fc.constant(","), fc.string()) }),
);
const text = fc.constantFrom("*", "https://*", "https://app.example.com", "https://app.example.com/", "null", "", "GET", "put", "$default", "GET /users/{id}", "ANY /{proxy+}", "TRACE /x", "FOO BAR", "OPTIONS /", "$request.header.a b", "$request.header.Cookie", "JWT", "AWS_IAM", "CUSTOM", "WEBSOCKET", "{x}", "/\u0000", "__proto__");
const { tree: anything } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, text, intrinsic, fc.jsonValue({ maxDepth: 1 }), fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.constantFrom("AllowOrigins", "allowOrigins", "AllowCredentials", "MaxAge", "paths", "/users", "$default", "post", "x-amazon-apigateway-any-method", "x-amazon-apigateway-integration", "x-amazon-apigateway-cors", "security", "components", "securitySchemes", "$ref", "type", "uri", "constructor"), tie("tree"), { maxKeys: 5 })),
}));

describe("whatever stands in a template", () => {
  it("is read without throwing: HTTP APIs", () => {
    fc.assert(
      fc.property(anything, anything, anything, anything, anything, (cors, more, key, source, target) => {
        const resources = {
          Odd: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "Users" }, RouteKey: key, Target: target, AuthorizationType: "CUSTOM", AuthorizerId: { Ref: "Auth" } } },
          Auth: { Type: "AWS::ApiGatewayV2::Authorizer", Properties: { ApiId: { Ref: "Users" }, IdentitySource: source } },
          Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: { Ref: "Users" }, StageName: target, AutoDeploy: more } },
          Foreign: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: target, RouteKey: key } },
        };
        exercise(httpApi({ cors, api: { Body: more, Target: target, ProtocolType: source }, routes: { "GET /users": {} }, resources }));
      }),
      { numRuns: 400 },
    );
  });

  it("is read without throwing: function URLs and their surroundings", () => {
    fc.assert(
      fc.property(anything, anything, anything, (cors, target, odd) => {
        exercise({
          Resources: {
            CreateUser: { Type: "AWS::Lambda::Function", Properties: { Environment: { Variables: odd } } },
            Url: { Type: "AWS::Lambda::Url", Metadata: odd, Properties: { Cors: cors, TargetFunctionArn: target, AuthType: odd } },
            Distribution: { Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: { Origins: odd } } },
            Client: { Type: "AWS::Cognito::UserPoolClient", Properties: { CallbackURLs: odd } },
            Destination: { Type: "AWS::Events::ApiDestination", Properties: { InvocationEndpoint: target } },
          },
          Outputs: odd,
        });
      }),
      { numRuns: 400 },
    );
  });
});
