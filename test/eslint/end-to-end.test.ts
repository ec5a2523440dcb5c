import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const sample = join(root, "fixtures/eslint/sample");
const modules = join(root, "node_modules");

/** The commands run what is built; `npm test` builds first. */
const isBuilt = existsSync(join(root, "dist/src/eslint-plugin/template-engine.js"));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return await new Promise((done) => {
    execFile(process.execPath, [...args], { cwd, env: { PATH: process.env["PATH"], ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly column: number;
}

/** `file:line:column rule` of ESLint's JSON. */
function points(stdout: string, folder: string): readonly string[] {
  // ESLint's own format.
  const results = JSON.parse(stdout) as readonly { readonly filePath: string; readonly messages: readonly Message[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line, column }) => `${filePath.slice(folder.length + 1)}:${line}:${column} ${ruleId ?? "fatal"}`));
}

const EXPECTED = [
  "src/create-user.mjs:1:50 cors-lint/handler-malformed-origin",
  "src/list-users.ts:9:12 cors-lint/handler-missing-allow-origin-on-error",
  "template.yaml:9:22 cors-lint/unquoted-header-value",
];

describe.skipIf(!isBuilt)("the built plugin", () => {
  describe.each([
    ["9", "eslint-9"],
    ["10", "eslint"],
  ])("under the command of ESLint %s", (_, folder) => {
    const eslint = join(modules, folder, "bin/eslint.js");

    it("finds what is wrong in a project with TypeScript, and nothing else", async () => {
      const { code, stdout, stderr } = await run([eslint, "--format", "json", "."], sample);
      expect(stderr).toBe("");
      expect(points(stdout, sample)).toEqual(EXPECTED);
      expect(code).toBe(1);
    });

    it("fixes what can be fixed", async () => {
      await inCopy(async (cwd) => {
        const { stdout } = await run([eslint, "--format", "json", "--fix", "."], cwd);
        expect(points(stdout, cwd)).toEqual(EXPECTED.slice(1, 2));
        expect(readFileSync(join(cwd, "src/create-user.mjs"), "utf8")).toContain(`"Access-Control-Allow-Origin": "https://app.example.com",`);
        expect(readFileSync(join(cwd, "template.yaml"), "utf8")).toContain(`        AllowOrigin: "'https://app.example.com'"\n`);
      });
    });

    it("reads a template from standard input, as editors hand it over", async () => {
      const { stdout } = await run(["-e", `const { spawnSync } = require("node:child_process"); const { readFileSync } = require("node:fs"); process.stdout.write(spawnSync(process.execPath, [${JSON.stringify(eslint)}, "--stdin", "--stdin-filename", "template.yaml", "--format", "json"], { input: readFileSync("template.yaml") }).stdout);`], sample);
      expect(points(stdout, sample)).toEqual(EXPECTED.slice(2));
    });
  });

  it("finds the same in JavaScript and TypeScript under oxlint, and obeys its comments", async () => {
    const { stdout, stderr } = await run([join(modules, "oxlint/bin/oxlint"), "--format", "json", "."], sample);
    expect(stderr).toBe("");
    // oxlint's own format.
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[] }[] };
    const found = diagnostics.map(({ code, filename, labels }) => `${filename}:${labels[0]?.span.line ?? 0}:${labels[0]?.span.column ?? 0} ${code}`);
    expect(found.toSorted()).toEqual(["src/create-user.mjs:1:50 cors-lint(handler-malformed-origin)", "src/list-users.ts:9:12 cors-lint(handler-missing-allow-origin-on-error)"]);
  });

  it("loads nothing that reads templates for a JavaScript file, and no parser of handlers for a template", async () => {
    const eslint = join(modules, "eslint/bin/eslint.js");
    const handler = await scriptsLoadedBy([eslint, "--stdin", "--stdin-filename", "create-user.mjs"], `export const handler = async (event) => ({ statusCode: 200, body: event.path });`);
    expect(handler).toContain("dist/src/eslint-plugin/handler-analysis.js");
    expect(handler.filter((file) => /^dist\/src\/(?:template|fetch)\/|^dist\/src\/aws\/(?:apis\.js|rest|http|function-url|openapi)|^dist\/src\/eslint-plugin\/template-engine\.js|^node_modules\/(?:yaml|fast-glob|oxc-parser)\//u.test(file))).toEqual([]);
    const template = await scriptsLoadedBy([eslint, "--stdin", "--stdin-filename", "template.yaml"], readFileSync(join(sample, "template.yaml"), "utf8"));
    expect(template).toContain("dist/src/eslint-plugin/template-engine.js");
    expect(template.filter((file) => /^node_modules\/(?:oxc-parser|@oxc-parser|@lezer)\//u.test(file))).toEqual([]);
  });
});

/** A copy of the sample that may be changed. Packages are found as in an installed project. */
async function inCopy(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-sample-"));
  try {
    cpSync(sample, folder, { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/cors-lint"));
    for (const name of ["eslint", "typescript-eslint"]) symlinkSync(join(modules, name), join(folder, "node_modules", name));
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The scripts below the project's folder that a command loaded: Node records each of them with its coverage. */
async function scriptsLoadedBy(args: readonly string[], input: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-loaded-"));
  try {
    const code = `const { spawnSync } = require("node:child_process"); const { status, stderr } = spawnSync(process.execPath, ${JSON.stringify(args)}, { input: ${JSON.stringify(input)}, env: { ...process.env, NODE_V8_COVERAGE: ${JSON.stringify(folder)} } }); if (status > 1) throw new Error(String(stderr));`;
    const { stderr } = await run(["-e", code], sample);
    expect(stderr).toBe("");
    return readdirSync(folder).flatMap((name) => {
      // Node's own format.
      const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { readonly result: readonly { readonly url: string }[] };
      return result.flatMap(({ url }) => (url.startsWith("file:") ? [fileURLToPath(url)] : [])).filter((file) => file.startsWith(root)).map((file) => file.slice(root.length + 1));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
