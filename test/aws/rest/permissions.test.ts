import { describe, expect, it } from "vitest";
import type { Tri } from "../../../src/source/index.ts";
import { PROXY, restApi } from "./support.ts";

const ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123";
const SUB = "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Users}";

function permission(source: unknown, properties: object = {}): object {
  return {
    Type: "AWS::Lambda::Permission",
    Properties: { Action: "lambda:InvokeFunction", FunctionName: { Ref: "CreateUser" }, Principal: "apigateway.amazonaws.com", ...(source !== undefined && { SourceArn: source }), ...properties },
  };
}

function allowed(path: string, resources: Readonly<Record<string, object>>, integration: object = {}): Tri | undefined {
  const api = restApi({ [`OPTIONS ${path}`]: { Integration: { ...PROXY.Integration, ...integration } } }, { resources, parameters: { Method: { Type: "String" } } });
  return api.routes.find(({ isOptions }) => isOptions)?.integration.invokePermission?.allows("OPTIONS", path);
}

describe("what API Gateway is permitted to call (F21; DG:api-gateway-control-access-using-iam-policies-to-invoke-api)", () => {
  const table: readonly [fact: string, path: string, source: unknown, answer: Tri][] = [
    ["without SourceArn every call is covered", "/users", undefined, "yes"],
    ["the path and method are covered by name", "/users", `${ARN}/prod/OPTIONS/users`, "yes"],
    ["`*` stands for every method", "/users", `${ARN}/*/*/users`, "yes"],
    ["`*` at the end stands for every path", "/users/all", `${ARN}/prod/OPTIONS/*`, "yes"],
    ["`*` stands for all that follows the stage", "/users", `${ARN}/*/*`, "yes"],
    ["`*` stands for the whole API", "/users", `${ARN}/*`, "yes"],
    ["parts before the stage may be unknown", "/users", { "Fn::Sub": `${SUB}/*/OPTIONS/users` }, "yes"],
    ["another method is not covered", "/users", { "Fn::Sub": `${SUB}/*/POST/users` }, "no"],
    ["another path is not covered", "/users", `${ARN}/*/OPTIONS/people`, "no"],
    ["the stage of the console's test button is none that browsers reach", "/users", `${ARN}/test-invoke-stage/OPTIONS/users`, "no"],
    ["a variable is covered by `*`", "/users/{id}", `${ARN}/*/OPTIONS/users/*`, "yes"],
    ["a variable is covered by its name", "/users/{id}", `${ARN}/*/OPTIONS/users/{id}`, "yes"],
    ["what else covers a variable is not known", "/users/{id}", `${ARN}/*/OPTIONS/users/1`, "maybe"],
    ["a method that is not known may cover it", "/users", { "Fn::Sub": `${SUB}/*/\${Method}/users` }, "maybe"],
    ["an ARN that is not known may cover it", "/users", { Ref: "Method" }, "maybe"],
  ];
  it.each(table)("%s", (_fact, path, source, answer) => {
    expect(allowed(path, { Permission: permission(source) })).toBe(answer);
  });

  it("takes the best of several permissions", () => {
    expect(allowed("/users", { Post: permission(`${ARN}/*/POST/users`), Options: permission(`${ARN}/*/OPTIONS/users`) })).toBe("yes");
  });

  it("knows permissions for another API by their reference", () => {
    const Other = { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "other", ProtocolType: "HTTP" } };
    expect(allowed("/users", { Other, Permission: permission({ "Fn::Sub": "arn:aws:execute-api:eu-west-1:123456789012:${Other}/*" }) })).toBe("no");
  });

  it("ignores permissions for other services", () => {
    expect(allowed("/users", { Bucket: permission(undefined, { Principal: "s3.amazonaws.com" }) })).toBeUndefined();
  });

  it("says `maybe` where a permission is for a function that is not known", () => {
    expect(allowed("/users", { Post: permission(`${ARN}/*/POST/users`), Unknown: permission(undefined, { FunctionName: { Ref: "Method" } }) })).toBe("maybe");
  });

  it("says nothing where no permission is in view, or a role is used instead", () => {
    expect(allowed("/users", {})).toBeUndefined();
    expect(allowed("/users", { Post: permission(`${ARN}/*/POST/users`) }, { Credentials: "arn:aws:iam::123456789012:role/api" })).toBeUndefined();
  });
});
