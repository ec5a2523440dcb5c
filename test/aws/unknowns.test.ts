import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FetchRequest } from "../../src/fetch/index.ts";
import { apiIn, httpApi, outcome, requestTo, templateOf } from "./support.ts";

const ORIGINS = ["*", "https://*", "http://*", "https://app.example.com", "https://app.example.com/", "https://*.example.com", "app.example.com", "https://www.example.com", "capacitor://localhost"];
const METHODS = ["*", "GET", "put", "PUT", "POST"];
const HEADERS = ["*", "content-type", "Authorization", "content-type,authorization"];
const KEYS = ["GET /users", "PUT /users", "ANY /users", "OPTIONS /users", "ANY /{proxy+}", "OPTIONS /{proxy+}", "$default"];
const TYPES = ["NONE", "JWT", "AWS_IAM", "CUSTOM"];
const NAMES = ["Origin", "Method", "Header", "Credentials", "Key", "Type"] as const;

/** A leaf of the template: a text, or a parameter that has this text as its value. */
interface Leaf {
  readonly text: string;
  readonly parameter: (typeof NAMES)[number] | undefined;
}

const leaf = (name: (typeof NAMES)[number], texts: readonly string[]): fc.Arbitrary<Leaf> =>
  fc.record({ text: fc.constantFrom(...texts), parameter: fc.constantFrom(undefined, undefined, undefined, name) });

const request: fc.Arbitrary<FetchRequest> = fc
  .record({
    method: fc.constantFrom("GET", "PUT", "POST"),
    path: fc.constantFrom("/users", "/other", "/"),
    headers: fc.subarray([["content-type", "application/json"], ["authorization", "Bearer token"], ["x-amz-date", "20260101T000000Z"]] as [string, string][]),
    credentials: fc.constantFrom("same-origin", "include" as const),
  })
  .map(({ path, ...more }) => requestTo(path, more));

/**
 * Unknown is never wrong: what is predicted while parameters are not known holds whatever their values turn out to be.
 */
describe("a prediction that rests on unknown parameters", () => {
  it("agrees with the one for any of their values", () => {
    let decided = 0;
    fc.assert(
      fc.property(
        fc.array(leaf("Origin", ORIGINS), { maxLength: 3 }), fc.array(leaf("Method", METHODS), { maxLength: 2 }), fc.array(leaf("Header", HEADERS), { maxLength: 2 }), leaf("Credentials", ["true", "false"]),
        // AWS takes no route key twice.
        fc.uniqueArray(fc.record({ key: leaf("Key", KEYS), type: leaf("Type", TYPES) }), { minLength: 1, maxLength: 3, selector: ({ key }) => key.text }), fc.boolean(), request,
        (origins, methods, headers, credentials, routes, hasCors, asked) => {
          const given: Record<string, string> = {};
          const written = ({ text, parameter }: Leaf): unknown => {
            if (parameter === undefined) return text;
            if (parameter in given && given[parameter] !== text) return text;
            given[parameter] = text;
            return { Ref: parameter };
          };
          const cors = { AllowOrigins: origins.map(written), AllowMethods: methods.map(written), AllowHeaders: headers.map(written), AllowCredentials: written(credentials) };
          const resources = Object.fromEntries(
            routes.map(({ key, type }, index) => [`R${index}`, { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: { Ref: "Users" }, RouteKey: written(key), AuthorizationType: written(type), AuthorizerId: { Ref: "Jwt" }, Target: { "Fn::Sub": "integrations/${Queue}" } } }]),
          );
          const source = httpApi({
            ...(hasCors && { cors }),
            resources: {
              ...resources,
              Jwt: { Type: "AWS::ApiGatewayV2::Authorizer", Properties: { ApiId: { Ref: "Users" }, AuthorizerType: "JWT", IdentitySource: ["$request.header.Authorization"] } },
              Queue: { Type: "AWS::ApiGatewayV2::Integration", Properties: { ApiId: { Ref: "Users" }, IntegrationType: "AWS_PROXY", IntegrationSubtype: "SQS-SendMessage" } },
            },
            template: { Parameters: Object.fromEntries(NAMES.map((name) => [name, { Type: "String" }])) },
          });
          const before = outcome(apiIn(templateOf(source), "http"), asked);
          if (before === "cannot-tell") return;
          decided++;
          const api = apiIn(templateOf(source, given), "http");
          // A configuration that turns out to be refused leaves nothing to predict.
          if (api.corsBlocks.some(({ rejected }) => rejected)) return;
          const after = outcome(api, asked);
          expect([after === "cannot-tell", after === "allowed"]).toEqual([false, before === "allowed"]);
        },
      ),
      { numRuns: 2000 },
    );
    expect(decided).toBeGreaterThan(100);
  });
});
