import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BROKEN } from "../cli/run.ts";
import { installedPackage } from "./installed.ts";

/** The README's ways to use it, each run as it stands there, with the package as it is published. The hook is run in pre-commit.test.ts. */
const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const uses = [...readme.slice(readme.indexOf("## Use it")).matchAll(/^```(\w+)\n([\s\S]*?)^```/gmu)].slice(0, 4).map(([, language = "", code = ""]) => ({ language, code }));
const [command, eslint, hook, workflow] = uses.map(({ code }) => code);
const { folder, project, problem } = installedPackage();

afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);

function bash(script: string, env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions, `shell: bash`
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd: project, env: { ...process.env, ...env }, encoding: "utf8", timeout: 60_000 });
}

it("shows four uses in at most ten lines each", () => {
  expect(uses.map(({ language }) => language)).toEqual(["sh", "js", "yaml", "yaml"]);
  for (const { code } of uses) expect(code.trim().split("\n").length).toBeLessThanOrEqual(10);
  expect(parse(hook ?? "").repos[0].hooks[0].id).toBe("cors-lint");
});

describe.skipIf(process.platform === "win32" || problem !== undefined)("the README's use", () => {
  it("on the command line finds what is wrong", () => {
    writeFileSync(join(project, "template.yaml"), BROKEN);
    expect(bash(command ?? "")).toMatchObject({ status: 1, stdout: expect.stringContaining("error[trailing-slash-origin]") });
  });

  it("in ESLint finds what is wrong in a template and in a handler", () => {
    // ESLint is the project's own; the package does not bring it.
    if (!existsSync(join(project, "node_modules/eslint"))) symlinkSync(join(root, "node_modules/eslint"), join(project, "node_modules/eslint"), "dir");
    writeFileSync(join(project, "eslint.config.js"), eslint ?? "");
    writeFileSync(join(project, "handler.js"), 'export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Orgin": "*" }, body: "" });\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules/eslint/bin/eslint.js"), "--format", "json", "handler.js", "bad.yaml", "good.yaml"], { cwd: project, encoding: "utf8", timeout: 60_000 });
    expect(stderr).toBe("");
    const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string }[] }[]; // ESLint's documented shape
    const rules = Object.fromEntries(results.map(({ filePath, messages }) => [basename(filePath), messages.map(({ ruleId }) => ruleId)]));
    expect({ status, rules }).toEqual({ status: 1, rules: { "handler.js": ["cors-lint/handler-header-typo"], "bad.yaml": ["cors-lint/trailing-slash-origin"], "good.yaml": [] } });
  });

  it("in a workflow writes SARIF and fails, and hands the file on all the same", () => {
    const steps: readonly { readonly uses?: string; readonly run?: string; readonly if?: string; readonly with?: Readonly<Record<string, string>> }[] = parse(workflow ?? "");
    const runs = steps.filter(({ run }) => run !== undefined);
    const upload = steps.find(({ uses: action = "" }) => action.startsWith("github/codeql-action/upload-sarif@"));
    // npx as it behaves once the package is published: runs the version that was asked for, here the one that was packed.
    const tools = join(folder, "tools");
    mkdirSync(tools, { recursive: true });
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    writeFileSync(join(tools, "npx"), `#!/usr/bin/env bash\n[ "$1 $2" = "--yes cors-lint@${version}" ] || exit 9\nshift 2\nexec "${process.execPath}" node_modules/cors-lint/dist/bin/cors-lint.cjs "$@"\n`);
    chmodSync(join(tools, "npx"), 0o755);
    expect(runs).toHaveLength(1);
    const { status, stdout } = bash(runs[0]?.run ?? "", { PATH: `${tools}${delimiter}${process.env["PATH"]}` });
    expect({ status, isAnnotated: /^::error file=bad\.yaml,line=8/mu.test(stdout) }).toEqual({ status: 1, isAnnotated: true });
    expect(upload?.if).toContain("always()");
    const sarif: { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] } = JSON.parse(readFileSync(join(project, upload?.with?.["sarif_file"] ?? ""), "utf8"));
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("trailing-slash-origin");
  });
});
