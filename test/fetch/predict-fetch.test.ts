import { describe, expect, it } from "vitest";
import { curlFor, extractHeaderListValues, PreflightCache, predictFetch, type Engine, type FetchRequest, type HeaderField, type PredictOptions, type Response, type Server, type Verdict } from "../../src/fetch/index.ts";
import { concat, known, oneOf, unknown, type Value } from "../../src/source/index.ts";

const APP = "https://app.example.com";
const API = "https://api.example.net";
const domain = unknown("the parameter Domain has no default");
const extra = unknown("the parameter Extra has no default");

type Headers = Readonly<Record<string, string | Value>>;

function fields(headers: Headers, presence: HeaderField["presence"] = "present"): HeaderField[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value: typeof value === "string" ? known(value) : value, presence }));
}

function answer(headers: Headers, more: Partial<Response> = {}): Response {
  return { status: known("200"), headers: fields(headers), unlisted: "absent", answeredBy: "the function", cause: undefined, ...more };
}

const allowAll = answer({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*", "Access-Control-Allow-Headers": "*" }, { answeredBy: "the preflight's mock" });
const origin = { "Access-Control-Allow-Origin": APP };

function server(actual: Response | readonly [Response, ...Response[]], preflight: Response | readonly [Response, ...Response[]] = allowAll): Server {
  const list = (one: Response | readonly [Response, ...Response[]]): readonly [Response, ...Response[]] => ("status" in one ? [one] : one);
  return { respond: (request) => (request.method === "OPTIONS" ? list(preflight) : list(actual)) };
}

function predict(answers: Server, request: Partial<FetchRequest> = {}, options: PredictOptions = {}): Verdict {
  return predictFetch(answers, { origin: APP, target: API, method: "GET", path: "/users", headers: [], credentials: "same-origin", ...request }, options);
}

/** `allowed`, `blocked AllowOriginMismatch`, or `cannot-tell: reasons`. */
function short(verdict: Verdict): string {
  switch (verdict.outcome) {
    case "allowed":
      return "allowed";
    case "blocked":
      return `blocked ${verdict.error}`;
    case "cannot-tell":
      return `cannot-tell: ${verdict.reasons.join("; ")}`;
  }
}

describe("the CORS check of partly known answers", () => {
  it.each<[name: string, response: Response, said: string]>([
    ["a pattern that ends in a slash is no origin, whatever its hole", answer({ "Access-Control-Allow-Origin": concat([known("https://"), domain, known("/")]) }), "blocked AllowOriginMismatch"],
    ["a pattern that may be the origin", answer({ "Access-Control-Allow-Origin": concat([known("https://"), domain]) }), "cannot-tell: the parameter Domain has no default"],
    ["a pattern of another scheme", answer({ "Access-Control-Allow-Origin": concat([known("http://"), domain]) }), "blocked AllowOriginMismatch"],
    ["a quoted pattern", answer({ "Access-Control-Allow-Origin": concat([known("'"), domain, known("'")]) }), "blocked InvalidAllowOriginValue"],
    ["blanks at its ends may be trimmed away", answer({ "Access-Control-Allow-Origin": concat([domain, known(" "), extra]) }), "cannot-tell: the parameter Domain has no default; the parameter Extra has no default"],
    ["one of several, all wrong", answer({ "Access-Control-Allow-Origin": oneOf([known("https://www.example.com"), known("null")]) }), "blocked AllowOriginMismatch"],
    ["one of several, one right", answer({ "Access-Control-Allow-Origin": oneOf([known(APP), known("null")]) }), "cannot-tell: Access-Control-Allow-Origin is one of several values"],
    ["one of several, all right", answer({ "Access-Control-Allow-Origin": oneOf([known(APP), known("*")]) }), "allowed"],
    ["perhaps not sent", answer({}, { headers: fields(origin, "maybe") }), "cannot-tell: the function may or may not send Access-Control-Allow-Origin"],
    ["wrong, and perhaps not sent", answer({}, { headers: fields({ "Access-Control-Allow-Origin": "null" }, "maybe") }), "blocked AllowOriginMismatch"],
    ["not listed, the rest unknown", answer({}, { unlisted: { unknown: "the code is not known" } }), "cannot-tell: the code is not known"],
    ["not listed, the rest absent", answer({}), "blocked MissingAllowOriginHeader"],
    ["twice: combined with a comma, whatever the second is", answer({}, { headers: [...fields(origin), ...fields({ "access-control-allow-origin": extra })] }), "blocked MultipleAllowOriginValues"],
    ["perhaps twice", answer({}, { headers: [...fields(origin), ...fields(origin, "maybe")] }), "cannot-tell: Access-Control-Allow-Origin is one of several values"],
  ])("%s", (_name, response, said) => expect(short(predict(server(response)))).toBe(said));

  it.each<[name: string, headers: Headers, said: string]>([
    ["* with credentials", { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true" }, "blocked WildcardOriginNotAllowed"],
    ["true", { ...origin, "Access-Control-Allow-Credentials": "true" }, "allowed"],
    ["True", { ...origin, "Access-Control-Allow-Credentials": "True" }, "blocked InvalidAllowCredentials"],
    ["unknown", { ...origin, "Access-Control-Allow-Credentials": extra }, "cannot-tell: the parameter Extra has no default"],
    ["surely wrong credentials, whatever the origin", { "Access-Control-Allow-Origin": domain }, "blocked InvalidAllowCredentials"],
  ])("with credentials: %s", (_name, headers, said) => expect(short(predict(server(answer(headers)), { credentials: "include" }))).toBe(said));
});

describe("several possible answers", () => {
  it.each<[name: string, responses: readonly [Response, ...Response[]], said: string]>([
    ["all refused, each for its own reason", [answer({}), answer({ "Access-Control-Allow-Origin": "null" })], "blocked MissingAllowOriginHeader"],
    ["all accepted", [answer(origin), answer({ "Access-Control-Allow-Origin": "*" }, { status: known("500") })], "allowed"],
    ["of two minds", [answer(origin), answer({}, { answeredBy: "the DEFAULT_5XX response" })], "cannot-tell: either the function answers, and the browser lets it pass, or the DEFAULT_5XX response, and it does not"],
  ])("%s", (_name, responses, said) => expect(short(predict(server(responses)))).toBe(said));

  it("a request that is surely refused in the end is blocked, whatever the preflight says", () => {
    const unclear = answer({ "Access-Control-Allow-Origin": domain, "Access-Control-Allow-Methods": "PUT" });
    expect(short(predict(server(answer({}), unclear), { method: "PUT" }))).toBe("blocked MissingAllowOriginHeader");
  });
});

describe("lists with unknown parts", () => {
  it.each<[value: Value | undefined, parses: string, items: string[], complete: boolean]>([
    [undefined, "yes", [], true],
    [known(",,GET, ,PUT,"), "yes", ["GET", "PUT"], true],
    [known("GET PUT"), "no", ["GET PUT"], true],
    [concat([known("GET,"), extra]), "maybe", ["GET"], false],
    [concat([known("GET, PU"), extra, known("T,POST")]), "maybe", ["GET", "POST"], false],
    [concat([known("GET PUT"), extra]), "no", [], false],
    [concat([known("GET "), extra, known(" PUT")]), "maybe", [], false],
    [concat([known('"'), extra]), "no", [], false],
  ])("RFC 9110, 5.6.1: %j", (value, parses, items, complete) => {
    // The table holds no one-of, which is the caller's to take apart.
    const found = extractHeaderListValues(value?.kind === "one-of" ? undefined : value);
    expect({ parses: found.parses, items: found.items, complete: found.complete }).toEqual({ parses, items, complete });
  });

  const steps = (methods: string | Value, method = "PUT"): string[] => {
    const preflight = answer({ ...origin, "Access-Control-Allow-Methods": methods });
    return predict(server(answer(origin), preflight), { method }).trace.filter(({ exchange }) => exchange === "preflight").map(({ name, result }) => `${name} ${result}`);
  };

  it("a listed name is listed even if another item is not known", () => {
    expect(steps(concat([known("PUT,"), extra]))).toEqual(expect.arrayContaining(["allow-methods-syntax unknown", "allow-methods passed"]));
  });

  it("a name that is not listed may be in the unknown part", () => {
    expect(steps(concat([known("GET,"), extra]))).toEqual(expect.arrayContaining(["allow-methods unknown"]));
  });

  it("a list that no completion can mend fails", () => {
    expect(short(predict(server(answer(origin), answer({ ...origin, "Access-Control-Allow-Methods": concat([known("GET;"), extra]) })), { method: "PUT" }))).toBe("blocked InvalidAllowMethodsPreflightResponse");
  });

  it("one of several lists, each wrong in its own way", () => {
    const methods = oneOf([known("GET PUT"), known("POST")]);
    expect(short(predict(server(answer(origin), answer({ ...origin, "Access-Control-Allow-Methods": methods })), { method: "PUT" }))).toMatch(/^blocked/u);
  });
});

describe("profiles", () => {
  const request = { headers: [["Authorization", "Bearer x"]] as const };
  it("Authorization under *: blocked by the standard, accepted by every engine, and the trace says so", () => {
    expect(short(predict(server(answer(origin)), request, { profile: "standard" }))).toBe("blocked HeaderDisallowedByPreflightResponse");
    const verdict = predict(server(answer(origin)), request);
    expect(verdict.outcome).toBe("allowed");
    expect(verdict.trace.find(({ name }) => name === "allow-headers")?.text).toContain("The standard says that '*' does not cover authorization");
  });

  it("engines that disagree: cannot tell, and who says what", () => {
    const refusing = answer({}, { status: known("403") });
    expect(short(predict(server(answer(origin), refusing), { headers: [["User-Agent", "x"]] }))).toBe(
      "cannot-tell: browsers disagree: Chromium would allow it, Firefox and WebKit would block it");
  });
});

describe("verdicts", () => {
  it("same origin: no CORS, and all headers but cookies can be read", () => {
    const verdict = predict(server(answer({ "Set-Cookie": "a=b", "X-Any": "1" })), { target: APP, method: "PUT" });
    expect(verdict).toMatchObject({ outcome: "allowed", responseType: "basic", readableHeaders: ["x-any"] });
  });

  it("an opaque origin is not the same as itself", () => {
    expect(short(predict(server(answer({ "Access-Control-Allow-Origin": "null" })), { origin: "null" }))).toBe("allowed");
  });

  it("readable headers are told only where they are known", () => {
    expect(predict(server(answer({ ...origin, "X-A": "1", "Content-Type": "text/plain" })))).toMatchObject({ readableHeaders: ["content-type"] });
    expect(predict(server(answer({ ...origin, "X-A": "1", "Access-Control-Expose-Headers": extra })))).not.toHaveProperty("readableHeaders");
    expect(predict(server(answer(origin, { unlisted: { unknown: "x" } })))).not.toHaveProperty("readableHeaders");
  });

  it("throws a TypeError where fetch would", () => {
    expect(() => predict(server(answer(origin)), { method: "TRACE" })).toThrow(TypeError);
  });

  it("tells the whole exchange", () => {
    const verdict = predict(server(answer(origin), answer({ ...origin, "Access-Control-Allow-Methods": "GET,POST" })), { method: "PUT", headers: [["Content-Type", "application/json"]], body: {} });
    expect(verdict.trace.map(({ exchange, name, result, text }) => `${exchange} ${name} ${result}: ${text}`)).toMatchInlineSnapshot(`
      [
        "preflight preflight-needed passed: The browser asks first with a preflight, because the method is PUT, not GET, HEAD or POST, and the header content-type (application/json) needs permission.",
        "preflight preflight-request passed: The browser sends OPTIONS https://api.example.net/users; the function answers.",
        "preflight preflight-cors-check passed: Access-Control-Allow-Origin is 'https://app.example.com', the page's origin.",
        "preflight preflight-status passed: The status 200 is ok.",
        "preflight allow-methods-syntax passed: Access-Control-Allow-Methods is a well-formed list.",
        "preflight allow-headers-syntax passed: There is no Access-Control-Allow-Headers.",
        "preflight allow-methods failed: Access-Control-Allow-Methods is 'GET,POST' and does not list PUT.",
      ]
    `);
    expect(verdict).toMatchObject({
      outcome: "blocked", exchange: "preflight", step: "allow-methods", error: "MethodDisallowedByPreflightResponse", detail: "PUT",
      evidence: [{ what: "Access-Control-Allow-Methods", value: known("GET,POST") }],
      browserMessage: "Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
    });
    const [sent] = verdict.trace.flatMap(({ request }) => request ?? []);
    expect(sent).toEqual({ method: "OPTIONS", path: "/users", headers: [["origin", APP], ["accept", "*/*"], ["access-control-request-method", "PUT"], ["access-control-request-headers", "content-type"]] });
    expect(sent && curlFor(sent, API)).toBe("curl -i -X OPTIONS 'https://api.example.net/users' -H 'origin: https://app.example.com' -H 'accept: */*' -H 'access-control-request-method: PUT' -H 'access-control-request-headers: content-type'");
  });

  it("quotes what a shell would read", () => {
    expect(curlFor({ method: "HEAD", path: "/it's", headers: [["x-a", "$(rm)"], ["x-empty", ""]] }, API)).toBe(`curl -i --head 'https://api.example.net/it'\\''s' -H 'x-a: $(rm)' -H 'x-empty;'`);
  });
});

describe("redirects", () => {
  const to = (location: string | Value, status: string | Value = "302", headers: Headers = origin): Response => answer({ ...headers, Location: location }, { status: typeof status === "string" ? known(status) : status });
  const byPath = (pages: Readonly<Record<string, Response>>): Server => ({ respond: ({ path, method }) => [method === "OPTIONS" ? allowAll : (pages[path] ?? answer({}))] });

  it.each<[name: string, response: Response, request: Partial<FetchRequest>, said: string]>([
    ["followed within the API", to("/b"), {}, "allowed"],
    ["the CORS check comes before the redirect", to("/b", "302", {}), {}, "blocked MissingAllowOriginHeader"],
    ["no Location: the answer itself", answer(origin, { status: known("302") }), {}, "allowed"],
    ["an origin of which nothing is known", to("https://api2.example.org/b"), {}, "cannot-tell: nothing is known of https://api2.example.org, where a redirect leads"],
    ["a Location that is not known", to(extra), {}, "cannot-tell: the parameter Extra has no default"],
    ["a status that is not known, with a Location", to("/b", extra), {}, "cannot-tell: the parameter Extra has no default"],
    ["a status that is not known, without a Location", answer(origin, { status: extra }), {}, "allowed"],
    ["mode error", to("/b"), { redirect: "error" }, "blocked NetworkError"],
    ["mode manual", to("/b"), { redirect: "manual" }, "allowed"],
    ["a user name and password", to("https://user:pass@api.example.net/b"), {}, "blocked RedirectContainsCredentials"],
    ["neither http nor https", to("ftp://api.example.net/b"), {}, "blocked NetworkError"],
    ["no URL", to("https://"), {}, "blocked NetworkError"],
    ["in circles, until the twentieth", to("/users"), {}, "blocked NetworkError"],
  ])("Fetch, HTTP-redirect fetch: %s", (_name, response, request, said) => expect(short(predict(byPath({ "/users": response, "/b": answer(origin) }), request))).toBe(said));

  it("sends Origin: null after a hop between foreign origins, and drops Authorization", () => {
    const other: Server = { respond: (sent) => [sent.method === "OPTIONS" ? allowAll : answer({ "Access-Control-Allow-Origin": Object.fromEntries(sent.headers)["origin"] ?? "" })] };
    const verdict = predict(byPath({ "/users": to("https://api2.example.org/b") }), { headers: [["Authorization", "x"]] }, { profile: "standard", serverAt: () => other });
    expect(short(verdict)).toBe("blocked HeaderDisallowedByPreflightResponse");
    const listing: Server = { respond: ({ method }) => [method === "OPTIONS" ? answer({ ...origin, "Access-Control-Allow-Headers": "authorization" }) : to("https://api2.example.org/b")] };
    const sent = predict(listing, { headers: [["Authorization", "x"]] }, { profile: "standard", serverAt: () => other }).trace.flatMap(({ request }) => request ?? []);
    expect(sent.at(-1)?.headers).toEqual([["origin", "null"], ["accept", "*/*"]]);
  });

  it("turns POST into GET and drops the headers of its body", () => {
    const sent = predict(byPath({ "/users": to("/b", "303"), "/b": answer(origin) }), { method: "POST", headers: [["Content-Type", "text/plain"]], body: {} }).trace.flatMap(({ request }) => request ?? []);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /users", "GET /b"]);
    expect(sent.at(-1)?.headers.map(([name]) => name)).not.toContain("content-type");
  });

  it("does not follow redirects that multiply for ever", () => {
    const forks: Server = { respond: () => [to("/a"), to("/b"), to("/c")] };
    expect(short(predict(forks))).toMatch(/^(?:blocked|cannot-tell)/u);
  });
});

describe("the preflight cache", () => {
  const preflights = (preflight: Response, actual: Response = answer(origin), profile: "standard" | Engine = "standard"): number => {
    const cache = new PreflightCache();
    const run = (): number => predict(server(actual, preflight), { method: "PUT" }, { profile, cache }).trace.filter(({ name }) => name === "preflight-request").length;
    return run() + run();
  };
  const listing = (maxAge: Headers): Response => answer({ ...origin, "Access-Control-Allow-Methods": "PUT", ...maxAge });
  it.each<[name: string, response: Response, actual: Response, count: number]>([
    ["no max-age: five seconds", listing({}), answer(origin), 1],
    ["malformed: five seconds", listing({ "Access-Control-Max-Age": "'600'" }), answer(origin), 1],
    ["zero: not at all", listing({ "Access-Control-Max-Age": "0" }), answer(origin), 2],
    ["cleared when the actual request fails", listing({}), answer({}), 2],
  ])("%s", (_name, response, actual, count) => expect(preflights(response, actual)).toBe(count));

  // Recorded: Chromium 156, Firefox ESR 153, WebKitGTK 2.50.
  it.each<[engine: Engine, count: number]>([["chromium", 1], ["firefox", 2], ["webkit", 1]])("is not cleared by all engines when the actual request fails: %s", (engine, count) =>
    expect(preflights(listing({ "Access-Control-Max-Age": "600" }), answer({}), engine)).toBe(count));
});
