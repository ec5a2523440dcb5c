import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { installedPackage } from "./installed.ts";

const root = join(import.meta.dirname, "../..");
const { folder, project, packed, problem } = installedPackage();
const paths = packed.files.map(({ path }) => path);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);

describe("the tarball", () => {
  it("holds what is needed", () => {
    const needed = ["LICENSE", "README.md", "package.json", "schema.json", "dist/bin/cors-lint.cjs", "dist/src/index.js", "dist/src/index.d.ts", "dist/src/eslint-plugin/index.js", "dist/src/cdk/index.js", "dist/src/cdk/index.d.ts", "dist/bin/cdk.cjs", "dist/rules/index.js", "docs/problem-matcher.json", "docs/rules/missing-options-method.md"];
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

  it("has types for apps of CDK whose TypeScript does not know of exports: `module: commonjs`, as `cdk init` wrote for years", () => {
    const { exports, typesVersions } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(typesVersions).toEqual({ "*": { cdk: [exports["./cdk"].types] } });
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

  it("is a plugin of CDK, without CDK: as ES module and with require", () => {
    writeFileSync(join(project, "Users.template.json"), JSON.stringify({ Resources: { Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "users", ProtocolType: "HTTP", CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } } } } }));
    const use = 'const { success, violations } = new CorsLintPlugin().validate({ templatePaths: [require("node:path").resolve("Users.template.json")] }); console.log(success, violations.map(({ ruleName }) => ruleName).join());';
    const asModule = 'import { createRequire } from "node:module"; import { CorsLintPlugin } from "cors-lint/cdk"; const require = createRequire(import.meta.url); ';
    expect(run(process.execPath, ["--input-type=module", "--eval", asModule + use])).toMatchObject({ status: 0, stdout: "false trailing-slash-origin\n", stderr: "" });
    expect(run(process.execPath, ["--no-warnings", "--input-type=commonjs", "--eval", `const { CorsLintPlugin } = require("cors-lint/cdk"); ${use}`])).toMatchObject({ status: 0, stdout: "false trailing-slash-origin\n" });
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
