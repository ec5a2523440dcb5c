import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROKEN, CLEAN } from "../cli/run.ts";

/**
 * Prints the CommonJS modules that the command has loaded, in a process of its own: what vitest loads says nothing. The package in question is
 * CommonJS, and Node keeps such modules in one cache, whoever imports them.
 */
const SPY = `process.on("exit", () => process.stderr.write("\\nLOADED " + Object.keys(require.cache).join("\\n")));`;

const bin = join(import.meta.dirname, "../../dist/src/cli/bin.js");
let folder = "";

function modulesLoadedBy(...argv: string[]): string {
  const script = join(folder, "spy.cjs");
  writeFileSync(script, SPY);
  try {
    execFileSync(process.execPath, ["--require", script, bin, ...argv], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    // Findings make the exit code 1; what was printed counts.
    if (error instanceof Error && "stderr" in error) return String(error.stderr);
    throw error;
  }
  throw new Error("the templates of this test have findings");
}

// The build is what runs here: `npm test` makes it first.
describe("what a run loads", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cors-lint-loading-"));
    writeFileSync(join(folder, "old.yaml"), CLEAN);
    writeFileSync(join(folder, "template.yaml"), BROKEN);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("cors-lint FILE never loads cloudformation-diff", () => {
    const loaded = modulesLoadedBy("template.yaml");
    expect(loaded).toContain("LOADED");
    expect(loaded).not.toMatch(/cloudformation-diff|aws-service-spec/u);
  });

  it("cors-lint diff does", () => {
    expect(modulesLoadedBy("diff", "old.yaml", "template.yaml")).toContain("cloudformation-diff");
  });
});
