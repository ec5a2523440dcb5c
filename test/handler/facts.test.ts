import { describe, expect, it } from "vitest";
import type { HandlerHeader, HandlerLanguage } from "../../src/handler/index.ts";
import { possibilities } from "../../src/source/index.ts";
import { analyse, slice } from "./analyse.ts";

function allowOrigin(language: HandlerLanguage, code: string): HandlerHeader | undefined {
  return analyse(language, code).responses[0]?.headers.find((header) => header.name === "access-control-allow-origin");
}

const js = (body: string): string => `const ALLOWED = ["https://app.example.com", "https://admin.example.com"];\nexport const handler = async (event) => { const origin = event.headers.origin; const headers = {}; ${body} return { statusCode: 200, headers }; };`;
const set = `headers["Access-Control-Allow-Origin"] = origin;`;

/** How the request's origin comes to be sent back (H33–H35). */
const ORIGINS: readonly (readonly [string, string, HandlerHeader["origin"] extends infer O ? (O extends { how: infer H } ? H : never) : never])[] = [
  ["no test", set, "reflected"],
  ["a test that it is there", `if (origin) ${set}`, "reflected"],
  ["membership in a list", `if (ALLOWED.includes(origin)) ${set}`, "checked"],
  ["an early way out", `if (!ALLOWED.includes(origin)) return { statusCode: 403, headers: {} }; ${set}`, "checked"],
  ["indexOf in a list", `if (ALLOWED.indexOf(origin) !== -1) ${set}`, "checked"],
  ["some of a list", `if (ALLOWED.some((allowed) => allowed === origin)) ${set}`, "checked"],
  ["a set", `if (new Set(ALLOWED).has(origin)) ${set}`, "checked"],
  ["equality", `if (origin === "https://app.example.com" || origin === ALLOWED[1]) ${set}`, "checked"],
  ["a function out of view", `const { isAllowed } = require("./origins"); if (isAllowed(origin)) ${set}`, "checked"],
  ["the end of the text", `if (origin.endsWith("example.com")) ${set}`, "weakly-checked"],
  ["the end of the text, with its dot and scheme", `if (origin.startsWith("https://") && origin.endsWith(".example.com")) ${set}`, "checked"],
  ["a part of the text", `if (origin.includes("example.com")) ${set}`, "weakly-checked"],
  ["membership in a string", `if ("https://app.example.com,https://admin.example.com".includes(origin)) ${set}`, "weakly-checked"],
  ["membership in an environment variable", `if (process.env.ORIGINS.includes(origin)) ${set}`, "weakly-checked"],
  ["an open pattern", `if (/example\\.com/.test(origin)) ${set}`, "weakly-checked"],
  ["an anchored pattern", `if (/^https:\\/\\/[a-z]+\\.example\\.com$/.test(origin)) ${set}`, "checked"],
];

describe("what is known of the origin that is sent back", () => {
  it.each(ORIGINS)("%s", (_, body, how) => {
    const analysis = analyse("javascript", js(body));
    const header = analysis.responses.flatMap((response) => response.headers).find((found) => found.name === "access-control-allow-origin");
    expect(header?.origin?.how).toBe(how);
  });

  it.each([
    ["no test", `    headers["Access-Control-Allow-Origin"] = origin`, "reflected"],
    ["membership", `    if origin in ALLOWED:\n        headers["Access-Control-Allow-Origin"] = origin`, "checked"],
    ["membership in a string", `    if origin in "https://app.example.com":\n        headers["Access-Control-Allow-Origin"] = origin`, "weakly-checked"],
    ["the end of the text", `    if origin.endswith("example.com"):\n        headers["Access-Control-Allow-Origin"] = origin`, "weakly-checked"],
    ["a pattern", `    if re.match(r"^https://[a-z]+\\.example\\.com$", origin):\n        headers["Access-Control-Allow-Origin"] = origin`, "checked"],
  ] as const)("Python: %s", (_, body, how) => {
    const code = `import re\nALLOWED = ["https://app.example.com"]\ndef handler(event, context):\n    origin = event["headers"]["origin"]\n    headers = {}\n${body}\n    return {"statusCode": 200, "headers": headers}`;
    expect(allowOrigin("python", code)?.origin?.how).toBe(how);
  });

  it("says in which case the origin is read", () => {
    const reads = analyse("javascript", `export const handler = async ({ headers }) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": headers.Origin } });`).originReads;
    expect(reads.map((read) => read.path)).toEqual(["headers.Origin"]);
  });
});

describe("values of headers", () => {
  it("keeps a text, a pattern and a choice", () => {
    const of = (value: string): unknown => allowOrigin("javascript", `export const handler = async (event) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": ${value} } });`)?.value;
    expect(of(`"*"`)).toEqual({ kind: "known", text: "*" });
    expect(of("`https://${process.env.HOST}/`")).toMatchObject({ kind: "pattern", parts: ["https://", { kind: "unknown" }, "/"] });
    expect(of(`event.body ? "https://a.example.com" : "https://b.example.com"`)).toMatchObject({ kind: "one-of" });
  });

  it.each([
    ["JavaScript's true is sent as true (H72)", "javascript", `export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Credentials": true } });`, "true", "boolean"],
    ["Python's True too, as JSON writes it so (H70)", "python", `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Credentials": True}}`, "true", "boolean"],
    ["str(True) is sent as True (H70)", "python", `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Credentials": str(True)}}`, "True", "string"],
  ] as const)("%s", (_, language, code, text, written) => {
    expect(analyse(language, code).responses[0]?.headers[0]).toMatchObject({ value: { kind: "known", text }, written });
  });

  it("reads environment variables with their defaults (H31, H32)", () => {
    const js = analyse("javascript", `export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": process.env.ORIGIN || "*" } });`);
    expect(js.envReads).toMatchObject([{ name: "ORIGIN", default: "*" }]);
    expect(js.responses[0]?.headers[0]?.env).toEqual(["ORIGIN"]);
    const python = analyse("python", `import os\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": os.getenv("ORIGIN", "*")}}`);
    expect(python.envReads).toMatchObject([{ name: "ORIGIN", default: "*" }]);
  });

  it("counts the values of a list (H29)", () => {
    const code = `export const handler = async () => ({ statusCode: 200, multiValueHeaders: { "Access-Control-Allow-Origin": ["https://a.example.com", "https://b.example.com"] } });`;
    expect(allowOrigin("javascript", code)?.multi).toBe(2);
  });
});

describe("facts about a response", () => {
  it.each([
    ["H28 a header twice", `headers: { "Access-Control-Allow-Origin": "*", "access-control-allow-origin": "*" }`, "duplicate-header", `"access-control-allow-origin"`],
    ["F41 a slip of the pen", `headers: { "Access-Control-Allow-Origins": "*" }`, "header-typo", `"Access-Control-Allow-Origins"`],
    ["H71 headers that are a text", `headers: JSON.stringify({ Vary: "Origin" }), body: ""`, "headers-not-object", `JSON.stringify({ Vary: "Origin" })`],
    ["H71 a body that is no string", `headers: {}, body: { users: [] }`, "body-not-string", "{ users: [] }"],
  ] as const)("%s", (_, properties, kind, text) => {
    const code = `export const handler = async () => ({ statusCode: 200, ${properties} });`;
    const [fact] = analyse("javascript", code).responses[0]?.facts ?? [];
    expect(fact?.kind).toBe(kind);
    expect(fact && slice(code, fact.site)).toBe(text);
  });

  it("H28 the same key in the same spelling is one property, also behind a spread", () => {
    const code = `const CORS = { "Access-Control-Allow-Origin": "*" };\nexport const handler = async () => ({ statusCode: 200, headers: { ...CORS, "Access-Control-Allow-Origin": "https://app.example.com" } });`;
    expect(analyse("javascript", code).responses[0]?.facts).toEqual([]);
  });

  it.each([
    ["JavaScript", "javascript", `const ALLOWED = ["https://app.example.com"];\nexport const handler = async (event) => {\n  const origin = event.headers.origin ?? "";\n  return { statusCode: 200, headers: { "Access-Control-Allow-Origin": ALLOWED.includes(origin) ? origin : ALLOWED[0] } };\n};`],
    ["Python", "python", `ALLOWED = ["https://app.example.com"]\ndef handler(event, context):\n    origin = event["headers"].get("origin", "")\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": origin if origin in ALLOWED else ALLOWED[0]}}`],
  ] as const)("H34 what is in a list is not empty: %s", (_, language, code) => {
    const value = allowOrigin(language, code)?.value;
    expect(value && possibilities(value).some((one) => one.kind === "known" && one.text === "")).toBe(false);
  });

  it("H32 a list that is joined", () => {
    const code = `const ALLOWED = ["https://app.example.com", "https://admin.example.com"];\nexport const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": ALLOWED.join(", ") } });`;
    expect(allowOrigin("javascript", code)?.value).toEqual({ kind: "known", text: "https://app.example.com, https://admin.example.com" });
  });

  it("H15 an error that is returned", () => {
    const analysis = analyse("javascript", `export const handler = async () => { try { return { statusCode: 200 }; } catch (error) { return error; } };`);
    expect(analysis.responses.at(-1)?.facts.map((fact) => fact.kind)).toEqual(["returns-error"]);
  });

  it("H9 headers that take the place of those with CORS", () => {
    const analysis = analyse("javascript", `const defaults = { "Access-Control-Allow-Origin": "*" };\nexport const handler = async (event) => { const { headers } = event.stageVariables; return { statusCode: 200, headers: headers ?? defaults }; };`);
    expect(analysis.responses[0]?.facts.map((fact) => fact.kind)).toContain("lost-headers");
  });

  it.each([
    ["by its status", `return { statusCode: 404 };`, "error"],
    ["because an error is handled", `try { await save(); } catch { return { statusCode: code }; } return "";`, "error"],
    ["no error", `return { statusCode: 200 };`, "main"],
    ["either", `return { statusCode: event.body ? 200 : 400 };`, "main"],
  ] as const)("is an error path: %s", (_, body, role) => {
    expect(analyse("javascript", `export const handler = async (event) => { ${body} };`).responses[0]?.role).toBe(role);
  });

  it("names the middlewares of middy in order, with their options (H40, H41)", () => {
    const code = `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nimport errors from "@middy/http-error-handler";\nexport const handler = middy(async () => ({ statusCode: 200 })).use(errors()).use(cors({ origin: "https://app.example.com", credentials: true }));`;
    const framework = analyse("javascript", code).framework;
    expect(framework?.middlewares.map((used) => used.name)).toEqual(["@middy/http-error-handler", "@middy/http-cors"]);
    expect(framework?.corsOptions?.get("origin")).toEqual({ kind: "known", text: "https://app.example.com" });
  });
});

describe("places", () => {
  it("are those of the response's expression, and of the calls it came through", () => {
    const code = `function respond(statusCode) {\n  return { statusCode };\n}\nexport const handler = async () => {\n  return respond(200);\n};`;
    const analysis = analyse("javascript", code);
    expect(analysis.responses.map((response) => [response.form, slice(code, response.site)])).toEqual([
      ["object", "{ statusCode }"],
      ["call", "respond(200)"],
    ]);
    expect(analysis.responses[0]?.via.map((site) => slice(code, site))).toEqual(["respond(200)"]);
  });

  it("of headers are key and value", () => {
    const code = `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}}`;
    const header = analyse("python", code).responses[0]?.headers[0];
    expect(header && [slice(code, header.keySite), slice(code, header.valueSite)]).toEqual([`"Access-Control-Allow-Origin"`, `"*"`]);
  });
});
