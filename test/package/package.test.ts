import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { BROKEN, CLEAN } from "../cli/run.ts";

/** The package as it is published, in a project that has nothing else. `npm run build` comes first, as in `npm test`. */
const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "cors-lint-package-"));
const project = join(folder, "project");

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 120_000, shell: process.platform === "win32" });
}

/** The one thing that npm prints for `--json`. */
const [packed] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root)) as readonly [Packed]; // npm's documented shape
const paths = packed.files.map(({ path }) => path);

/** `undefined`: installed; else why not. Only a registry that cannot be reached excuses. */
function installationProblem(): string | undefined {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "name": "shop", "private": true, "type": "module" }\n');
  writeFileSync(join(project, "bad.yaml"), BROKEN);
  writeFileSync(join(project, "good.yaml"), CLEAN);
  const { status, stderr } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", join(folder, packed.filename)], { cwd: project, encoding: "utf8", timeout: 120_000, shell: process.platform === "win32" });
  if (status === 0) return undefined;
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTCACHED|ECONNRESET/u.test(stderr)) return stderr;
  throw new Error(stderr);
}

const problem = installationProblem();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the tarball", () => {
  it("holds what is needed", () => {
    const needed = ["LICENSE", "README.md", "package.json", "schema.json", "dist/bin/cors-lint.cjs", "dist/src/index.js", "dist/src/index.d.ts", "dist/src/eslint-plugin/index.js", "dist/rules/index.js", "docs/problem-matcher.json", "docs/rules/missing-options-method.md"];
    expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it("holds nothing else", () => {
    const known = /^(?:LICENSE|README\.md|CHANGELOG\.md|package\.json|schema\.json|docs\/problem-matcher\.json|docs\/rules\/[\w-]+\.md|dist\/bin\/[\w-]+\.cjs|dist\/(?:src|rules)\/.+\.(?:js|d\.ts))$/u;
    expect(paths.filter((path) => !known.test(path) || path.startsWith("dist/src/cli/"))).toEqual([]);
  });

  it("is small: under 2 MB packed, 6 MB unpacked", () => {
    expect(packed.size).toBeLessThan(2_000_000);
    expect(packed.unpackedSize).toBeLessThan(6_000_000);
  });

  it("runs no script when it is installed", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const name of ["preinstall", "install", "postinstall"]) expect(scripts).not.toHaveProperty(name);
  });
});

describe.skipIf(problem !== undefined)("the package in an empty project", () => {
  const run = (command: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: "utf8", timeout: 60_000, shell: process.platform === "win32" });
    return { status, stdout, stderr };
  };
  const bin = join(project, "node_modules/cors-lint/dist/bin/cors-lint.cjs");

  it.each<[string, string, readonly string[]]>([
    ["by path", process.execPath, [bin]],
    ["by the link in .bin", join(project, "node_modules/.bin/cors-lint"), []],
    ["by npx --no-install", "npx", ["--no-install", "cors-lint"]],
  ])("runs %s", (_, command, before) => {
    expect(run(command, [...before, "good.yaml"])).toMatchObject({ status: 0 });
    const bad = run(command, [...before, "bad.yaml", join(project, "good.yaml"), "package.json"]);
    expect(bad).toMatchObject({ status: 1, stderr: expect.not.stringContaining("defect") });
    expect(bad.stdout).toContain("error[trailing-slash-origin]");
  });

  it.each([["diff", ["diff", "good.yaml", "bad.yaml"], 1], ["explain", ["explain", "trailing-slash-origin"], 0], ["routes", ["routes", "good.yaml"], 0], ["SARIF", ["--format", "sarif", "good.yaml"], 0]])("finds what %s needs", (_, args, status) => {
    expect(run(process.execPath, [bin, ...args])).toMatchObject({ status, stderr: "" });
  });

  it("is a library, an ESLint plugin and a schema", () => {
    const script = 'import { lint } from "cors-lint"; import plugin from "cors-lint/eslint-plugin"; import schema from "cors-lint/schema.json" with { type: "json" }; console.log(typeof lint, plugin.meta.name, typeof schema.properties)';
    expect(run(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script])).toMatchObject({ status: 0, stdout: "function eslint-plugin-cors-lint object\n" });
  });

  it("is what eslint-plugin-cors-lint gives, at the same version", () => {
    const alias = join(project, "node_modules/eslint-plugin-cors-lint");
    cpSync(join(root, "src/eslint-plugin/alias"), alias, { recursive: true });
    const script = 'import alias from "eslint-plugin-cors-lint"; import plugin from "cors-lint/eslint-plugin"; console.log(alias === plugin)';
    expect(run(process.execPath, ["--input-type=module", "--eval", script])).toMatchObject({ status: 0, stdout: "true\n" });
    const [own, its] = [root, alias].map((path) => JSON.parse(readFileSync(join(path, "package.json"), "utf8")));
    expect(its).toMatchObject({ version: own.version, dependencies: { "cors-lint": own.version }, engines: own.engines, peerDependencies: own.peerDependencies });
  });
});
