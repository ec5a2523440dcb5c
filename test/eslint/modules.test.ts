import type { Linter } from "eslint";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import plugin from "../../src/eslint-plugin/index.ts";
import { lintProject, VERSIONS, withProject } from "./lint-texts.ts";

const config: Linter.Config[] = [...plugin.configs.recommended, { files: ["*.js"], settings: { "cors-lint": { handlers: "rest-proxy" } } }];
const HANDLER = `import { ok } from "./lib/http.js";\nexport const handler = async (event) => {\n  return ok(event.path);\n};\n`;
const WITHOUT = `export const ok = (body) => ({ statusCode: 200, body });\n`;
const WITH = `export const ok = (body) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" }, body });\n`;

describe.each(VERSIONS)("modules of the project, in ESLint $version", ({ ESLint }) => {
  it("shows what a helper forgets at the call that returns it", async () => {
    const { found, results } = await lintProject(ESLint, { "users.js": HANDLER, "lib/http.js": WITHOUT }, config);
    expect(found).toEqual(["users.js:3:10-3:24 cors-lint/handler-missing-allow-origin"]);
    expect(results.flatMap(({ messages }) => messages)[0]?.message).toMatch(/^In lib\/http\.js: This response carries no Access-Control-Allow-Origin/u);
  });

  it("is silent where the helper sends the header", async () => {
    expect((await lintProject(ESLint, { "users.js": HANDLER, "lib/http.js": WITH }, config)).found).toEqual([]);
  });

  it("finds the TypeScript source behind a built name, and a folder's index", async () => {
    const ts: Linter.Config = { ignores: ["**/*.ts"] };
    expect((await lintProject(ESLint, { "users.js": HANDLER, "lib/http.ts": WITHOUT }, [...config, ts])).found).toHaveLength(1);
    expect((await lintProject(ESLint, { "users.js": HANDLER.replace("http.js", "http"), "lib/http/index.ts": WITHOUT }, [...config, ts])).found).toHaveLength(1);
  });

  it("shows a slip in shared headers at the import", async () => {
    const code = `import { headers } from "./headers.js";\nexport const handler = async (event) => ({ statusCode: 200, headers, body: event.path });\n`;
    const { found } = await lintProject(ESLint, { "users.js": code, "headers.js": `export const headers = { "Access-Control-Allow-Origin": "https://app.example.com/" };\n` }, config);
    expect(found).toEqual(["users.js:1:25-1:39 cors-lint/handler-malformed-origin"]);
  });

  it("reads nothing outside of the project, neither by its name nor through a link", async () => {
    const outside = mkdtempSync(join(tmpdir(), "cors-lint-outside-"));
    try {
      writeFileSync(join(outside, "http.js"), WITHOUT);
      await withProject({ "users.js": HANDLER.replace("./lib/http.js", join("..", outside.slice(tmpdir().length + 1), "http.js")), "linked.js": HANDLER.replace("./lib/http.js", "./link/http.js") }, async (cwd) => {
        symlinkSync(outside, join(cwd, "link"));
        const results = await new ESLint({ cwd, overrideConfigFile: true, overrideConfig: config }).lintFiles(["*.js"]);
        expect(results.flatMap(({ messages }) => messages)).toEqual([]);
      });
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it("leaves tests and what is built alone", async () => {
    const code = `export const handler = async (event) => ({ statusCode: 200, body: event.path });\n`;
    expect((await lintProject(ESLint, { "users.test.js": code, "dist/users.js": code, "cdk.out/asset.1/index.js": code, "users.js": code }, config)).found).toEqual(["users.js:1:42-1:79 cors-lint/handler-missing-allow-origin"]);
  });
});

describe("hostile files", () => {
  it.each([
    ["deep nesting", `export const handler = async (event) => (${"[".repeat(400)}${"]".repeat(400)});`],
    ["keys of the prototype", `export const handler = async () => ({ statusCode: 200, headers: { __proto__: { a: "1" }, constructor: "x", ["__proto__"]: "y" } });`],
    ["a file without handlers", "export {};"],
    ["nothing", ""],
  ])("%s are no trouble", async (_, code) => {
    const { found } = await lintProject(VERSIONS[1]?.ESLint ?? expect.fail(), { "users.js": code }, plugin.configs.strict);
    expect(found).toEqual([]);
  });
});
