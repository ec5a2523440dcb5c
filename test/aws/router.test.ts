import { describe, expect, it } from "vitest";
import { exampleFor, routeKeyFrom } from "../../src/aws/http/route-key.ts";
import { Router } from "../../src/aws/http/router.ts";
import { known, unknown } from "../../src/source/index.ts";

function routerOf(keys: readonly string[]): Router<string> {
  const router = new Router<string>();
  for (const text of keys) {
    const key = routeKeyFrom(known(text));
    if (!key) throw new Error(text);
    router.add(key, text);
  }
  return router;
}

/** The table of https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
const DOCUMENTED = ["GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"];

describe("which route of an HTTP API serves a request (2.2)", () => {
  it.each<readonly [string, string, string, readonly (string | undefined)[]]>([
    ["GET", "/pets/dog/1", "a full match of route and method comes first", ["GET /pets/dog/1"]],
    ["GET", "/pets/dog/2", "then one with a variable", ["GET /pets/dog/{id}"]],
    ["GET", "/pets/cat/1", "then the longest greedy one", ["GET /pets/{proxy+}"]],
    ["POST", "/test/5", "ANY takes every method", ["ANY /{proxy+}"]],
    ["POST", "/pets/dog/1", "a route without the method does not count", ["ANY /{proxy+}"]],
    ["GET", "/", "whether /{proxy+} matches / is not documented", ["ANY /{proxy+}", "$default"]],
  ])("%s %s: %s", (method, path, _, expected) => {
    expect(routerOf(DOCUMENTED).resolve(method, path)).toEqual(expected);
  });

  it.each<readonly [readonly string[], string, string, readonly (string | undefined)[]]>([
    [["GET /users"], "POST", "/users", [undefined]],
    [["GET /users"], "GET", "/users/1", [undefined]],
    [["ANY /users", "OPTIONS /users"], "OPTIONS", "/users", ["OPTIONS /users"]],
    [["ANY /users", "OPTIONS /{proxy+}"], "OPTIONS", "/users", ["ANY /users", "OPTIONS /{proxy+}"]],
    [["$default", "OPTIONS /{proxy+}"], "OPTIONS", "/users/1", ["OPTIONS /{proxy+}"]],
    [["GET /users/{id}"], "GET", "/users/", [undefined]],
    [["GET /__proto__"], "GET", "/__proto__", ["GET /__proto__"]],
  ])("%j: %s %s", (keys, method, path, expected) => {
    expect(routerOf(keys).resolve(method, path)).toEqual(expected);
  });

  it("does not grow with the readings of a path", () => {
    const segments = Array.from({ length: 40 }, (_, index) => index);
    const router = routerOf(segments.map((index) => `GET /${segments.map((other) => (other === index ? "{x}" : "a")).join("/")}`));
    expect(router.resolve("GET", `/${segments.map(() => "a").join("/")}`)).toHaveLength(1);
  });
});

describe("a route key (HS11)", () => {
  it.each([
    ["GET /users/{id}", { method: "GET", path: "/users/{id}" }],
    ["$default", { method: "ANY", path: "$default" }],
    ["get /users", { method: "GET", path: "/users" }],
    ["users", undefined],
    ["GET users", undefined],
    ["", undefined],
  ])("%j", (text, expected) => {
    expect(routeKeyFrom(known(text))).toEqual(expected);
  });

  it("is not known where its text is not", () => {
    expect(routeKeyFrom(unknown("the parameter Key has no default"))).toBeUndefined();
  });

  it.each([
    ["/users/{id}", "/users/id"],
    ["/{proxy+}", "/proxy"],
    ["/users/{}", "/users/value"],
    ["$default", "/"],
  ])("%s has the example %s", (path, example) => {
    expect(exampleFor(path)).toBe(example);
  });
});
