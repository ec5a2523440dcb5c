import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BROKEN, CLEAN } from "../cli/run.ts";

/** The steps of action.yml as the runner would execute them: bash with the runner's options, inputs by environment, outputs by file. */
const root = join(import.meta.dirname, "../..");
const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
const [check, upload, result] = action.runs.steps;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Done {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly sarif: () => { readonly ruleId: string }[];
  readonly npx: string;
}

/** `${{ inputs.x }}` and `${{ github.base_ref }}` of a step's environment, put in. */
function environment(step: { readonly env: Readonly<Record<string, string>> }, inputs: Readonly<Record<string, string>>, base: string): Record<string, string> {
  const defaults = Object.fromEntries(Object.entries(action.inputs as Record<string, { default: string }>).map(([name, input]) => [name, String(input.default)])); // action.yml's own shape
  const given: Readonly<Record<string, string>> = { ...defaults, ...inputs };
  return Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/gu, (_, key: string) => given[key] ?? "").replace("${{ github.base_ref }}", base)]));
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-action-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function runCheck(folder: string, inputs: Readonly<Record<string, string>> = {}, base = ""): Done {
  const runner = join(folder, ".runner");
  mkdirSync(runner, { recursive: true });
  // npx as it behaves with the package: notes what it was asked for, and runs the built command.
  writeFileSync(join(runner, "npx"), `#!/usr/bin/env bash\necho "$1 $2" >> "${runner}/npx.log"\nshift 2\nexec "${process.execPath}" "${join(root, "dist/bin/cors-lint.cjs")}" "$@"\n`);
  chmodSync(join(runner, "npx"), 0o755);
  const paths = { GITHUB_OUTPUT: join(runner, "output"), GITHUB_STEP_SUMMARY: join(runner, "summary") };
  for (const path of Object.values(paths)) writeFileSync(path, "");
  const env = { ...process.env, ...environment(check, inputs, base), ...paths, RUNNER_TEMP: runner, PATH: `${runner}${delimiter}${process.env["PATH"]}` };
  // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions, `shell: bash`
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", check.run], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
  const outputs = Object.fromEntries(readFileSync(paths.GITHUB_OUTPUT, "utf8").trim().split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  const sarif = (): { ruleId: string }[] => JSON.parse(readFileSync(outputs["sarif"] ?? "", "utf8")).runs[0].results;
  return { status, log: stdout + stderr, outputs, summary: readFileSync(paths.GITHUB_STEP_SUMMARY, "utf8"), sarif, npx: existsSync(join(runner, "npx.log")) ? readFileSync(join(runner, "npx.log"), "utf8") : "" };
}

function resultStatus(code: string): number | null {
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", result.run], { env: { ...process.env, CORS_LINT_EXIT_CODE: code } }).status;
}

describe.skipIf(process.platform === "win32")("the action", () => {
  it("annotates, sums up and hands on SARIF, and only then fails", () => {
    const { status, log, outputs, summary, sarif, npx } = runCheck(project({ "bad.yaml": BROKEN, "good.yaml": CLEAN }));
    expect({ status, code: outputs["exit-code"] }).toEqual({ status: 0, code: "1" });
    expect(log).toMatch(/^::error file=bad\.yaml,line=8/mu);
    expect(summary).toContain("trailing-slash-origin");
    expect(sarif().map(({ ruleId }) => ruleId)).toEqual(["trailing-slash-origin"]);
    expect(npx).toBe(`--yes cors-lint@${action.inputs.version.default}\n`);
    expect(resultStatus("1")).toBe(1);
  });

  it("passes where nothing counts", () => {
    expect(runCheck(project({ "good.yaml": CLEAN }))).toMatchObject({ status: 0, outputs: { "exit-code": "0", sarif: expect.stringMatching(/\.sarif$/u) } });
    expect(runCheck(project({ "bad.yaml": BROKEN }), { "fail-on": "never" })).toMatchObject({ outputs: { "exit-code": "0" } });
    expect(resultStatus("0")).toBe(0);
  });

  it("takes several paths, one on each line, whatever they are called, and runs none of them", () => {
    const folder = project({ "a b.yaml": BROKEN, "--help.yaml": BROKEN, "$(touch owned).yaml": BROKEN, "other.yaml": BROKEN });
    const { sarif } = runCheck(folder, { paths: "a b.yaml\n--help.yaml\r\n\n$(touch owned).yaml" });
    expect(sarif()).toHaveLength(3);
    expect(existsSync(join(folder, "owned"))).toBe(false);
  });

  it("takes the project's own version, and a baseline", () => {
    const baseline = { "bad.yaml": BROKEN, "base.json": JSON.stringify({ version: 1, findings: [] }) };
    expect(runCheck(project(baseline), { version: "installed", baseline: "base.json" })).toMatchObject({ npx: "--no-install cors-lint\n", outputs: { "exit-code": "1" } });
    expect(runCheck(project(baseline), { baseline: "missing.json" })).toMatchObject({ outputs: { "exit-code": "2" } });
  });

  it("fails where there is no template, and where it did not come to an end", () => {
    expect(runCheck(project({ "a.txt": "" }))).toMatchObject({ outputs: { "exit-code": "3" } });
    expect(resultStatus("")).toBe(2);
  });

  it("compares with the base of a pull request", () => {
    const folder = project({ "api.yaml": CLEAN });
    const git = (...args: string[]): void => void spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
    git("init", "-q");
    git("add", "api.yaml");
    git("commit", "-qm", "base");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    expect(runCheck(folder, { diff: "true" }, "main")).toMatchObject({ outputs: { "exit-code": "0" } });
    writeFileSync(join(folder, "api.yaml"), BROKEN);
    const broken = runCheck(folder, { diff: "true", baseline: "", paths: "api.yaml" }, "main");
    expect(broken.log).toContain("::error title=cors-lint diff::");
    expect(broken.summary).toContain("<!-- cors-lint diff -->");
    expect(broken.outputs["exit-code"]).toBe("1");
  });

  it("uploads also where findings fail the job, and puts no input into a script", () => {
    expect(upload.if).toContain("always()");
    expect(action.runs.steps.indexOf(upload)).toBeLessThan(action.runs.steps.indexOf(result));
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });

  it("has the version of the package for a default, and a shell for each script", () => {
    expect(action.inputs.version.default).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
    for (const step of action.runs.steps) expect(step.run === undefined || step.shell === "bash").toBe(true);
  });
});
