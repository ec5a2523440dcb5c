import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { githubComplaints } from "./github-limits.ts";

/** The SARIF of a folder of real templates, as the built command writes it, against the standard's schema and GitHub's limits. */
const root = join(import.meta.dirname, "../..");
const corpus = process.env["CORS_LINT_CORPUS"];
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(root, "fixtures/schemas/sarif-2.1.0.json"), "utf8")));

describe.skipIf(corpus === undefined)("the SARIF of all of CORS_LINT_CORPUS", () => {
  it.each([["the recommended set", []], ["the strict set, down to information", ["--strict"]]])("is valid, and all of it is taken by code scanning: %s", { timeout: 600_000 }, (_, args) => {
    const folder = mkdtempSync(join(tmpdir(), "cors-lint-sarif-"));
    try {
      const path = join(folder, "corpus.sarif");
      const { status, stderr } = spawnSync(process.execPath, [join(root, "dist/bin/cors-lint.cjs"), ".", "--fail-on", "never", "--format", `sarif=${path}`, ...args], { cwd: corpus ?? "", encoding: "utf8", timeout: 600_000, maxBuffer: 1 << 28 });
      expect({ status, hasDefect: /defect/iu.test(stderr) }).toEqual({ status: 0, hasDefect: false });
      const text = readFileSync(path, "utf8");
      const log: { readonly runs: readonly { readonly results: readonly unknown[] }[] } = JSON.parse(text);
      validate(log);
      expect((validate.errors ?? []).slice(0, 5)).toEqual([]);
      expect(githubComplaints(text)).toEqual([]);
      expect(log.runs[0]?.results.length).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
