import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { CorsLintPluginOptions } from "../../src/cdk/index.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/cdk.md"), "utf8");
const [setUp = "", acknowledgement = ""] = Array.from(page.matchAll(/^```ts\n([\s\S]*?)^```/gmu), ([, code = ""]) => code);

describe("docs/cdk.md", () => {
  it("lists each option", () => {
    const options: Required<CorsLintPluginOptions> = { failOn: "error", config: "", strict: false, rules: {}, parameters: {}, handlers: true };
    expect(Array.from(page.matchAll(/^\| `(\w+)` \| /gmu), ([, name]) => name)).toEqual(Object.keys(options));
  });

  it("acknowledges rules that there are", () => {
    const ids = Array.from(page.matchAll(/cors-lint::([\w-]+)/gu), ([, id]) => id);
    expect(ids.filter((id) => !allRules.some((rule) => rule.id === id))).toEqual([]);
  });

  it.skipIf(!existsSync(join(root, "dist/bin/cdk.cjs")))("sets the plugin up", { timeout: 120_000 }, () => {
    const outdir = mkdtempSync(join(tmpdir(), "cors-lint-cdk-docs-"));
    const stack = 'const { UsersStack } = await import("./lib/users-stack.mjs"); const users = new UsersStack(app, "Users", { origin: "https://app.example.com/", handlers: "handlers/corrected" });';
    const run = (code: string): string => execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: join(root, "fixtures/cdk"), env: { PATH: process.env["PATH"], CDK_OUTDIR: outdir, CDK_VALIDATION: "false" }, encoding: "utf8", stdio: "pipe" });
    try {
      expect(() => run(`${setUp}${stack} app.synth();`)).toThrow("Acknowledge with 'cors-lint::trailing-slash-origin'");
      expect(run(`${setUp}${stack} ${acknowledgement} app.synth();`)).toBe("");
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});
