import { describe, expect, it } from "vitest";
import { laterRefusals, predictFetch, type FetchRequest, type Response, type Server } from "../../src/fetch/index.ts";
import { known, oneOf } from "../../src/source/index.ts";

const APP = "https://app.example.com";
const put: FetchRequest = { origin: APP, target: "https://api.example.net", method: "PUT", path: "/users", headers: [["Authorization", "token"], ["X-Api-Key", "key"]], credentials: "same-origin" };

type Headers = Readonly<Record<string, string>>;

function answer(headers: Headers, more: Partial<Response> = {}): Response {
  return { status: known("200"), headers: Object.entries(headers).map(([name, value]) => ({ name, value: known(value), presence: "present" })), unlisted: "absent", answeredBy: "the mock", cause: undefined, ...more };
}

function server(preflight: Response, actual: Response = answer(origin(APP))): Server {
  return { respond: ({ method }) => [method === "OPTIONS" ? preflight : actual] };
}

const origin = (value: string): Headers => ({ "Access-Control-Allow-Origin": value });
const lists = (methods: string, headers: string): Headers => ({ "Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": headers });
const open = lists("PUT", "authorization,x-api-key");

function refusals(answers: Server, request: FetchRequest = put): readonly string[] {
  const first = predictFetch(answers, request);
  if (first.outcome !== "blocked") return [first.outcome];
  return [first, ...laterRefusals(answers, request, first)].map(({ error, detail }) => (detail === undefined || !error.endsWith("DisallowedByPreflightResponse") ? error : `${error} ${detail}`));
}

describe("what blocks a request once the first cause is mended", () => {
  it.each<[name: string, server: Server, expected: readonly string[]]>([
    ["nothing", server(answer({ ...origin("https://app.example.com/"), ...open })), ["PreflightAllowOriginMismatch"]],
    ["each list of the same answer, and each header", server(answer({ ...origin("https://app.example.com/"), ...lists("GET", "content-type") })),
      ["PreflightAllowOriginMismatch", "MethodDisallowedByPreflightResponse PUT", "HeaderDisallowedByPreflightResponse authorization", "HeaderDisallowedByPreflightResponse x-api-key"]],
    ["the actual response too", server(answer({ ...origin(APP), ...lists("GET", open["Access-Control-Allow-Headers"] ?? "") }), answer({})), ["MethodDisallowedByPreflightResponse PUT", "MissingAllowOriginHeader"]],
    ["a list that is no list is blamed once", server(answer({ ...origin(APP), ...lists("['PUT']", "x-api-key") })), ["InvalidAllowMethodsPreflightResponse", "HeaderDisallowedByPreflightResponse authorization"]],
    ["lists of an answer without an origin say nothing", server(answer({}), answer({})), ["PreflightMissingAllowOriginHeader", "MissingAllowOriginHeader"]],
    ["nor do those of an error", server(answer(origin("*"), { status: known("403") })), ["PreflightInvalidStatus"]],
    ["an answer behind a refusal", server(answer({}, { status: known("401"), behind: () => [answer({ ...origin(APP), ...lists("PUT", "x-api-key") })] })), ["PreflightMissingAllowOriginHeader", "HeaderDisallowedByPreflightResponse authorization"]],
    ["an answer behind two refusals", server(answer({}, { status: known("401"), behind: () => [answer({}, { status: known("403"), behind: () => [answer({ ...origin("*"), ...open })] })] })), ["PreflightMissingAllowOriginHeader", "PreflightMissingAllowOriginHeader"]],
    ["what nobody can tell is no refusal", server(answer({ ...origin("https://app.example.com/"), ...lists("PUT", "*") }), { ...answer({}), headers: [{ name: "Access-Control-Allow-Origin", value: oneOf([known("*"), known("https://www.example.com")]), presence: "present" }] }), ["PreflightAllowOriginMismatch"]],
  ])("%s", (_name, answers, expected) => expect(refusals(answers)).toEqual(expected));

  it("one line that decides both answers is mended once", () => {
    const place = { id: "AllowOrigins" } as Response["place"]; // Only compared.
    expect(refusals(server(answer({}, { ...(place && { place }) }), answer({}, { ...(place && { place }) })))).toEqual(["PreflightMissingAllowOriginHeader"]);
  });

  it("nothing lies behind a refused answer to the request itself", () => {
    expect(refusals(server(answer({ ...origin(APP), ...open }), answer(origin("https://www.example.com"))))).toEqual(["AllowOriginMismatch"]);
  });
});
