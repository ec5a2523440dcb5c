import { describe, expect, it } from "vitest";
import { bodyApi, CORS, mapped, PROXY, restApi } from "./support.ts";

/** Are the answers to PUT alike at both paths? `unknown` where nobody can say of one of them. */
function alike(api: ReturnType<typeof restApi>, [one, other]: readonly [string, string] = ["/users", "/teams"]): "alike" | "different" | "unknown" {
  const [first, second] = [api.server.likeness?.("PUT", one), api.server.likeness?.("PUT", other)];
  return first === undefined || second === undefined ? "unknown" : first === second ? "alike" : "different";
}

const SAME = { "OPTIONS /users": mapped(CORS), "PUT /users": PROXY, "OPTIONS /teams": mapped(CORS), "PUT /teams": PROXY };

describe("paths whose methods are written alike", () => {
  it.each<readonly [string, ReturnType<typeof alike>, Parameters<typeof restApi>]>([
    ["methods that differ in their path only", "alike", [SAME]],
    ["a preflight with other headers", "different", [{ ...SAME, "OPTIONS /teams": mapped({ ...CORS, "Access-Control-Allow-Methods": "'GET'" }) }]],
    ["another integration", "different", [{ ...SAME, "PUT /teams": mapped(CORS) }]],
    ["an API key on one of them", "different", [{ ...SAME, "PUT /teams": { ...PROXY, ApiKeyRequired: true } }]],
    ["a path without an OPTIONS method", "unknown", [{ "OPTIONS /users": mapped(CORS), "PUT /users": PROXY, "PUT /teams": PROXY }]],
    ["a redirect, which may lead on from the path", "unknown", [{ ...SAME, "PUT /teams": mapped({ Location: "'next'" }, { status: "302" }) }]],
    ["a resource policy, which may name paths", "unknown", [SAME, { api: { Policy: { Statement: [{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*/PUT/teams" }] } } }]],
    ["an API that a macro may change", "unknown", [SAME, { api: { "Fn::Transform": { Name: "Routes" } } }]],
  ])("%s: %s", (_, expected, args) => {
    expect(alike(restApi(...args))).toBe(expected);
  });

  it("tells path parameters apart, since templates read them by name", () => {
    const methods = (path: string): Record<string, object> => ({ [`OPTIONS ${path}`]: mapped(CORS), [`PUT ${path}`]: PROXY });
    expect(alike(restApi({ ...methods("/users/{id}"), ...methods("/teams/{id}") }), ["/users/1", "/teams/1"])).toBe("alike");
    expect(alike(restApi({ ...methods("/users/{id}"), ...methods("/teams/{name}") }), ["/users/1", "/teams/1"])).toBe("different");
  });

  it("takes what an OpenAPI path item says of all its operations for a part of each", () => {
    const item = (parameters: readonly object[]): object => ({ parameters, put: { responses: {} }, options: { responses: {} } });
    const header = { in: "header", name: "X-Team", required: true, type: "string" };
    expect(alike(bodyApi({ "/users": item([]), "/teams": item([]) }))).toBe("alike");
    expect(alike(bodyApi({ "/users": item([]), "/teams": item([header]) }))).toBe("different");
  });
});
