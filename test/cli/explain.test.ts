import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { MEANINGS } from "../../src/cli/explain/meanings.ts";
import { type Message, messagesIn } from "../../src/cli/explain/recognize.ts";
import { servesUrl } from "../../src/cli/explain/causes.ts";
import { rulesFor } from "../../src/cli/explain/rules-for.ts";
import { chromiumMessage, firefoxReason } from "../../src/fetch/messages.ts";
import type { CorsError } from "../../src/fetch/types.ts";
import { RECORDED } from "./devtools-messages.ts";
import { BROKEN, CLEAN, run } from "./run.ts";

const URL = "https://api.example.com/prod/users?page=2";
const ORIGIN = "https://app.example.com";

const ERRORS: readonly CorsError[] = ["WildcardOriginNotAllowed", "MissingAllowOriginHeader", "MultipleAllowOriginValues", "InvalidAllowOriginValue", "AllowOriginMismatch", "InvalidAllowCredentials", "PreflightInvalidStatus", "PreflightDisallowedRedirect", "PreflightWildcardOriginNotAllowed", "PreflightMissingAllowOriginHeader", "PreflightMultipleAllowOriginValues", "PreflightInvalidAllowOriginValue", "PreflightAllowOriginMismatch", "PreflightInvalidAllowCredentials", "InvalidAllowMethodsPreflightResponse", "InvalidAllowHeadersPreflightResponse", "MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse", "RedirectContainsCredentials", "CorsDisabledScheme"];

function only(text: string): Message {
  const messages = messagesIn(text);
  expect(messages.map(({ meaning }) => meaning.id)).toHaveLength(1);
  // The line before fails where there is none.
  return messages[0] as Message;
}

describe("the messages that were recorded", () => {
  it.each(RECORDED)("%s: Chromium (%s)", (_mistake, code, text) => {
    if (code === "AuthorizationCoveredByWildcard") return void expect(only(text).meaning.id).toBe("authorization-under-wildcard");
    const message = only(`app.js:12 Access to fetch at '${URL}' from origin '${ORIGIN}' has been blocked by CORS policy: ${text}\nGET ${URL} net::ERR_FAILED 403 (Forbidden)\nUncaught (in promise) TypeError: Failed to fetch`);
    expect(message).toMatchObject({ errors: [code], url: URL, origin: ORIGIN });
  });

  it.each(RECORDED)("%s: Firefox (%s)", (_mistake, code, _text, reasons) => {
    const lines = reasons.map((reason) => {
      const [, words = reason, status = ""] = /^(.*?)(?:\. (Status code: \d+))?\.?$/u.exec(reason) ?? [];
      return `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${URL}. (Reason: ${words}).${status === "" ? "" : ` ${status}.`}`;
    });
    const message = only(`${lines.join("\n")}\nCross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${URL}. (Reason: CORS request did not succeed). Status code: (null).`);
    expect(message.url).toBe(URL);
    if (code === "AuthorizationCoveredByWildcard") expect(message.meaning.id).toBe("authorization-under-wildcard");
    // Firefox looks at the header of a redirect before it looks at the redirect.
    else if (reasons[0]?.includes("Status code: 301")) expect(message).toMatchObject({ meaning: { id: "missing-origin" }, status: 301 });
    else expect(message.errors).toContain(code);
  });
});

describe("the messages that we print", () => {
  it.each(ERRORS)("%s, in Chromium's words", (error) => {
    const detail = error === "HeaderDisallowedByPreflightResponse" ? "x-token" : "PUT";
    const message = only(chromiumMessage({ url: URL, origin: ORIGIN, method: "PUT", error, detail }));
    expect(message).toMatchObject({ errors: [error], url: URL, origin: ORIGIN });
    expect(message.exchange).toBe(error === "CorsDisabledScheme" ? "none" : /Preflight/u.test(error) ? "preflight" : "response");
  });

  it.each(ERRORS.filter((error) => error !== "RedirectContainsCredentials"))("%s, in Firefox's words", (error) => {
    const message = only(firefoxReason({ error, detail: "x-token" }));
    expect(message.errors).toContain(error);
  });

  it.each(ERRORS)("%s, by its name", (error) => {
    expect(only(`corsError: ${error}`).errors).toContain(error);
  });
});

/** WebKit's words (Source/WebCore/loader, CrossOriginAccessControl.cpp and CrossOriginPreflightResultCache.cpp). */
describe("Safari's messages", () => {
  it.each<[string, CorsError, Partial<Message>]>([
    [`Origin ${ORIGIN} is not allowed by Access-Control-Allow-Origin. Status code: 403`, "PreflightMissingAllowOriginHeader", { origin: ORIGIN, status: 403 }],
    ["Preflight response is not successful. Status code: 401", "PreflightInvalidStatus", { status: 401 }],
    ["Method PUT is not allowed by Access-Control-Allow-Methods.", "MethodDisallowedByPreflightResponse", { method: "PUT" }],
    ["Request header field X-Token is not allowed by Access-Control-Allow-Headers.", "HeaderDisallowedByPreflightResponse", { header: "x-token" }],
    ["Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.", "WildcardOriginNotAllowed", {}],
    ['Credentials flag is true, but Access-Control-Allow-Credentials is not "true".', "InvalidAllowCredentials", {}],
    ["Access-Control-Allow-Origin cannot contain more than one origin.", "MultipleAllowOriginValues", {}],
  ])("%s", (text, error, more) => {
    const message = only(`[Error] ${text}\n[Error] Fetch API cannot load ${URL} due to access control checks.\n[Error] Failed to load resource: ${text}\nTypeError: Load failed`);
    expect(message).toMatchObject({ ...more, url: URL });
    expect(message.errors).toContain(error);
  });
});

describe("what AWS and SAM say", () => {
  it.each<[string, string, string]>([
    ["Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: GET,POST] (Service: ApiGateway, Status Code: 400)", "mapping-expression", "unquoted-header-value"],
    ["Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.Access-Control-Allow-Origin]", "mapping-parameter", "undeclared-response-header"],
    ["BadRequestException: allow-credentials is not supported if 'allow-origin' is *", "credentials-refused", "wildcard-origin-with-credentials"],
    ["Error: Failed to create changeset: Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [UsersApi] is invalid. Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set", "credentials-refused", "sam-transform-error"],
    ["Resource with id [UsersApi] is invalid. Invalid value for 'Cors' property.", "sam-cors", "unknown-cors-property"],
    ["Resource with id [UsersApi] is invalid. Invalid key 'AllowOrigins' for 'Cors' property.", "sam-cors", "unknown-cors-property"],
    ["The REST API doesn't contain any methods (Service: AmazonApiGateway; Status Code: 400)", "empty-deployment", "incomplete-deployment-dependencies"],
    ["Value '[OPTIONS]' at 'cors.allowMethods' failed to satisfy constraint: Member must have length less than or equal to 6", "limits", "invalid-method-token"],
    ['{"message":"Missing Authentication Token"}', "missing-authentication-token", "missing-options-method"],
    ["Execution failed due to configuration error: Malformed Lambda proxy response", "malformed-proxy-response", "handler-malformed-response"],
  ])("%s", (text, id, rule) => {
    const message = only(text);
    expect(message.meaning.id).toBe(id);
    expect(rulesFor(message).map((each) => each.id)).toContain(rule);
  });
});

it("knows the first URL of a request that was redirected, and other APIs than fetch", () => {
  const where = (what: string): string => `Access to ${what} from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
  expect(only(where("fetch at 'https://www.example.com/b' (redirected from 'https://api.example.com/a')")).url).toBe("https://api.example.com/a");
  expect(only(where("XMLHttpRequest at 'https://api.example.com/a'"))).toMatchObject({ url: "https://api.example.com/a", origin: "null" });
  expect(only(where("internal resource at 'https://api.example.com/a'")).url).toBe("https://api.example.com/a");
});

describe("rules that find the causes", () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ["401 on a preflight", "CORS preflight response did not succeed. Status code: 401", ["authorizer-on-preflight"], ["missing-options-method", "missing-allow-origin"]],
    ["500 on a preflight", "Preflight response is not successful. Status code: 500", ["broken-mock-integration", "binary-media-type-breaks-mock"], ["authorizer-on-preflight"]],
    ["no header on a preflight", "PreflightMissingAllowOriginHeader", ["missing-options-method", "authorizer-on-preflight"], ["missing-allow-origin", "handler-missing-allow-origin"]],
    ["no header on a response", "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.", ["missing-allow-origin", "handler-missing-allow-origin"], ["missing-options-method", "authorizer-on-preflight"]],
    ["another origin", "AllowOriginMismatch", ["trailing-slash-origin", "malformed-origin"], ["missing-allow-header"]],
    ["two origins", "MultipleAllowOriginValues", ["duplicate-allow-origin", "multiple-origins-in-header"], ["trailing-slash-origin"]],
  ])("of %s", (_what, text, found, others) => {
    const ids = rulesFor(only(text)).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...found]));
    expect(ids.filter((id) => others.includes(id))).toEqual([]);
  });

  it("are named for each meaning that templates can cause", () => {
    const without = MEANINGS.filter((meaning) => rulesFor({ meaning, exchange: "unknown", errors: meaning.errors, url: undefined, origin: undefined, method: undefined, header: undefined, value: undefined, status: undefined }).length === 0);
    expect(without.map(({ id }) => id)).toEqual(["scheme", "network-error"]);
  });
});

describe("a URL of a route", () => {
  it.each<[string, string, boolean]>([
    ["/users", "https://api.example.com/users?page=2", true],
    ["/users", "https://x.execute-api.eu-west-1.amazonaws.com/prod/users", true],
    ["/users/{id}", "https://api.example.com/v1/users/7", true],
    ["/users/{id}", "https://api.example.com/users/7/orders", false],
    ["/{proxy+}", "https://api.example.com/a/b/c", true],
    ["/users/{proxy+}", "https://api.example.com/users", false],
    ["/users", "https://api.example.com/orders", false],
    ["/", "https://api.example.com/prod", true],
    ["$default", "https://api.example.com/anything", true],
    ["/api/*", "https://d111.cloudfront.net/api/users", true],
    ["/api/*.json", "https://d111.cloudfront.net/users.json", false],
  ])("%s, %s: %s", (path, url, expected) => {
    expect(servesUrl({ path }, url)).toBe(expected);
  });
});

describe("cors-lint explain", () => {
  it.each(allRules.map(({ id }) => id))("prints what %s is about, in lines that fit", async (id) => {
    const { out, err, code } = await run(["explain", id], { columns: 80 });
    expect({ err, code }).toEqual({ err: "", code: 0 });
    expect(out.startsWith(`${id} (`)).toBe(true);
    const prose = out.split("\n").filter((line) => !/^ {4}|https:|\|/u.test(line));
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
    expect(out).not.toMatch(/```|<!--|\]\(/u);
  });

  const pasted = `Access to fetch at 'https://api.example.com/users' from origin '${ORIGIN}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;

  it("says what a message means, and which rules find its causes", async () => {
    const { out } = await run(["explain", pasted]);
    expect(out.slice(0, out.indexOf("  missing-allow-origin "))).toMatchInlineSnapshot(`
      "MissingAllowOriginHeader

      The answer has no Access-Control-Allow-Origin. Browsers look at this before they look at the status,
      so an answer that is an error (no such method, not authorized, a crash) looks the same.

      where: the answer to the request itself. It was sent and carried out; only the page may not read the
      answer.

      it names: URL https://api.example.com/users, page on https://app.example.com

      Rules that find its causes (cors-lint explain RULE):
      "
    `);
    expect(out).toContain("\n  handler-missing-allow-origin  ");
  });

  it("says which finding it is", async () => {
    const { out, code } = await run(["explain", pasted, "template.yaml"], { files: { "/project/template.yaml": BROKEN } });
    expect(out.slice(out.indexOf("In template.yaml"))).toMatchInlineSnapshot(`
      "In template.yaml it is this finding:

      error[trailing-slash-origin]: \`https://app.example.com/\` ends with a slash, and no browser sends an origin with one: it matches no page.
       --> template.yaml:8:48
        |
      8 |         AllowOrigins: ["https://app.example.com/"]
        |                                                ^
        = browser: Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
        = help: End the origin after the host (and the port, if it has one).

      What cors-lint predicts:
        GET /users from https://app.example.com: this message
      Step by step: cors-lint simulate template.yaml --api Users --origin https://app.example.com --method GET --path /users
      "
    `);
    expect(code).toBe(0);
  });

  it("says what is predicted where no finding is it", async () => {
    const { out } = await run(["explain", pasted, "template.yaml"], { files: { "/project/template.yaml": CLEAN } });
    expect(out.slice(out.indexOf("No finding"))).toMatchInlineSnapshot(`
      "No finding in template.yaml explains it for this URL.

      What cors-lint predicts:
        GET /users from https://app.example.com: allowed. What is deployed may be older, or the URL another API's
      Step by step: cors-lint simulate template.yaml --api Users --origin https://app.example.com --method GET --path /users
      "
    `);
  });

  it("gives the command that shows it step by step", async () => {
    const files = { "/project/template.yaml": BROKEN };
    const { out } = await run(["explain", pasted, "template.yaml"], { files });
    const [, command = ""] = /^Step by step: cors-lint (.*)$/mu.exec(out) ?? [];
    expect(command).toBe("simulate template.yaml --api Users --origin https://app.example.com --method GET --path /users");
    expect((await run(command.split(" "), { files })).out).toContain(pasted.slice(pasted.indexOf("No 'Access")));
  });

  it("leaves routes alone that the URL does not mean", async () => {
    const { out } = await run(["explain", pasted.replace("/users", "/orders"), "template.yaml"], { files: { "/project/template.yaml": BROKEN } });
    expect(out).toContain("No finding in template.yaml explains it for this URL.");
    expect(out).not.toContain("What cors-lint predicts");
  });

  it("reads standard input, and words that the shell has split", async () => {
    const whole = (await run(["explain", pasted])).out;
    expect((await run(["explain", "-"], { input: pasted })).out).toBe(whole);
    expect((await run(["explain", ...pasted.split(" ")])).out).toBe(whole);
  });

  it("explains each of several messages", async () => {
    const { out } = await run(["explain", `${pasted}\nMethod PUT is not allowed by Access-Control-Allow-Methods in preflight response.`]);
    expect(out).toContain("MissingAllowOriginHeader\n");
    expect(out).toContain("MethodDisallowedByPreflightResponse\n");
  });

  it.each<[readonly string[], string]>([
    [[], "explain needs a rule or a message"],
    [["mising-options-method"], "there is no rule mising-options-method; did you mean missing-options-method?"],
    [["zzz"], "there is no rule zzz (cors-lint rules lists them)"],
    [["my soup is cold"], '"my soup is cold" is no message about CORS that cors-lint knows'],
    [["missing-options-method", "template.yaml"], "explain takes one rule"],
    [["Missing Authentication Token", "nowhere.yaml"], "there is no template in nowhere.yaml"],
  ])("%j is refused", async (argv, message) => {
    const { err, code } = await run(["explain", ...argv]);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it("takes linear time, whatever is pasted", () => {
    const hostile = "Access to fetch at ' header contains the invalid value ' has a value ' allowMethods ".repeat(20_000);
    const before = performance.now();
    messagesIn(hostile);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe("cors-lint rules", () => {
  it("lists each rule as text, JSON and Markdown", async () => {
    for (const format of ["text", "json", "markdown"]) {
      const { out, code } = await run(["rules", "--format", format]);
      for (const { id, meta } of allRules) expect(out).toContain(format === "json" ? JSON.stringify(meta.description) : `${id}`);
      expect(code).toBe(0);
    }
  });

  it("has one shape in JSON", async () => {
    const { version, rules } = JSON.parse((await run(["rules", "-f", "json"])).out);
    expect(version).toBe(1);
    expect(rules.find(({ id }: { readonly id: string }) => id === "trailing-slash-origin")).toMatchInlineSnapshot(`
      {
        "browserErrors": [],
        "category": "origins",
        "description": "Disallow a slash or a path at the end of an origin",
        "failureModes": [
          "F44",
        ],
        "fix": "safe",
        "help": "End the origin after the host (and the port, if it has one).",
        "id": "trailing-slash-origin",
        "page": "docs/rules/trailing-slash-origin.md",
        "set": "recommended",
        "severity": "error",
        "url": "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
      }
    `);
  });

  it("takes no path", async () => {
    expect(await run(["rules", "trailing-slash-origin"])).toMatchObject({ code: 2, err: expect.stringContaining("cors-lint explain trailing-slash-origin") });
  });
});
