import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROKEN, CLEAN } from "../cli/run.ts";
import { installedPackage, isOffline } from "./installed.ts";

/**
 * The hooks, run by pre-commit itself: by each program that CORS_LINT_PRE_COMMIT names, as a PATH is written. `.ci/run` brings Debian's and the
 * newest. Where none is named the tests say that they were skipped: pre-commit installs the package for each, which takes a minute.
 */
const root = join(import.meta.dirname, "../..");
const programs = (process.env["CORS_LINT_PRE_COMMIT"] ?? "").split(delimiter).filter((program) => program !== "").flatMap((program) => {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? [{ program, version: stdout.trim() }] : [];
});
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const snippet = /^```yaml\n(repos:[\s\S]*?)^```/mu.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "good.yaml": CLEAN,
  "stacks/other good.yaml": CLEAN,
  "gone.yaml": BROKEN,
  "package.json": "{}",
  "compose.yml": "services: {}\n",
  "helm.yaml": "{{- if .x }}\na: 1\n{{- end }}\n",
  "icon.template": new Uint8Array([0, 255, 254, 1]),
};

describe.skipIf(programs.length === 0 || process.platform === "win32")("the hook in pre-commit", () => {
  let installed: ReturnType<typeof installedPackage>;
  beforeAll(() => void (installed = installedPackage()), 180_000);
  afterAll(() => rmSync(installed.folder, { recursive: true, force: true }), 300_000);

  const git = (cwd: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", ...args], { cwd, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };

  /** A repository in which all files are committed, but for the configuration of hooks. */
  function repository(name: string, config: string): string {
    const cwd = join(installed.folder, name);
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(join(cwd, file, ".."), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    git(cwd, "init", "-q");
    git(cwd, "add", ".");
    git(cwd, "commit", "-qm", "all");
    writeFileSync(join(cwd, ".pre-commit-config.yaml"), config);
    git(cwd, "add", ".");
    return cwd;
  }

  /** A repository of hooks as a mirror of the package would be: what is published, and `.pre-commit-hooks.yaml`. */
  function hooksRepository(): string {
    const cwd = join(installed.folder, "hooks");
    cpSync(join(installed.project, "node_modules/cors-lint"), cwd, { recursive: true });
    cpSync(join(root, ".pre-commit-hooks.yaml"), join(cwd, ".pre-commit-hooks.yaml"));
    const { scripts: _scripts, devDependencies: _dependencies, ...published } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));
    writeFileSync(join(cwd, "package.json"), JSON.stringify(published));
    git(cwd, "init", "-q");
    git(cwd, "add", "-f", ".");
    git(cwd, "commit", "-qm", "hooks");
    git(cwd, "tag", `v${version}`);
    return cwd;
  }

  function preCommit(program: string, cwd: string, ...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    const env = { ...process.env, PRE_COMMIT_HOME: join(installed.folder, "home", program.replaceAll(/\W/gu, "_")), PRE_COMMIT_COLOR: "never" };
    return spawnSync(program, ["run", "--color", "never", ...args], { cwd, env, encoding: "utf8", timeout: 240_000 });
  }

  it.for(programs)("$version takes it from the registry, as the README says: good, bad, foreign and deleted files", { timeout: 300_000 }, ({ program }, { skip }) => {
    // The package that is to be published stands in for the published one.
    expect(snippet).toContain(`"cors-lint@${version}"`);
    const cwd = repository(`local-${programs.findIndex((each) => each.program === program)}`, snippet.replace(`"cors-lint@${version}"`, JSON.stringify(installed.tarball)));
    git(cwd, "rm", "-q", "gone.yaml");
    const good = preCommit(program, cwd, "--all-files");
    if (isOffline(good.stdout)) skip("the registry cannot be reached");
    expect(good).toMatchObject({ status: 0, stdout: expect.stringMatching(/cors-lint\.+Passed/u) });
    // Not staged, so that it is still handed over: pre-commit itself leaves it out, or cors-lint says that it is missing.
    unlinkSync(join(cwd, "good.yaml"));
    expect(preCommit(program, cwd, "--files", "stacks/other good.yaml", "good.yaml").status).toBe(0);
    writeFileSync(join(cwd, "bad.yaml"), BROKEN);
    git(cwd, "add", "bad.yaml");
    expect(preCommit(program, cwd)).toMatchObject({ status: 1, stdout: expect.stringContaining("error[trailing-slash-origin]") });
    expect(preCommit(program, cwd, "--files", join(cwd, "bad.yaml"), join(cwd, "package.json"))).toMatchObject({ status: 1, stdout: expect.stringContaining("bad.yaml:8:48") });
  });

  it.for(programs)("$version takes it from a git repository, in one process and in several", { timeout: 300_000 }, ({ program }, { skip }) => {
    const hooks = join(installed.folder, "hooks");
    if (spawnSync("git", ["-C", hooks, "rev-parse", "--verify", "-q", `v${version}`]).status !== 0) hooksRepository();
    const number = programs.findIndex((each) => each.program === program);
    const config = (more: string): string => `repos:\n  - repo: ${hooks}\n    rev: v${version}\n    hooks:\n      - id: cors-lint\n${more}`;
    const cwd = repository(`cloned-${number}`, config(""));
    for (let index = 0; index < 30; index += 1) writeFileSync(join(cwd, `stack-${index}.yaml`), CLEAN);
    git(cwd, "rm", "-q", "gone.yaml");
    git(cwd, "add", ".");
    const good = preCommit(program, cwd, "--all-files");
    if (isOffline(good.stdout)) skip("the registry cannot be reached");
    expect(good).toMatchObject({ status: 0, stdout: expect.stringMatching(/cors-lint\.+Passed/u) });
    writeFileSync(join(cwd, ".pre-commit-config.yaml"), config("        require_serial: false\n        args: [--fail-on, warning]\n"));
    writeFileSync(join(cwd, "stack-29.yaml"), BROKEN);
    git(cwd, "add", ".");
    const bad = preCommit(program, cwd, "--all-files");
    expect(bad.status).toBe(1);
    expect(bad.stdout.match(/error\[trailing-slash-origin\]/gu)).toHaveLength(1);
  });
});
