import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";
import { analyzeHandler, analyzeProgram, type EstreeNode } from "../../src/handler/index.ts";
import { analyse, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "*"`;

/** Helpers one import away (H5, H7). */
describe("modules of the project", () => {
  it.each([
    ["a named import", `import { ok } from "./http";\nexport const handler = async () => ok();`, { "./http": `export const ok = () => ({ statusCode: 200, headers: { ${ACAO} } });` }, "yes, yes"],
    ["a default import", `import ok from "./http";\nexport const handler = async () => ok();`, { "./http": `export default function () { return { statusCode: 200 }; }` }, "no, no"],
    ["a namespace", `import * as http from "./http";\nexport const handler = async () => http.ok();`, { "./http": `export const ok = () => ({ statusCode: 200 });` }, "no, no"],
    ["require, and module.exports", `const { ok } = require("./http");\nexports.handler = async () => ok();`, { "./http": `module.exports = { ok: () => ({ statusCode: 200, headers: { ${ACAO} } }) };` }, "yes, yes"],
    ["require, and exports.ok", `const http = require("./http");\nexports.handler = async () => http.ok();`, { "./http": `exports.ok = () => ({ statusCode: 200, headers: { ${ACAO} } });` }, "yes, yes"],
    ["constants", `import { CORS } from "./cors";\nexport const handler = async () => ({ statusCode: 200, headers: { ...CORS } });`, { "./cors": `export const CORS = { ${ACAO} } as const;` }, "yes"],
    ["a re-exported handler", `export * from "./users";`, { "./users": `export const handler = async () => ({ statusCode: 200 });` }, "no"],
    ["a re-exported name", `export { list as handler } from "./users";`, { "./users": `export const list = async () => ({ statusCode: 200 });` }, "no"],
    ["a wrapper", `import { withCors } from "./wrap";\nexport const handler = withCors(async () => ({ statusCode: 200 }));`, { "./wrap": `export const withCors = (inner) => async (event) => { const reply = await inner(event); return { ...reply, headers: { ...reply.headers, ${ACAO} } }; };` }, "yes"],
    ["a helper of a helper", `import { ok } from "./http";\nexport const handler = async () => ok();`, { "./http": `import { CORS } from "./cors";\nexport const ok = () => ({ statusCode: 200, headers: CORS });`, "./cors": `export const CORS = { ${ACAO} };` }, "yes, yes"],
    ["modules that import each other", `import { a } from "./a";\nexport const handler = async () => a();`, { "./a": `import { b } from "./b";\nexport const a = () => ({ statusCode: 200, headers: b() });`, "./b": `import { a } from "./a";\nexport const b = () => ({ ${ACAO} });` }, "yes, yes"],
  ] as const)("%s", (_, code, modules, expected) => {
    // A response in a wrapper's module stands first or last by its file's name; which, does not matter here.
    expect(verdicts(analyse("javascript", code, modules)).split(", ").sort()).toEqual(expected.split(", ").sort());
  });

  it.each([
    ["from … import", `from lib.http import ok\ndef handler(event, context):\n    return ok()`, { "lib.http": `def ok():\n    return {"statusCode": 200, "headers": {${ACAO}}}` }, "yes, yes"],
    ["a relative import", `from .http import CORS\ndef handler(event, context):\n    return {"statusCode": 200, "headers": CORS}`, { ".http": `CORS = {${ACAO}}` }, "yes"],
    ["import", `import http_helpers\ndef handler(event, context):\n    return http_helpers.ok()`, { http_helpers: `def ok():\n    return {"statusCode": 200}` }, "no, no"],
    ["import *", `from http_helpers import *\ndef handler(event, context):\n    return ok()`, { http_helpers: `def ok():\n    return {"statusCode": 200}` }, "no, no"],
    ["a decorator", `from decorators import add_cors_headers\n@add_cors_headers\ndef handler(event, context):\n    return {"statusCode": 200}`, { decorators: `import functools\ndef add_cors_headers(function):\n    @functools.wraps(function)\n    def wrapper(event, context):\n        reply = function(event, context)\n        reply["headers"] = {**reply.get("headers", {}), ${ACAO}}\n        return reply\n    return wrapper` }, "yes, yes"],
  ] as const)("Python: %s", (_, code, modules, expected) => {
    expect(verdicts(analyse("python", code, modules))).toBe(expected);
  });

  it("reads JSON", () => {
    const code = `const { headers } = require("./config.json");\nexports.handler = async () => ({ statusCode: 200, headers });`;
    const analysis = analyzeHandler({ file: "users.js", text: code, language: "javascript" }, { readModule: () => ({ name: "config.json", text: `{ "headers": { ${ACAO} } }` }) });
    expect(verdicts(analysis)).toBe("yes");
  });

  it("gives the same for a tree that someone else parsed", async () => {
    const { parseSync } = await import("oxc-parser");
    const text = `const respond = (statusCode) => ({ statusCode });\nexport const handler = async (event) => { if (event.body) return respond(200); return { statusCode: 400, headers: { ${ACAO} } }; };`;
    const input = { file: "users.js", text, language: "javascript" } as const;
    // `range` instead of start and end, parentheses kept: as other parsers build it.
    const { program } = parseSync("users.js", text, { preserveParens: true, range: true });
    const stripped: unknown = JSON.parse(JSON.stringify(program), (key, value: unknown) => (key === "start" || key === "end" ? undefined : value));
    expect(analyzeProgram(stripped as EstreeNode, input)).toEqual(analyzeHandler(input)); // what was a program is one still
  });

  describe("gives the same for the trees of ESLint's parsers", () => {
    const folder = join(import.meta.dirname, "../../fixtures/handlers");
    const files = readdirSync(folder).filter((file) => !file.endsWith(".py"));

    it.each(files)("typescript-eslint: %s", (file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const input = { file, text, language: file.endsWith(".ts") ? "typescript" : "javascript" } as const;
      const tree = tseslint.parser.parseForESLint(text).ast;
      expect(analyzeProgram(tree as EstreeNode, input)).toEqual(analyzeHandler(input));
    });

    it.each(files.filter((file) => !file.endsWith(".ts")))("espree: %s", (file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const input = { file, text, language: "javascript" } as const;
      // ESLint parses with espree where no other parser is named; the tree is taken from a rule, as the plugin gets it.
      let tree: unknown;
      const rule = { create: (context: { readonly sourceCode: { readonly ast: unknown } }) => ((tree = context.sourceCode.ast), {}) };
      new Linter().verify(text, { plugins: { test: { rules: { tree: rule } } }, rules: { "test/tree": "error" }, languageOptions: { sourceType: file.endsWith(".cjs") ? "commonjs" : "module" } }, file);
      expect(analyzeProgram(tree as EstreeNode, input)).toEqual(analyzeHandler(input));
    });
  });

  it("names the file that a response stands in", () => {
    const analysis = analyse("javascript", `import { ok } from "./http";\nexport const handler = async () => ok();`, { "./http": `export const ok = () => ({ statusCode: 200 });` });
    expect(analysis.responses.map((response) => [response.site.file, response.form])).toEqual([
      ["./http.ts", "object"],
      ["users.mjs", "call"],
    ]);
  });
});
